"""What SMS can cost at most, what they did cost, and lines that send too much."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.money import Ceiling
from madoguchi.sms.crossings import Crossing, LateSend
from madoguchi.sms.sent_bill import SentBill
from madoguchi.telling.labels import yen
from madoguchi.telling.layout import bulleted, labelled, wrapped


def ceiling(most: Ceiling) -> str:
    """Returns the most that SMS can cost by a carrier's terms, with how it comes about."""
    lines = [f"{most.carrier}: 約款で請求されうるSMS料金の上限", *_bounds(most), *labelled("計算", most.how)]
    lines += labelled("送信の上限", most.cap or "")
    lines += ["  前提:", *bulleted(most.assumes, indent=4)] if most.assumes else []
    lines += labelled("出典", "、".join(most.sources))
    return "\n".join(
        [*lines, "  出典の中身は madoguchi knowledge show ID で見られます。"] if most.sources else lines
    )


def _bounds(most: Ceiling) -> Iterator[str]:
    if most.yen_low is None and most.yen_high is None:
        yield from wrapped("上限の額は出せません。わけは下の前提にあります。", first="  ")
        return
    yield from labelled("ふつうの読み方", yen(most.yen_low) if most.yen_low is not None else "出せません")
    if most.yen_high != most.yen_low:
        worst = yen(most.yen_high) if most.yen_high is not None else "出せません"
        yield from labelled("いちばん悪い読み方（未確認）", worst)


def sent_bill(bill: SentBill) -> str:
    """Returns the bill of a log of sends: the total, its derivation, and day by day what it would have been if noticed."""
    lines = [f"SMSの料金: {yen(bill.yen)}（{bill.sends:,}回、{bill.parts:,}通分）", "  計算:"]
    lines += bulleted(bill.how.splitlines(), indent=4)
    lines += ["  日ごと（その日の終わりに気づいて止めていたら）:"] if bill.by_day else []
    lines += [
        f"    {day.day}  {day.sends:,}回  {day.yen:,.1f}円  そこまでの請求 {yen(day.yen_if_noticed)}"
        for day in bill.by_day
    ]
    return "\n".join(lines)


def crossing(one: Crossing) -> str:
    """Returns a crossing as lines for people."""
    worst = "上限なし（約款から出せません）" if one.yen_worst_case is None else yen(one.yen_worst_case)
    lines = [
        f"{one.sender}  {one.rule}  {one.crossed_at}  数 {one.count:,}",
        f"  今月ここまで {yen(one.yen_so_far)}、月末までに多くて {worst}",
    ]
    lines += [f"  規制は {one.restriction_until} まで"] if one.restriction_until else []
    return "\n".join(lines)


def late_send(one: LateSend) -> str:
    """Returns a send that came too late to be counted as a line for people."""
    return f"{one.sender}  遅れて届いたので数えていません  {one.sent_at}  期限を {one.seconds_beyond:,.1f} 秒過ぎ、{one.count:,} 件目"

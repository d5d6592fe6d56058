"""Lines that look hijacked, and what each threshold of the signs would cost."""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.sms.hijack_alerts import Alert
from madoguchi.sms.monitor import Monitored
from madoguchi.telling.labels import yen

_LEVELS = {"notice": "知らせる線", "stop": "止めることを考える線", None: ""}


def alert(one: Alert) -> str:
    """Returns an alert as lines for people, with every reason and its figures."""
    lines = [
        f"{one.sender}  {one.rule}  {_LEVELS[one.level]}  {one.crossed_at}  きょう {one.count:,}回  {one.points}点"
    ]
    lines += [f"  {reason.points:+.1f}点  {reason.why}" for reason in one.reasons]
    lines.append(
        f"  今月ここまで {yen(one.yen_so_far)}。点は確率ではありません。確かめるまでは、しるしにすぎません。"
    )
    return "\n".join(lines)


def monitored(look: Monitored) -> str:
    """Returns the thresholds as a table."""
    return "\n".join(_monitored(look))


def _monitored(look: Monitored) -> Iterator[str]:
    yield f"{look.days}日、{look.lines:,}回線。何も止めていません。"
    yield "   点  回線  1日あたり  本人でない  本人が送った  不明  そのあとの料金（止めて防げたとしても、ここまで）"
    for one in look.thresholds:
        line = f"{one.points:5}  {one.lines:,}  {one.lines_a_day:.2f}  {one.confirmed:,}  {one.denied:,}  {one.unknown:,}"
        yield f"{line}  {yen(one.yen_after)}  {_LEVELS[one.level]}".rstrip()

"""Yen paid, asked for, and still at risk, each with the derivation that a person can check by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

from madoguchi.knowledge.dated import NotKnownYet
from madoguchi.knowledge.shapes import OverseasPrice, Tariff
from madoguchi.money.ceilings import (
    LONGEST_MONTH,
    Ceiling,
    Terms,
    Use,
    ceiling_of,
    floored,
    product_text,
    yen_text,
)
from madoguchi.words import Amount, AmountRole, Exposure, StageWord, Told

# The founding document's own bound for a hijacked line (seed 000): 3.3 yen x 200 x 31. Kept as it says it;
# that carriers count otherwise stands in the assumptions.
_DOCUMENT_SENDS, _DOCUMENT_SOURCE = 200, "seed000"

_NOT_KNOWN = "額は本文からは分かりません"
_ASKED = "請求された、または話に出てきた額(払ったとは読み取れなかったもの)"
_ASKED_PERHAPS_PAID = "請求された額(このうち払った分があるかは分かりません)"
_AT_RISK: tuple[tuple[StageWord, str, str], ...] = (
    ("remote_access_given", "遠隔操作された端末から使える口座やカード", "残高と利用限度額によります"),
    ("credentials_given", "教えたID・パスワードで入れる口座やサービス", "残高と利用限度額によります"),
    ("card_given", "番号を教えたカード", "利用できる枠の残りによります"),
)


class _Sum(msgspec.Struct, frozen=True):
    """What a row of amounts adds up to. ``low`` leaves out what is not certain."""

    low: int | None
    high: int | None
    how: str
    assumes: tuple[str, ...] = ()


def exposure_of(told: Told, amounts: Sequence[Amount], *, terms: Terms, on: dt.date) -> tuple[Exposure, ...]:
    """Returns what was paid or lost, what is asked for and not paid yet, and what can still go.

    ``amounts``: those of the situation. ``on``: the day whose prices and caps count. Yen are None where
    nothing known bounds them, and ``how`` says so. Sums from the person's own words have no ``sources``.
    """
    return (*_told_sums(told, amounts), *_at_risk(told), *_sms_bill(told, terms, on=on))


# --- what the person says -----------------------------------------------------------------------------


def _told_sums(told: Told, amounts: Sequence[Amount]) -> Iterable[Exposure]:
    paid = _of(amounts, "paid")
    lost = _without(_of(amounts, "lost"), paid)
    asked = _without(_of(amounts, "demanded"), [*paid, *lost])
    silent = "paid" in told.stage and not paid and not lost  # paid, but the text does not say how much
    back = bool(_of(amounts, "refunded"))
    if paid or silent:
        yield _told("支払った額", paid, back=back)
    if lost:
        yield _told("失った額", lost, back=back)
    if asked:
        yield _told(_ASKED_PERHAPS_PAID if silent else _ASKED, asked)


def _told(what: str, amounts: Sequence[Amount], *, back: bool = False) -> Exposure:
    total = _sum(amounts)
    assumes = (*total.assumes, "戻った額は差し引いていません") if back else total.assumes
    return Exposure(
        what=what, yen_low=total.low, yen_high=total.high, how=total.how, assumes=assumes, sources=()
    )


def _of(amounts: Sequence[Amount], role: AmountRole) -> list[Amount]:
    return [one for one in amounts if one.role == role]


def _without(amounts: Sequence[Amount], others: Sequence[Amount]) -> list[Amount]:
    """``amounts`` less those that stand among ``others`` too: what was asked for and then paid is one sum."""
    taken = Counter(_value(one) for one in others if one.yen is not None)
    left = []
    for one in amounts:
        value = _value(one)
        if taken[value] > 0:
            taken[value] -= 1
        else:
            left.append(one)
    return left


def _value(one: Amount) -> int | None:
    return None if one.yen is None else one.yen * one.count


def _sum(amounts: Sequence[Amount]) -> _Sum:
    known = [one for one in amounts if one.yen is not None]
    if not known:
        return _Sum(None, None, _NOT_KNOWN, tuple(_unclear(amounts)))
    total = _stated_total(known)
    counted = [one for one in known if one is not total]
    sure = _largest([one for one in counted if one.certain])
    doubts = [*_total_note(total), *_apart(counted), *_twice(counted), *_unclear(amounts)]
    high = None if len(known) < len(amounts) else _added(counted)
    return _Sum(_added(sure) if sure else None, high, _how(sure, counted), tuple(doubts))


def _added(amounts: Sequence[Amount]) -> int:
    return sum(_value(one) or 0 for one in amounts)


def _stated_total(known: Sequence[Amount]) -> Amount | None:
    """The amount that is the sum of all the others: 「35,000円を2枚、計7万円」 tells one payment."""
    whole = _added(known)
    found = next((one for one in reversed(known) if 2 * (_value(one) or 0) == whole), None)
    same = {(one.yen, one.count) for one in known}
    return found if len(same) > 1 else None


def _largest(amounts: Sequence[Amount]) -> list[Amount]:
    """The one that is certain whatever the others are: a part, a price, the same money told in another way."""
    return sorted(amounts, key=lambda one: _value(one) or 0)[-1:]


def _apart(counted: Sequence[Amount]) -> Iterable[str]:
    if len({(one.yen, one.count) for one in counted}) > 1:
        yield "いくつかの額が書かれています。低い方はいちばん大きい額だけ、高い方はすべて別々のお金だった場合です"


def _total_note(total: Amount | None) -> Iterable[str]:
    if total:
        yield f"「{total.quote}」は合計と読み、重ねて足していません"


def _twice(counted: Sequence[Amount]) -> Iterable[str]:
    again = [one for one, n in Counter((one.yen, one.count) for one in counted).items() if n > 1]
    if again:
        yield "同じ額が2回以上書かれています。同じ支払いのことなら低い方、別の支払いなら高い方です"


def _unclear(amounts: Sequence[Amount]) -> Iterable[str]:
    for one in amounts:
        if one.yen is None:
            yield f"「{one.quote}」は額が分からないため足していません"
        elif not one.certain:
            yield f"「{one.quote}」は額が確かでないため、低い方に入れていません"


def _how(sure: Sequence[Amount], counted: Sequence[Amount]) -> str:
    low, high = _line(sure), _line(counted)
    if not sure:
        return f"{high}(確かでない額)"
    return low if low == high else f"{low}(低い方)、{high}(高い方)"


def _line(amounts: Sequence[Amount]) -> str:
    """``35,000円 × 2 + 10,000円 = 80,000円``."""
    parts = [yen_text(one.yen or 0) + (f" × {one.count}" if one.count != 1 else "") for one in amounts]
    line = " + ".join(parts)
    return line if len(amounts) == 1 and amounts[0].count == 1 else f"{line} = {yen_text(_added(amounts))}"


# --- what can still go --------------------------------------------------------------------------------


def _at_risk(told: Told) -> Iterable[Exposure]:
    for stage, what, depends in _AT_RISK:
        if stage in told.stage:
            yield _open(f"これから失うおそれ: {what}", f"{_NOT_KNOWN}({depends})")


def _open(what: str, how: str, *, assumes: Iterable[str] = (), sources: Iterable[str] = ()) -> Exposure:
    """An exposure without a bound."""
    return Exposure(
        what=what, yen_low=None, yen_high=None, how=how, assumes=tuple(assumes), sources=tuple(sources)
    )


# --- the bill of a hijacked line ----------------------------------------------------------------------


def _sms_bill(told: Told, terms: Terms, *, on: dt.date) -> Iterable[Exposure]:
    """The ceiling of the person's own carrier, or the document's bound; and what sends abroad would cost."""
    if "sms_hijack" not in told.schemes or told.stage == {"received_only"}:
        return
    chosen = told.answers.get("which_carrier")
    own = [one for one in terms.carriers if one.id == chosen]
    try:
        yield (
            _carrier_bound(own[0].id, own[0].name, terms=terms, on=on) if own else _document_bound(terms, on)
        )
    except NotKnownYet as unknown:
        yield _open("SMS乗っ取りの通信料", str(unknown))
    yield from _abroad([one.overseas for one in own or terms.carriers if one.overseas])


def _carrier_bound(carrier_id: str, name: str, *, terms: Terms, on: dt.date) -> Exposure:
    most: Ceiling = ceiling_of(carrier_id, terms, use=Use(days=LONGEST_MONTH), on=on)
    return Exposure(
        what=f"SMS乗っ取りの通信料(国内あて、1か月の上限の目安、{name})",
        yen_low=most.yen_low,
        yen_high=most.yen_high,
        how=most.how,
        assumes=most.assumes,
        sources=most.sources,
    )


def _document_bound(terms: Terms, on: dt.date) -> Exposure:
    tariff = _newest(terms, on)
    price, count = Decimal(tariff.tiers[0].yen), f"{_DOCUMENT_SENDS}通 × {LONGEST_MONTH}日"
    total = price * _DOCUMENT_SENDS * LONGEST_MONTH
    return Exposure(
        what="SMS乗っ取りの通信料(国内あて、1か月の上限の目安、通信会社が分からないとき)",
        yen_low=floored(total),
        yen_high=floored(total),
        how=product_text(price, count, total=total),
        assumes=_document_assumes(tariff),
        sources=(_DOCUMENT_SOURCE, *tariff.sources),
    )


def _newest(terms: Terms, on: dt.date) -> Tariff:
    begun = [one for one in terms.tariffs if one.valid_from <= on]
    if not begun:
        raise NotKnownYet(what="SMSの料金", day=on)
    return max(begun, key=lambda one: one.valid_from)


def _document_assumes(tariff: Tariff) -> tuple[str, ...]:
    return (
        "すべて国内宛て",
        f"すべて{tariff.tiers[0].full_width_max}文字以内",
        f"{LONGEST_MONTH}日間、毎日上限の{_DOCUMENT_SENDS}通まで送られる",
        "上限の数え方は通信会社ごとに違います(公表された上限が見つからない会社もあります)",
    )


def _abroad(prices: Sequence[OverseasPrice]) -> Iterable[Exposure]:
    """What 200 short sends abroad cost. A day only: for most carriers no term bounds a month."""
    if prices:
        each = [Decimal(one.yen_per_part) for one in prices]
        yield _open(
            "海外あてにSMSが送られた場合(国内あての目安には入りません)",
            _a_day(min(each), max(each)),
            assumes=("すべて70文字以内で、1日200通とした場合", "1か月の上限は分かりません"),
            sources=dict.fromkeys(source for one in prices for source in one.sources),
        )


def _a_day(low: Decimal, high: Decimal) -> str:
    lines = [
        product_text(one, f"{_DOCUMENT_SENDS}通", total=one * _DOCUMENT_SENDS) for one in sorted({low, high})
    ]
    return f"1日あたり {' から '.join(lines)}"

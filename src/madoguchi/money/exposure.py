"""Yen paid, asked for, and still at risk, each with the derivation that a person can check by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

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
from madoguchi.phrases import Phrases, quoted, said
from madoguchi.told import Told
from madoguchi.words import Amount, AmountRole, DateSpan, Exposure, Situation, StageWord

# The founding document's own bound for a hijacked line (seed 000): 3.3 yen x 200 x 31. Kept as it says it;
# that carriers count otherwise stands in the assumptions.
_DOCUMENT_SENDS, _DOCUMENT_SOURCE = 200, "seed000"

_BESIDE = 2  # characters between a day and its amount: に, 、
_AT_RISK: tuple[tuple[StageWord, str, str], ...] = (
    ("remote_access_given", "risk_remote", "risk_balance"),
    ("credentials_given", "risk_credentials", "risk_balance"),
    ("card_given", "risk_card", "risk_limit"),
)
_BANK_CARD = ("risk_bank_card", "risk_balance")  # the card itself was handed over: the balance, not a limit


class _Sum(msgspec.Struct, frozen=True):
    """What a row of amounts adds up to. ``low`` leaves out what is not certain."""

    low: int | None
    high: int | None
    how: str
    assumes: tuple[str, ...] = ()


def exposure_of(told: Told, situation: Situation, *, terms: Terms, on: dt.date) -> tuple[Exposure, ...]:
    """Returns what was paid or lost, what is asked for and not paid yet, and what can still go.

    ``on``: the day whose prices and caps count. Yen are None where
    nothing known bounds them, and ``how`` says so. Sums from the person's own words have no ``sources``.
    """
    amounts = situation.amounts
    apart = _on_days_of_their_own(amounts, situation.dates)
    sums = _told_sums(told, amounts, apart, phrases=terms.phrases)
    risks = _at_risk(told, terms.phrases)
    return (*sums, *risks, *_sms_bill(told, terms, on=on))


# --- what the person says -----------------------------------------------------------------------------


def _on_days_of_their_own(amounts: Sequence[Amount], days: Sequence[DateSpan]) -> frozenset[int]:
    """Where those amounts stand that each follow a day of their own (4月3日に10万円、4月10日に20万円): no two are the same money."""
    found: dict[dt.date, int] = {}
    for day in days:
        next_to = (one for one in amounts if 0 <= one.start - day.end <= _BESIDE and one.part == day.part)
        if day.from_day == day.to_day and (own := next(next_to, None)) is not None:
            found.setdefault(day.from_day, own.start)
    return frozenset(found.values()) if len(found) > 1 else frozenset()


def _told_sums(
    told: Told, amounts: Sequence[Amount], apart: frozenset[int], *, phrases: Phrases
) -> Iterable[Exposure]:
    paid = _of(amounts, "paid")
    lost = _without(_of(amounts, "lost"), paid)
    demanded = _of(amounts, "demanded")
    rest = _without_whole(demanded, paid)
    asked = rest if len(rest) < len(demanded) else _without(demanded, [*paid, *lost])
    silent = "paid" in told.stage and not paid and not lost  # paid, but the text does not say how much
    back = bool(_of(amounts, "refunded"))
    if paid or silent:
        yield _told("sum_paid", paid, apart, phrases=phrases, back=back)
    if lost:
        yield _told("sum_lost", lost, apart, phrases=phrases, back=back)
    if asked:
        yield _told("sum_asked_perhaps_paid" if silent else "sum_asked", asked, apart, phrases=phrases)


def _told(
    name: str, amounts: Sequence[Amount], apart: frozenset[int], *, phrases: Phrases, back: bool = False
) -> Exposure:
    total, what = _sum(amounts, apart, phrases), said(phrases, name)
    assumes = (*total.assumes, said(phrases, "sum_back")) if back else total.assumes
    state: Literal["gone", "asked"] = "gone" if name in ("sum_paid", "sum_lost") else "asked"
    return Exposure(
        what=what,
        state=state,
        yen_low=total.low,
        yen_high=total.high,
        how=total.how,
        assumes=assumes,
        sources=(),
    )


def _of(amounts: Sequence[Amount], role: AmountRole) -> list[Amount]:
    return [one for one in amounts if one.role == role]


def _without(amounts: Sequence[Amount], others: Sequence[Amount]) -> list[Amount]:
    """``amounts`` less those that stand among ``others`` too: what was asked for and then paid, be it in parts, is one sum."""
    if not amounts or not others:
        return list(amounts)
    known = [one for one in others if one.yen is not None]
    taken = Counter(_value(one) for one in known) + Counter([_added(known)] if len(known) > 1 else [])
    left = []
    for one in amounts:
        value = _value(one)
        if taken[value] > 0:
            taken[value] -= 1
        else:
            left.append(one)
    return left


def _without_whole(asked: Sequence[Amount], paid: Sequence[Amount]) -> list[Amount]:
    """``asked`` less the whole of which one part was paid and the rest is asked for: 38万円のうち5万円を払い、残り33万円."""
    values = [_value(one) for one in asked]
    if not paid or None in values or any(one.yen is None for one in paid):
        return list(asked)
    parts = {_added(paid), *(_value(one) or 0 for one in paid)}
    rest = {value + part for value in values if value for part in parts}
    return [one for one in asked if _value(one) not in rest]


def _value(one: Amount) -> int | None:
    return None if one.yen is None else one.yen * one.count


def _sum(amounts: Sequence[Amount], apart: frozenset[int], phrases: Phrases) -> _Sum:
    known = [one for one in amounts if one.yen is not None]
    if not known:
        return _Sum(None, None, said(phrases, "sum_not_known"), tuple(_unclear(amounts, phrases)))
    total = _stated_total(known, apart)
    counted = [one for one in known if one is not total]
    sure = _surely([one for one in counted if one.certain], apart)
    doubted = () if len(sure) == len(counted) else _doubts(counted)
    notes = [*_total_note(total, phrases), *(said(phrases, one) for one in doubted)]
    doubts = [*notes, *_unclear(amounts, phrases)]
    high = None if len(known) < len(amounts) else _added(counted)
    return _Sum(_added(sure) if sure else None, high, _how(sure, counted, phrases), tuple(doubts))


def _added(amounts: Sequence[Amount]) -> int:
    return sum(_value(one) or 0 for one in amounts)


def _stated_total(known: Sequence[Amount], apart: frozenset[int]) -> Amount | None:
    """The amount that is the sum of all the others: 「35,000円を2枚、計7万円」 tells one payment."""
    if len(known) < 2:
        return None
    whole = _added(known)
    others = (one for one in reversed(known) if one.start not in apart)
    found = next((one for one in others if 2 * (_value(one) or 0) == whole), None)
    same = {(one.yen, one.count) for one in known}
    return found if len(same) > 1 else None


def _surely(amounts: Sequence[Amount], apart: frozenset[int]) -> list[Amount]:
    """What is certain whatever the others are (a part, a price, the same money told in another way): those of days apart, or the largest,
    and what is told as money on top of them."""
    base = [one for one in amounts if not one.further]
    largest = sorted(base, key=lambda one: _value(one) or 0)[-1:]
    own_days = [one for one in base if one.start in apart]
    sure = own_days if _added(own_days) >= _added(largest) else largest
    return [one for one in amounts if one.further or any(one is other for other in sure)]


def _total_note(total: Amount | None, phrases: Phrases) -> Iterable[str]:
    if total:
        yield said(phrases, "sum_total", quote=quoted(total.quote))


def _doubts(counted: Sequence[Amount]) -> Iterable[str]:
    if len(counted) < 2:
        return
    times = Counter((one.yen, one.count) for one in counted)
    if len(times) > 1:
        yield "sum_apart"
    if any(n > 1 for n in times.values()):
        yield "sum_twice"


def _unclear(amounts: Sequence[Amount], phrases: Phrases) -> Iterable[str]:
    for one in amounts:
        if one.yen is None or not one.certain:
            name = "sum_unclear" if one.yen is None else "sum_uncertain"
            yield said(phrases, name, quote=quoted(one.quote))


def _how(sure: Sequence[Amount], counted: Sequence[Amount], phrases: Phrases) -> str:
    high = _line(counted, phrases)
    if not sure:
        return said(phrases, "sum_doubtful", line=high)
    low = high if len(sure) == len(counted) else _line(sure, phrases)
    return low if low == high else said(phrases, "sum_low_high", low=low, high=high)


def _line(amounts: Sequence[Amount], phrases: Phrases) -> str:
    """``35,000円 × 2 + 10,000円 = 80,000円``."""
    each = [yen_text(one.yen or 0, phrases) for one in amounts]
    times = [f" × {one.count}" if one.count != 1 else "" for one in amounts]
    line = " + ".join(map("".join, zip(each, times, strict=True)))
    alone = len(amounts) == 1 and amounts[0].count == 1
    return line if alone else f"{line} = {yen_text(_added(amounts), phrases)}"


# --- what can still go --------------------------------------------------------------------------------


def _at_risk(told: Told, phrases: Phrases) -> Iterable[Exposure]:
    no_number = "bank_card" in told.gave and "card_number" not in told.gave
    for stage, what, depends in _AT_RISK:
        if stage == "card_given" and no_number:
            what, depends = _BANK_CARD
        if stage in told.stage:
            how = said(phrases, "sum_not_known_because", why=said(phrases, depends))
            yield _open(said(phrases, "risk", what=said(phrases, what)), how)


def _open(what: str, how: str, *, assumes: Iterable[str] = (), sources: Iterable[str] = ()) -> Exposure:
    """An exposure without a bound."""
    return Exposure(
        what=what,
        state="open",
        yen_low=None,
        yen_high=None,
        how=how,
        assumes=tuple(assumes),
        sources=tuple(sources),
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
        what, day = said(terms.phrases, "sms_price"), unknown.day
        how = said(terms.phrases, "not_known_yet", day=day, what=what)
        yield _open(said(terms.phrases, "sms_bill"), how)
    yield from _abroad([one.overseas for one in own or terms.carriers if one.overseas], terms.phrases)


def _carrier_bound(carrier_id: str, name: str, *, terms: Terms, on: dt.date) -> Exposure:
    most: Ceiling = ceiling_of(carrier_id, terms, use=Use(days=LONGEST_MONTH), on=on)
    return Exposure(
        what=said(terms.phrases, "sms_bill_of", carrier=name),
        state="open",
        yen_low=most.yen_low,
        yen_high=most.yen_high,
        how=most.how,
        assumes=most.assumes,
        sources=most.sources,
    )


def _document_bound(terms: Terms, on: dt.date) -> Exposure:
    tariff, phrases = _newest(terms, on), terms.phrases
    price = Decimal(tariff.tiers[0].yen)
    count = said(phrases, "sms_parts_days", n=_DOCUMENT_SENDS, days=LONGEST_MONTH)
    total = price * _DOCUMENT_SENDS * LONGEST_MONTH
    return Exposure(
        what=said(phrases, "sms_bill_any"),
        state="open",
        yen_low=floored(total),
        yen_high=floored(total),
        how=product_text(price, count, total=total, phrases=phrases),
        assumes=_document_assumes(tariff, phrases),
        sources=(_DOCUMENT_SOURCE, *tariff.sources),
    )


def _newest(terms: Terms, on: dt.date) -> Tariff:
    begun = [one for one in terms.tariffs if one.valid_from <= on]
    if not begun:
        raise NotKnownYet(what="SMSの料金", day=on)
    return max(begun, key=lambda one: one.valid_from)


def _document_assumes(tariff: Tariff, phrases: Phrases) -> tuple[str, ...]:
    return (
        said(phrases, "sms_all_home"),
        said(phrases, "sms_all_short", chars=tariff.tiers[0].full_width_max),
        said(phrases, "sms_all_days", days=LONGEST_MONTH, n=_DOCUMENT_SENDS),
        said(phrases, "sms_counted_otherwise"),
    )


def _abroad(prices: Sequence[OverseasPrice], phrases: Phrases) -> Iterable[Exposure]:
    """What 200 short sends abroad cost. A day only: for most carriers no term bounds a month."""
    if prices:
        each = [Decimal(one.yen_per_part) for one in prices]
        yield _open(
            said(phrases, "sms_abroad"),
            _a_day(min(each), max(each), phrases),
            assumes=[said(phrases, one) for one in ("sms_abroad_short", "sms_abroad_month")],
            sources=dict.fromkeys(source for one in prices for source in one.sources),
        )


def _a_day(low: Decimal, high: Decimal, phrases: Phrases) -> str:
    count = said(phrases, "sms_parts", n=_DOCUMENT_SENDS)
    lines = [
        product_text(one, count, total=one * _DOCUMENT_SENDS, phrases=phrases) for one in sorted({low, high})
    ]
    return said(phrases, "sms_a_day", lines=said(phrases, "sms_from_to").join(lines))

"""The most that a hijacked line can be billed for SMS, as the terms of its carrier allow.

Two readings: low takes unclear terms as they are usually read and every send as short; high takes the worst
reading and is marked 未確認. What no cap limits has no ceiling: the answer is null with the reason, no guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

import msgspec

from madoguchi.knowledge.dated import in_force, valid_on
from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.knowledge.shapes import Cap, Carrier, OverseasPrice, Tariff
from madoguchi.phrases import Phrases, said
from madoguchi.words import Word

LONGEST_MONTH = 31
_FOUR_WEEKS = 28


class UnknownCarrier(ValueError):
    """No terms are known under this id. Lists the ids that are."""

    def __init__(self, carrier_id: str, known: Iterable[str]) -> None:
        super().__init__(
            f"通信会社「{carrier_id}」は分かりません。直し方: {'・'.join(known)} から選んでください。"
        )


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What carriers say: caps and overseas prices, what a send inside Japan costs; and the sentences to tell it in."""

    carriers: tuple[Carrier, ...]
    tariffs: tuple[Tariff, ...]
    phrases: Phrases = msgspec.field(default_factory=shipped_phrases)


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """``days`` of one calendar month, 1 to 31. ``first_months``: the line is in its N-th month, if known."""

    days: int
    first_months: int | None = None
    overseas: bool = False


class Ceiling(Word, frozen=True, kw_only=True):
    """The JSON of ``madoguchi bill --carrier``. Yen are None where no term bounds them: see ``assumes``."""

    carrier: str
    yen_low: int | None
    yen_high: int | None
    how: str
    assumes: tuple[str, ...]
    cap: str | None
    sources: tuple[str, ...]


class _Case(NamedTuple):
    """A carrier, those of its caps that hold for the line, how the line is used, and the sentences to tell it in."""

    carrier: Carrier
    caps: Sequence[Cap]
    use: Use
    phrases: Phrases


class _Count(msgspec.Struct, frozen=True):
    """The most that a cap lets through, and its derivation: ``199通 × 31日``."""

    n: int
    how: str
    cap: Cap


def ceiling_of(carrier_id: str, terms: Terms, *, use: Use, on: dt.date) -> Ceiling:
    """Returns the most that the terms in force on ``on`` allow to be billed for ``use``.

    Raises UnknownCarrier, ValueError for days outside 1..31 or months below 1, NotKnownYet where no tariff is
    known for ``on``.
    """
    _check(use)
    carrier = carrier_of(terms, carrier_id)
    case = _Case(carrier, _for_line(in_force(carrier.caps, on), use), use, terms.phrases)
    if use.overseas:
        return _overseas(case)
    return _domestic(case, tariff_of(terms, carrier_id, on=on))


def carrier_of(terms: Terms, carrier_id: str) -> Carrier:
    """Returns the terms of one carrier, or raises UnknownCarrier."""
    found = next((one for one in terms.carriers if one.id == carrier_id), None)
    if found is None:
        raise UnknownCarrier(carrier_id, (one.id for one in terms.carriers))
    return found


def tariff_of(terms: Terms, carrier_id: str, *, on: dt.date) -> Tariff:
    """Returns the carrier's newest tariff in force on ``on``. Raises NotKnownYet before the first."""
    own = [one for one in terms.tariffs if carrier_id in one.applies_to]
    return max(valid_on(own, on, what="SMSの料金"), key=lambda one: one.valid_from)


def yen_text(value: Decimal | int, phrases: Phrases | None = None) -> str:
    """``20357.7`` -> ``20,357.7円``; a whole number without its point. ``phrases``: Japanese when None."""
    amount = f"{value:,}" if isinstance(value, int) else _figures(value)
    return said(phrases or shipped_phrases(), "yen", amount=amount)


def _figures(exact: Decimal) -> str:
    whole = exact.to_integral_value()
    return f"{whole if whole == exact else exact.normalize():,f}"


def floored(value: Decimal) -> int:
    """Whole yen: a bill drops what is below one yen."""
    return int(value.to_integral_value(rounding=ROUND_FLOOR))


def product_text(price: Decimal, count: str, *, total: Decimal, phrases: Phrases) -> str:
    """``3.3円 × 199通 × 31日 = 20,357.7円 → 20,357円(1円未満は切り捨て)``."""
    line = f"{yen_text(price, phrases)} × {count} = {yen_text(total, phrases)}"
    if total == floored(total):
        return line
    return said(phrases, "yen_floored", line=line, yen=yen_text(floored(total), phrases))


def _line(price: Decimal, count: _Count, phrases: Phrases) -> str:
    return product_text(price, count.how, total=price * count.n, phrases=phrases)


# --- inside Japan -------------------------------------------------------------------------------------


def _domestic(case: _Case, tariff: Tariff) -> Ceiling:
    own, phrases = [cap for cap in case.caps if cap.scope != "overseas"], case.phrases
    most = _most(own, case)
    if most is None:
        return _no_bound(case, tariff.sources)
    low = Decimal(tariff.tiers[0].yen)
    high = _dearest(tariff, most.cap)
    how, dear = _line(low, most, phrases), _line(high, most, phrases)
    return Ceiling(
        carrier=case.carrier.id,
        yen_low=floored(low * most.n),
        yen_high=floored(high * most.n),
        how=how if high == low else said(phrases, "ceiling_high", low=how, high=dear),
        assumes=(*_domestic_assumes(tariff, phrases, low=low, high=high), *_readings(own, case)),
        cap=_caps_text(own, phrases),
        sources=_unique(tariff.sources, *(cap.sources for cap in own)),
    )


def _dearest(tariff: Tariff, cap: Cap) -> Decimal:
    """The dearest unit of ``cap``: a part costs the same in every send, a send may hold ten parts."""
    return max(Decimal(tier.yen) / (tier.parts if cap.unit == "parts" else 1) for tier in tariff.tiers)


def _domestic_assumes(tariff: Tariff, phrases: Phrases, *, low: Decimal, high: Decimal) -> Iterable[str]:
    shortest, longest = tariff.tiers[0].full_width_max, tariff.tiers[-1].full_width_max
    yield said(phrases, "assume_price", chars=shortest, yen=yen_text(low, phrases))
    yield said(phrases, "assume_daily")
    yield said(phrases, "assume_day")
    if high != low:
        yield said(phrases, "assume_long", chars=longest, yen=yen_text(high, phrases))


def _no_bound(case: _Case, sources: Sequence[str]) -> Ceiling:
    carrier = case.carrier
    reason = carrier.no_cap_reason or said(case.phrases, "ceiling_no_cap")
    return Ceiling(
        carrier=carrier.id,
        yen_low=None,
        yen_high=None,
        how=said(case.phrases, "ceiling_unbounded"),
        assumes=(reason,),
        cap=None,
        sources=_unique(carrier.sources, sources),
    )


# --- to other countries -------------------------------------------------------------------------------


def _overseas(case: _Case) -> Ceiling:
    """Low: caps written for Japan hold for sends abroad too. High: only those written for sends abroad do."""
    price, phrases = case.carrier.overseas, case.phrases
    if price is None:
        return _no_bound(case, ())
    own = [cap for cap in case.caps if cap.scope != "domestic"]
    low, high = _most(case.caps, case), _most(own, case)
    yen_low = Decimal(price.yen_per_part) * low.n if low else None
    yen_high = _dearest_abroad(price, high.cap) * high.n if high else None
    return Ceiling(
        carrier=case.carrier.id,
        yen_low=None if yen_low is None else floored(yen_low),
        yen_high=None if yen_high is None else floored(yen_high),
        how=_abroad_how(price, phrases, low=low, high=high),
        assumes=(*_abroad_assumes(case, price, low=low, high=high), *_readings(case.caps, case)),
        cap=_caps_text(case.caps, phrases),
        sources=_unique(price.sources, *(cap.sources for cap in case.caps)),
    )


def _dearest_abroad(price: OverseasPrice, cap: Cap) -> Decimal:
    return Decimal(price.yen_per_part if cap.unit == "parts" else price.max_yen or price.yen_per_part)


def _abroad_how(price: OverseasPrice, phrases: Phrases, *, low: _Count | None, high: _Count | None) -> str:
    each = Decimal(price.yen_per_part)
    if low is None:
        return said(phrases, "ceiling_unbounded_from", yen=yen_text(each, phrases))
    how = _line(each, low, phrases)
    if high is None or high == low:
        return how
    dear = _line(_dearest_abroad(price, high.cap), high, phrases)
    return said(phrases, "ceiling_high_abroad", low=how, high=dear)


def _abroad_assumes(
    case: _Case, price: OverseasPrice, *, low: _Count | None, high: _Count | None
) -> Iterable[str]:
    carrier, phrases = case.carrier, case.phrases
    yield said(phrases, "assume_abroad", note=price.note or said(phrases, "assume_abroad_note"))
    if low and low.cap.scope == "domestic":
        yield said(phrases, "assume_abroad_low")
    if high is None:
        yield said(phrases, "assume_abroad_high")
    if not carrier.caps and carrier.no_cap_reason:
        yield carrier.no_cap_reason
    yield from (row.text for row in carrier.notes if "国際" in row.text)


# --- caps ---------------------------------------------------------------------------------------------


def _check(use: Use) -> None:
    if not 1 <= use.days <= LONGEST_MONTH:
        raise ValueError(
            f"日数 {use.days} は使えません。直し方: 同じ月の日数を 1 から 31 で指定してください。"
        )
    if use.first_months is not None and use.first_months < 1:
        raise ValueError(
            f"加入からの月数 {use.first_months} は使えません。直し方: 加入した月を 1 と数えて指定します。"
        )


def _for_line(caps: Sequence[Cap], use: Use) -> list[Cap]:
    """The caps that hold for this line: one for new lines takes the place of the usual one."""
    month = use.first_months
    new = [cap for cap in caps if cap.first_months and month is not None and month <= cap.first_months]
    replaced = {(cap.window, cap.scope) for cap in new}
    usual = [cap for cap in caps if cap.first_months is None and (cap.window, cap.scope) not in replaced]
    return [cap for cap in caps if cap in new or cap in usual]


def _most(caps: Sequence[Cap], case: _Case) -> _Count | None:
    counts = (_let_through(cap, case.use.days, case.phrases) for cap in caps)
    return min(counts, key=lambda count: count.n, default=None)


def _let_through(cap: Cap, days: int, phrases: Phrases) -> _Count:
    each, unit = allowed(cap), said(phrases, f"unit_{cap.unit}")
    n = f"{each:,}"
    if cap.window == "day":
        return _Count(each * days, said(phrases, "ceiling_days", n=n, unit=unit, days=days), cap)
    if cap.window == "month":
        return _Count(each, said(phrases, "ceiling_month", n=n, unit=unit), cap)
    times = -(-days // _FOUR_WEEKS)  # 29 days hold two spans of 28 that do not share a busy day
    how = "ceiling_28_times" if times > 1 else "ceiling_28"
    return _Count(each * times, said(phrases, how, n=n, unit=unit, times=times), cap)


def allowed(cap: Cap) -> int:
    """The most units in one window. Where a stop FOLLOWS the value, the send that reaches it has gone out."""
    reaches = cap.comparator == "<=" or cap.restriction_hours is not None
    return cap.value if reaches else cap.value - 1


def _readings(caps: Sequence[Cap], case: _Case) -> Iterable[str]:
    yield from (cap.reading for cap in caps if cap.reading)
    if case.use.first_months is None:
        home = not case.use.overseas
        new = [
            one for one in case.carrier.caps if one.first_months and not (home and one.scope == "overseas")
        ]
        for cap in new:
            yield said(case.phrases, "assume_old_line", cap=_cap_text(cap, case.phrases))


def _caps_text(caps: Sequence[Cap], phrases: Phrases) -> str | None:
    return said(phrases, "comma").join(_cap_text(cap, phrases) for cap in caps) or None


def _cap_text(cap: Cap, phrases: Phrases) -> str:
    least = "cap_below" if cap.comparator == "<" else "cap_up_to"
    only = said(phrases, "cap_new_line", months=cap.first_months) if cap.first_months else ""
    where = said(phrases, "cap_abroad") if cap.scope == "overseas" else ""
    window, unit = said(phrases, f"window_{cap.window}"), said(phrases, f"unit_{cap.unit}")
    return said(phrases, least, where=where, window=window, n=f"{cap.value:,}", unit=unit, only=only)


def _unique(*ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in ids for one in some))

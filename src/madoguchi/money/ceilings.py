"""The most that a hijacked line can be billed for SMS, as the terms of its carrier allow.

Two readings: low takes unclear terms as they are usually read and every send as short; high takes the worst
reading and is marked 未確認. What no cap limits has no ceiling: the answer is null with the reason, no guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal

import msgspec

from madoguchi.knowledge.dated import in_force, valid_on
from madoguchi.knowledge.shapes import Cap, Carrier, OverseasPrice, Tariff
from madoguchi.words import Word

LONGEST_MONTH = 31
_UNITS = {"parts": "通", "sends": "送信", "items": "件"}
_WINDOWS = {"day": "1日", "month": "1か月", "days_28": "28日"}
_FOUR_WEEKS = 28


class UnknownCarrier(ValueError):
    """No terms are known under this id. Lists the ids that are."""

    def __init__(self, carrier_id: str, known: Iterable[str]) -> None:
        super().__init__(
            f"通信会社「{carrier_id}」は分かりません。直し方: {'・'.join(known)} から選んでください。"
        )


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What carriers say: caps and overseas prices, and what a send inside Japan costs."""

    carriers: tuple[Carrier, ...]
    tariffs: tuple[Tariff, ...]


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
    caps = _for_line(in_force(carrier.caps, on), use)
    if use.overseas:
        return _overseas(carrier, caps, use=use)
    return _domestic(carrier, caps, use=use, tariff=tariff_of(terms, carrier_id, on=on))


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


def yen_text(value: Decimal | int) -> str:
    """``20357.7`` -> ``20,357.7円``; a whole number without its point."""
    exact = Decimal(value)
    whole = exact.to_integral_value()
    return f"{whole if whole == exact else exact.normalize():,f}円"


def floored(value: Decimal) -> int:
    """Whole yen: a bill drops what is below one yen."""
    return int(value.to_integral_value(rounding=ROUND_FLOOR))


def product_text(price: Decimal, count: str, *, total: Decimal) -> str:
    """``3.3円 × 199通 × 31日 = 20,357.7円 → 20,357円(1円未満は切り捨て)``."""
    line = f"{yen_text(price)} × {count} = {yen_text(total)}"
    return line if total == floored(total) else f"{line} → {yen_text(floored(total))}(1円未満は切り捨て)"


def _line(price: Decimal, count: _Count) -> str:
    return product_text(price, count.how, total=price * count.n)


# --- inside Japan -------------------------------------------------------------------------------------


def _domestic(carrier: Carrier, caps: Sequence[Cap], *, use: Use, tariff: Tariff) -> Ceiling:
    own = [cap for cap in caps if cap.scope != "overseas"]
    most = _most(own, use.days)
    if most is None:
        return _no_bound(carrier, tariff.sources)
    low = Decimal(tariff.tiers[0].yen)
    high = _dearest(tariff, most.cap)
    how, dear = _line(low, most), _line(high, most)
    return Ceiling(
        carrier=carrier.id,
        yen_low=floored(low * most.n),
        yen_high=floored(high * most.n),
        how=how if high == low else f"{how}。高い読み(未確認): {dear}",
        assumes=(*_domestic_assumes(tariff, low=low, high=high), *_readings(own, carrier, use=use)),
        cap=_caps_text(own),
        sources=_unique(tariff.sources, *(cap.sources for cap in own)),
    )


def _dearest(tariff: Tariff, cap: Cap) -> Decimal:
    """The dearest unit of ``cap``: a part costs the same in every send, a send may hold ten parts."""
    return max(Decimal(tier.yen) / (tier.parts if cap.unit == "parts" else 1) for tier in tariff.tiers)


def _domestic_assumes(tariff: Tariff, *, low: Decimal, high: Decimal) -> Iterable[str]:
    yield f"国内あてで、全角{tariff.tiers[0].full_width_max}文字以内のSMSは {yen_text(low)}(税込)"
    yield "上限まで毎日送られる"
    yield "1日は日本時間の暦の1日と読む(ここでの読み)"
    if high != low:
        longest = tariff.tiers[-1].full_width_max
        yield f"高い読みは未確認: どの送信も最長の{longest}文字({yen_text(high)})で、長文も1回と数える場合"


def _no_bound(carrier: Carrier, sources: Sequence[str]) -> Ceiling:
    reason = carrier.no_cap_reason or "この日の送信の上限は確かめられていない"
    return Ceiling(
        carrier=carrier.id,
        yen_low=None,
        yen_high=None,
        how="上限の通数が分からないため計算できません",
        assumes=(reason,),
        cap=None,
        sources=_unique(carrier.sources, sources),
    )


# --- to other countries -------------------------------------------------------------------------------


def _overseas(carrier: Carrier, caps: Sequence[Cap], *, use: Use) -> Ceiling:
    """Low: caps written for Japan hold for sends abroad too. High: only those written for sends abroad do."""
    price = carrier.overseas
    if price is None:
        return _no_bound(carrier, ())
    own = [cap for cap in caps if cap.scope != "domestic"]
    low, high = _most(caps, use.days), _most(own, use.days)
    yen_low = Decimal(price.yen_per_part) * low.n if low else None
    yen_high = _dearest_abroad(price, high.cap) * high.n if high else None
    return Ceiling(
        carrier=carrier.id,
        yen_low=None if yen_low is None else floored(yen_low),
        yen_high=None if yen_high is None else floored(yen_high),
        how=_abroad_how(price, low=low, high=high),
        assumes=(*_abroad_assumes(carrier, price, low=low, high=high), *_readings(caps, carrier, use=use)),
        cap=_caps_text(caps),
        sources=_unique(price.sources, *(cap.sources for cap in caps)),
    )


def _dearest_abroad(price: OverseasPrice, cap: Cap) -> Decimal:
    return Decimal(price.yen_per_part if cap.unit == "parts" else price.max_yen or price.yen_per_part)


def _abroad_how(price: OverseasPrice, *, low: _Count | None, high: _Count | None) -> str:
    each = Decimal(price.yen_per_part)
    if low is None:
        return f"1通 {yen_text(each)} から。上限の通数が分からないため計算できません"
    how = _line(each, low)
    if high is None or high == low:
        return how
    dear = _dearest_abroad(price, high.cap)
    return f"{how}。高い読み: {_line(dear, high)}"


def _abroad_assumes(
    carrier: Carrier, price: OverseasPrice, *, low: _Count | None, high: _Count | None
) -> Iterable[str]:
    yield f"すべて海外あて。{price.note or '70文字まで1通と数える'}"
    if low and low.cap.scope == "domestic":
        yield "低い読みは未確認: 国内あての上限が海外あてにも及ぶと読んだ場合"
    if high is None:
        yield "高い読みは出せない: 海外あての送信の上限は見つかっていない"
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


def _most(caps: Sequence[Cap], days: int) -> _Count | None:
    return min((_let_through(cap, days) for cap in caps), key=lambda count: count.n, default=None)


def _let_through(cap: Cap, days: int) -> _Count:
    each, unit = _allowed(cap), _UNITS[cap.unit]
    if cap.window == "day":
        return _Count(each * days, f"{each:,}{unit} × {days}日", cap)
    if cap.window == "month":
        return _Count(each, f"{each:,}{unit}(1か月の上限が先に効く)", cap)
    times = -(-days // _FOUR_WEEKS)  # 29 days hold two spans of 28 that do not share a busy day
    return _Count(each * times, f"{each:,}{unit}(28日の上限)" + (f" × {times}回" if times > 1 else ""), cap)


def _allowed(cap: Cap) -> int:
    """The most units in one window. Where a stop FOLLOWS the value, the send that reaches it has gone out."""
    reaches = cap.comparator == "<=" or cap.restriction_hours is not None
    return cap.value if reaches else cap.value - 1


def _readings(caps: Sequence[Cap], carrier: Carrier, *, use: Use) -> Iterable[str]:
    yield from (cap.reading for cap in caps if cap.reading)
    if use.first_months is None:
        new = [cap for cap in carrier.caps if cap.first_months and (use.overseas or cap.scope != "overseas")]
        yield from (f"加入から間もない回線ではないとした({_cap_text(cap)})" for cap in new)


def _caps_text(caps: Sequence[Cap]) -> str | None:
    return "、".join(_cap_text(cap) for cap in caps) or None


def _cap_text(cap: Cap) -> str:
    least = "未満" if cap.comparator == "<" else "まで"
    only = f"(加入から{cap.first_months}か月以内)" if cap.first_months else ""
    where = "海外あて " if cap.scope == "overseas" else ""
    return f"{where}{_WINDOWS[cap.window]}{cap.value:,}{_UNITS[cap.unit]}{least}{only}"


def _unique(*ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in ids for one in some))

"""What SMS cost: one send by its length, and the most that a carrier's terms allow (``madoguchi bill``)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

import msgspec

from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes import CarriersFile, Tariff, Tier
from madoguchi.money import Ceiling, Terms, Use, ceiling_of

_CARRIERS = Path(__file__).parents[1] / "knowledge" / "carriers"


class Price(msgspec.Struct, frozen=True):
    """One send: how many parts it is counted as, and its exact price in yen, tax included."""

    parts: int
    yen: Decimal


@cache
def shipped_terms() -> Terms:
    """Returns the carriers' terms that are shipped with the package. Raises KnowledgeError (file:line)."""
    read = [read_file(path, CarriersFile) for path in sorted(_CARRIERS.glob("*.yaml"))]
    return Terms(
        carriers=tuple(one for file in read for one in file.carriers),
        tariffs=tuple(one for file in read for one in file.tariffs),
    )


def ceiling(
    carrier_id: str,
    days: int,
    *,
    on: dt.date,
    first_months: int | None = None,
    overseas: bool = False,
) -> Ceiling:
    """Returns the most that can be billed for ``days`` (1..31, of one calendar month) by the terms of ``on``.

    ``yen_low``: every send short, terms as usually read. ``yen_high``: the worst reading of an unclear term,
    marked 未確認. Both None, with the reason in ``assumes``, where the carrier publishes no cap. Raises
    UnknownCarrier, ValueError, NotKnownYet; their messages say how to mend it.
    """
    use = Use(days=days, first_months=first_months, overseas=overseas)
    return ceiling_of(carrier_id, shipped_terms(), use=use, on=on)


def price_of(chars: int, tariff: Tariff, *, gsm7: bool = False) -> Price:
    """Returns the price of one send of ``chars`` characters inside Japan; ``gsm7``: half-width only.

    An empty SMS is billed as a short one. Raises ValueError below 0 and beyond the longest send.
    """
    tier = next((one for one in tariff.tiers if 0 <= chars <= _longest(one, gsm7)), None)
    if tier is None:
        longest = _longest(tariff.tiers[-1], gsm7)
        raise ValueError(f"{chars}文字のSMSは送れません。直し方: 文字数は 0 から {longest} です。")
    return Price(tier.parts, Decimal(tier.yen))


def _longest(tier: Tier, gsm7: bool) -> int:
    return tier.half_width_max if gsm7 else tier.full_width_max

"""carriers/*.yaml: prices and caps of SMS."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from madoguchi.knowledge.shapes.redress import Statement
from madoguchi.knowledge.shapes.shape import Shape


class Tier(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Price of one send: ``parts`` for at most these many characters."""

    full_width_max: int
    half_width_max: int
    parts: int
    yen: str


class Tariff(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    valid_from: dt.date
    tiers: list[Tier]
    sources: list[str]
    applies_to: list[str]


class Cap(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sending cap. ``comparator`` "<" : the value itself is not reached; "<=" : it may be reached.

    ``window``: day | month | days_28 . ``unit``: parts | sends | items. ``first_months``: it holds only while
    the line is in its first N calendar months, ``contracts_since``: only for contracts from that day. ``follows``: what the
    terms say happens; ``restriction_hours``: for so long, ``restriction_months``: until the first business day of the Nth
    month after. ``counts_failed``: whether failed sends count; None: not known.
    """

    value: int
    comparator: Literal["<", "<="]
    unit: Literal["parts", "sends", "items"]
    window: Literal["day", "month", "days_28"]
    follows: str
    sources: list[str]
    scope: Literal["domestic", "overseas", "all"] = "domestic"
    first_months: int | None = None
    contracts_since: dt.date | None = None
    restriction_hours: int | None = None
    restriction_months: int | None = None
    counts_failed: bool | None = None
    valid_from: dt.date | None = None
    reading: str = ""  # our own reading of an unclear term, marked as such


class OverseasPrice(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    yen_per_part: str
    max_yen: str | None
    sources: list[str]
    note: str = ""


class Carrier(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    caps: list[Cap]
    overseas: OverseasPrice | None
    sources: list[str]
    no_cap_reason: str = ""
    notice: str = ""
    notes: list[Statement] = []


class CarriersFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    carriers: list[Carrier] = []
    tariffs: list[Tariff] = []
    facts: list[Statement] = []

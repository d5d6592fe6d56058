"""contacts/*.yaml: desks, their numbers and their hours."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from madoguchi.knowledge.shapes.shape import LifeCycle, Shape
from madoguchi.words import Weekday


class Shown(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number, address or page, and what it was seen in; the display rule decides if people see it."""

    value: str
    sources: list[str]
    note: str = ""


class Spans(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opening spans ``HH:MM-HH:MM`` on these days; ``hol`` is a national holiday (or its substitute)."""

    days: list[Weekday]
    spans: list[str]


class Hours(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``open``: sure. ``maybe``: depends on ``depends_on``. ``closed``: wins over both."""

    text: str
    sources: list[str]
    open: list[Spans] = []
    maybe: list[Spans] = []
    closed: list[Literal["holidays", "year_end"]] = []
    depends_on: str | None = None


class Contact(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``stands_for``: the contact for anybody (broker_own) in whose place this one is shown where its name (``named``: patterns) is told."""

    id: str
    name: str
    kind: Literal["desk", "police", "report", "issuer", "carrier", "court", "crisis", "law", "association"]
    accepts: str
    sources: list[str]
    status: LifeCycle = "in_use"
    phone: Shown | None = None
    phone_alt: Shown | None = None
    phone_if_not: str | None = None
    mail: Shown | None = None
    web: Shown | None = None
    hours: Hours | None = None
    does_not: str = ""
    needs: list[str] = []
    cost: str = ""
    note: str = ""
    seen: dt.date = dt.date(2026, 11, 21)
    checked_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    retired_because: str | None = None
    successor: str | None = None
    stands_for: str | None = None
    named: list[str] = []


class ContactsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    contacts: list[Contact]

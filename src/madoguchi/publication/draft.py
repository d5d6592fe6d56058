"""The draft of a publication, as it stands in a file: after the announcements of the National Consumer Affairs Center."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

from madoguchi.knowledge.reader import read_file

Table = Literal["yearly", "payment_methods", "age_sex", "regions", "outcomes"]


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A consultation retold without identity. ``received``: YYYY-MM; ``original``: the file with the words as they were told, beside
    the draft; it is compared and never published. ``agreed``: the person said yes to this use.
    """

    headline: str
    text: str
    age_band: str
    sex: str
    received: str
    original: str
    agreed: bool
    rewritten_by: str
    second_reader: str


class Check(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person who read all of it. ``tables``: which numbers they saw (``seal_of_values``); empty: not said."""

    who: str
    on: dt.date
    names_of_traders: bool = False
    easy_to_read: bool = False
    tables: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an earlier publication said wrongly, or that it is taken back. ``number``: the earlier one's."""

    number: int
    kind: Literal["correction", "withdrawal"]
    why: str
    old: str = ""
    new: str = ""


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``{yearly.2021.count}`` in a text is the count of that row; ``numbers`` says what it was when it was written.

    ``short`` is for municipal bulletins (400 characters), ``line`` for messages (120).
    """

    number: int
    title: str
    published_on: dt.date
    as_of: dt.date
    publisher: str
    contact: str
    source: str
    lead: str
    short: str
    line: str
    advice: list[str]
    scheme: str | None = None
    subtitle: str = ""
    points: list[str] = msgspec.field(default_factory=list)
    tables: list[Table] = msgspec.field(default_factory=lambda: ["yearly"])
    cases: list[Case] = msgspec.field(default_factory=list)
    numbers: dict[str, int] = msgspec.field(default_factory=dict)
    checked_by: list[Check] = msgspec.field(default_factory=list)
    changes: list[Change] = msgspec.field(default_factory=list)

    def texts(self) -> dict[str, str]:
        """Returns the texts that may hold numbers of tables, by where they stand."""
        points = {f"points[{at}]": text for at, text in enumerate(self.points, start=1)}
        return {
            "title": self.title,
            "subtitle": self.subtitle,
            "lead": self.lead,
            "short": self.short,
            "line": self.line,
            **points,
        }


def read_draft(path: Path) -> Draft:
    """Returns the draft at ``path``. Raises KnowledgeError with file and line, OSError."""
    return read_file(path, Draft)

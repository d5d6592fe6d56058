"""What changed in a record since it was put for approval before, or, the first time, against the draft out of the memo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from madoguchi.telling.labels import day_text
from madoguchi.web.desk.codes import TEXT_NAMES, TextField
from madoguchi.web.desk.models import Approval, Case, CaseText
from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.registering import codes_put
from madoguchi.web.desk.sealing import opened
from madoguchi.web.desk.shown import UNKNOWN, lines_registered

Kind = Literal["same", "new", "gone"]
_MOST_LINES = 500  # comparing takes the square of it at worst


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a text: as before, new, or gone."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the record, line by line."""

    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the record in words; ``was``: what it was before, None where it did not change."""

    name: str
    value: str
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What stood there when it was put before the last decision; ``decided_at``, ``returned``: when and which."""

    texts: Mapping[TextField, str]
    codes: Mapping[str, Any]
    decided_at: dt.datetime | None
    returned: bool


def before_of(whole: WholeCase, history: Sequence[tuple[Approval, str]]) -> Before | None:
    """Returns what the last decision was about; None where nobody decided yet, or it was not kept then. Call it within ``gates.looking``."""
    for row, _ in history:  # the newest first
        if row.decision:
            if row.put is None:
                return None
            texts = dict(_texts(whole, row.put["texts"]))
            return Before(texts, row.put["codes"], row.decided_at, row.decision == "returned")
    return None


def _texts(whole: WholeCase, revisions: Mapping[str, int]) -> Iterator[tuple[TextField, str]]:
    names = {str(field): field for field in TEXT_NAMES}
    for row in CaseText.objects.filter(case=whole.case, field__in=revisions):
        if revisions[row.field] == row.revision and row.field in names:
            place = f"{whole.case.pk}/{row.field}/{row.revision}"
            text = opened(bytes(row.sealed), key=whole.key, place=place)
            yield names[row.field], text.decode("utf-8", "surrogatepass")


def texts_marked(now: Mapping[TextField, str], before: Mapping[TextField, str] | None) -> list[Text]:
    """Returns the texts but the memo, in their order, line by line against ``before``; a field that ``before`` does not have is all new.

    None: there is nothing to compare with, and nothing is marked.
    """
    known = now if before is None else before
    return [
        Text(name, _pieces(known.get(field, ""), now.get(field, "")))
        for field, name in TEXT_NAMES.items()
        if field != "memo" and (now.get(field) or known.get(field))
    ]


def _pieces(before: str, now: str) -> list[Piece]:
    old, new = _lines(before), _lines(now)
    if old == new:
        return [Piece("same", line) for line in new]
    if max(len(old), len(new)) > _MOST_LINES:
        return [Piece("new", line) for line in new]
    return list(_compared(old, new))


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, from_old, to_old, from_new, to_new in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            yield from (Piece("same", line) for line in new[from_new:to_new])
            continue
        yield from (Piece("gone", line) for line in old[from_old:to_old])
        yield from (Piece("new", line) for line in new[from_new:to_new])


def codes_marked(case: Case, before: Mapping[str, Any] | None) -> list[Code]:
    """Returns the codes of ``case`` in words, each with what it was where that changed."""
    now = _in_words(codes_put(case))
    if before is None:
        return [Code(name, value) for name, value in now]
    was = dict(_in_words(before))
    return [Code(name, value, was.get(name) if was.get(name) != value else None) for name, value in now]


def _in_words(codes: Mapping[str, Any]) -> list[tuple[str, str]]:
    day = codes["contracted_on"]
    made = day_text(dt.date.fromisoformat(day)) if day else UNKNOWN
    return [*lines_registered(codes), ("契約年月日", made)]


def any_changed(texts: Sequence[Text], codes: Sequence[Code]) -> bool:
    """Returns whether anything is marked."""
    return any(piece.kind != "same" for one in texts for piece in one.pieces) or any(
        one.was is not None for one in codes
    )

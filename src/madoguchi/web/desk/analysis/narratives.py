"""What stands behind a warning: masked summaries of registered cases, apart from the mart, and how many of those that were read fit.

Written by ``desk to-mart --narratives`` from the summaries that masking has gone over; read by analysts alone, and each reading is noted.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from madoguchi.web.accounts.models import Centre
from madoguchi.web.accounts.noting import CONSOLE
from madoguchi.web.desk import log
from madoguchi.web.desk.analysis.study import NoStudy, Study, opened
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.models import Registered
from madoguchi.web.desk.search.outbox import opened_case
from madoguchi.web.desk.summaries import summary_of
from madoguchi.web.public.clock import now

SHOWN: Final = 30
_AROUND: Final = 18  # letters on each side of a word
_Z: Final = 1.96  # of a normal interval that holds 95 of 100
_COLUMNS: Final = ("key", "known_on", "scheme", "prefecture", "age_band", "payment_methods", "text")
_MARKS: Final = "marks.jsonl"


@dataclass(frozen=True, slots=True)
class Cell:
    """Which narratives: what a warning is of, or what a definition says (its id and version). Empty: all."""

    scheme: str = ""
    where: str = ""
    payment_method: str = ""
    age_band: str = ""
    phrase: str = ""
    definition: str = ""

    def name(self) -> str:
        """Returns a name of the cell that is the same for ever."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()[:16]


class Line(NamedTuple):
    """A narrative as it is read: ``before``, ``word`` and ``after`` around the phrase, where there is one; ``wrong``: marked so."""

    key: str
    known_on: str
    text: str
    before: str
    word: str
    after: str
    wrong: bool | None


class Behind(NamedTuple):
    """What was found: the newest ``lines`` of ``n``, since when there are any, and who was met with it."""

    lines: list[Line]
    n: int
    first: str
    ages: list[tuple[str, int]]
    payments: list[tuple[str, int]]


class Precision(NamedTuple):
    """How many of those read fit, in percent, and between what that lies (95 of 100 times, Wilson)."""

    read: int
    wrong: int
    percent: float
    low: float
    high: float


# --- written ---------------------------------------------------------------------------------------------


def write_narratives(path: Path, centres: Sequence[Centre]) -> int:
    """Writes the masked summaries of what ``centres`` registered and did not withdraw; returns how many. Whole or not at all."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    rows = [row for centre in centres for row in _of_centre(centre)]
    columns = list(zip(*rows, strict=True)) or [() for _ in _COLUMNS]
    table = arrow.table(
        {
            name: arrow.array(list(column), arrow.string())
            for name, column in zip(_COLUMNS, columns, strict=True)
        }
    )
    beside = path.with_name(f".{path.name}.part")
    parquet.write_table(table, beside)
    beside.chmod(0o600)
    beside.replace(path)
    return len(rows)


def _of_centre(centre: Centre) -> Iterator[tuple[str, ...]]:
    with within(centre):
        told = Registered.objects.filter(centre=centre).order_by("pk").select_related("case")
        newest = {one.case.pk: one for one in told}
        for one in newest.values():
            whole = None if one.withdrawn else opened_case(one.case)
            if whole is not None:
                held, text = one.record, summary_of(whole.case, whole.texts, known=whole.known)
                known_on = (one.revised_on or one.registered_on).isoformat()
                codes = (held.get("scheme"), held.get("prefecture"), held.get("age_band"))
                key = hashlib.sha256(one.case.pk.encode()).hexdigest()[:24]
                methods = "|".join(held.get("payment_methods") or ())
                yield (key, known_on, *(word or "" for word in codes), methods, text)
        log.note(centre, log.Said("export", CONSOLE, fields=("registered", "narratives")), at=now())


# --- read ------------------------------------------------------------------------------------------------


def behind(own: Study, cell: Cell, *, until: str, fits: Callable[[Any], Any] | None = None) -> Behind:
    """Returns the narratives of ``cell`` that were known on the day ``until`` (ISO); none where there is no file.

    ``fits``: narrows the table to what the definition of the cell says. Raises NoStudy for a file that is none of narratives.
    """
    rows = _rows_of(own, cell, until=until, fits=fits)
    marks = marked(own, cell)
    lines = [_line(row, cell.phrase, marks.get(row["key"])) for row in rows[:SHOWN]]
    ages = Counter(row["age_band"] or "unknown" for row in rows)
    payments = Counter(one for row in rows for one in row["payment_methods"].split("|") if one)
    first = rows[-1]["known_on"] if rows else ""
    return Behind(lines, len(rows), first, ages.most_common(), payments.most_common())


def keys_of(
    own: Study, cell: Cell, *, until: str, fits: Callable[[Any], Any] | None = None
) -> frozenset[str]:
    """Returns the keys of the narratives of ``cell``: only these can be marked."""
    return frozenset(row["key"] for row in _rows_of(own, cell, until=until, fits=fits))


def _rows_of(
    own: Study, cell: Cell, *, until: str, fits: Callable[[Any], Any] | None
) -> list[dict[str, Any]]:
    if not own.narratives.is_file():
        return []
    with opened(own.narratives) as (engine, table):
        if missing := set(_COLUMNS) - set(table.columns):
            raise NoStudy(
                f"{own.narratives.name}: 概要のファイルではありません（{'、'.join(sorted(missing))} の列がない）。"
                "直し方: madoguchi desk to-mart --narratives で作り直します。"
            )
        asked = table.filter(table.known_on <= until)
        asked = fits(asked) if fits else asked
        for column, value in (("scheme", cell.scheme), ("prefecture", cell.where)):
            asked = asked.filter(asked[column] == value) if value else asked
        asked = asked.filter(asked.age_band == cell.age_band) if cell.age_band else asked
        asked = (
            asked.filter(asked.payment_methods.contains(cell.payment_method))
            if cell.payment_method
            else asked
        )
        asked = asked.filter(asked.text.contains(cell.phrase)) if cell.phrase else asked
        rows = [row for batch in engine.batches(asked) for row in batch.to_pylist()]
    return sorted(rows, key=lambda row: (row["known_on"], row["key"]), reverse=True)


def _line(row: dict[str, Any], phrase: str, wrong: bool | None) -> Line:
    text, at = row["text"], row["text"].find(phrase) if phrase else -1
    end = at + len(phrase)
    if at < 0:
        return Line(row["key"], row["known_on"], text, "", "", "", wrong)
    before, after = text[max(0, at - _AROUND) : at], text[end : end + _AROUND]
    return Line(row["key"], row["known_on"], text, before, phrase, after, wrong)


# --- marked ----------------------------------------------------------------------------------------------


class _Mark(msgspec.Struct):
    cell: str
    key: str
    wrong: bool
    who: str
    at: str


def mark(own: Study, cell: Cell, *, verdicts: dict[str, bool], who: str, at: str) -> None:
    """Keeps for each key whether the narrative does not belong to ``cell``; a later mark stands before an earlier one."""
    rows = [
        msgspec.json.encode(_Mark(cell.name(), key, wrong, who, at)) + b"\n"
        for key, wrong in verdicts.items()
    ]
    path = own.folder / _MARKS
    with path.open("ab+") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
        torn = file.read(1) not in (b"", b"\n")  # a line that was cut off takes no other with it
        file.write(b"\n" * torn + b"".join(rows))
        file.flush()
        os.fsync(file.fileno())


def marked(own: Study, cell: Cell) -> dict[str, bool]:
    """Returns for each key that was marked whether it does not belong to ``cell``."""
    path, name = own.folder / _MARKS, cell.name()
    if not path.is_file():
        return {}
    rows = filter(None, map(_mark_of, path.read_bytes().splitlines()))
    return {row.key: row.wrong for row in rows if row.cell == name}


def _mark_of(line: bytes) -> _Mark | None:
    """None for a line that a failing disk cut off: the others stand."""
    try:
        return msgspec.json.decode(line, type=_Mark)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def precision(verdicts: dict[str, bool]) -> Precision | None:
    """Returns how many of those read fit; None where none was read."""
    n, wrong = len(verdicts), sum(verdicts.values())
    if not n:
        return None
    share, z2 = (n - wrong) / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Precision(n, wrong, round(100 * share, 1), round(100 * low, 1), round(100 * high, 1))

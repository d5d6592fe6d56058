"""Rows of a file, some thousand at a time: each column as its different words and the number of the word in each row, so that a
word is looked at once however often it stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib import import_module
from typing import Any, Final

from madoguchi.mart.tables import COLUMNS, DAYS, MOST_YEN, NEEDED, OPEN_LISTS, SUMS, fiscal_year_of, schema
from madoguchi.mart.values import BadValue, NotListed, Reading, without_unlisted

MOST_ID: Final = 100  # characters
_PLAIN_SUM: Final = "^[0-9]{1,12}$"
_NO_DAY: Final = -1  # in place of a day that is not told


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line (1 is the first of the file): the column, and what to write (Japanese, without the value).

    ``left_out``: the row came in without this value; else the row did not come in.
    """

    line: int
    column: str
    why: str
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """A column: ``words`` and, for each row, the place of its word (a numpy array of int)."""

    words: Sequence[str | None]
    places: Any


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows: the line of each, and the columns that the file has."""

    lines: Sequence[int]
    columns: dict[str, Coded]


@dataclass(slots=True)
class _Typed:
    numpy: Any
    block: Block
    refused: Any  # per row, whether it does not come in
    faults: list[Fault] = field(default_factory=list)

    def fault(self, those: Any, column: str, *, why: str, left_out: bool = False) -> None:
        """Tells of the rows of ``those`` (a mask) that came so far."""
        for place in self.numpy.flatnonzero(those & ~self.refused):
            self.faults.append(Fault(self.block.lines[place], column, why, left_out))
        if not left_out:
            self.refused |= those


def coded(values: Iterable[str]) -> Coded:
    """Returns the column ``values``."""
    words: dict[str, int] = {}
    places = [words.setdefault(value, len(words)) for value in values]
    return Coded(list(words), import_module("numpy").array(places, dtype="int64"))


def block_of(lines: Sequence[int], names: Sequence[str], *, rows: Sequence[Sequence[str]]) -> Block:
    """Returns ``rows`` (texts, as many as ``names``) as a block."""
    return Block(
        lines, {name: coded(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    )


def typed(block: Block, reading: Reading, *, key: bytes) -> tuple[Any, list[Fault]]:
    """Returns the rows that fit, as a pyarrow.Table (``tables.schema`` and ``line``), and what was wrong with the others."""
    numpy, arrow = import_module("numpy"), import_module("pyarrow")
    made = _Typed(numpy, block, numpy.zeros(len(block.lines), dtype=bool))
    found = {name: _column(made, name, reading) for name in COLUMNS[1:]}
    _compare(made, found)
    fiscal = [None if day is None else fiscal_year_of(day) for day in found["received_on"][0]]
    keys = _keys(made, key=key)
    table_schema = schema()
    arrays = [arrow.array(keys, arrow.int64())]
    for name in COLUMNS[1:]:
        words, places = found[name]
        arrays.append(arrow.array(words, table_schema.field(name).type).take(arrow.array(places)))
    revised, registered = (arrays[COLUMNS.index(name)] for name in ("revised_on", "registered_on"))
    arrays += [
        arrow.array(fiscal, arrow.int64()).take(arrow.array(found["received_on"][1])),
        import_module("pyarrow.compute").coalesce(revised, registered),
        arrow.nulls(len(block.lines), arrow.date32()),
    ]
    table = arrow.table(arrays, schema=table_schema)
    table = table.append_column("line", arrow.array(block.lines, arrow.int64()))
    return (table if not made.refused.any() else table.filter(arrow.array(~made.refused))), made.faults


def _column(made: _Typed, name: str, reading: Reading) -> tuple[list[Any], Any]:
    """The values of the words of a column, and the place of each row's; what is wrong with them is told."""
    given = made.block.columns.get(name)
    if given is None:
        default = False if name == "withdrawn" else None
        return [default], made.numpy.zeros(len(made.block.lines), dtype="int64")
    if name in SUMS and (sums := _all_sums(given.words)) is not None:
        return sums, given.places
    values: list[Any] = []
    wrong: dict[tuple[str, bool], list[int]] = {}
    for place, word in enumerate(given.words):
        try:
            values.append(reading.value(name, word or ""))
        except NotListed as error:
            values.append(without_unlisted(reading, name, text=word or ""))
            wrong.setdefault((str(error), name in OPEN_LISTS), []).append(place)
        except BadValue as error:
            values.append(None)
            wrong.setdefault((str(error), False), []).append(place)
    for (why, left_out), places in wrong.items():
        made.fault(made.numpy.isin(given.places, places), name, why=why, left_out=left_out)
    if name in NEEDED:
        empty = [place for place, word in enumerate(given.words) if not (word or "").strip()]
        if empty:
            made.fault(made.numpy.isin(given.places, empty), name, why="空にできません")
    if name == "withdrawn":
        values = [bool(value) for value in values]  # who says nothing has not withdrawn it
    return values, given.places


def _all_sums(words: Sequence[str | None]) -> list[int | None] | None:
    """The sums that ``words`` are, all at once: hardly two are the same. None where one is none: then each is looked at."""
    compute = import_module("pyarrow.compute")
    given = import_module("pyarrow").array([word or None for word in words], "string")
    if not compute.all(compute.match_substring_regex(given, _PLAIN_SUM)).as_py():
        return None
    sums = given.cast("int64")
    return None if (compute.max(sums).as_py() or 0) > MOST_YEN else sums.to_pylist()


def _compare(made: _Typed, found: dict[str, tuple[list[Any], Any]]) -> None:
    """What only two columns together tell."""
    days = {name: _days(made, found[name]) for name in DAYS}
    received, registered, revised = (days[name] for name in DAYS)
    made.fault(
        (registered < received) & (registered != _NO_DAY),
        "registered_on",
        why="登録日が受付日より前です。どちらかを直してください",
    )
    made.fault(
        (revised < registered) & (revised != _NO_DAY),
        "revised_on",
        why="訂正した日が登録日より前です。どちらかを直してください",
    )
    values, places = found["withdrawn"]
    withdrawn = made.numpy.array(values, dtype=bool)[places]
    made.fault(
        withdrawn & (revised == _NO_DAY),
        "revised_on",
        why="取り下げた行には、取り下げた日を revised_on に入れます",
    )


def _days(made: _Typed, column: tuple[list[Any], Any]) -> Any:
    values, places = column
    return made.numpy.array([_NO_DAY if day is None else day.toordinal() for day in values])[places]


def _keys(made: _Typed, *, key: bytes) -> Any:
    """The number in place of each ``case_id``: the same for the same one in this mart, and nobody reads the id in it.

    Among twenty million two are the same by chance in one mart of a hundred thousand.
    """
    given, numpy = made.block.columns["case_id"], made.numpy
    ids = [(word or "").strip() for word in given.words]
    lengths = numpy.fromiter(map(len, ids), dtype="int64", count=len(ids))
    wrong = numpy.flatnonzero((lengths == 0) | (lengths > MOST_ID))
    if len(wrong):
        made.fault(numpy.isin(given.places, wrong), "case_id", why=f"1 から {MOST_ID} 文字の番号がいります")
    made_of = b"".join(blake2b(key + one.encode("utf-8", "replace"), digest_size=8).digest() for one in ids)
    return numpy.frombuffer(made_of, dtype=">i8").astype("int64")[given.places]


def texts_of(row: Iterable[Any]) -> Iterator[str]:
    """Yields the cells of a spreadsheet or a typed table as the text that a CSV of the same record would hold."""
    for value in row:
        if value is None:
            yield ""
        elif isinstance(value, bool):
            yield "true" if value else "false"
        elif isinstance(value, float) and value.is_integer():
            yield str(int(value))
        elif hasattr(value, "date") and callable(value.date):
            yield value.date().isoformat()
        else:
            yield str(value)

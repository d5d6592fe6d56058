"""The cells that are watched: a scheme alone, and with place, means of payment, age band and phrase in every combination that brings
enough. What brings less is watched in the cells above it. The records are counted by one expression on whatever engine is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import Any, Final, NamedTuple

from madoguchi.mart.baseline import LEFT_OUT, WEEKS
from madoguchi.mart.lateness import LEARNED, LONGEST
from madoguchi.mart.manifest import files_of
from madoguchi.mart.questions import Asked
from madoguchi.mart.tables import LISTS
from madoguchi.mart.versions import as_of
from madoguchi.mart.watching import RECENT, SPARSE, Counts

# A dimension and its column.
DIMENSIONS: Final[Mapping[str, str]] = {
    "where": "prefecture",
    "payment_method": "payment_methods",
    "age_band": "age_band",
    "phrase": "phrases",
}
_COLUMNS: Final = ("scheme", *DIMENSIONS.values())
_NOTHING: Final = (None, "", "unknown")
_EMPTY: Final = 0.05  # of the usual week: what has fewer is from before the records began
_HALF_A_YEAR: Final = 26  # weeks in which a cell must have brought enough


class Cell(NamedTuple):
    """What a cell is of; None: all of it. ``scheme`` None: a phrase in whatever scheme."""

    scheme: str | None
    where: str | None = None
    payment_method: str | None = None
    age_band: str | None = None
    phrase: str | None = None

    @property
    def height(self) -> int:
        return sum(one is not None for one in self[1:])

    def told(self) -> str:
        """Returns the cell in one line."""
        return " × ".join(one for one in self if one is not None)

    def key(self) -> tuple[str, ...]:
        """Returns what cells are sorted by."""
        return tuple(one or "" for one in self)

    def above(self) -> Iterator[Cell]:
        """Yields the cells that say one thing less."""
        for name in DIMENSIONS:
            if getattr(self, name) is not None:
                yield self._replace(**{name: None})


@dataclass(frozen=True, slots=True)
class Records:
    """Groups of records as of a day: ``codes`` of each column (places in ``words``), ``back``: days since reception, ``delay``: days
    until registration (0 before the last LEARNED days, where it is not asked), ``number`` of records.
    """

    codes: Mapping[str, Any]
    words: Mapping[str, Sequence[str | None]]
    back: Any
    delay: Any
    number: Any

    def taken(self, those: Any) -> Records:
        codes = {name: one[those] for name, one in self.codes.items()}
        return Records(codes, self.words, self.back[those], self.delay[those], self.number[those])

    def items(self, dimension: str) -> tuple[list[str], Any, Any, Any]:
        """Returns the single values of a column; and by code where its values begin in a list of their places, how many, that list."""
        numpy: Any = import_module("numpy")
        column = DIMENSIONS.get(dimension, dimension)
        lists = [_split(word, column) for word in self.words[column]]
        values = sorted({one for those in lists for one in those})
        at = {one: place for place, one in enumerate(values)}
        number = numpy.array([len(those) for those in lists], dtype=numpy.int64)
        places = numpy.array([at[one] for those in lists for one in those], dtype=numpy.int64)
        return values, number.cumsum() - number, number, places

    def of(self, cell: Cell) -> Any:
        """Returns which groups belong to ``cell``."""
        numpy: Any = import_module("numpy")
        belongs = numpy.ones(len(self.back), dtype=bool)
        for name, value in cell._asdict().items():
            if value is not None:
                column = DIMENSIONS.get(name, name)
                has = numpy.array([value in _split(word, column) for word in self.words[column]], dtype=bool)
                belongs &= has[self.codes[column]]
        return belongs


def _split(word: str | None, column: str) -> list[str]:
    parts = (word or "").split("|") if column in LISTS else [word]
    return [one for one in parts if one not in _NOTHING and one is not None]


def records_of(asked: Asked) -> Records:
    """Asks for the records that are known as of the day: distinct cases, not through another centre, not withdrawn by then."""
    manifest = asked.manifest()
    rows = asked.engine.table(files_of(asked.mart, manifest.parts))
    if asked.scheme is not None:
        rows = rows.filter(rows.scheme == asked.scheme)
    if asked.kind is not None:
        rows = rows.filter(rows.kind == asked.kind)
    first = asked.day - dt.timedelta(days=WEEKS * 7 - 1)
    rows = rows.filter(
        as_of(rows, asked.day)
        & ~rows.via_other_centre.fill_null(False)
        & (rows.received_on >= first)
        & (rows.received_on <= asked.day)
    )
    new = rows.received_on > asked.day - dt.timedelta(days=LEARNED)
    rows = rows.mutate(registered=new.ifelse(rows.registered_on, rows.received_on))
    groups = rows.group_by([*_COLUMNS, "received_on", "registered"]).agg(number=rows.count())
    return _gathered(asked.engine.batches(groups), asked.day)


def _gathered(batches: Iterator[Any], day: dt.date) -> Records:
    numpy: Any = import_module("numpy")
    arrow = import_module("pyarrow")
    known: dict[str, dict[str | None, int]] = {name: {} for name in _COLUMNS}
    codes: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    days: dict[str, list[Any]] = {"received_on": [], "registered": [], "number": []}
    for batch in batches:
        for name in _COLUMNS:
            column = batch.column(name).cast(arrow.string()).dictionary_encode(null_encoding="encode")
            mine = [known[name].setdefault(word, len(known[name])) for word in column.dictionary.to_pylist()]
            codes[name].append(numpy.array(mine, dtype=numpy.int64)[column.indices.to_numpy()])
        for name, those in days.items():
            column = batch.column(name)
            column = column if name == "number" else column.cast(arrow.date32()).cast(arrow.int32())
            those.append(column.cast(arrow.int64()).to_numpy())
    found = {name: _joined(those) for name, those in days.items()}
    today = (day - dt.date(1970, 1, 1)).days
    return Records(
        {name: _joined(those) for name, those in codes.items()},
        {name: list(those) for name, those in known.items()},
        today - found["received_on"],
        numpy.clip(found["registered"] - found["received_on"], 0, LONGEST),
        found["number"],
    )


def _joined(those: Sequence[Any]) -> Any:
    numpy: Any = import_module("numpy")
    return numpy.concatenate(those) if those else numpy.zeros(0, dtype=numpy.int64)


def weeks_known(records: Records) -> int:
    """Returns how many weeks back the records go without a hole."""
    numpy: Any = import_module("numpy")
    totals = numpy.bincount(records.back // 7, weights=records.number, minlength=WEEKS)
    usual = numpy.median(totals[totals > 0]) if (totals > 0).any() else 0
    empty = numpy.flatnonzero(totals[LEFT_OUT:] <= _EMPTY * usual)
    return LEFT_OUT + int(empty[0]) if len(empty) else WEEKS


def cells_of(records: Records, weeks: int) -> tuple[list[Cell], Counts]:
    """Returns the cells that bring enough to be watched alone, those above before those below, and what is known of them."""
    numpy: Any = import_module("numpy")
    cells, weekly, recent = [], [], []
    for height in range(len(DIMENSIONS) + 1):
        for names in combinations(DIMENSIONS, height):
            found, *counts = _of_level(records, ("scheme", *names), weeks=weeks)
            cells += found
            weekly.append(counts[0])
            recent.append(counts[1])
    places = {one: at + 1 for at, one in enumerate(places_of(records))}
    at = {cell: number for number, cell in enumerate(cells)}
    totals = numpy.concatenate(weekly).sum(axis=1) if cells else numpy.zeros(0)
    above = [
        min((at[one] for one in cell.above()), key=lambda one: totals[one], default=-1) for cell in cells
    ]
    same = {
        at[one]
        for number, cell in enumerate(cells)
        for one in cell.above()
        if totals[at[one]] == totals[number]
    }
    return cells, Counts(
        weeks=numpy.concatenate(weekly),
        recent=numpy.concatenate(recent),
        place=numpy.array([places.get(cell.where or "", 0) for cell in cells], dtype=int),
        above=numpy.array(above, dtype=int),
        alone=numpy.array([number not in same for number in range(len(cells))], dtype=bool),
    )


def places_of(records: Records) -> list[str]:
    """Returns the places in the order of the exposures, which begin with all of them."""
    return records.items("where")[0]


def _of_level(records: Records, names: Sequence[str], *, weeks: int) -> tuple[list[Cell], Any, Any]:
    numpy: Any = import_module("numpy")
    rows, key, values = expanded(records, names)
    back, number = records.back[rows], records.number[rows]
    new = back < _HALF_A_YEAR * 7
    keys, which = numpy.unique(key[new], return_inverse=True)
    enough = numpy.bincount(which, weights=number[new], minlength=len(keys)) >= SPARSE * min(
        _HALF_A_YEAR, weeks
    )
    keys = keys[enough]
    place = numpy.searchsorted(keys, key)
    mine = (place < len(keys)) & (keys[numpy.minimum(place, len(keys) - 1)] == key) if len(keys) else key < 0
    place, back, number = place[mine], back[mine], number[mine]
    cells = [_cell(int(one), names, values) for one in keys]
    return cells, *(
        _table(place[those], back[those] // size, number[those], (len(keys), length))
        for size, length in ((7, weeks), (1, RECENT))
        if (those := back // size < length) is not None
    )


def expanded(records: Records, names: Sequence[str]) -> tuple[Any, Any, list[list[str]]]:
    """Returns groups of records once for each combination of their values in ``names``: which group, a key, the values of each name."""
    numpy: Any = import_module("numpy")
    rows = numpy.arange(len(records.back))
    key = numpy.zeros(len(rows), dtype=numpy.int64)
    values = []
    for name in names:
        singles, begin, number, places = records.items(name)
        code = records.codes[DIMENSIONS.get(name, name)][rows]
        times = number[code]
        ends = times.cumsum()
        inner = numpy.arange(int(ends[-1]) if len(ends) else 0) - numpy.repeat(ends - times, times)
        item = places[numpy.repeat(begin[code], times) + inner] if len(places) else inner
        rows, key = numpy.repeat(rows, times), numpy.repeat(key, times) * max(len(singles), 1) + item
        values.append(singles)
    return rows, key, values


def _cell(key: int, names: Sequence[str], values: Sequence[Sequence[str]]) -> Cell:
    found: dict[str, str | None] = {"scheme": None}
    for name, singles in zip(reversed(names), reversed(values), strict=True):
        key, at = divmod(key, len(singles))
        found[name] = singles[at]
    return Cell(**found)


def _table(row: Any, column: Any, number: Any, shape: tuple[int, int]) -> Any:
    numpy: Any = import_module("numpy")
    flat = numpy.bincount(row * shape[1] + column, weights=number, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(numpy.int64)

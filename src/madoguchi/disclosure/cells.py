"""Cells of one or several tables with the sums that hold between them. Tables that share a cell are linked by its very name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

THRESHOLD: Final = 10  # persons: a shown count is 0 or at least this
WIDTH: Final = 10  # persons: a hidden count is known to no less than this
TOTAL: Final = "*"
Cell = Hashable


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` is the sum of ``parts``: known to everybody who reads the tables."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """``counts`` of persons by cell and the ``sums`` between them.

    ``unspoken`` cells are in no table, but follow from two that are (what came between two days): nobody shows them, and a small one
    must not follow. ``settled`` cells are known anyhow, or shown already: they cannot be hidden any more.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    unspoken: frozenset[Cell] = frozenset()
    settled: frozenset[Cell] = field(default=frozenset())

    def small(self) -> frozenset[Cell]:
        """Returns the cells that may not be known: 1 to 9 persons."""
        found = (cell for cell, count in self.counts.items() if 0 < count < THRESHOLD)
        return frozenset(found) - self.settled


def with_margins(inside: Mapping[tuple[str, ...], int], *, name: str = "") -> Cells:
    """Returns a table of any number of dimensions with all its margins.

    ``inside``: counts by one value for each dimension; what is missing is 0. A cell is (name, value, …), a margin has TOTAL there.
    """
    ways = len(next(iter(inside)))
    values = [sorted({key[way] for key in inside}) for way in range(ways)]
    counts: dict[Cell, int] = {}
    for key in product(*([*one, TOTAL] for one in values)):
        counts[(name, *key)] = 0
    for inner, count in inside.items():
        for key in product(*((one, TOTAL) for one in inner)):
            counts[(name, *key)] += count
    return Cells(counts, list(_sums(values, name)))


def _sums(values: Sequence[Sequence[str]], name: str) -> Iterator[Sum]:
    for way, parts in enumerate(values):
        others = [[*one, TOTAL] if at != way else [TOTAL] for at, one in enumerate(values)]
        for key in product(*others):
            whole = (name, *key)
            yield Sum(whole, tuple((*whole[: way + 1], part, *whole[way + 2 :]) for part in parts))


def linked(*tables: Cells, same: Mapping[Cell, Cell] | None = None) -> Cells:
    """Returns the tables as one; ``same``: the cell that another one is. Raises ValueError where one cell has two counts."""
    same = same or {}
    counts: dict[Cell, int] = {}
    sums: list[Sum] = []
    for table in tables:
        for cell, count in table.counts.items():
            if counts.setdefault(same.get(cell, cell), count) != count:
                raise ValueError(f"one cell with two counts: {cell}")
        sums += [
            Sum(same.get(one.total, one.total), tuple(same.get(part, part) for part in one.parts))
            for one in table.sums
        ]
    unspoken = frozenset().union(*(table.unspoken for table in tables))
    return Cells(counts, sums, unspoken, frozenset().union(*(table.settled for table in tables)))

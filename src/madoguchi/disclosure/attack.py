"""The attack: from what is shown alone, between which ends must each hidden count lie?

The attacker knows the rule (a hidden count is at least 1, zeros are shown), all sums, and not which cells are the small ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Final

from madoguchi.disclosure.cells import WIDTH, Cell, Sum
from madoguchi.disclosure.linear import Programme, Row

_SLACK: Final = 1e-6  # what a solver calls equal
_FAR: Final = 100_000  # beyond what is shown, nobody looks further


class Attack:
    """``shown``: the count of each published cell; ``hidden``: the others. ``unspoken`` ones may be 0; ``between``: the ends of
    those that are shown rounded.
    """

    def __init__(
        self,
        shown: Mapping[Cell, int],
        hidden: Iterable[Cell],
        sums: Sequence[Sum],
        *,
        unspoken: frozenset[Cell] = frozenset(),
        between: Mapping[Cell, tuple[int, int]] | None = None,
    ) -> None:
        between = between or {}
        self.cells = sorted({*hidden, *unspoken}, key=str)
        columns = [*self.cells, *between]
        at = {cell: column for column, cell in enumerate(columns)}
        most = max(shown.values(), default=0) + _FAR
        bounds: list[tuple[float, float]] = [
            between.get(cell, (0 if cell in unspoken else 1, most)) for cell in columns
        ]
        self._at = at
        self._programme = Programme(bounds, _rows(shown, sums, at))

    def interval(self, cell: Cell) -> tuple[int, int]:
        """Returns the least and the greatest whole count that ``cell`` can have. Raises ValueError: no table is like this."""
        ends = []
        column = self._at[cell]
        for way in (1.0, -1.0):
            self._programme.cost(column, way)
            point = self._programme.solution()
            self._programme.cost(column, 0.0)
            if point is None:
                raise ValueError("the shown cells contradict each other")
            ends.append(point[column])
        return ceil(ends[0] - _SLACK), floor(ends[1] + _SLACK)

    def broken(self, cells: Iterable[Cell] | None = None) -> dict[Cell, tuple[int, int]]:
        """Returns those of ``cells`` (None: all that are hidden) that are known to less than 10, with what is known."""
        found = {cell: self.interval(cell) for cell in (self.cells if cells is None else cells)}
        return {cell: ends for cell, ends in found.items() if ends[1] - ends[0] < WIDTH}


def _rows(shown: Mapping[Cell, int], sums: Sequence[Sum], at: Mapping[Cell, int]) -> list[Row]:
    rows = []
    for one in sums:
        factors: dict[int, float] = defaultdict(float)
        value = 0
        for cell, sign in ((one.total, -1), *((part, 1) for part in one.parts)):
            if cell in at:
                factors[at[cell]] += sign
            else:
                value -= sign * shown[cell]
        if factors:
            rows.append(Row(factors, float(value)))
    return rows

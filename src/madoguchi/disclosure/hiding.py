"""Which cells to hide: the small ones, and as few others as it takes until none of them can be counted out.

Each hidden cell has a witness: a second table of whole numbers, in which everything shown is the same and this cell is 10 away.
Whoever sees the shown cells cannot tell the two apart. The solver only proposes; each witness is checked in whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from madoguchi.disclosure.cells import WIDTH, Cell, Cells
from madoguchi.disclosure.linear import Programme, Row

_ROOM: Final = 10_000  # how far a cell may be from what it is, in a witness
_FREE: Final = 0.001  # the cost of moving a cell that is hidden already
_A_SUM: Final = 2.0  # a margin says more than a cell inside


class NotProtectable(RuntimeError):
    """No choice of cells protects these tables; names a cell that stays open."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """``cells`` that are not shown, ``small`` among them, and for each a witness: how far which cell moves in it."""

    cells: frozenset[Cell]
    small: frozenset[Cell]
    witnesses: Mapping[Cell, Mapping[Cell, int]]


def hidden(cells: Cells, *, already: frozenset[Cell] = frozenset()) -> Hidden:
    """Returns what to hide, those ``already`` hidden among it. Raises NotProtectable; a witness that does not hold raises it too."""
    small = cells.small()
    taken = set(small | cells.unspoken | already)
    moves = _Moves(cells)
    witnesses: dict[Cell, Mapping[Cell, int]] = {}
    while waiting := [cell for cell in taken if cell not in witnesses and _guarded(cells, cell)]:
        target = min(waiting, key=lambda cell: (cells.counts[cell], str(cell)))
        witness = moves.away(target, taken)
        _check(cells, witness, target)
        taken |= witness.keys()
        for cell in taken:
            if abs(witness.get(cell, 0)) >= WIDTH:
                witnesses.setdefault(cell, witness)
    return Hidden(frozenset(taken) - cells.unspoken, small, witnesses)


def _guarded(cells: Cells, cell: Cell) -> bool:
    """Of what no table shows, only small counts matter; of what is hidden, all: nobody is to know which ones are small."""
    return cell not in cells.unspoken or cell in cells.small()


class _Moves:
    """Tables with the same sums: each cell goes up by one column and down by another."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._order = [
            cell
            for cell, count in cells.counts.items()
            if (count or cell in cells.unspoken) and cell not in cells.settled
        ]
        self._at = {cell: at for at, cell in enumerate(self._order)}
        self._totals = {one.total for one in cells.sums}
        bounds = [bound for cell in self._order for bound in ((0, _ROOM), (0, self._down(cell)))]
        self._programme = Programme(bounds, self._rows())

    def _down(self, cell: Cell) -> int:
        """A hidden cell is at least 1, and everybody knows it: zeros are shown."""
        return self._cells.counts[cell] - (cell not in self._cells.unspoken)

    def _rows(self) -> list[Row]:
        rows = []
        for one in self._cells.sums:
            factors: dict[int, float] = defaultdict(float)
            for cell, sign in ((one.total, -1.0), *((part, 1.0) for part in one.parts)):
                if cell in self._at:
                    factors[2 * self._at[cell]] += sign
                    factors[2 * self._at[cell] + 1] -= sign
            if factors:
                rows.append(Row(factors, 0.0))
        return rows

    def away(self, target: Cell, taken: set[Cell]) -> dict[Cell, int]:
        """Returns the cheapest witness for ``target``: upwards, or downwards where it is large enough."""
        for cell, at in self._at.items():
            cost = _FREE if cell in taken else 1.0 + _A_SUM * (cell in self._totals)
            self._programme.cost(2 * at, cost)
            self._programme.cost(2 * at + 1, cost)
        found = [self._moved(target, way) for way in (0, 1) if not way or self._down(target) >= WIDTH]
        witnesses = [witness for witness in found if witness is not None]
        if not witnesses:
            raise NotProtectable(f"no second table: {target}")
        return min(witnesses, key=lambda witness: (len(witness.keys() - taken), len(witness)))

    def _moved(self, target: Cell, way: int) -> dict[Cell, int] | None:
        column = 2 * self._at[target]
        ends = ((0, _ROOM), (0, self._down(target)))
        self._programme.bound(column + way, low=WIDTH, high=WIDTH)
        self._programme.bound(column + 1 - way, low=0, high=0)
        point = self._programme.solution()
        if point is not None and any(abs(value - round(value)) > 1e-6 for value in point):
            point = self._programme.whole_solution()
        for side, (low, high) in enumerate(ends):
            self._programme.bound(column + side, low=low, high=high)
        if point is None:
            return None
        return {
            cell: moved
            for cell, at in self._at.items()
            if (moved := round(point[2 * at]) - round(point[2 * at + 1]))
        }


def _check(cells: Cells, witness: Mapping[Cell, int], target: Cell) -> None:
    """In whole numbers: the sums hold, a hidden cell stays at 1 or more, nothing settled moves, the target is far."""
    for one in cells.sums:
        if witness.get(one.total, 0) != sum(witness.get(part, 0) for part in one.parts):
            raise NotProtectable(f"a witness whose sums do not hold: {one.total}")
    for cell, moved in witness.items():
        least = 0 if cell in cells.unspoken else 1
        if (
            cells.counts[cell] + moved < least
            or cell in cells.settled
            or not (cells.counts[cell] or not least)
        ):
            raise NotProtectable(f"a witness that cannot be: {cell}")
    if abs(witness.get(target, 0)) < WIDTH:
        raise NotProtectable(f"a witness that is too near: {target}")

"""The attack beside counting through all tables there can be, and witnesses that do not hold."""

from __future__ import annotations

from itertools import product

import pytest

from madoguchi.disclosure import hiding
from madoguchi.disclosure.attack import Attack
from madoguchi.disclosure.cells import Cells, with_margins
from madoguchi.disclosure.hiding import NotProtectable, hidden

SQUARES = [(3, 20, 15, 11), (1, 1, 1, 1), (9, 12, 30, 2), (5, 0, 7, 10), (2, 8, 8, 2)]


def square(counts: tuple[int, ...]) -> Cells:
    return with_margins(dict(zip(product("ab", "xy"), counts, strict=True)))


def counted_through(cells: Cells, gone: list) -> dict:
    """Every table of whole numbers with the same shown cells, tried one by one."""
    inside = [cell for cell in cells.counts if "*" not in cell]
    choices = [range(1, 45) if cell in gone else [cells.counts[cell]] for cell in inside]
    fitting = []
    for tried in product(*choices):
        table = with_margins({cell[1:]: n for cell, n in zip(inside, tried, strict=True)}).counts
        if all(table[cell] == n for cell, n in cells.counts.items() if cell not in gone):
            fitting.append(table)
    return {cell: (min(t[cell] for t in fitting), max(t[cell] for t in fitting)) for cell in gone}


@pytest.mark.parametrize("counts", SQUARES)
def test_the_attack_finds_what_counting_through_finds(counts):
    cells = square(counts)
    gone = [cell for cell, n in cells.counts.items() if n and "*" not in cell][:3]
    shown = {cell: n for cell, n in cells.counts.items() if cell not in gone}
    attack = Attack(shown, gone, cells.sums)
    assert {cell: attack.interval(cell) for cell in gone} == counted_through(cells, gone)


def test_shown_cells_that_contradict_each_other_are_no_table():
    cells = square(SQUARES[0])
    gone = [("", "a", "x")]
    shown = {cell: n for cell, n in cells.counts.items() if cell not in gone} | {("", "a", "*"): 99}
    with pytest.raises(ValueError, match="contradict"):
        Attack(shown, gone, cells.sums).interval(gone[0])


def test_each_hidden_cell_has_a_second_table():
    cells = square((3, 200, 150, 110))
    found = hidden(cells)
    for cell in found.cells:
        moved = {one: n + found.witnesses[cell].get(one, 0) for one, n in cells.counts.items()}
        assert abs(moved[cell] - cells.counts[cell]) >= 10 and set(found.witnesses[cell]) <= found.cells
        assert all(moved[one.total] == sum(moved[part] for part in one.parts) for one in cells.sums)


@pytest.mark.parametrize(
    "witness",
    [
        {("", "a", "x"): 10},
        {("", "a", "x"): -10, ("", "a", "y"): 10, ("", "b", "x"): 10, ("", "b", "y"): -10},
        {("", "a", "x"): 9, ("", "a", "y"): -9, ("", "b", "x"): -9, ("", "b", "y"): 9},
    ],
    ids=["sums that do not hold", "below one", "too near"],
)
def test_a_solver_that_errs_shows_nothing(monkeypatch, witness):
    monkeypatch.setattr(hiding._Moves, "away", lambda *_: witness)
    with pytest.raises(NotProtectable, match="witness"):
        hidden(square((3, 200, 150, 110)))

"""The attack of `security.md` B17: from what is shown alone, no hidden count may be known to less than 10."""

from __future__ import annotations

from itertools import product

import pytest
from random_tables import attacked, random_tables

from madoguchi.disclosure.attack import Attack
from madoguchi.disclosure.cells import Cells, Sum, linked, with_margins
from madoguchi.disclosure.hiding import NotProtectable, hidden

BATCH = 25


@pytest.mark.parametrize("batch", range(20))
def test_of_500_random_tables_none_is_broken(batch):
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        cells = random_tables(seed)
        assert attacked(cells, hidden(cells).cells) == {}, seed


def test_the_canary_small_cells_alone_is_broken():
    tables = [random_tables(seed) for seed in range(60)]
    with_small = [cells for cells in tables if cells.small()]
    broken = [cells for cells in with_small if attacked(cells, cells.small())]
    assert len(broken) > 0.8 * len(with_small) > 20


def test_every_small_count_is_hidden_and_every_zero_shown():
    for seed in range(0, 90, 3):
        cells = random_tables(seed)
        gone = hidden(cells).cells
        assert {cell for cell, n in cells.counts.items() if 0 < n < 10} <= gone
        assert all(cells.counts[cell] for cell in gone)


def test_most_of_tables_that_are_not_sparse_stays():
    inside = {(str(a), str(b)): 12 + (37 * a + 101 * b) % 400 for a, b in product(range(6), range(8))}
    cells = with_margins({**inside, ("1", "1"): 3, ("4", "6"): 7})
    assert len(hidden(cells).cells) <= 0.15 * len(cells.counts)


def test_the_truth_lies_in_what_the_attacker_finds():
    cells = random_tables(7)
    gone = hidden(cells).cells
    attack = Attack({c: n for c, n in cells.counts.items() if c not in gone}, gone, cells.sums)
    ends = {cell: attack.interval(cell) for cell in gone}
    assert all(low <= cells.counts[cell] <= high for cell, (low, high) in ends.items())


def by_hand(*counts: int) -> Cells:
    return with_margins({(str(at),): count for at, count in enumerate(counts)})


def test_one_small_cell_beside_a_total_is_the_total_less_the_rest():
    cells = by_hand(3, 40, 50)
    assert attacked(cells, cells.small()) == {("", "0"): (3, 3)}
    assert len(hidden(cells).cells) == 2


def test_two_small_cells_give_each_other_away():
    cells = by_hand(1, 2, 50)
    assert attacked(cells, cells.small()) == {("", "0"): (1, 2), ("", "1"): (1, 2)}


def test_exactly_ten_wide_is_not_broken_and_nine_is():
    parts = (("", "a"), ("", "b"))
    for total, broken in ((12, False), (11, True)):
        attack = Attack({("", "*"): total}, parts, [Sum(("", "*"), parts)])
        assert bool(attack.broken()) is broken and attack.interval(("", "a")) == (1, total - 1)


@pytest.mark.parametrize(("count", "gone"), [(0, False), (1, True), (9, True), (10, False)])
def test_the_border_of_what_is_small(count, gone):
    cells = by_hand(count, 100, 200)
    assert (("", "0") in hidden(cells).cells) is gone


def test_what_follows_from_two_days_is_protected_too():
    cells = Cells({"now": 57, "then": 54, "new": 3}, [Sum("now", ("then", "new"))], frozenset({"new"}))
    assert hidden(cells).cells & {"now", "then"}


def test_what_was_shown_stays_shown_or_the_table_is_refused():
    counts, sums = {"now": 57, "then": 54, "new": 3}, [Sum("now", ("then", "new"))]
    earlier = Cells(counts, sums, frozenset({"new"}), frozenset({"then"}))
    assert hidden(earlier).cells == {"now"}
    with pytest.raises(NotProtectable):
        hidden(Cells(counts, sums, frozenset({"new"}), frozenset({"then", "now"})))


def test_a_shared_margin_has_one_count():
    with pytest.raises(ValueError, match="two counts"):
        linked(by_hand(1, 2), by_hand(1, 3))

"""Sums of yen in which one stands out, and counts to the nearest five."""

from __future__ import annotations

import pytest

from madoguchi.disclosure.dominance import dominated
from madoguchi.disclosure.rounding import ends, rounded


@pytest.mark.parametrize(
    ("number", "total", "largest", "second", "out"),
    [
        (20, 1_000, 500, 100, False),
        (20, 1_000, 501, 100, True),  # more than half of it
        (20, 1_000, 500, 450, False),  # the others are 50, a tenth of the largest
        (20, 1_000, 500, 451, True),
        (9, 9_000, 1_000, 1_000, True),  # too few
        (10, 10_000, 1_000, 1_000, False),
        (0, 0, 0, 0, False),
        (30, 0, 0, 0, False),
    ],
)
def test_one_amount_that_stands_out_hides_the_sum(number, total, largest, second, out):
    assert dominated(number, total, largest=largest, second=second) is out


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20)])
def test_to_the_nearest_five(count, shown):
    assert rounded(count) == shown


def test_what_is_known_of_a_rounded_count():
    assert all(ends(rounded(count))[0] <= count <= ends(rounded(count))[1] for count in (0, *range(10, 500)))

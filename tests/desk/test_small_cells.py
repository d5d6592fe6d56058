"""Small cells are hidden, and somebody who knows the rule and every number that is shown cannot tell what they were."""

import itertools
from collections import defaultdict

import pytest

from madoguchi.papers.operators import NotAllowed
from madoguchi.web.desk.monthly.small_cells import hidden_in, is_told_by_one, limit_from, shown_in

Shown = tuple[tuple[int | None, ...], int | None]


def published(counts: tuple[int, ...], limit: int) -> Shown:
    whole = sum(counts)
    lines = tuple(shown_in(counts, limit=limit, whole=whole))
    return lines, shown_in([whole], limit=limit, whole=whole)[0]


def told_apart(lines: int, *, most: int, limit: int, rule=published) -> list[Shown]:  # type: ignore[no-untyped-def]
    """Every table that was possible, sorted by what is published of it: where a hidden line has one value only, it was told."""
    possible: dict[Shown, list[tuple[int, ...]]] = defaultdict(list)
    for counts in itertools.product(range(most + 1), repeat=lines):
        if sum(counts) <= most:
            possible[rule(counts, limit)].append(counts)
    return [
        shown
        for shown, tables in possible.items()
        if any(one is None and len({t[at] for t in tables}) < 2 for at, one in enumerate(shown[0]))
    ]


@pytest.mark.parametrize(
    ("lines", "most", "limit"), [(2, 14, 2), (3, 14, 2), (4, 14, 2), (4, 14, 3), (5, 10, 2)]
)
def test_no_hidden_line_can_be_told_from_the_others_and_the_total(lines: int, most: int, limit: int) -> None:
    assert told_apart(lines, most=most, limit=limit) == []


def test_hiding_the_small_lines_alone_would_tell_them() -> None:
    """The canary: without the second line that is hidden, the same question finds what was hidden."""

    def small_alone(counts: tuple[int, ...], limit: int) -> Shown:
        return tuple(None if 0 < one <= limit else one for one in counts), sum(counts)

    assert told_apart(3, most=14, limit=2, rule=small_alone)


def test_hiding_one_of_two_equal_lines_would_tell_too() -> None:
    """The second canary: which of two lines of three was hidden tells where the small one stands."""

    def first_alone(counts: tuple[int, ...], limit: int) -> Shown:
        (lines, whole), larger = published(counts, limit), [one for one in counts if one > limit]
        tied = [at for at, one in enumerate(counts) if larger and one == min(larger) and lines[at] is None]
        return tuple(counts[at] if at in tied[1:] else one for at, one in enumerate(lines)), whole

    assert told_apart(3, most=14, limit=2, rule=first_alone)


def test_zeros_are_shown_and_nothing_is_hidden_without_need() -> None:
    assert hidden_in([0, 5, 9], limit=2) == frozenset()
    assert hidden_in([0, 1, 5, 9], limit=2) == {1, 2}


def test_every_number_of_one_or_two_is_hidden_and_three_is_not() -> None:
    assert hidden_in([1, 7, 8], limit=2) == hidden_in([2, 7, 8], limit=2) == {0, 1}
    assert hidden_in([3, 7, 8], limit=2) == frozenset()


def test_a_sum_of_few_cases_or_of_one_large_one_tells_it() -> None:
    assert is_told_by_one(90_000, known=2, largest=45_000, limit=2)
    assert is_told_by_one(5_030_000, known=9, largest=5_000_000, limit=2)
    assert not is_told_by_one(90_000, known=3, largest=45_000, limit=2)


@pytest.mark.parametrize("said", ["0", "1", "x", "-3", "二", "100"])
def test_a_limit_that_hides_nobody_is_refused(said: str) -> None:
    with pytest.raises(NotAllowed, match="MADOGUCHI_SMALL_CELLS"):
        limit_from({"MADOGUCHI_SMALL_CELLS": said})
    assert limit_from({}) == 2

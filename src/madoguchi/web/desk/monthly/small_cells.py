"""Small cells: in what goes out nobody is found in a number of one or two, not by what is left out either.

The lines of a table add up to a number that is shown. So a hidden line would be told by the others: with it the smallest line above the
limit is hidden too (and every line as large as that: which of them it was would tell something again). Where no line is above the limit,
the whole table is. What a hidden line may have been is tried out in tests/desk/test_small_cells.py by somebody who knows this rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from madoguchi.papers.operators import NotAllowed

FEWEST, _MOST = 2, 99  # the smallest limit that may be set: cells of 1 and 2 are hidden


def limit_from(environment: Mapping[str, str]) -> int:
    """Returns up to which number a cell is hidden (MADOGUCHI_SMALL_CELLS, 2 where it is not set). Raises NotAllowed."""
    said = environment.get("MADOGUCHI_SMALL_CELLS", str(FEWEST)).strip()
    if not (said.isascii() and said.isdigit() and FEWEST <= int(said[:4]) <= _MOST):
        raise NotAllowed(
            f"MADOGUCHI_SMALL_CELLS は、{FEWEST} から {_MOST} の数にしてください（いまは {said[:20]}）。"
        )
    return int(said)


def hidden_in(counts: Sequence[int], *, limit: int) -> frozenset[int]:
    """Returns the places of ``counts`` that are hidden; a count from 1 to ``limit`` is small."""
    small = {at for at, count in enumerate(counts) if 0 < count <= limit}
    if not small:
        return frozenset()
    larger = [count for count in counts if count > limit]
    if not larger:
        return frozenset(range(len(counts)))
    return frozenset(small | {at for at, count in enumerate(counts) if count == min(larger)})


def shown_in(counts: Sequence[int], *, limit: int | None, whole: int) -> list[int | None]:
    """Returns ``counts`` with None for what is hidden; ``whole`` is how many cases there are. ``limit`` None hides nothing.

    Where there are so few cases that their number itself is small, nothing but zeros could be shown, and nothing is.
    """
    if limit is None:
        return list(counts)
    if 0 < whole <= limit:
        return [None for _ in counts]
    gone = hidden_in(counts, limit=limit)
    return [None if at in gone else count for at, count in enumerate(counts)]


def is_told_by_one(total: int, *, known: int, largest: int, limit: int) -> bool:
    """Returns whether a sum tells what one case was about: few cases are in it, or one is more than half of it."""
    return known <= limit or largest * 2 > total

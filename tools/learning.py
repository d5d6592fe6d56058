"""What the learning tools share: how much a word changes the odds, and the file that it is written to."""

from __future__ import annotations

from collections.abc import Mapping
from math import log


def tenths(here: int, everywhere: int, *, share: float, shrink: float) -> int:
    """Returns ten times the logarithm by which a word changes the odds of ``share``.

    ``here`` of the ``everywhere`` texts with the word are of the kind; it is counted as if it had stood in ``shrink`` further texts
    with the usual odds, so that a rare word says little.
    """
    with_it = (here + shrink * share) / (everywhere + shrink)
    return round(10 * (log(with_it / (1 - with_it)) - log(share / (1 - share))))


def held(weight: int, *, least: int, most: int) -> int:
    """Returns ``weight`` within -most..most, 0 when it is less than ``least`` either way."""
    return max(-most, min(most, weight)) if abs(weight) >= least else 0


def written(head: str, words: Mapping[str, Mapping[str, int]]) -> str:
    """Returns the file: ``head``, then one word a line with what it weighs."""
    rows = (
        f"{word}\t{' '.join(f'{name}={n}' for name, n in found.items())}\n" for word, found in words.items()
    )
    return head + "".join(rows)

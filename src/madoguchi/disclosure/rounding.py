"""Counts inside a cross table are shown rounded: a cross table is for seeing shapes, its margins say the numbers."""

from __future__ import annotations

from typing import Final

STEP: Final = 5  # our own reading


def rounded(count: int) -> int:
    """Returns ``count`` to the nearest multiple of 5. What is not 0 never becomes it: shown counts are 10 or more."""
    return (2 * count + STEP) // (2 * STEP) * STEP


def ends(shown: int) -> tuple[int, int]:
    """Returns the least and the greatest count that is shown as ``shown``: what an attacker knows of it. 0 is 0."""
    return (shown - STEP // 2, shown + STEP // 2) if shown else (0, 0)

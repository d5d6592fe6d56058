"""Sums of yen in which one consultation stands out: who knows their own amount could work out the other's."""

from __future__ import annotations

from typing import Final

from madoguchi.disclosure.cells import THRESHOLD

# Our own reading; offices that publish such sums each set theirs, and keep them to themselves.
_LARGEST: Final = 50  # per cent of the sum that one consultation may be
_REST: Final = 10  # per cent of the largest, the least that the others beside the two largest must be


def dominated(number: int, total: int, *, largest: int, second: int) -> bool:
    """True where the sum (or mean) of ``number`` stated amounts must not be shown. Yen; zero and no amounts dominate nothing."""
    if 0 < number < THRESHOLD:
        return True
    if not largest:
        return False
    return largest * 100 > total * _LARGEST or (total - largest - second) * 100 < largest * _REST

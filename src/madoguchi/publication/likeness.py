"""Whether a retold case still says what somebody said, word by word, or something that belongs to one person alone."""

from __future__ import annotations

import unicodedata
from typing import Final

from madoguchi.masks import levelled, masked

SHARED: Final = 8  # letters in a row
_DIGITS: Final = 7  # of a number that reaches somebody; sums have commas or 万
_BETWEEN_DIGITS: Final = "- ()./\n"


def shared_words(text: str, original: str) -> list[str]:
    """Returns the runs of eight letters that both have; spaces, points and widths do not hide one."""
    theirs = _runs(original)
    found = [run for run in _runs_in_order(text) if run in theirs]
    return list(dict.fromkeys(found))


def _runs(text: str) -> frozenset[str]:
    return frozenset(_runs_in_order(text))


def _runs_in_order(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).lower()
    letters = "".join(char for char in plain if char.isalnum())
    return [letters[at : at + SHARED] for at in range(len(letters) - SHARED + 1)]


def reaches_somebody(text: str) -> bool:
    """Returns whether something in ``text`` leads to a person: a number of seven digits or more, an address of mail or of a site.

    Stricter than what hides numbers in messages: there, the number that people are told to call stays.
    """
    plain = levelled(unicodedata.normalize("NFKC", text))
    digits, longest = 0, 0
    for char in plain:
        digits = digits + 1 if char.isdigit() else digits if char in _BETWEEN_DIGITS else 0
        longest = max(longest, digits)
    return longest >= _DIGITS or "@" in plain or "://" in plain or bool(masked(text).hidden)

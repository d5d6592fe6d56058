"""How the labels of a host are spelled: as people spell names, or as a machine throws letters and digits.

What is likely was learned from names that the project put together itself (tools/learn_links.py, decision 009).
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import sqrt

from madoguchi.knowledge.host_letters import COLUMNS, START, host_letters

_LEAST_LETTERS = 4
_MOST_LETTERS = 63
_LEAST_WORD = 2
_MOST_INITIALS = 4
_PIECES = re.compile(r"[a-z]+")
_AT = {letter: at for at, letter in enumerate(COLUMNS)}
_MIXED = re.compile(r"[a-z]+[0-9]+[a-z]+|[0-9]+[a-z]+[0-9]")
_DIGITS = re.compile(r"[0-9]+")
_LEAST_DIGITS = 3


@lru_cache(maxsize=4096)
def oddness(label: str) -> float:
    """Returns tenths per square root of a letter: below 0 the more, the less ``label`` is spelled like a name; 0 when it is too short."""
    after, total, letters = host_letters().after, 0, 0
    for piece in _PIECES.findall(label[:_MOST_LETTERS]):
        padded = f"{START}{START}{piece}$"
        letters += len(piece)
        total += sum(after[padded[at - 2 : at]][_AT[padded[at]]] for at in range(2, len(padded)))
    return total / sqrt(letters) if letters >= _LEAST_LETTERS else 0.0


def is_word(piece: str) -> bool:
    """Returns whether ``piece`` is a word that honest people name hosts with."""
    return piece in host_letters().words


def is_made_of_words(letters: str) -> bool:
    """Returns whether ``letters`` can be cut into such words without a rest (a plural s may follow each)."""
    words = host_letters().words
    reached = {0}
    for end in range(_LEAST_WORD, min(len(letters), _MOST_LETTERS) + 1):
        if any(
            start in reached
            and (
                letters[start:end] in words or (letters[end - 1] == "s" and letters[start : end - 1] in words)
            )
            for start in range(max(0, end - 16), end - 1)
        ):
            reached.add(end)
    return len(letters) in reached


def is_initials_and_word(label: str) -> bool:
    """Returns whether ``label`` is a word with at most four letters before or behind it, as firms are named: hdfcbank."""
    words, least = host_letters().words, max(_LEAST_LETTERS, len(label) - _MOST_INITIALS)
    return any(label[-size:] in words or label[:size] in words for size in range(least, len(label) + 1))


def is_mixed(label: str) -> bool:
    """Returns whether digits stand among letters as no name has them: e9q, 7jjf76, wp4410, 16761; a word with a number is none."""
    if _MIXED.search(label):
        return not all(is_word(piece) for piece in _PIECES.findall(label))
    digits = sum(map(len, _DIGITS.findall(label)))
    letters = "".join(_PIECES.findall(label))
    return digits >= _LEAST_DIGITS and not (len(letters) >= _LEAST_LETTERS and is_made_of_words(letters))

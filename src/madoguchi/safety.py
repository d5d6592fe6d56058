"""What comes before every scheme: somebody who hints at dying, somebody at the door, a call that still goes on, a court's paper.

A row is found by its patterns (knowledge/safety/), and some rows also by how people speak: no list of wordings holds all the
ways in which they say it. What each word weighs was learned from invented sentences (training/safety.jsonl, decision 008). These rows
lean to the careful side: a number too many is better than one too few.
"""

from __future__ import annotations

from collections.abc import Mapping

from madoguchi.tale import Tale
from madoguchi.wording import damped, words_in

SafetyWords = Mapping[str, Mapping[str, int]]
ENOUGH: Mapping[str, float] = {"self_harm": 0.0, "visit": 0.5, "still_on_the_line": 0.0}
# A word or two say nothing by what they usually stand beside (詐欺, はい, 困っています); one that speaks for itself still counts (自殺).
_FEW_LETTERS, _FEW_SIGNS, _CLEARLY = 8, 4, 2.0
_HERE = frozenset({"visit", "still_on_the_line"})
_DYING, _CALLING = frozenset({"self_harm"}), frozenset({"still_on_the_line"})


def safety_in(tale: Tale, words: SafetyWords) -> frozenset[str]:
    """Returns the ids of the rows that stand in the text, by patterns and, in a story, by its words."""
    by_pattern = frozenset(
        owner[1] for owner in tale.matches if isinstance(owner, tuple) and owner[0] == "safety"
    )
    return by_pattern if tale.is_message else by_pattern | rows_of_words(tale.scan.text, words)


def never_left_out(tale: Tale, found: frozenset[str]) -> frozenset[str]:
    """Returns those of ``found`` (safety_in) that hold wherever they stand, though it be in words to a program: all but a call that goes on.

    Words to a program tell people to call and to answer; a call of the person's own is told elsewhere.
    """
    by_pattern = frozenset(
        owner[1] for owner in tale.matches if isinstance(owner, tuple) and owner[0] == "safety"
    )
    return (by_pattern | (found & _DYING)) - _CALLING


def rows_of_words(text: str, words: SafetyWords) -> frozenset[str]:
    """Returns the rows that the words of the levelled ``text`` speak for; the sum is damped by their number."""
    few = _is_few(text)
    by_row: dict[str, list[int]] = {}
    for word in words_in(text, words):
        for row, weight in words[word].items() if not (few and _is_kana(word)) else ():
            by_row.setdefault(row, []).append(weight)
    scores = {row: damped(sum(weights), len(weights)) for row, weights in by_row.items()}
    enough = {row: score for row, score in scores.items() if _speaks(row, score, few=few)}
    if len(enough.keys() & _HERE) > 1:  # at the door or on the line: the likelier one leads
        del enough[min(_HERE, key=lambda row: enough[row])]
    return frozenset(enough)


def _speaks(row: str, score: float, *, few: bool) -> bool:
    return score > _CLEARLY if few else score >= ENOUGH[row]


def _is_few(text: str) -> bool:
    """Whether ``text`` is a word or two: some letters, and hardly any but hiragana."""
    letters = [char for char in text if char.isalnum()]
    return len(letters) < _FEW_LETTERS and sum(not _is_kana(char) for char in letters) < _FEW_SIGNS


def _is_kana(word: str) -> bool:
    return all("ぁ" <= char <= "ん" for char in word)

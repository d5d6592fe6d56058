"""Why a case was found: the sentence in which most was met, and which words met."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from madoguchi.web.desk.search.words import Word, sentences_of, words_of_sentence

How = Literal["same", "meaning", "near"]
_MOST_MET = 8
_TELLS = {"m": 3, "w": 2, "g": 1, "s": 1, "v": 0.6}  # a single kanji helps to find and explains nothing


@dataclass(frozen=True, slots=True)
class Met:
    """Words that met: ``sought`` stands in what was looked for, ``found`` in the sentence; the same word, another of its
    meaning, or one that is used alike.
    """

    sought: str
    found: str
    how: How


def best_sentence(text: str, tokens: Collection[str]) -> tuple[str, list[Word]] | None:
    """Returns the sentence of ``text`` in which most of ``tokens`` was met, with the words that met; None where none did."""
    best: tuple[float, str, list[Word]] | None = None
    for start, end in sentences_of(text):
        sentence = text[start:end].strip()
        words = [
            word for word in words_of_sentence(sentence) if word.token in tokens and word.token[0] in _TELLS
        ]
        tells = sum(_TELLS[token[0]] for token in {word.token for word in words})
        if words and (best is None or tells > best[0]):
            best = tells, sentence, words
    return (best[1], best[2]) if best else None


def met_in(text: str, first: Mapping[str, Word], *, sentence: str, words: Sequence[Word]) -> tuple[Met, ...]:
    """Returns which words of ``text`` and ``sentence`` met, at most eight, each of the sentence once; meanings first.

    ``first``: by its token, the first word of ``text`` that was looked for.
    """
    return tuple(islice(_met(text, first, sentence=sentence, words=words), _MOST_MET))


def _met(text: str, first: Mapping[str, Word], *, sentence: str, words: Sequence[Word]) -> Iterator[Met]:
    told: set[str] = set()
    for word in sorted(words, key=lambda one: -_TELLS[one.token[0]]):
        there = first[word.token]
        theirs, ours = text[there.start : there.end], sentence[word.start : word.end]
        if ours not in told:
            told.add(ours)
            yield Met(theirs, ours, _how(word.token, theirs == ours))


def _how(token: str, is_same: bool) -> How:
    if is_same or token[0] == "w":
        return "same"
    return "near" if token[0] == "v" else "meaning"

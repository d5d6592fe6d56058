"""Words that come up in one kind of trouble more than in others: weak reasons, for where the signs say little.

A sign is a pattern that somebody wrote and can defend; a topic word only makes a scheme likelier. Its weight was
learned from the project's own invented stories (training/, tools/learn_words.py). Words alone never name a scheme
with certainty: what they add is damped by their number and held below the line that signs can cross.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import daachorse

from madoguchi.knowledge.topic_words import TopicWords
from madoguchi.words import SchemeId

FACTOR = 0.15  # of a weight in tenths
_SHOWN = 3

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Topics:
    """What the words of a text say: a score for each scheme that they speak for or against, and where they stand."""

    scores: Mapping[SchemeId, float]
    places: Mapping[str, Place]
    words: TopicWords

    def strongest(self, scheme: SchemeId) -> tuple[Place, ...]:
        """Returns the places of the words that say most for ``scheme``, in text order; at most three."""
        weights = [
            (self.words[word].get(scheme, 0), -len(word), place) for word, place in self.places.items()
        ]
        told = [one for one in weights if one[0] > 0]
        # a single kanji is shown only where nothing else speaks
        best = sorted(
            [one for one in told if one[1] <= -2] or told, key=lambda one: (-one[0], one[1], one[2])
        )
        return tuple(sorted(place for _, _, place in best[:_SHOWN]))


def topics_in(text: str, words: TopicWords) -> Topics:
    """Returns what the words of the levelled ``text`` say for or against each scheme; each word counts once."""
    places = _first_places(text, words)
    sums: dict[SchemeId, int] = {}
    for word in places:
        for scheme, weight in words[word].items():
            sums[scheme] = sums.get(scheme, 0) + weight
    damped = FACTOR / sqrt(len(places)) if places else 0.0
    return Topics({scheme: total * damped for scheme, total in sums.items()}, places, words)


def _first_places(text: str, words: TopicWords) -> dict[str, Place]:
    automaton, names = _automaton(_ById(words))
    found: dict[int, Place] = {}
    for start, end, at in automaton.find_overlapping(text):
        if at not in found:
            found[at] = (start, end)
    return {names[at]: place for at, place in found.items()}


class _ById:
    """Lets the cache hold the automaton of words that are not hashable."""

    def __init__(self, words: TopicWords) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.words is self.words


@lru_cache(maxsize=4)
def _automaton(holder: _ById) -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[str, ...]]:
    names = tuple(holder.words)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(names)), names

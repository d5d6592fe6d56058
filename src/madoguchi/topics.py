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

FACTOR = 1.25
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """What the words of a text say for one scheme: the score, and the places of the words that say most."""

    score: float
    places: tuple[tuple[int, int], ...]


def topics_in(text: str, words: TopicWords) -> dict[SchemeId, Topic]:
    """Returns the schemes that the words of the levelled ``text`` speak for or against; each word counts once."""
    places = _first_places(text, words)
    if not places:
        return {}
    damped = FACTOR / sqrt(len(places))
    sums: dict[SchemeId, int] = {}
    for word in places:
        for scheme, weight in words[word].items():
            sums[scheme] = sums.get(scheme, 0) + weight
    return {
        scheme: Topic(total * damped, _strongest(scheme, places, words)) for scheme, total in sums.items()
    }


def _first_places(text: str, words: TopicWords) -> dict[str, tuple[int, int]]:
    automaton, names = _automaton(_ById(words))
    found: dict[str, tuple[int, int]] = {}
    for start, end, at in automaton.find_overlapping(text):
        found.setdefault(names[at], (start, end))
    return found


def _strongest(
    scheme: SchemeId, places: Mapping[str, tuple[int, int]], words: TopicWords
) -> tuple[tuple[int, int], ...]:
    speaking = [(words[word].get(scheme, 0), -len(word), place) for word, place in places.items()]
    told = [one for one in speaking if one[0] > 0]
    words_only = [
        one for one in told if one[1] <= -2
    ] or told  # a single kanji is shown only where nothing else speaks
    best = sorted(words_only, key=lambda one: (-one[0], one[1], one[2]))
    return tuple(sorted(place for _, _, place in best[:_SHOWN]))


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

"""Words that come up in one kind of trouble more than in others: weak reasons, for where the signs say little.

A sign is a pattern that somebody wrote and can defend; a topic word only makes a scheme likelier. Its weight was
learned from the project's own invented stories (training/, tools/learn_words.py). Words alone never name a scheme
with certainty: what they add is damped by their number and held below the line that signs can cross.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt

import daachorse

from madoguchi.knowledge.topic_words import TopicWords
from madoguchi.words import SchemeId

FACTOR = 0.15  # of a weight in tenths
_SHOWN = 3
_BITS = 24  # far more than all words of a text can add up to
_WHOLE, _HALF = (1 << _BITS) - 1, 1 << _BITS - 1

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
    learned = _learned(_ById(words))
    found: dict[int, Place] = {}
    for start, end, at in learned.automaton.find_overlapping(text):
        if at not in found:
            found[at] = (start, end)
    scores = learned.scores(found, FACTOR / sqrt(len(found)) if found else 0.0)
    return Topics(scores, {learned.names[at]: place for at, place in found.items()}, words)


@dataclass(frozen=True, slots=True)
class _Learned:
    """The words as they are looked for: ``packed`` holds all weights of a word in one number, to be added at once."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    names: tuple[str, ...]
    schemes: tuple[SchemeId, ...]
    packed: tuple[int, ...]
    told: tuple[int, ...]

    def scores(self, words: Iterable[int], damped: float) -> dict[SchemeId, float]:
        """Returns the sums, times ``damped``, of the schemes that one of ``words`` speaks of."""
        total, told, found = 0, 0, {}
        for at in words:
            total += self.packed[at]
            told |= self.told[at]
        for number, scheme in enumerate(self.schemes):
            weight = (total + _HALF & _WHOLE) - _HALF
            total = total - weight >> _BITS
            if told >> number & 1:
                found[scheme] = weight * damped
        return found


class _ById:
    """Lets the cache hold the automaton of words that are not hashable."""

    def __init__(self, words: TopicWords) -> None:
        self.words = words

    def __hash__(self) -> int:
        return id(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.words is self.words


@lru_cache(maxsize=4)
def _learned(holder: _ById) -> _Learned:
    names = tuple(holder.words)
    rows = tuple(holder.words.values())
    schemes = tuple(sorted({scheme for weights in rows for scheme in weights}))
    place = {scheme: at for at, scheme in enumerate(schemes)}
    return _Learned(
        automaton=daachorse.CharwiseDoubleArrayAhoCorasick(list(names)),
        names=names,
        schemes=schemes,
        packed=tuple(sum(n << _BITS * place[one] for one, n in weights.items()) for weights in rows),
        told=tuple(sum(1 << place[one] for one in weights) for weights in rows),
    )

"""Words that come up in one kind of trouble more than in others: weak reasons, for where the signs say little.

A sign is a pattern that somebody wrote and can defend; a topic word only makes a scheme likelier. Its weight was
learned from the project's own invented stories (training/, tools/learn_words.py). Words alone never name a scheme
with certainty: what they add is damped by their number and held below the line that signs can cross.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

import daachorse
import msgspec

from madoguchi.knowledge.topic_words import TopicWords
from madoguchi.native import NATIVE
from madoguchi.prepared import once_for_each
from madoguchi.words import SchemeId

FACTOR = 0.15  # of a weight in tenths
_SHOWN = 3
_BITS = 24  # far more than all words of a text can add up to
_WHOLE, _HALF = (1 << _BITS) - 1, 1 << _BITS - 1

Place = tuple[int, int]


class Topics(msgspec.Struct, frozen=True):
    """What the words of a text say: a score for each scheme that they speak for or against.

    ``strongest`` returns, for a scheme, the places of the words that say most for it, in text order; at most three.
    """

    scores: Mapping[SchemeId, float]
    strongest: Callable[[SchemeId], tuple[Place, ...]]


def topics_in(text: str, words: TopicWords, *, native: bool = NATIVE is not None) -> Topics:
    """Returns what the words of the levelled ``text`` say for or against each scheme; each word counts once.

    ``native``: whether the native module does it; the answer is the same.
    """
    return (_learned_natively(words) if native else _learned(words)).topics(text)


@dataclass(frozen=True, slots=True)
class _Learned:
    """The words as they are looked for: ``packed`` holds all weights of a word in one number, to be added at once."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    words: TopicWords
    names: tuple[str, ...]
    schemes: tuple[SchemeId, ...]
    packed: tuple[int, ...]
    told: tuple[int, ...]

    def topics(self, text: str) -> Topics:
        found: dict[int, Place] = {}
        for start, end, at in self.automaton.find_overlapping(text):
            if at not in found:
                found[at] = (start, end)
        return Topics(self._scores(found, _damp(len(found))), lambda scheme: self._strongest(found, scheme))

    def _scores(self, words: Iterable[int], damp: float) -> dict[SchemeId, float]:
        """Returns the sums, times ``damp``, of the schemes that one of ``words`` speaks of."""
        total, told, found = 0, 0, {}
        for at in words:
            total += self.packed[at]
            told |= self.told[at]
        for number, scheme in enumerate(self.schemes):
            weight = (total + _HALF & _WHOLE) - _HALF
            total = total - weight >> _BITS
            if told >> number & 1:
                found[scheme] = weight * damp
        return found

    def _strongest(self, found: Mapping[int, Place], scheme: SchemeId) -> tuple[Place, ...]:
        names, words = self.names, self.words
        weights = [(words[names[at]].get(scheme, 0), -len(names[at]), place) for at, place in found.items()]
        told = [one for one in weights if one[0] > 0]
        # a single kanji is shown only where nothing else speaks
        best = sorted(
            [one for one in told if one[1] <= -2] or told, key=lambda one: (-one[0], one[1], one[2])
        )
        return tuple(sorted(place for _, _, place in best[:_SHOWN]))


@dataclass(frozen=True, slots=True)
class _LearnedNatively:
    """The same by the native module (src/native/words.c), which adds and sorts column by column: one for each scheme."""

    words: NATIVE.Words
    schemes: tuple[SchemeId, ...]

    def topics(self, text: str) -> Topics:
        count, sums, found = self.words.read(text)
        damp = _damp(count)
        scores = {
            scheme: weight * damp
            for scheme, weight in zip(self.schemes, sums, strict=True)
            if weight is not None
        }
        return Topics(scores, lambda scheme: self._strongest(found, scheme))

    def _strongest(self, found: bytes, scheme: SchemeId) -> tuple[Place, ...]:
        if scheme not in self.schemes:
            return ()
        return tuple(sorted(self.words.strongest(found, self.schemes.index(scheme))))


def _damp(words: int) -> float:
    return FACTOR / sqrt(words) if words else 0.0


@once_for_each
def _learned(words: TopicWords) -> _Learned:
    names = tuple(words)
    rows = tuple(words.values())
    schemes = _schemes(words)
    place = {scheme: at for at, scheme in enumerate(schemes)}
    return _Learned(
        automaton=daachorse.CharwiseDoubleArrayAhoCorasick(list(names)),
        words=words,
        names=names,
        schemes=schemes,
        packed=tuple(sum(n << _BITS * place[one] for one, n in weights.items()) for weights in rows),
        told=tuple(sum(1 << place[one] for one in weights) for weights in rows),
    )


@once_for_each
def _learned_natively(words: TopicWords) -> _LearnedNatively:
    if NATIVE is None:
        raise RuntimeError("the native module is not there")
    schemes = _schemes(words)
    place = {scheme: at for at, scheme in enumerate(schemes)}
    weights = [tuple((place[one], n) for one, n in row.items()) for row in words.values()]
    return _LearnedNatively(NATIVE.Words(words=list(words), weights=weights, columns=len(schemes)), schemes)


def _schemes(words: TopicWords) -> tuple[SchemeId, ...]:
    return tuple(sorted({scheme for weights in words.values() for scheme in weights}))

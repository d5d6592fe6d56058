"""What the words of a story told in English say: whether anything is wrong, and which scheme they come up in (topics.py, in English).

English is spaced, so words count whole, and two that follow each other count as one more. What each weighs was learned from the
project's own invented stories (training/english_stories.jsonl, tools/learn_english.py, decision 036). Words alone name no scheme with
certainty, and none at all where the story does not speak of trouble.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from math import sqrt

from madoguchi.knowledge.topic_words import TopicWords
from madoguchi.topics import FACTOR, Place, Topics
from madoguchi.words import SchemeId

TROUBLE = "trouble"
ENOUGH = 2.7  # of trouble: chosen so that none of 101 everyday texts but one, near to what the schemes speak of, comes so far
_NEAR = 0.8  # of the likeliest: what comes far behind it is said by words that many stories share
_SHOWN = 3
_WORD = re.compile(r"[a-z]+")


def words_of(text: str) -> dict[str, Place]:
    """Returns the words of a levelled text and each two that follow each other, with their first place."""
    found: dict[str, Place] = {}
    hits = list(_WORD.finditer(text))
    for hit in hits:
        found.setdefault(hit[0], hit.span())
    for first, second in pairwise(hits):
        found.setdefault(f"{first[0]} {second[0]}", (first.start(), second.end()))
    return found


def english_topics(text: str, words: TopicWords) -> Topics:
    """Returns what the words of the levelled ``text`` say for or against each scheme; nothing where they speak of no trouble."""
    known = {word: place for word, place in words_of(text).items() if word in words}
    if trouble_in(known, words) < ENOUGH:
        return Topics({}, lambda _: ())
    told = {word: place for word, place in known.items() if words[word].keys() - {TROUBLE}}
    scores = dict(_scores(told, words))
    least = _NEAR * max(scores.values(), default=0.0)
    near = {scheme: score for scheme, score in scores.items() if score >= least or score < 0}
    return Topics(near, lambda scheme: _strongest(told, scheme, words))


def trouble_in(known: Collection[str], words: TopicWords) -> float:
    """Returns how much the ``known`` words speak of trouble, damped by their number; below 0 they speak of everyday life."""
    weights = [weight for word in known if (weight := _weight(word, TROUBLE, words))]
    return FACTOR * sum(weights) / sqrt(len(weights) or 1)


def _scores(told: Mapping[str, Place], words: TopicWords) -> Iterator[tuple[SchemeId, float]]:
    sums: dict[SchemeId, int] = {}
    for word in told:
        for scheme, weight in words[word].items():
            if scheme != TROUBLE:
                sums[scheme] = sums.get(scheme, 0) + weight
    for scheme, weight in sums.items():
        yield scheme, FACTOR * weight / sqrt(len(told))


def _strongest(told: Mapping[str, Place], scheme: SchemeId, words: TopicWords) -> tuple[Place, ...]:
    spoken = [(_weight(word, scheme, words), place) for word, place in told.items()]
    best = sorted((one for one in spoken if one[0] > 0), key=lambda one: (-one[0], one[1]))
    apart: list[Place] = []
    for _, (start, end) in best:  # a word and the two that hold it are one
        if all(end <= first or last <= start for first, last in apart):
            apart.append((start, end))
    return tuple(sorted(apart[:_SHOWN]))


def _weight(word: str, name: str, words: TopicWords) -> int:
    of_word: Mapping[str, int] = words[word]
    return of_word.get(name, 0)

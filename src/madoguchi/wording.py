"""How the words of a message speak: more as false messages do, or more as genuine ones; and of which scheme.

What each word weighs was learned from the project's own invented messages (training/messages.jsonl, tools/learn_messages.py,
decision 007). It stands beside the signs: words alone never name a scheme with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import islice
from math import sqrt

import msgspec

from madoguchi.knowledge.message_words import FALSE, MessageWords
from madoguchi.native import NATIVE
from madoguchi.words import SchemeId

_TENTH = 0.1
_SHOWN = 3
_LONGEST_WHOLE = 4
_LONGEST_KANA = 6
_RUN = re.compile(r"[一-龥々]+|[ァ-ヴー]{2,}|[ぁ-ん]{2,}")

Place = tuple[int, int]


class Wording(msgspec.Struct, frozen=True):
    """``score``: above 0 as false messages speak, below as genuine ones, damped by the number of words.

    ``schemes``: what the words say for each scheme.
    ``false``, ``genuine``: the places of the words that say most for the one and for the other, in text order.
    """

    score: float
    schemes: Mapping[SchemeId, float]
    false: tuple[Place, ...]
    genuine: tuple[Place, ...]


def words_in(text: str, known: Container[str] | None = None) -> dict[str, Place]:
    """Returns the words of a levelled text with their first place: kanji whole and in pairs, kana, katakana.

    ``known``: only these. Latin letters are left out: they are mostly pieces of addresses, which links.py reads.
    """
    if NATIVE and isinstance(known, dict):
        return NATIVE.known_words(text, known)
    return _words_in(text, known)


def _words_in(text: str, known: Container[str] | None) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for run in _RUN.finditer(text):
        word, (start, end) = run[0], run.span()
        kanji = word[0] >= "一" or word[0] == "々"
        if kanji and end - start > 2:
            for at in range(start, end - 1):
                pair = text[at : at + 2]
                if (known is None or pair in known) and pair not in found:
                    found[pair] = (at, at + 2)
        if end - start <= (_LONGEST_WHOLE if kanji else _LONGEST_KANA if word[0] <= "ん" else end):
            if (known is None or word in known) and word not in found:
                found[word] = (start, end)
    return found


def wording_of(text: str, words: MessageWords) -> Wording:
    """Returns what the words of the levelled ``text`` say; each counts once, and the sum is damped by their number."""
    places = words_in(text, words)
    falseness = {word: words[word][FALSE] for word in places if FALSE in words[word]}
    sums: dict[SchemeId, int] = {}
    for word in places:
        for scheme, weight in words[word].items():
            if scheme != FALSE:
                sums[scheme] = sums.get(scheme, 0) + weight
    schemes = {scheme: damped(total, len(places)) for scheme, total in sums.items()}
    return Wording(
        score=damped(sum(falseness.values()), len(falseness)),
        schemes=schemes,
        false=_most(falseness, places, sign=1),
        genuine=_most(falseness, places, sign=-1),
    )


def damped(total: int, count: int) -> float:
    """Returns the sum of ``count`` weights in tenths, so that long texts do not win by length."""
    return _TENTH * total / sqrt(count) if count else 0.0


def _most(falseness: Mapping[str, int], places: Mapping[str, Place], *, sign: int) -> tuple[Place, ...]:
    """The strongest words, no halves of a compound; pieces of kana only where nothing else accuses."""
    speaking = [word for word in falseness if sign * falseness[word] > 0]
    speaking.sort(key=lambda word: (-sign * falseness[word], -len(word), places[word]))
    whole = (word for word in speaking if is_word(word) and not _inside(word, places))
    best = list(islice(whole, _SHOWN)) or (speaking[:_SHOWN] if sign > 0 else [])
    return tuple(sorted(places[word] for word in best))


def is_word(word: str) -> bool:
    """Returns True for two kanji or katakana at least: what can be shown as somebody's word."""
    return len(word) >= 2 and not "ぁ" <= word[0] <= "ん"


def _inside(word: str, places: Mapping[str, Place]) -> bool:
    start, end = places[word]
    return any(
        first <= start and end <= last and (first, last) != (start, end) for first, last in places.values()
    )

"""English texts: whether a text is one, where its sentences end, and which hits of a pattern are whole words.

Japanese has no spaces, so a pattern may stand anywhere in it; in English it begins where a word begins, and a word goes on behind
it only by an ending (card|s, transfer|red). People who learned English late say little words seldom, but they say them.
"""

from __future__ import annotations

import re

_SAMPLE, _MOSTLY = 600, 0.9
_LITTLE_WORD = re.compile(
    r"\b(?:the|i|i['’]m|my|is|are|was|to|and|of|it|he|she|his|her|they|their|we|our|from|with|not|have|has|had|this|that|for|but|on|an|you|your|what|say|said|get|got|told|me|by|at|when|how|who|then|pay|paid|call|called|phone|money|card|bought|sent|click|clicked)\b"
)
_SHARE = 8  # at least one in so many words
_WORD = re.compile("[a-z]+")
_STOP = re.compile(r"\.(\s|$)")
_WRAPPED = re.compile(r"([a-z0-9,;])\n([a-z0-9])")
_FRONTS, _LONGEST_FRONT = (
    frozenset("e web grand smart post tele home head net".split()),
    5,
)  # e|mail, grand|son: a word in a word
_ENDINGS = frozenset(
    "s es ed d ing er ers or ors ion ions ment ments ly y ies red ring ned ning ped ping ted ting".split()
)


def is_english(text: str) -> bool:
    """Returns whether a levelled ``text`` is told in English: nearly all in ASCII, with little words of at least two kinds."""
    sample = text[:_SAMPLE]
    if len(sample.encode("ascii", "ignore")) < _MOSTLY * len(sample):
        return False
    words = len(_WORD.findall(sample))
    little = _LITTLE_WORD.findall(sample)
    return len(set(little)) > 1 and _SHARE * len(little) >= words


def with_stops(text: str) -> str:
    """Returns an English ``text`` whose full stops end sentences as 。 does, and whose wrapped lines are one; character for character."""
    if "\n" in text:
        text = _WRAPPED.sub(r"\1 \2", text)
    return _STOP.sub("。\\1", text)


def is_whole(text: str, *, start: int, end: int) -> bool:
    """Returns whether what stands at [start, end) of an English ``text`` begins with a word and ends with one or with its stem."""
    if start and _is_letter(text[start]) and _is_letter(text[start - 1]):
        first = start
        while first and start - first <= _LONGEST_FRONT and _is_letter(text[first - 1]):
            first -= 1
        if text[first:start] not in _FRONTS:
            return False
    if not _is_letter(text[end - 1]):
        return True
    rest = _WORD.match(text, end)
    return rest is None or rest[0] in _ENDINGS


def _is_letter(char: str) -> bool:
    return "a" <= char <= "z"

"""The program's own sentences: a catalogue that the knowledge carries (knowledge/phrases/), and the one way to say one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from madoguchi import ruby

Phrases = Mapping[str, str]  # id -> the sentence, with {names} where values go
_PLACE = re.compile(r"\{([a-z_]{1,20})\}")


def said(phrases: Phrases, name: str, /, **values: object) -> str:
    """Returns the sentence ``name`` with ``values`` in its places, as they stand: what is in a value is never read.

    Raises KeyError for a sentence or a value that is not there.
    """
    if not values:
        return phrases[name]
    pieces = list(_pieces(phrases[name]))
    for at in range(1, len(pieces), 2):
        pieces[at] = str(values[pieces[at]])
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _pieces(sentence: str) -> tuple[str, ...]:
    """What stands between the places, and at every second one the name of a place."""
    return tuple(_PLACE.split(sentence))


def places_of(sentence: str) -> frozenset[str]:
    """Returns the names of the values that ``sentence`` needs."""
    return frozenset(_PLACE.findall(sentence))


def quoted(words: str) -> str:
    """Returns words of a person for a sentence of ours, so that no brace of theirs is taken for a reading above kanji."""
    return words.replace("{", "｛").replace("}", "｝") if ruby.without(words) != words else words

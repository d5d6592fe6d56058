"""The program's own sentences: a catalogue that the knowledge carries (knowledge/phrases/), and the one way to say one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from madoguchi import ruby

Phrases = Mapping[str, str]  # id -> the sentence, with {names} where values go
_PLACE = re.compile(r"\{([a-z_]{1,20})\}")


def said(phrases: Phrases, name: str, /, **values: object) -> str:
    """Returns the sentence ``name`` with ``values`` in its places, as they stand: what is in a value is never read.

    Raises KeyError for a sentence or a value that is not there.
    """
    return _PLACE.sub(lambda place: str(values[place[1]]), phrases[name]) if values else phrases[name]


def places_of(sentence: str) -> frozenset[str]:
    """Returns the names of the values that ``sentence`` needs."""
    return frozenset(_PLACE.findall(sentence))


def quoted(words: str) -> str:
    """Returns words of a person for a sentence of ours, so that no brace of theirs is taken for a reading above kanji."""
    return words.replace("{", "｛").replace("}", "｝") if ruby.without(words) != words else words

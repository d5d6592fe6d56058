"""``{% url %}`` as Django has it, and faster: where an address leads is asked once, and not for every line of every list."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.urls import reverse

register = template.Library()
_MOST = 64
_PLACE = "--{}--"  # no name of ours looks like it


@register.simple_tag
def url(name: str, *those: object) -> str:
    """Returns the address ``name`` with ``those`` in their places. Raises NoReverseMatch."""
    words = [str(one) for one in those]
    if not all(map(_is_slug, words)):
        return reverse(name, args=those)
    found = _pattern(name, len(words))
    for at, word in enumerate(words):
        found = found.replace(_PLACE.format(at), word)
    return found


def _is_slug(word: str) -> bool:
    return len(word) <= _MOST and word.isascii() and word.replace("-", "").replace("_", "").isalnum()


@lru_cache(maxsize=512)
def _pattern(name: str, count: int) -> str:
    return reverse(name, args=[_PLACE.format(at) for at in range(count)])

"""``{% say "key" %}`` and ``|read``: the page's own words and the knowledge's, with readings above kanji where they carry them.

The one module that marks text as HTML; everything goes through escaping first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from madoguchi.ruby import runs, without
from madoguchi.web.public import shown
from madoguchi.web.public.days import day_of, money_of
from madoguchi.web.tongue import Words
from madoguchi.words import Exposure

register = template.Library()
_OPEN, _CLOSED = "「『“", "」』”"


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: object) -> SafeString:
    """The text of ``key`` in the language of the page; the values are escaped and read for nothing."""
    words: Words = context["words"]
    return _above(words(key, **{name: str(value) for name, value in values.items()}))


@register.simple_tag(takes_context=True)
def sayof(context: Context, room: str, name: str) -> SafeString:
    """The text of the key ``room`` + ``name``."""
    return say(context, f"{room}{name}")


@register.simple_tag(takes_context=True)
def saykey(context: Context, key: str) -> SafeString:
    """The text of a key that stands in a variable."""
    return say(context, key)


@register.simple_tag(takes_context=True)
def plain(context: Context, key: str) -> str:
    """The text of ``key`` without readings: for names that only programs read out."""
    words: Words = context["words"]
    return without(words(key))


@register.simple_tag(takes_context=True)
def plainof(context: Context, room: str, name: str) -> str:
    """The text of the key ``room`` + ``name`` without readings."""
    return plain(context, f"{room}{name}")


@register.filter
def bare(text: str) -> str:
    """A text of ours without readings."""
    return without(str(text))


@register.filter
def lookup(texts: Mapping[str, str], key: str) -> str:
    """The text of ``key``, as it is."""
    return texts[key]


@register.filter
def split(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


@register.filter
def money(amount: int, words: Words) -> str:
    """A sum as the language writes it."""
    return money_of(amount, words)


@register.filter
def cited(sources: Sequence[str], words: Words) -> list[str]:
    """Where something of ours is from, a line a source."""
    return shown.cited(sources, words.tongue)


@register.filter
def derived(one: Exposure) -> bool:
    """Whether how a sum was counted says more than the sum."""
    return shown.derived(one)


@register.filter
def moment(at: str, words: Words) -> str:
    """The day of an ISO time, as the language writes it; what is no time stays away."""
    try:
        return day_of(dt.datetime.fromisoformat(at).date(), words)
    except ValueError:
        return ""


@register.filter
def read(text: str) -> SafeString:
    """A text of the knowledge: readings above their words."""
    return _above(str(text))


@register.filter
def firstly(text: str) -> str:
    """The first sentence of a text of ours."""
    return str(text)[: _first_end(str(text))]


@register.filter
def afterwards(text: str) -> str:
    """What follows the first sentence of a text of ours."""
    return str(text)[_first_end(str(text)) :].strip()


def _first_end(text: str) -> int:
    """Where the first sentence ends; a full stop within a quote ends none."""
    depth, straight = 0, False
    for at, char in enumerate(text):
        if char == '"':
            straight = not straight
        depth += (char in _OPEN) - (char in _CLOSED)
        if depth > 0 or straight:
            continue
        if char == "。" or text[at : at + 2] == ". ":
            return at + 1
    return len(text)


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text of ours."""
    return [line for line in str(text).split("\n") if line]


def _above(text: str) -> SafeString:
    if "|" not in text:
        return mark_safe(conditional_escape(text))  # noqa: S308 (escaped here)
    pieces = (
        format_html_join("", "<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", [(run.text, run.reading)])
        if run.reading
        else conditional_escape(run.text)
        for run in runs(text)
    )
    return mark_safe("".join(pieces))  # noqa: S308 (each piece is escaped)

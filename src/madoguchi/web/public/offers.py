"""What a trader says, and what to ask back, as the page shows it: the same as at the terminal, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from madoguchi.phrases import Phrases, said
from madoguchi.telling.labels import day_text
from madoguchi.telling.layout import defanged
from madoguchi.words import Consultation, Solicitation


class Point(NamedTuple):
    """Words of a trader (``quote``), why they are worth a question, what the text itself answers, what to ask."""

    quote: str
    why: str
    answered: str
    ask: tuple[str, ...]


class Pattern(NamedTuple):
    """Points under a title; ``serious``: what the document says honest traders do."""

    title: str
    points: tuple[Point, ...]
    serious: str = ""


class Questions(NamedTuple):
    """The whole section. ``heads``: its own words by name; ``words``: words of an offer with what to ask about each."""

    says: str
    seen: str
    patterns: tuple[Pattern, ...]
    words: tuple[Point, ...]
    in_writing: tuple[str, ...]
    may_be_asked: bool
    heads: dict[str, str]


_HEADS = (
    "title_offer",
    "offer_seen",
    "offer_serious",
    "offer_answered",
    "offer_ask",
    "offer_writing",
    "offer_before",
    "offer_no_questions",
)


def questions_in(answer: Consultation, phrases: Phrases) -> Questions | None:
    """Returns what to ask a trader; None when the text holds no offer."""
    offer = answer.offer
    if offer is None:
        return None
    strong = [one for one in answer.solicitation if not one.weak]
    weak = [one for one in answer.solicitation if one.weak]
    named = [_pattern(list(found), phrases) for _, found in groupby(strong, key=lambda one: one.id)]
    milder = [Pattern(said(phrases, "offer_weak"), _points(weak))] if weak else []
    asked = not answer.solicitation or any(one.ask for one in answer.solicitation)
    return Questions(
        says=offer.says,
        seen=day_text(offer.seen, phrases),
        patterns=(*named, *milder),
        words=tuple(Point(defanged(one.quote), "", "", one.ask) for one in offer.words) if asked else (),
        in_writing=offer.in_writing if asked else (),
        may_be_asked=asked,
        heads={name: said(phrases, name) for name in _HEADS},
    )


def _pattern(found: Sequence[Solicitation], phrases: Phrases) -> Pattern:
    return Pattern(said(phrases, "offer_pattern", name=found[0].name), _points(found), found[0].serious)


def _points(found: Iterable[Solicitation]) -> tuple[Point, ...]:
    return tuple(
        Point(defanged(one.quote), one.why, defanged(one.answered.quote) if one.answered else "", one.ask)
        for one in found
    )

"""What a trader says, and what to ask back: the patterns of solicitation with quotes, questions and what belongs on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from madoguchi.phrases import Phrases, said
from madoguchi.telling.labels import day_text
from madoguchi.telling.layout import bulleted, headed, labelled, titled, wrapped
from madoguchi.telling.reading import quoted
from madoguchi.words import Consultation, Offer, Solicitation

_INNER = str.maketrans("「」", "『』")  # quotation marks within quotation marks


def offers(answer: Consultation, phrases: Phrases) -> list[str]:
    """Returns the section on a trader's words; nothing when the text holds none."""
    if answer.offer is None:
        return []
    return titled(said(phrases, "title_offer"), _lines(answer.offer, answer.solicitation, phrases))


def _lines(offer: Offer, patterns: Sequence[Solicitation], phrases: Phrases) -> Iterator[str]:
    yield from wrapped(offer.says, first="  ")
    yield from labelled(said(phrases, "offer_seen"), day_text(offer.seen, phrases))
    for _, found in groupby([one for one in patterns if not one.weak], key=lambda one: one.id):
        yield from _pattern(list(found), phrases)
    weak = [one for one in patterns if one.weak]
    if weak:
        yield from [*headed(said(phrases, "offer_weak"), indent=2), *_points(weak, phrases)]
    if not any(one.ask for one in patterns) and patterns:
        yield from wrapped(said(phrases, "offer_no_questions"), first="  ")
        return
    for word in offer.words:
        about = said(phrases, "offer_about", quote=quoted(word, phrases))
        yield from wrapped(about, first="  ・")
        yield from bulleted(_asked(word.ask), indent=6)
    if offer.in_writing:
        yield from [*headed(said(phrases, "offer_writing"), indent=2), *bulleted(offer.in_writing, indent=4)]
    yield from wrapped(said(phrases, "offer_before"), first="  ")


def _pattern(found: Sequence[Solicitation], phrases: Phrases) -> Iterator[str]:
    yield from wrapped(said(phrases, "offer_pattern", name=found[0].name), first="  ")
    yield from _points(found, phrases)
    yield from labelled(said(phrases, "offer_serious"), found[0].serious, indent=4)


def _points(found: Sequence[Solicitation], phrases: Phrases) -> Iterator[str]:
    for one in found:
        yield from wrapped(f"{quoted(one, phrases)} … {one.why}", first="    ・")
        if one.answered is not None:
            yield from labelled(said(phrases, "offer_answered"), quoted(one.answered, phrases), indent=6)
        if one.ask:
            yield from headed(said(phrases, "offer_ask"), indent=6)
            yield from bulleted(_asked(one.ask), indent=8)


def _asked(questions: Sequence[str]) -> list[str]:
    return [f"「{question.translate(_INNER)}」" for question in questions]

"""What a trader says, and what to ask back: the patterns of solicitation with quotes, questions and what belongs on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from madoguchi.telling.labels import day_text
from madoguchi.telling.layout import bulleted, labelled, titled, wrapped
from madoguchi.telling.reading import quoted
from madoguchi.words import Consultation, Offer, Solicitation

_INNER = str.maketrans("「」", "『』")  # quotation marks within quotation marks
_NO_QUESTIONS = "この相手には、こちらから連絡して聞くことはしません。上の「すること」を先にします。"
_BEFORE = "答えを書面かメールでもらうまで、契約も支払いもしません。答えない業者は、選ばないこともできます。"


def offers(answer: Consultation) -> list[str]:
    """Returns the section on a trader's words; nothing when the text holds none."""
    if answer.offer is None:
        return []
    return titled("業者の言い分への質問", _lines(answer.offer, answer.solicitation))


def _lines(offer: Offer, patterns: Sequence[Solicitation]) -> Iterator[str]:
    yield from wrapped(offer.says, first="  ")
    yield from labelled("この資料を見た日", day_text(offer.seen))
    for _, found in groupby([one for one in patterns if not one.weak], key=lambda one: one.id):
        yield from _pattern(list(found))
    weak = [one for one in patterns if one.weak]
    if weak:
        yield from ["  ふつうの業者も使う言い方ですが、聞いておくとよいこと:", *_points(weak)]
    if not any(one.ask for one in patterns) and patterns:
        yield from wrapped(_NO_QUESTIONS, first="  ")
        return
    for word in offer.words:
        yield from wrapped(f"{quoted(word)} について聞くこと", first="  ・")
        yield from bulleted(_asked(word.ask), indent=6)
    if offer.in_writing:
        yield from ["  書面かメールでもらうこと:", *bulleted(offer.in_writing, indent=4)]
    yield from wrapped(_BEFORE, first="  ")


def _pattern(found: Sequence[Solicitation]) -> Iterator[str]:
    yield from wrapped(f"型「{found[0].name}」", first="  ")
    yield from _points(found)
    yield from labelled("資料では", found[0].serious, indent=4)


def _points(found: Sequence[Solicitation]) -> Iterator[str]:
    for one in found:
        yield from wrapped(f"{quoted(one)} … {one.why}", first="    ・")
        if one.answered is not None:
            yield from labelled("説明らしい言葉", quoted(one.answered), indent=6)
        if one.ask:
            yield from ["      聞くこと:", *bulleted(_asked(one.ask), indent=8)]


def _asked(questions: Sequence[str]) -> list[str]:
    return [f"「{question.translate(_INNER)}」" for question in questions]

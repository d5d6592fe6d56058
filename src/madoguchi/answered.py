"""Questions that the words themselves answer: 電話は切りました, 送信を押しました, 188にはまだ電話していません. Nobody is asked these again.

The patterns stand with the choices of a question (``told`` in knowledge/questions). The first choice in their order that stands
in the text counts; what somebody is quoted with, and what is denied, does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from madoguchi.conditions import applies
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import QuestionRule
from madoguchi.tale import Tale
from madoguchi.words import Told

_KINDS = ("told", "told_untouched")


def answers_in(tale: Tale, told: Told, *, knowledge: Knowledge) -> dict[str, str]:
    """Returns question id -> choice id for the questions that ``told`` raises and the words of ``tale`` answer.

    A message answers none: it is nobody's own words.
    """
    return {} if tale.is_message else dict(_answers(tale, told, knowledge))


def _answers(tale: Tale, told: Told, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    spoken = {owner[1] for kind in _KINDS for owner, _ in tale.of_kind(kind)}
    for question in knowledge.questions.values() if spoken else ():
        if question.id not in spoken:
            continue
        choice = _choice(tale, question, untouched=told.stage <= {"received_only"})
        if choice and applies(question.if_, told) and not any(applies(one, told) for one in question.unless):
            yield question.id, choice


def _choice(tale: Tale, question: QuestionRule, *, untouched: bool) -> str | None:
    """``untouched``: whether nothing was done yet; only then まだ払っていません says that nothing was given."""
    kinds = _KINDS if untouched else _KINDS[:1]
    asked = question.choices
    return next(
        (one.id for one in asked if any(_says(tale, kind, question.id, one.id) for kind in kinds)), None
    )


def _says(tale: Tale, *owner: str) -> bool:
    hits = tale.matches.get(owner, ())
    return any([not tale.quoting.holds(hit.start) and not tale.denies(hit.end) for hit in hits])

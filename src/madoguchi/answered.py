"""Questions that the words themselves answer: 電話は切りました, 送信を押しました, 188にはまだ電話していません. Nobody is asked these again.

The patterns stand with the choices of a question (``told`` in knowledge/questions). The first choice in their order that stands
in the text counts; what somebody is quoted with, and what is denied, does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from madoguchi.conditions import SEVERAL, applies
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Days, QuestionRule
from madoguchi.tale import Tale
from madoguchi.told import Told
from madoguchi.words import DateSpan, SalesWord

_KINDS = ("told", "told_untouched")


def answers_in(
    tale: Tale, told: Told, *, knowledge: Knowledge, days: Sequence[DateSpan] = ()
) -> dict[str, str]:
    """Returns question id -> choice id for the questions that ``told`` raises and the words of ``tale`` answer.

    ``days``: those that are told of; a choice that means certain days is given where all of them lie there. A message answers none: it is
    nobody's own words.
    """
    past = [day for day in days if not day.comes_after(tale.today)]
    return {} if tale.is_message else dict(_answers(tale, told, knowledge, past))


def sold_by(answers: Mapping[str, str], knowledge: Knowledge) -> frozenset[SalesWord]:
    """Returns how somebody came to sell, as the person's own answers say; what a story only hints at (業者を呼んだ) tells no way of selling."""
    rules = ((knowledge.questions[question], chosen.split(SEVERAL)) for question, chosen in answers.items())
    return frozenset(way for rule, ids in rules for one in rule.choices if one.id in ids for way in one.sold)


def _answers(
    tale: Tale, told: Told, knowledge: Knowledge, past: Sequence[DateSpan]
) -> Iterator[tuple[str, str]]:
    spoken = {owner[1] for kind in _KINDS for owner, _ in tale.of_kind(kind)}
    for question in knowledge.questions.values() if spoken or past else ():
        if question.id not in spoken and not past:
            continue
        asked = question.id in spoken
        choice = _choice(tale, question, untouched=told.stage <= {"received_only"}) if asked else None
        choice = choice or _by_the_days(question, past)
        if choice and applies(question.if_, told) and not any(applies(one, told) for one in question.unless):
            yield question.id, choice


def _by_the_days(question: QuestionRule, past: Sequence[DateSpan]) -> str | None:
    for one in question.choices if past else ():
        if one.days is not None and all(_holds(one.days, day) for day in past):
            return one.id
    return None


def _holds(days: Days, day: DateSpan) -> bool:
    first, last = days.first or dt.date.min, days.last or dt.date.max
    return first <= day.from_day and day.to_day <= last


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

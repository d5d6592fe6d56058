"""Which letters are offered, and on which conditions of which rule each rests. Whether somebody has a right is never said.

A condition is met by what was told (the core reads the memo), by a code of the record, or because a counsellor looked and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from madoguchi.knowledge import load
from madoguchi.knowledge.shapes.letters import LetterForm
from madoguchi.knowledge.shapes.redress import RedressRule
from madoguchi.knowledge.shapes.sources import Source
from madoguchi.web.desk.letter_models import ConditionSeen
from madoguchi.web.desk.models import Case
from madoguchi.words import Consultation

State = Literal["met", "not_met", "not_known"]
_BYTES = 6


@dataclass(frozen=True, slots=True)
class Held:
    """A condition in its own words: what was told says of it (``state``, from the words ``quote``), and who looked (``seen``)."""

    text: str
    mark: str
    state: State
    quote: str = ""
    seen: ConditionSeen | None = None

    @property
    def holds(self) -> bool:
        """Whether it was told or looked at; a counsellor's own look goes before what the memo seems to say."""
        return self.seen is not None or self.state == "met"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule on which a letter rests, its conditions, and where it was read."""

    rule: RedressRule
    conditions: tuple[Held, ...]
    sources: tuple[Source, ...]

    @property
    def holds(self) -> bool:
        """Whether every condition that is quoted was told or looked at."""
        return all(one.holds for one in self.conditions)


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter that can be drafted. ``first``: every condition of one of its rules was told or looked at."""

    form: LetterForm
    grounds: tuple[Ground, ...]

    @property
    def first(self) -> bool:
        """Whether it is offered before the others."""
        return any(ground.holds for ground in self.grounds)


def mark_of(text: str) -> str:
    """Returns the mark of a condition as it is worded: worded anew it has to be looked at anew."""
    return hashlib.blake2b(text.encode(), digest_size=_BYTES).hexdigest()


def offers_of(case: Case, answer: Consultation, *, seen: Sequence[ConditionSeen]) -> list[Offer]:
    """Returns every letter that rests on rules, those whose conditions were told or looked at first."""
    looked = {(one.rule, one.condition): one for one in seen}
    found = [
        Offer(form, tuple(_grounds(form, case, answer=answer, looked=looked)))
        for form in load().letters.values()
        if form.rules
    ]
    return sorted(found, key=lambda one: not one.first)


def _grounds(
    form: LetterForm,
    case: Case,
    *,
    answer: Consultation,
    looked: Mapping[tuple[str, str], ConditionSeen],
) -> Iterator[Ground]:
    known = load()
    told = {one.id: one for one in answer.redress}
    for id_ in form.rules:
        rule, heard = known.redress[id_], told.get(id_)
        held = []
        for place, condition in enumerate(rule.conditions):
            mark = mark_of(condition.text)
            state: State = heard.conditions[place].state if heard else "not_known"
            quote = (heard.conditions[place].quote or "") if heard else ""
            state = _recorded(form, id_, case=case, place=place + 1) or state
            held.append(Held(condition.text, mark, state, quote, looked.get((id_, mark))))
        yield Ground(rule, tuple(held), tuple(known.sources[one] for one in rule.sources))


def _recorded(form: LetterForm, rule: str, *, case: Case, place: int) -> State | None:
    for said in form.record:
        if (said.rule, said.condition) == (rule, place):
            code = getattr(case, said.field)
            return "met" if code in said.met else "not_met" if code in said.not_met else None
    return None

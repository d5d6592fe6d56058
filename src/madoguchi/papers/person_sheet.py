"""The paper for the person: one page, large type, a few numbered steps that can be read out over the telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import AnyBlock, Call, Calls, Heading, Line, Marked, Para, Sheet, Steps, spoken
from madoguchi.papers.blocks import Step as Told
from madoguchi.papers.frame import Style, framed
from madoguchi.papers.material import Seen
from madoguchi.phrases import Phrases, said
from madoguchi.telling.desks import number_of
from madoguchi.words import ContactNow, Step

_SIZE = 14.0
_LEADING = 0.95  # room for the readings between the lines
_TONIGHT = ("now", "today")
_AT_ONCE = 2  # of those who stop the money: before the one desk that speaks the person's language
_MANY_LANGUAGES = "houterasu_multilingual"
_EVERYBODYS = ("hotline_188", "police_9110")  # who has no number for tonight still has somebody to ask


class _Most(NamedTuple):
    """How much goes on the page; ``say``: whether there is room for what to say."""

    steps: int
    calls: int
    never: int
    say: bool


# From the fullest page to the barest: what is read out in a fright is short anyway.
_LADDER = (
    _Most(5, 4, 4, say=True),
    _Most(5, 4, 4, say=False),
    _Most(5, 4, 3, say=False),
    _Most(5, 3, 3, say=False),
    _Most(5, 3, 2, say=False),
    _Most(5, 3, 1, say=False),
    _Most(4, 3, 1, say=False),
    _Most(4, 2, 2, say=False),
    _Most(3, 2, 2, say=False),
    _Most(3, 1, 1, say=False),
    _Most(2, 1, 1, say=False),
    _Most(1, 1, 0, say=False),
)


def person_sheet(seen: Seen, shorter: int) -> Sheet | None:
    """Returns the paper, the shorter the larger ``shorter`` is; None when it cannot be made any shorter."""
    if shorter >= len(_LADDER):
        return None
    most = _LADDER[shorter]
    plan, own = seen.own.answer.plan, seen.own.knowledge.phrases
    steps = _first(plan.steps, most.steps)
    never = plan.never[: most.never]
    blocks: list[AnyBlock] = [
        Para(text=spoken(said(own, "when_now"), bold=True), big=True),
        Para(text=spoken(said(own, "paper_in_order"))),
        Steps(
            items=tuple(
                Told(text=spoken(one.text), below=_say(one, own) if most.say else ()) for one in steps
            )
        ),
        *(Para(text=spoken(one.text), boxed=True) for one in seen.own.answer.withdrawals[:1]),
        Heading(text=spoken(said(own, "paper_calls"))),
        Calls(items=tuple(_call(desk, own) for desk in _with_a_number(_desks(seen, steps), most.calls))),
    ]
    if never:
        blocks += [
            Heading(text=spoken(said(own, "title_never"))),
            Marked(items=tuple(map(spoken, never)), mark="×"),
        ]
    style = Style(_SIZE, _LEADING, phrases=True)
    return framed(seen, [*blocks, *_comfort(seen)], name=said(own, "paper_person"), style=style, phrases=own)


def _first(steps: Sequence[Step], most: int) -> list[Step]:
    """The steps of tonight; where there are none, the first ones whenever they are due."""
    tonight = [one for one in steps if one.when in _TONIGHT]
    return list((tonight or steps)[:most])


def _say(step: Step, own: Phrases) -> tuple[Line, ...]:
    return tuple(spoken(said(own, "quote", quote=line)) for line in step.say[:1])


def _desks(seen: Seen, steps: Sequence[Step]) -> list[ContactNow]:
    """Whom to call: first who stops the money tonight, as the plan orders them, then whom the printed ``steps`` name, then the others."""
    known = {desk.id: desk for desk in seen.own.answer.contacts}
    plan = seen.own.answer.plan.steps
    first = [
        known[id_]
        for step in plan
        if step.when == "now"
        for id_ in step.contacts
        if id_ in known and _stops(known[id_], step)
    ]
    spoken_there = _of_their_language(seen)
    shown = [id_ for step in steps for id_ in step.contacts]
    rest = [*(id_ for step in plan for id_ in step.contacts if id_ not in shown), *_EVERYBODYS]
    by_number = [_by_number(seen, known, dict.fromkeys(ids)) for ids in (spoken_there, shown, rest)]
    found = (*first[:_AT_ONCE], *by_number[0], *first[_AT_ONCE:], *by_number[1], *by_number[2])
    return list({desk.id: desk for desk in found}.values())


def _of_their_language(seen: Seen) -> tuple[str, ...]:
    """The desk that speaks it, where the plan leads there: for who tells it in another language than Japanese."""
    named = {id_ for step in seen.own.answer.plan.steps for id_ in step.contacts}
    return (_MANY_LANGUAGES,) if _MANY_LANGUAGES in named else ()


def _by_number(seen: Seen, known: Mapping[str, ContactNow], ids: Iterable[str]) -> list[ContactNow]:
    """Those of ``ids`` that have a number: who answers first comes first."""
    found = (known.get(id_) or seen.own_desk(id_) for id_ in ids)
    return sorted((desk for desk in found if desk is not None and desk.phone), key=_soonest)


def _with_a_number(desks: Sequence[ContactNow], most: int) -> list[ContactNow]:
    """The first ``most`` of ``desks``; the last of them is one whose number can be printed, where no other has one."""
    shown, numbered = list(desks[:most]), [desk for desk in desks if desk.phone]
    if shown and numbered and not any(desk.phone for desk in shown):
        shown[-1] = numbered[0]
    return shown


def _stops(desk: ContactNow, step: Step) -> bool:
    """Whether ``desk`` answers now, or is the first of ``step`` and has its number on a card, a passbook or a receipt."""
    if desk.phone or desk.open_now:
        return desk.open_now is True
    return desk.id == step.contacts[0] and bool(desk.note) and not desk.id.startswith("police")


def _soonest(desk: ContactNow) -> tuple[bool, dt.date]:
    """Who answers now comes first, then who answers on an earlier day; among equals the order of the plan stays."""
    sure = desk.opens_next.date() if desk.opens_next else dt.date.max
    may_answer = desk.perhaps_from if desk.open_now is False else None
    return desk.open_now is not True, may_answer or sure


def _call(desk: ContactNow, own: Phrases) -> Call:
    if not desk.phone:  # its name says where its number stands
        return Call(name=spoken(desk.name), number=(), when=tuple(map(spoken, _needs(desk, own))))
    doubt = number_of(desk, own).removeprefix(said(own, "phone", phone=desk.phone))
    lines = [f"{facts.opening(desk, own)}{doubt}", *_needs(desk, own)]
    return Call(
        name=spoken(desk.name), number=spoken(desk.phone or "", bold=True), when=tuple(map(spoken, lines))
    )


def _needs(desk: ContactNow, own: Phrases) -> Iterator[str]:
    if desk.needs:
        yield f"{said(own, 'label_ready')}: {desk.needs[0]}"


def _comfort(seen: Seen) -> list[AnyBlock]:
    """Words for somebody who blames themselves; only where the words were recognised for a trick."""
    answer, schemes = seen.own.answer, seen.own.knowledge.schemes
    if answer.verdict != "scheme" or schemes[answer.schemes[0].id].may_be_no_fraud:
        return []
    return [Para(text=spoken(said(seen.own.knowledge.phrases, "paper_comfort")))]

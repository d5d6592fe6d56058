"""The paper for the person: one page, large type, a few numbered steps that can be read out over the telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.papers import telling_facts as facts
from madoguchi.papers.blocks import AnyBlock, Call, Calls, Heading, Line, Marked, Para, Sheet, Steps, spoken
from madoguchi.papers.blocks import Step as Told
from madoguchi.papers.frame import Style, framed
from madoguchi.papers.material import Seen
from madoguchi.telling.desks import number_of
from madoguchi.words import ContactNow, Step

NAME = "{本人|ほんにん}に {渡|わた}す{紙|かみ}"
_SIZE = 14.0
_LEADING = 0.95  # room for the readings between the lines
_TONIGHT = ("now", "today")
_EVERYBODYS = ("hotline_188", "police_9110")  # who has no number for tonight still has somebody to ask

_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


class _Most(NamedTuple):
    """How much goes on the page; ``say``: whether there is room for what to say."""

    steps: int
    calls: int
    never: int
    say: bool


# From the fullest page to the barest: what is read out in a fright is short anyway.
_LADDER = (
    _Most(5, 3, 4, say=True),
    _Most(5, 3, 4, say=False),
    _Most(5, 3, 3, say=False),
    _Most(5, 2, 3, say=False),
    _Most(4, 2, 3, say=False),
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
    plan = seen.easy.plan
    steps = _first(plan.steps, most.steps)
    never = plan.never[: most.never]
    blocks: list[AnyBlock] = [
        Para(text=spoken("いま すること", bold=True), big=True),
        Para(text=spoken("{上|うえ}から {順番|じゅんばん}に、{一|ひと}つずつで だいじょうぶです。")),
        Steps(items=tuple(Told(text=spoken(one.text), below=_say(one) if most.say else ()) for one in steps)),
        Heading(text=spoken("{電話|でんわ}する ところ")),
        Calls(items=tuple(_call(desk) for desk in _desks(seen, steps)[: most.calls])),
    ]
    if never:
        blocks += [Heading(text=spoken("しない こと")), Marked(items=tuple(map(spoken, never)), mark="×")]
    return framed(seen, [*blocks, *_comfort(seen)], name=NAME, style=Style(_SIZE, _LEADING, phrases=True))


def _first(steps: Sequence[Step], most: int) -> list[Step]:
    """The steps of tonight; where there are none, the first ones whenever they are due."""
    tonight = [one for one in steps if one.when in _TONIGHT]
    return list((tonight or steps)[:most])


def _say(step: Step) -> tuple[Line, ...]:
    return tuple(spoken(f"「{line}」") for line in step.say[:1])


def _desks(seen: Seen, steps: Sequence[Step]) -> list[ContactNow]:
    """Who has a number: first whom the steps name, then whom the whole plan names, then everybody's desks."""
    known = {desk.id: desk for desk in seen.easy.contacts}
    named = [id_ for step in (*steps, *seen.easy.plan.steps) for id_ in step.contacts]
    found = [known.get(id_) or seen.desk(id_) for id_ in dict.fromkeys((*named, *_EVERYBODYS))]
    return sorted((desk for desk in found if desk is not None and desk.phone), key=_soonest)


def _soonest(desk: ContactNow) -> tuple[bool, dt.datetime]:
    """Who answers now comes first, then who answers next; among equals the order of the plan stays."""
    return desk.open_now is not True, desk.opens_next or _NEVER


def _call(desk: ContactNow) -> Call:
    doubt = number_of(desk).removeprefix(f"電話 {desk.phone}")
    lines = [f"{facts.opening(desk)}{doubt}", *_needs(desk)]
    return Call(
        name=spoken(desk.name), number=spoken(desk.phone or "", bold=True), when=tuple(map(spoken, lines))
    )


def _needs(desk: ContactNow) -> Iterator[str]:
    if desk.needs:
        yield f"{{手元|てもと}}に: {desk.needs[0]}"


def _comfort(seen: Seen) -> list[AnyBlock]:
    """Words for somebody who blames themselves; only where the words were recognised for a trick."""
    if seen.easy.verdict != "scheme":
        return []
    return [
        Para(text=spoken("だました {人|ひと}が {悪|わる}いのです。いまからでも、できることが あります。"))
    ]

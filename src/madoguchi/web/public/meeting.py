"""Two telephones with one continue number: what each of them said since they last agreed is brought together, and nothing is lost.

``base`` is what a form started from, ``ours`` what it came to, ``theirs`` what is kept meanwhile. Who changed something since ``base``
is heard; where both did, ours is. A story that both wrote anew stays twice: theirs stands among what was added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

import msgspec

from madoguchi.web.public.walk import Added, Done, Walk

One = TypeVar("One")


class Met(NamedTuple):
    """``walk`` goes on. ``state``: nothing else was kept, others were joined, both are too much for one, nothing is kept any more.

    ``added`` and ``done`` (ids of steps) are what the other device brought.
    """

    walk: Walk
    state: Literal["alone", "joined", "too_long", "gone"]
    added: tuple[Added, ...] = ()
    done: tuple[str, ...] = ()


def joined(base: Walk, ours: Walk, *, theirs: Walk, now: dt.datetime) -> Walk:
    """Returns what ``ours`` and ``theirs`` say together."""
    story = _newer(base.story, ours.story, theirs.story)
    added = _entries(base.added, ours.added, theirs.added)
    if theirs.story is not None and base.story != theirs.story != ours.story != base.story:
        added = (*added, Added(at=now.isoformat(timespec="minutes"), text=theirs.story.text))
    return msgspec.structs.replace(
        ours,
        story=story,
        added=added,
        person=_newer(base.person, ours.person, theirs.person),
        message=_newer(base.message, ours.message, theirs.message),
        started=_newer(base.started, ours.started, theirs.started),
        done=_pairs(base.done, ours.done, theirs.done),
        answers=_pairs(base.answers, ours.answers, theirs.answers),
        asked=_entries(base.asked, ours.asked, theirs.asked),
        consents=_entries(base.consents, ours.consents, theirs.consents),
        again=_entries(base.again, ours.again, theirs.again),
    )


def is_same(one: Walk, other: Walk) -> bool:
    """Returns whether both say the same, whatever tab they stand in."""
    return _bare(one) == _bare(other)


def brought(base: Walk, theirs: Walk) -> tuple[tuple[Added, ...], tuple[str, ...]]:
    """Returns what ``theirs`` has and ``base`` has not: what was added (a story written anew too), and steps with a mark."""
    added = tuple(one for one in theirs.added if one not in base.added)
    if theirs.story is not None and theirs.story != base.story:
        added = (Added(at=theirs.started, text=theirs.story.text), *added)
    done: Mapping[str, Done] = theirs.done
    return added, tuple(step for step, state in done.items() if base.done.get(step) != state)


def _bare(walk: Walk) -> Walk:
    return msgspec.structs.replace(walk, number="", seal="", once="", version=0)


def _newer(base: One, ours: One, theirs: One) -> One:
    return ours if ours != base else theirs


def _pairs(base: Mapping[str, One], ours: Mapping[str, One], theirs: Mapping[str, One]) -> dict[str, One]:
    found = {name: _newer(base.get(name), ours.get(name), theirs.get(name)) for name in {**theirs, **ours}}
    return {name: state for name, state in found.items() if state is not None}


def _entries(base: Sequence[One], ours: Sequence[One], theirs: Sequence[One]) -> tuple[One, ...]:
    """All of both, in their order, but for what one of them has taken back."""
    back = [one for one in base if one not in ours or one not in theirs]
    kept: list[One] = []
    for one in (*theirs, *ours):
        if one not in back and one not in kept:
            kept.append(one)
    return tuple(kept)

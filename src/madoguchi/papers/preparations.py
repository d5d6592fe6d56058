"""The ten things to have at hand before asking a desk, each with whether the story already speaks of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Preparation
from madoguchi.knowledge.shapes.papers import ToldBy
from madoguchi.papers.counterparty import counterparty_in
from madoguchi.papers.deeds_told import told_outright
from madoguchi.papers.events import past_days
from madoguchi.words import Consultation, Story


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to prepare. ``told``: the story speaks of it (``quote``); whether it is there, only the person knows.

    ``told_by``: which part of a story tells of it; ``named``: the quote names the thing itself.
    """

    id: str
    text: str
    told_by: ToldBy
    told: bool
    quote: str = ""
    named: bool = False


def prepared_in(
    story: Story, answer: Consultation, *, knowledge: Knowledge, on: dt.date
) -> tuple[Prepared, ...]:
    """Returns the live checklist of ``story`` in the order of the knowledge; days after ``on`` tell of nothing that was."""
    quotes = _quotes(story, answer, on)
    return tuple(_prepared(one, story, quotes) for one in knowledge.papers.preparations)


def _quotes(story: Story, answer: Consultation, on: dt.date) -> Mapping[ToldBy, str | None]:
    """What of the story shows that a thing is spoken of: its words; None where nothing does."""
    situation, other = answer.situation, counterparty_in(story, answer.situation.contract)
    deeds = [one for one in situation.facts if one.stage != "received_only"]
    outright, past = [one for one in deeds if told_outright(one)] or deeds, past_days(situation, on)
    channel = situation.channel not in (None, "unknown")
    return {
        "events": outright[0].quote if outright else None,
        "counterparty": next(
            iter((*other.reach, *other.names, *other.links, *filter(None, [other.name]))), None
        ),
        "channel": (situation.facts[0].quote if situation.facts else "") if channel else None,
        "dates": past[0].quote if past else None,
        "amounts": next(
            (
                one.quote
                for one in (
                    *(sum_ for sum_ in situation.amounts if sum_.role in ("paid", "lost")),
                    *(way for way in situation.payments if way.state == "paid"),
                )
            ),
            None,
        ),
    }


def _prepared(one: Preparation, story: Story, quotes: Mapping[ToldBy, str | None]) -> Prepared:
    if one.told_by == "words":
        quote = next((word for word in one.words if word in story.text), None)
    else:
        quote = quotes[one.told_by]
    return Prepared(
        id=one.id,
        text=one.text,
        told_by=one.told_by,
        told=quote is not None,
        quote=quote or "",
        named=quote is not None and one.names_it,
    )

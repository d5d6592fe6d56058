"""From what a person told (words, who they are, what was read out of it) to the lines that a desk may take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import msgspec

from madoguchi.knowledge import load
from madoguchi.links import places_of_links
from madoguchi.masks import ways_to_reach
from madoguchi.papers.material import About
from madoguchi.web.desk.codes import CounterpartKind, Sex
from madoguchi.web.desk.hearing import Heard
from madoguchi.web.desk.proposals import OF_CONSUMER, proposals_of
from madoguchi.web.desk.taking_in.brought import Said, safe, within_the_most
from madoguchi.words import Consultation, Story

_MOST_YEN = 10**12
_MOST_REACHED, _MOST_LINKS, _MOST_LINK = 6, 200, 2_000
_MOST_QUOTE = 80
_IDENTITY = ("name", "phone", "address")
_MOST: Mapping[str, int] = {"name": 100, "phone": 40, "address": 200, "occupation": 24}
_SEXES: Mapping[str, Sex] = {"女": "female", "女性": "female", "男": "male", "男性": "male"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a case file, a text or a draft holds of a person's own. ``story`` may be empty: they did not agree to hand it over."""

    story: Story
    answer: Consultation
    about: About = field(default_factory=About)
    added: tuple[str, ...] = ()


def said_in(told: Told) -> tuple[Said, ...]:
    """Returns the lines of ``told``: the words, who it is, the other side, then the codes that were read out of the words."""
    return within_the_most(_said(told))


def _said(told: Told) -> Iterator[Said]:
    yield from _words(told)
    yield from _people(told)
    yield from _other_side(told)
    yield from _codes(told)


def _words(told: Told) -> Iterator[Said]:
    story = told.story
    head = [
        f"{label}: {safe(text, most=400)}"
        for label, text in (("差出人", story.sender), ("件名", story.subject))
        if text
    ]
    yield Said(field="memo.words", value="\n".join([*head, safe(story.text)]).strip())
    new = (one for one in map(safe, told.added) if one and one not in safe(story.text))
    yield Said(field="memo.added", value="\n".join(new))
    yield Said(field="memo.relation", value=safe(told.about.relation, most=80))
    yield Said(field="memo.other_desks", value=safe(told.about.other_desks, most=2_000))
    yield Said(field="memo.wishes", value=safe(told.about.wishes, most=2_000))


def _people(told: Told) -> Iterator[Said]:
    """Who told it is the caller; only who told of themselves is the consumer as well."""
    situation, about = told.answer.situation, told.about
    own = situation.person == "self"
    part = "consumer" if own else "caller"
    for name in _IDENTITY:
        yield Said(field=f"{part}.{name}", value=safe(getattr(about, name), most=_MOST[name]))
    if own:
        yield Said(field="caller.relation", value="本人")
        yield Said(field="consumer.sex", value=_SEXES.get(safe(about.sex), ""))
        yield Said(field="consumer.occupation", value=safe(about.occupation, most=_MOST["occupation"]))
    yield Said(field="consumer.age_band", value=situation.age_band or "", source="program")


def _other_side(told: Told) -> Iterator[Said]:
    """The person's own number is no other side."""
    story, mine = told.story, digits(safe(told.about.phone))
    text = safe("\n".join((story.text, story.sender or "")))
    beside = (*story.urls[:_MOST_LINKS], *(href for _, href in story.anchors[:_MOST_LINKS]))
    links = [safe(one, most=_MOST_LINK) for one in beside]
    found: dict[CounterpartKind, list[str]] = {}
    for party in told.answer.situation.contract.parties:
        if name := safe(party.quote, most=_MOST["name"]):
            found.setdefault("name", []).append(name)
    for kind, value in (*other_side_in(text), *(("url", link) for link in links)):
        if kind != "phone" or digits(value) != mine:
            found.setdefault(kind, []).append(value[:_MOST_LINK])
    for kind, values in found.items():
        for value in list(dict.fromkeys(values))[:_MOST_REACHED]:
            yield Said(field=f"counterpart.{kind}", value=value)


def other_side_in(text: str) -> Iterator[tuple[CounterpartKind, str]]:
    """Yields the numbers, mail addresses and links in ``text`` as they are written; none of a desk that is known.

    Raises UnreadableText. Whose they are, nobody has checked.
    """
    desks = known_numbers()
    for way in ways_to_reach(text):
        if "@" in way:
            yield "email", way
        elif digits(way) not in desks:
            yield "phone", way
    for start, end in places_of_links(text):
        yield "url", text[start:end]


@lru_cache(maxsize=1)
def known_numbers() -> frozenset[str]:
    """Returns the digits of the telephone numbers of desks that are known: nobody's other side."""
    shown = (
        number
        for one in load().contacts.values()
        for number in (one.phone, one.phone_alt)
        if number is not None
    )
    return frozenset(digits(number.value) for number in shown)


def digits(number: str) -> str:
    """Returns the digits of ``number``."""
    return "".join(char for char in number if char.isdecimal())


def _codes(told: Told) -> Iterator[Said]:
    """What a program read out of the words, each with them; what no list of ours knows is left out."""
    heard = Heard(told.story.text, _possible(told.answer), ())
    for one in proposals_of(heard):
        if one.field not in (
            "kind",
            *OF_CONSUMER,
        ):  # complaint or inquiry is for whoever speaks with the person; of people, `_people` tells
            quote = safe(one.quote, most=_MOST_QUOTE)
            yield Said(field=one.field, value=one.value, source="program", quote=quote)


def _possible(answer: Consultation) -> Consultation:
    situation = answer.situation
    sums = tuple(one for one in situation.amounts if 0 <= (one.yen or 0) * one.count <= _MOST_YEN)
    known = load().schemes
    return msgspec.structs.replace(
        answer,
        schemes=tuple(one for one in answer.schemes if one.id in known),
        situation=msgspec.structs.replace(situation, amounts=sums),
    )

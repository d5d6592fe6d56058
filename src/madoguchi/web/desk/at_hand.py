"""What lies beside the memo during a call: steps to read out, the card of each scheme, the law as conditions with the day of its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from madoguchi.knowledge import load
from madoguchi.web.desk.hearing import Heard
from madoguchi.web.public.shown import cited, redress
from madoguchi.words import Finding, Sign

_MOST_STEPS, _MOST_SCHEMES, _MOST_SIGNS = 6, 2, 6
STATES = {"met": "当てはまる", "not_met": "当てはまらない", "not_known": "まだ分からない"}


@dataclass(frozen=True, slots=True)
class Line:
    """A step of the plan as it is read out; ``sources``: who says it, where, its date, and when it was seen."""

    text: str
    sources: Sequence[str]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a scheme is; what in the memo speaks for it and against it (why, the words); what it may be instead."""

    name: str
    what: str
    signs: Sequence[tuple[str, str]]
    against: Sequence[tuple[str, str]]
    instead: Sequence[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of law, never a verdict: ``conditions`` are its text, how it stands after the memo, and the words for that (or nothing)."""

    name: str
    rule: str
    conditions: Sequence[tuple[str, str, str]]
    deadline: str
    needs: Sequence[str]
    sources: Sequence[str]


def lines_of(heard: Heard) -> list[Line]:
    """Returns the first steps of the plan."""
    return [Line(one.text, cited(one.sources, "ja"), one.id) for one in heard.answer.plan.steps[:_MOST_STEPS]]


def cards_of(heard: Heard) -> Iterator[Card]:
    """Yields the cards of what it looks like, the likeliest first."""
    known = load().schemes
    for one in heard.answer.schemes[:_MOST_SCHEMES]:
        instead = [known[name].name for name in one.looks_like_instead if name in known]
        yield Card(one.name, known[one.id].what, _signs(one, "for"), _signs(one, "against"), instead)


def _signs(one: Finding, counts: str) -> list[tuple[str, str]]:
    """Each reason once, with the words of the memo that it saw first."""
    found: dict[str, Sign] = {}
    for sign in one.signs:
        if sign.counts == counts and sign.part is None:
            found.setdefault(sign.why, sign)
    return [(why, sign.quote) for why, sign in found.items()][:_MOST_SIGNS]


def rules_of(heard: Heard) -> Iterator[Rule]:
    """Yields the rules that may bear on it, those of which something is met first."""
    for title, one in redress(heard.answer):
        stand = [(it.text, STATES[it.state], it.quote or "") for it in one.conditions]
        yield Rule(title, one.rule, stand, one.deadline or "", one.needs, cited(one.sources, "ja"))

"""What other people ask in the same trouble: the entries of knowledge/asked whose conditions hold, the most specific first.

What the person's own words ask comes before what only others ask, with the words that ask it. A message is nobody's own
words: what it asks is not answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, get_args

import msgspec

from madoguchi.conditions import Test, facts_of, test_of
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import AskedRule
from madoguchi.parts import Quote
from madoguchi.tale import Tale
from madoguchi.told import Told
from madoguchi.words import Asked, SchemeId, StageWord

MOST = 5
_OF_ONE_TOPIC = 2
_STAGES: tuple[StageWord, ...] = get_args(StageWord)
_ANY_SCHEME = 1_000  # behind all that name their schemes
_EXCLUDES = "not_"  # what a rule shuts out makes it no more specific


def asked_in(tale: Tale) -> dict[str, Quote]:
    """Returns topic -> the person's words that ask about it (the earliest), in the order of the text."""
    if tale.is_message:
        return {}
    found = [(min(hits), str(owner[1])) for owner, hits in tale.of_kind("asked")]
    return {topic: tale.quote(hit.start, hit.end) for hit, topic in sorted(found)}


def related(
    told: Told, knowledge: Knowledge, *, said: Mapping[str, Quote] | None = None, most: int = MOST
) -> tuple[Asked, ...]:
    """Returns at most ``most`` questions with their answers, the most specific first.

    ``said`` (``asked_in``): what the person's own words ask comes first; one answer to each topic of theirs always stays.
    An entry without a scheme or a condition is shown only to those who ask it.
    """
    rules = _rules(_Case(told.schemes[:1], knowledge))
    held = _held(rules, facts_of(told) & rules.mentions)
    if not said:
        return held.others[:most]
    own = [[_quoted(one, words) for one in held.by_topic.get(topic, ())] for topic, words in said.items()]
    first, second = [those[0] for those in own if those], [one for those in own for one in those[1:]]
    ids = {one.id for those in own for one in those}
    return (*first, *second, *(one for one in held.others if one.id not in ids))[: max(most, len(first))]


def _quoted(one: Asked, words: Quote) -> Asked:
    return msgspec.structs.replace(one, quote=words.quote, start=words.start, end=words.end, part=words.part)


class _Case:
    """The scheme of a case as a cache key, as in plan.py; another language of the same revision is another case."""

    def __init__(self, schemes: tuple[SchemeId, ...], knowledge: Knowledge) -> None:
        self.schemes, self.knowledge = schemes, knowledge

    def __hash__(self) -> int:
        return hash((self.schemes, self.knowledge.revision))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Case):
            return NotImplemented
        return other.schemes == self.schemes and other.knowledge is self.knowledge


class _Row(NamedTuple):
    """An entry; ``alone``: it has no condition at all, so that any other entry of its topic says more."""

    topic: str
    test: Test
    alone: bool
    shown: Asked


class _Rules:
    """What may come up with a scheme, the most specific first; ``mentions``: the facts that decide which of it does."""

    def __init__(self, rows: tuple[_Row, ...]) -> None:
        self.rows = rows
        self.mentions = 0
        for row in rows:
            self.mentions |= row.test.mentions


class _Held(NamedTuple):
    by_topic: Mapping[str, tuple[Asked, ...]]
    others: tuple[Asked, ...]


@lru_cache(maxsize=64)
def _rules(case: _Case) -> _Rules:
    rules = [
        rule
        for rule in case.knowledge.asked.values()
        if not rule.schemes or (case.schemes and case.schemes[0] in rule.schemes)
    ]
    rules.sort(key=_place)
    rows = tuple(_Row(rule.topic, test_of(rule.if_), not _parts(rule), _shown(rule)) for rule in rules)
    return _Rules(rows)


def _place(rule: AskedRule) -> tuple[int, int, int]:
    """More conditions first; then what belongs to one scheme alone; then what has gone further (paid before only opened)."""
    rank = min((_STAGES.index(stage) for stage in rule.if_.stage), default=len(_STAGES))
    return -_parts(rule), len(rule.schemes) or _ANY_SCHEME, -rank


def _parts(rule: AskedRule) -> int:
    """How many things must hold for ``rule``: the more, the more specific."""
    names = [name for name in rule.if_.__struct_fields__ if not name.startswith(_EXCLUDES)]
    return bool(rule.schemes) + sum(bool(getattr(rule.if_, name)) for name in names)


def _shown(rule: AskedRule) -> Asked:
    return Asked(id=rule.id, question=rule.question, answer=rule.answer, sources=tuple(rule.sources))


@lru_cache(maxsize=8192)
def _held(rules: _Rules, facts: int) -> _Held:
    by_topic: dict[str, list[_Row]] = {}
    for row in rules.rows:
        if row.test.holds(facts):
            by_topic.setdefault(row.topic, []).append(row)
    kept = {topic: _best(rows) for topic, rows in by_topic.items()}
    shown = {row.shown.id for rows in kept.values() for row in rows if not row.alone}
    return _Held(
        {topic: tuple(row.shown for row in rows) for topic, rows in kept.items()},
        tuple(row.shown for row in rules.rows if row.shown.id in shown),
    )


def _best(rows: Sequence[_Row]) -> Sequence[_Row]:
    return ([row for row in rows if not row.alone] or rows)[:_OF_ONE_TOPIC]

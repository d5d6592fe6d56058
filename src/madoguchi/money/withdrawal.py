"""Until when a contract may be ended by a notice (cooling-off), worked out from the days that were told. Never a verdict.

The law counts from the day that its papers came, that day included. Whether what came were its papers, and whether the contract
is of a kind that it is about, nobody decides here: every sentence is a condition (「…なら、…まで」).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec

from madoguchi.conditions import any_holds, facts_of, holds
from madoguchi.knowledge.dated import in_force
from madoguchi.knowledge.shapes import PeriodRule, RedressRule
from madoguchi.phrases import Phrases, said
from madoguchi.terms import TermWord, Withdrawal
from madoguchi.words import Contract, DateSpan, Plan, Redress, Told

_NOTICES = frozenset({"cooling_off_notice", "cooling_off_days_over"})  # the steps that carry the last day
_SURE = dt.timedelta(days=3)  # a day that is told to within so few days is counted from the first of them


class _Start(NamedTuple):
    """``missing``: it is told that no papers came."""

    counted: Literal["papers", "contract"] | None
    first: dt.date | None
    missing: bool = False


class _On(NamedTuple):
    day: dt.date
    phrases: Phrases


def withdrawals_for(
    told: Told, contract: Contract, *, law: Sequence[RedressRule], on: dt.date, phrases: Phrases
) -> tuple[Withdrawal, ...]:
    """Returns the periods of ``law`` that bear on the contract, the first to end first; none where no contract is told."""
    if not contract.made:
        return ()
    facts, start = facts_of(told), _start(contract)
    found = [
        _withdrawal(rule, period, told, start=start, on=_On(on, phrases))
        for rule in in_force(law, on)
        if any_holds((rule.if_, *rule.also), facts)
        for period in rule.periods
        if holds(period.if_, facts)
    ]
    return tuple(sorted(found, key=lambda one: one.days))


def dated_plan(plan: Plan, terms: Sequence[Withdrawal], *, phrases: Phrases) -> Plan:
    """Returns ``plan`` with the last day, worked out, at the steps that are about the notice."""
    if not terms:
        return plan
    words = said(phrases, "sentence_end").join(one.text for one in terms)
    replaced = msgspec.structs.replace
    steps = (replaced(step, before=words) if step.id in _NOTICES else step for step in plan.steps)
    return replaced(plan, steps=tuple(steps))


def dated_rules(
    rules: Sequence[Redress], terms: Sequence[Withdrawal], *, phrases: Phrases
) -> Iterator[Redress]:
    """Yields ``rules``, each with the last day that was worked out for it before what its source says of time."""
    for rule in rules:
        lines = [one.text for one in terms if one.rule == rule.id]
        told = (*lines, *filter(None, (rule.deadline,)))
        yield (
            msgspec.structs.replace(rule, deadline=said(phrases, "sentence_end").join(told))
            if lines
            else rule
        )


def _start(contract: Contract) -> _Start:
    """The earliest day that may count, for what is too early is in time."""
    if contract.no_papers is not None:
        return _Start(None, None, missing=True)
    papers, made = _first(contract.papers), _first(contract.days)
    if papers is not None:
        return _Start("papers", papers)
    return _Start("contract" if made else None, made)


def _first(days: Sequence[DateSpan]) -> dt.date | None:
    sure = [one.from_day for one in days if one.to_day - one.from_day <= _SURE]
    return min(sure, default=None)


def _withdrawal(rule: RedressRule, period: PeriodRule, told: Told, *, start: _Start, on: _On) -> Withdrawal:
    last = start.first + dt.timedelta(days=period.days - 1) if start.first else None
    state = _state(start, last, on.day)
    name = said(on.phrases, "comma").join(_names(period, told, on.phrases))
    which = f"withdrawal_{start.counted}_{state}" if last else f"withdrawal_{state}"
    days = {"first": _day(start.first, on.phrases), "last": _day(last, on.phrases)} if last else {}
    return Withdrawal(
        rule=rule.id,
        name=name,
        days=period.days,
        counted=start.counted,
        first=start.first,
        last=last,
        state=state,
        text=said(on.phrases, which, name=name, days=period.days, **days),
        sources=tuple(rule.sources),
    )


def _state(start: _Start, last: dt.date | None, today: dt.date) -> TermWord:
    if last is None:
        return "not_begun" if start.missing else "day_not_known"
    return "open" if last >= today else "passed"


def _names(period: PeriodRule, told: Told, phrases: Phrases) -> Iterator[str]:
    """What the contract would have to be, by the ways that were told; who was sent for is asked about as a visit."""
    ways = [way for way in period.if_.sold if way in told.sold] or ["door_to_door"]
    return (said(phrases, f"sale_{way}") for way in ways)


def _day(day: dt.date | None, phrases: Phrases) -> str:
    if day is None:
        return ""
    weekday, month = said(phrases, f"weekday_{day.weekday()}"), said(phrases, f"month_{day.month}")
    return said(phrases, "day_short", year=day.year, month=month, day=day.day, weekday=weekday)

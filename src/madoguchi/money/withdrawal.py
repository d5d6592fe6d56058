"""Until when a contract may be ended by a notice (cooling-off), worked out from the days that were told. Never a verdict.

The law counts from the day that its papers came, that day included. Whether what came were its papers, and whether the contract
is of a kind that it is about, nobody decides here: every sentence is a condition (「…なら、…まで」).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec

from madoguchi.conditions import any_holds, facts_of, holds
from madoguchi.knowledge.dated import in_force
from madoguchi.knowledge.shapes import PeriodRule, RedressRule
from madoguchi.phrases import Phrases, said
from madoguchi.terms import TermWord, Withdrawal
from madoguchi.told import Told
from madoguchi.words import Contract, DateSpan, Plan, Redress

_NOTICES = frozenset({"cooling_off_notice", "cooling_off_days_over"})  # the steps that carry the last day
_ROOM = dt.timedelta(days=3)  # how far from a day it may have been that is told only about (10日くらい前)
_SURE = dt.timedelta(
    days=7
)  # where one day is told to within so few days, one that is told more widely does not count
_WIDEST = dt.timedelta(days=31)  # from a wider span no last day is told, unless all of them have passed

Ends = tuple[dt.date, dt.date]


class _Start(NamedTuple):
    """The first and the latest day from which may be counted. ``missing``: it is told that no papers came."""

    counted: Literal["papers", "contract"] | None
    ends: Ends | None
    missing: bool = False
    undated: bool = False


class _On(NamedTuple):
    day: dt.date
    phrases: Phrases


def withdrawals_for(
    told: Told, contract: Contract, *, law: Sequence[RedressRule], on: dt.date, phrases: Phrases
) -> tuple[Withdrawal, ...]:
    """Returns the periods of ``law`` that bear on the contract, the first to end first; none where no contract is told."""
    if not contract.made:
        return ()
    facts, start = facts_of(told), _start(contract, on)
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


def _start(contract: Contract, today: dt.date) -> _Start:
    """Counted from the earliest day that may count, for what is too early is in time; passed only from the latest."""
    if contract.no_papers is not None:
        return _Start(None, None, missing=True)
    made = _ends(contract.days, today)
    papers = _ends(contract.papers, today)
    if papers is None:
        told = contract.papers_undated is not None or bool(contract.papers)
        return _Start("contract" if made else None, made, undated=told)
    if made and papers[1] < made[0]:  # an application before its contract: both days are told
        return _Start("papers", (papers[0], made[1]))
    return _Start("papers", (max(papers[0], made[0]), papers[1]) if made else papers)


def _ends(days: Sequence[DateSpan], today: dt.date) -> Ends | None:
    spans = [_span(one) for one in days]
    sure = [one for one in spans if one[1] - one[0] <= _SURE] or spans
    if not sure:
        return None
    return min(first for first, _ in sure), min(max(last for _, last in sure), today)


def _span(day: DateSpan) -> Ends:
    room = _ROOM if day.about else dt.timedelta(0)
    return day.from_day - room, day.to_day + room


def _withdrawal(rule: RedressRule, period: PeriodRule, told: Told, *, start: _Start, on: _On) -> Withdrawal:
    running = dt.timedelta(days=period.days - 1)
    ends = _counted(start, running, on.day)
    first, latest = ends or (None, None)
    lasts = (first + running, latest + running) if first and latest else (None, None)
    several = latest is not None and latest != first
    state = _state(start, lasts[1], on.day)
    counted = start.counted if ends else None
    which = "_".join(filter(None, ("withdrawal", counted, "ends" if several else "", state)))
    days = {"first": first, "last": lasts[0], "late_first": latest, "late_last": lasts[1]}
    name = said(on.phrases, "comma").join(_names(period, told, on.phrases))
    return Withdrawal(
        rule=rule.id,
        name=name,
        days=period.days,
        counted=counted,
        first=first,
        last=lasts[0],
        state=state,
        text=said(on.phrases, which, name=name, days=period.days, **_days(days, on.phrases)),
        sources=tuple(rule.sources),
        first_at_latest=latest if several else None,
        last_at_latest=lasts[1] if several else None,
    )


def _counted(start: _Start, running: dt.timedelta, today: dt.date) -> Ends | None:
    """The days to count from: none where papers came on a day that is not told, or on one in too wide a span.

    While the days from the contract run, they are told all the same: nobody is late who keeps to them.
    """
    if start.ends is None:
        return None
    first, latest = start.ends
    passed = latest + running < today
    if start.undated and passed:
        return None
    return start.ends if passed or latest - first <= _WIDEST else None


def _state(start: _Start, last: dt.date | None, today: dt.date) -> TermWord:
    if last is None:
        return "not_begun" if start.missing else "day_not_known"
    return "open" if last >= today else "passed"


def _names(period: PeriodRule, told: Told, phrases: Phrases) -> Iterator[str]:
    """What the contract would have to be, by the ways that were told; who was sent for is asked about as a visit."""
    ways = [way for way in period.if_.sold if way in told.sold] or ["door_to_door"]
    return (said(phrases, f"sale_{way}") for way in ways)


def _days(days: Mapping[str, dt.date | None], phrases: Phrases) -> dict[str, str]:
    return {name: _day(day, phrases) for name, day in days.items() if day}


def _day(day: dt.date, phrases: Phrases) -> str:
    weekday, month = said(phrases, f"weekday_{day.weekday()}"), said(phrases, f"month_{day.month}")
    return said(phrases, "day_short", year=day.year, month=month, day=day.day, weekday=weekday)

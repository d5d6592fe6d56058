"""Until when an objection to a court's payment order (支払督促) may be made, from the days that were told. Never a verdict.

Two weeks from the day it was received (source: the step court_two_weeks). Whether the paper is genuine, on which of the told days it
came, and how the court counts, nobody decides here: every sentence is a condition, and the court is asked for the exact day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from madoguchi.phrases import Phrases, said
from madoguchi.words import DateSpan, Plan

_STEP = "court_two_weeks"
_RUNNING = dt.timedelta(days=14)
_LONG_PAST = dt.timedelta(days=60)  # an older day is that of the debt, not of the paper
_MOST = 3


def dated_order(plan: Plan, told: Sequence[DateSpan], *, on: dt.date, phrases: Phrases) -> Plan:
    """Returns ``plan`` with the last day for each told day on which the paper may have come, at the step that is about it."""
    if not any(step.id == _STEP for step in plan.steps):
        return plan
    lines = [_line(day, on, phrases) for day in _days(told, on)]
    if not lines:
        return plan
    words = said(phrases, "sentence_end").join(lines)
    replaced = msgspec.structs.replace
    return replaced(
        plan, steps=tuple(replaced(one, before=words) if one.id == _STEP else one for one in plan.steps)
    )


def order_runs_until(plan: Plan, told: Sequence[DateSpan], *, on: dt.date) -> list[dt.date]:
    """Returns the last days that are still to come (two weeks from each told day), for a calendar; none without the step."""
    if not any(step.id == _STEP for step in plan.steps):
        return []
    return [last for day in _days(told, on) if (last := day + _RUNNING) >= on]


def _days(told: Sequence[DateSpan], on: dt.date) -> list[dt.date]:
    ends = {day for one in told for day in (one.from_day, min(one.to_day, on))}
    return sorted(day for day in ends if on - _LONG_PAST <= day <= on)[:_MOST]


def _line(day: dt.date, on: dt.date, phrases: Phrases) -> str:
    last = day + _RUNNING
    which = "payment_order_open" if last >= on else "payment_order_passed"
    return said(phrases, which, first=_said(day, phrases), last=_said(last, phrases))


def _said(day: dt.date, phrases: Phrases) -> str:
    weekday, month = said(phrases, f"weekday_{day.weekday()}"), said(phrases, f"month_{day.month}")
    return said(phrases, "day_short", year=day.year, month=month, day=day.day, weekday=weekday)

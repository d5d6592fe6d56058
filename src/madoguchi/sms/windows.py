"""What one line has sent, window by window, and the send that breaks a rule. Pure: rules and sends in, crossings out.

A crossing is the send with which a count comes from below a rule's limit to it or beyond. A day and a month are those of
the calendar in Tokyo (our reading where the terms say 1日); 28 days slide: a send counts until just before 28 times
24 hours are over. A send that failed while a restriction ran is that restriction's work: it counts nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from madoguchi.hours import holidays
from madoguchi.knowledge.shapes import Cap
from madoguchi.money.ceilings import allowed
from madoguchi.sms.sends import DAY_US, SECOND, TOKYO_US, Send, date_of, month_of_date, start_of_day

DAYS_28_US = 28 * DAY_US
_SATURDAY = 5


class Rule(NamedTuple):
    """A cap as the watch uses it. ``limit``: the count with which it is broken; ``name``: the same for every such cap."""

    name: str
    limit: int
    cap: Cap


def rules_of(caps: Iterable[Cap]) -> tuple[Rule, ...]:
    """Returns the rules of ``caps``, the most special first: of one window and scope, the first that holds for a line is taken."""
    found = [
        Rule(f"cap:{cap.window}", cap.value if cap.comparator == "<" else cap.value + 1, cap) for cap in caps
    ]
    return tuple(sorted(found, key=lambda rule: rule.cap.first_months is None))


class Count(msgspec.Struct, array_like=True):
    """What stands in a window: ``key`` its day or month; ``slid``: the sends of a sliding one (at, units), from ``first`` on."""

    key: int = -1
    n: int = 0
    first: int = 0
    slid: list[tuple[int, int]] = []


class Line(msgspec.Struct, array_like=True):
    """A line between two sends. ``tenths``: of this month's bill; ``until``: the end of its restriction (microseconds, 0: none)."""

    day: int = -1
    month: int = -1
    tenths: int = 0
    was_abroad: bool = False
    until: int = 0
    counts: dict[int, Count] = msgspec.field(default_factory=dict)


class Crossed(NamedTuple):
    """A rule was broken by the send at ``at``. Times in microseconds, money in tenths of a yen; None: not known."""

    at: int
    rule: str
    window_start: int
    n: int
    tenths: int
    worst_tenths: int | None
    until: int | None


class Dearest(NamedTuple):
    """The dearest part and the dearest send, in tenths of a yen; the dearest send to other countries may not be known."""

    part: int
    send: int
    part_abroad: int | None
    send_abroad: int | None


class Watched(NamedTuple):
    """What a line is measured by."""

    rules: tuple[Rule, ...]
    dearest: Dearest


def crossings_of(line: Line, sends: Sequence[Send], *, watched: Watched) -> list[Crossed]:
    """Takes ``sends`` (sorted) into ``line`` and returns what was crossed, in order. The line is changed."""
    found: list[Crossed] = []
    for send in sends:
        _take(line, send, watched, found)
    return found


def recalled(summed: Iterable[tuple[Send, int]], *, watched: Watched) -> Line:
    """Returns the line whose sends were ``summed`` (in order), where it is known that none of them crossed anything.

    A sum stands for so many sends of one kind and one day, its parts and price for all of them. Of a month that goes on, days
    that are over may stand as its first day; what slides stands alone (``slides``).
    """
    line = Line()
    for send, times in summed:
        _take(line, send, watched, None, times)
    return line


def slides(rules: Iterable[Rule]) -> frozenset[str]:
    """Returns the scopes of sends that a sliding window counts: their very moments are needed, not their day alone."""
    return frozenset(rule.cap.scope for rule in rules if rule.cap.window == "days_28")


def _take(line: Line, send: Send, watched: Watched, found: list[Crossed] | None, times: int = 1) -> None:
    """Takes ``send`` into ``line``, and what it crossed into ``found``; None: nothing is crossed, that is known."""
    at, parts, tenths, abroad, failed, since_day = send
    if failed and at < line.until:
        return
    day = (at + TOKYO_US) // DAY_US
    if day != line.day:
        _turn(line, day)
    if not failed:
        line.tenths += tenths
        line.was_abroad = line.was_abroad or abroad
    taken: set[tuple[str, str]] = set()
    for number, rule in enumerate(watched.rules):
        cap = rule.cap
        kind = cap.window, cap.scope
        if kind in taken or not _holds(cap, line.month, since_day):
            continue
        taken.add(kind)
        if (failed and not cap.counts_failed) or not _is_of(cap.scope, abroad=abroad):
            continue
        units = parts if cap.unit == "parts" else times
        count = line.counts.setdefault(number, Count())
        before, after, start = _count(count, cap.window, units, at=at, line=line)
        if found is not None and before < rule.limit <= after:
            until = _restrict(line, rule.cap, at)
            worst = worst_of(line, watched, since_day=since_day)
            found.append(Crossed(at, rule.name, start, after, line.tenths, worst, until))


def _is_of(scope: str, *, abroad: bool) -> bool:
    return scope == "all" or (scope == "overseas") is abroad


def _turn(line: Line, day: int) -> None:
    """A new day has begun for the line, perhaps a new month."""
    month = month_of_date(date_of(day))
    if month != line.month:
        line.month, line.tenths, line.was_abroad = month, 0, False
    line.day = day


def _holds(cap: Cap, month: int, since_day: int) -> bool:
    if cap.first_months is None:
        return True
    if since_day < 0:
        return False
    since = date_of(since_day)
    if cap.contracts_since is not None and since < cap.contracts_since:
        return False
    return 0 <= month - month_of_date(since) < cap.first_months


def _count(count: Count, window: str, units: int, *, at: int, line: Line) -> tuple[int, int, int]:
    """Counts ``units``; returns what stood in the window before and after, and when the window began."""
    if window == "days_28":
        start = at - DAYS_28_US
        _slide(count, start)
        count.slid.append((at, units))
    else:
        key = line.day if window == "day" else line.month
        if key != count.key:
            count.key, count.n = key, 0
        start = start_of_day(line.day if window == "day" else _first_day(line.month))
    before = count.n
    count.n += units
    return before, count.n, start


def _slide(count: Count, edge: int) -> None:
    """Lets go of the sends up to ``edge``; the list is shortened now and then, not for every send."""
    slid, first = count.slid, count.first
    while first < len(slid) and slid[first][0] <= edge:
        count.n -= slid[first][1]
        first += 1
    if first * 2 > len(slid):
        del slid[:first]
        first = 0
    count.first = first


def _first_day(month: int) -> int:
    return dt.date(month // 12, month % 12 + 1, 1).toordinal() - 719_163


def _restrict(line: Line, cap: Cap, at: int) -> int | None:
    until = restricted_until(cap, at)
    line.until = max(line.until, until or 0)
    return until


def restricted_until(cap: Cap, at: int) -> int | None:
    """Returns when the restriction that follows ``at`` ends (microseconds); None where the terms do not say."""
    if cap.restriction_hours is not None:
        return at + cap.restriction_hours * 3600 * SECOND
    if cap.restriction_months is None:
        return None
    month = month_of_date(date_of((at + TOKYO_US) // DAY_US)) + cap.restriction_months
    day = dt.date(month // 12, month % 12 + 1, 1)
    while day.weekday() >= _SATURDAY or day in holidays(day.year):
        day += dt.timedelta(days=1)
    return start_of_day(day.toordinal() - 719_163)


def worst_of(line: Line, watched: Watched, *, since_day: int) -> int | None:
    """Returns the month's bill in tenths of a yen if the line goes on as far as the rules let it; None where none bounds it.

    Every send the dearest, to the last day of the month; a line that sent to no other country this month goes on so.
    """
    day_after_month = _first_day(line.month + 1)
    days, ends = day_after_month - line.day - 1, start_of_day(day_after_month)
    more = 0
    for abroad in (False, True) if line.was_abroad else (False,):
        left = [
            _left(line, number, rule.cap, days=days)
            for number, rule in enumerate(watched.rules)
            if _is_of(rule.cap.scope, abroad=abroad) and _holds(rule.cap, line.month, since_day)
        ]
        if line.until >= ends:  # nothing goes out any more this month
            continue
        each = [
            None if (dear := _dearest(watched.dearest, cap_unit, abroad=abroad)) is None else units * dear
            for units, cap_unit in left
        ]
        bounds = [one for one in each if one is not None]
        if not bounds:
            return None
        more += min(bounds)
    return line.tenths + more


def _left(line: Line, number: int, cap: Cap, *, days: int) -> tuple[int, str]:
    """How many units the cap still lets through this month."""
    n, count = allowed(cap), line.counts.get(number)
    key = {"day": line.day, "month": line.month}.get(cap.window)
    used = 0 if count is None or key not in (None, count.key) else count.n
    return max(0, n - used) + (n * days if cap.window == "day" else 0), cap.unit


def _dearest(dearest: Dearest, unit: str, *, abroad: bool) -> int | None:
    if abroad:
        return dearest.part_abroad if unit == "parts" else dearest.send_abroad
    return dearest.part if unit == "parts" else dearest.send

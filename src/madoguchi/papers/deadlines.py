"""Days for the calendar (.ics, RFC 5545): when a desk opens that the plan names, and limits that the knowledge dates.

What stands in a calendar can be read on a locked screen: an entry names the desk and its number and nothing of the story.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from madoguchi.hours import TOKYO
from madoguchi.money import order_runs_until
from madoguchi.papers.events import promised_days
from madoguchi.papers.material import Seen
from madoguchi.papers.parts_needed import needed
from madoguchi.phrases import said
from madoguchi.ruby import without
from madoguchi.words import ContactNow

_MOST = 6  # more calls than that nobody makes
_CALL = dt.timedelta(minutes=30)


class _Entry(NamedTuple):
    """``at`` a moment, or a whole day."""

    at: dt.datetime | dt.date
    title: str
    note: str


def deadlines_ics(seen: Seen) -> bytes:
    """Returns the calendar. Raises CannotSet without the extra ``papers``."""
    ical = needed("icalendar")
    calendar = ical.Calendar()
    calendar.add("prodid", "-//Madoguchi//papers 1//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _said(seen, "paper_calendar"))
    for entry in _entries(seen):
        event = ical.Event()
        event.add("uid", _uid(seen, entry))
        event.add("dtstamp", seen.at.astimezone(dt.UTC))
        event.add("dtstart", _utc(entry.at))
        if isinstance(entry.at, dt.datetime):
            event.add("dtend", _utc(entry.at + _CALL))
        event.add("summary", entry.title)
        event.add("description", entry.note)
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _entries(seen: Seen) -> Iterator[_Entry]:
    desks = [desk for desk in seen.own.answer.contacts if desk.phone and desk.opens_next]
    yield from (_opening(desk, seen) for desk in sorted(desks, key=_opens)[:_MOST])
    yield from _limits(seen)


def _opens(desk: ContactNow) -> dt.datetime:
    return desk.opens_next or dt.datetime.max.replace(tzinfo=TOKYO)


def _opening(desk: ContactNow, seen: Seen) -> _Entry:
    doubt = "" if desk.verified else _said(seen, "phone_doubt", doubts=_said(seen, "doubt_stale"))
    number = _said(seen, "phone", phone=desk.phone)
    hours = f"{_said(seen, 'desk_hours')}: {without(desk.hours)}"
    lines = [f"{without(desk.name)}　{number}{doubt}", hours, *_maker(seen)]
    return _Entry(_opens(desk), _said(seen, "paper_call", phone=desk.phone), "\n".join(lines))


def _said(seen: Seen, name: str, **values: object) -> str:
    """A sentence in the language of the paper; a calendar has no place above its kanji."""
    return without(said(seen.own.knowledge.phrases, name, **values))


def _limits(seen: Seen) -> Iterator[_Entry]:
    """Steps whose limit is a day or a moment, and the last day of a notice; a limit in words has no place in a calendar."""
    for step in seen.own.answer.plan.steps:
        for limit in filter(None, (step.before, step.too_late_after)):
            moment = _moment(limit)
            if moment is not None:
                yield _Entry(moment, _said(seen, "paper_limit"), "\n".join(_maker(seen)))
    today = seen.at.astimezone(TOKYO).date()
    days = {last for one in seen.own.answer.withdrawals if (last := one.runs_until(today))}
    days.update(order_runs_until(seen.own.answer.plan, seen.answer.situation.dates, on=today))
    note = "\n".join((_said(seen, "paper_limit_ask"), *_maker(seen)))
    yield from (_Entry(day, _said(seen, "paper_limit"), note) for day in sorted(days))
    yield from _promised(seen)


def _promised(seen: Seen) -> Iterator[_Entry]:
    """Days still to come on which the person said that they would pay: the last moment to ask somebody first."""
    told = {day.from_day for day in promised_days(seen.story, seen.answer.situation, on=seen.at.date())}
    note = "\n".join((_said(seen, "paper_promised"), *_maker(seen)))
    yield from (_Entry(day, _said(seen, "paper_limit"), note) for day in sorted(told)[:_MOST])


def _moment(words: str) -> dt.datetime | dt.date | None:
    try:
        if len(words) == len("2026-11-24"):
            return dt.date.fromisoformat(words)
        found = dt.datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=TOKYO)


def _maker(seen: Seen) -> Iterator[str]:
    words = "" if seen.operator.public else _said(seen, "paper_not_public")
    public = _said(seen, "in_brackets", words=words) if words else ""
    name = _said(seen, "paper_this_computer") if seen.operator.is_nobody_named else seen.operator.name
    yield f"{_said(seen, 'paper_operator')} {name}{public}　{seen.number}"


def _utc(at: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at


def _uid(seen: Seen, entry: _Entry) -> str:
    """The same entry of the same paper has the same id: an import twice does not double it."""
    seed = f"{seen.number} {entry.at.isoformat()} {entry.title}"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@madoguchi.invalid"

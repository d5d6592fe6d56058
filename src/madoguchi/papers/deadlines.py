"""Days for the calendar (.ics, RFC 5545): when a desk opens that the plan names, and limits that the knowledge dates.

What stands in a calendar can be read on a locked screen: an entry names the desk and its number and nothing of the story.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from madoguchi.hours import TOKYO
from madoguchi.papers.frame import NOT_PUBLIC
from madoguchi.papers.material import Seen
from madoguchi.papers.parts_needed import needed
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
    calendar.add("x-wr-calname", "相談の予定")
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
    desks = [desk for desk in seen.answer.contacts if desk.phone and desk.opens_next]
    yield from (_opening(desk, seen) for desk in sorted(desks, key=_opens)[:_MOST])
    yield from _limits(seen)


def _opens(desk: ContactNow) -> dt.datetime:
    return desk.opens_next or dt.datetime.max.replace(tzinfo=TOKYO)


def _opening(desk: ContactNow, seen: Seen) -> _Entry:
    doubt = "" if desk.verified else "（番号は再確認待ち）"
    lines = [f"{desk.name}　電話 {desk.phone}{doubt}", f"受付: {desk.hours}", *_maker(seen)]
    return _Entry(_opens(desk), f"相談の電話 {desk.phone}", "\n".join(lines))


def _limits(seen: Seen) -> Iterator[_Entry]:
    """Steps whose limit is a day or a moment; a limit in words has no place in a calendar."""
    for step in seen.answer.plan.steps:
        for limit in filter(None, (step.before, step.too_late_after)):
            moment = _moment(limit)
            if moment is not None:
                yield _Entry(moment, "相談の期限", "\n".join(_maker(seen)))


def _moment(words: str) -> dt.datetime | dt.date | None:
    try:
        if len(words) == len("2026-11-24"):
            return dt.date.fromisoformat(words)
        found = dt.datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=TOKYO)


def _maker(seen: Seen) -> Iterator[str]:
    said = "" if seen.operator.public else f"（{NOT_PUBLIC}）"
    yield f"作成: {seen.operator.name}{said}　番号 {seen.number}"


def _utc(at: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return at.astimezone(dt.UTC) if isinstance(at, dt.datetime) else at


def _uid(seen: Seen, entry: _Entry) -> str:
    """The same entry of the same paper has the same id: an import twice does not double it."""
    seed = f"{seen.number} {entry.at.isoformat()} {entry.title}"
    return f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@madoguchi.invalid"

"""What of the knowledge has grown old and is to be looked at again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.check import structs_of
from madoguchi.knowledge.dated import within
from madoguchi.knowledge.shapes import Source

STALE_AFTER = dt.timedelta(days=180)


def stale_on(known: Knowledge, day: dt.date) -> list[str]:
    """Returns the desks, forms and documents last seen more than 180 days before ``day``, one Japanese line each."""
    return [*_stale_contacts(known, day), *_stale_reports(known, day), *_stale_sources(known, day)]


def _stale_contacts(known: Knowledge, day: dt.date) -> Iterator[str]:
    for contact in known.contacts.values():
        seen = contact.checked_on or contact.seen
        if contact.status != "retired" and day - seen > STALE_AFTER:
            yield _old(f"contacts/{contact.id} {contact.name}", seen, day)


def _stale_reports(known: Knowledge, day: dt.date) -> Iterator[str]:
    for form in known.reports.values():
        if within(day, begin=form.valid_from, end=form.valid_until) and day - form.seen > STALE_AFTER:
            yield _old(f"reports/{form.id} {form.name}", form.seen, day)


def _stale_sources(known: Knowledge, day: dt.date) -> Iterator[str]:
    """A document is looked at again for what rests on it; one that nothing cites may stay as it is."""
    resting = _resting_on(known)
    for source in known.sources.values():
        if source.id in resting and day - source.seen > STALE_AFTER:
            old = _old(f"sources/{source.id} {_title(source)}", source.seen, day)
            yield f"{old} {_some(resting[source.id])}"


def _resting_on(known: Knowledge) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for where, part in structs_of(known):
        for source in getattr(part, "sources", ()):
            found.setdefault(source, []).append(where)
    return found


def _old(where: str, seen: dt.date, day: dt.date) -> str:
    days = (day - seen).days
    what = f"{seen} に見てから{days}日たっています（上限 {STALE_AFTER.days}日）。"
    return f"{where}: {what} 直し方: もう一度見て、日付（checked_on か seen）を直してください。"


def _title(source: Source) -> str:
    return f"{source.publisher}「{source.title}」" if source.title else source.publisher


def _some(places: list[str]) -> str:
    rest = f" ほか{len(places) - 2}か所" if len(places) > 2 else ""
    return f"これに基づくもの: {'、'.join(places[:2])}{rest}。"

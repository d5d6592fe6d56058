"""A desk at one minute: open, closed or "it depends", until when, and when it surely opens next.

opening-hours-py evaluates the spans. Its own Japanese holidays miss substitutes and bridge days
(2026-09-22, 2027-03-22), so the days of jpholiday are written out as dates, two years at a time.
Nothing here reads a clock.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

import jpholiday
import msgspec
from opening_hours import OpeningHours

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.knowledge.shapes import Contact, Hours, Shown, Source, Spans
from madoguchi.phrases import Phrases, said
from madoguchi.ruby import without
from madoguchi.words import ContactNow, Weekday

TOKYO = ZoneInfo("Asia/Tokyo")
STALE_AFTER = dt.timedelta(days=180)
YEARS = range(2000, 2099)  # the holidays of other years are not known well enough to promise an opening

_WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS: tuple[Weekday, ...] = (*_WEEK, "hol")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_YEAR_END = "Dec 29-Jan 03"
_WHOLE_DAY = "00:00-24:00"
_REMEMBERED = 512  # desks; a register holds about a hundred, an operator may add his own
_V = TypeVar("_V")
# (a day of the week or "hol") -> "10:00-12:00,13:30-17:00"; a day that is missing is closed
_Days = dict[Weekday, str]


class _Timetable(msgspec.Struct, frozen=True):
    """The spans of one contact, ready to be asked for one year. ``of`` is what they were made from."""

    of: Contact
    sure: OpeningHours | None
    maybe: OpeningHours | None
    ends: dt.datetime  # naive Tokyo time; the holidays after it are not written out


class _Answer(msgspec.Struct, frozen=True):
    """An answer, and from when (included) until when (excluded) it stays the same. Both naive Tokyo time."""

    of: Contact
    beside: _Beside
    since: dt.datetime
    until: dt.datetime
    now: ContactNow


class _Beside(msgspec.Struct, frozen=True):  # what an answer says beside the contact
    sources: Mapping[str, Source]
    phrases: Phrases

    def same(self, other: _Beside) -> bool:
        return self.sources is other.sources and self.phrases is other.phrases


class _Recent(Generic[_V]):
    """The ``size`` values used last, by contact. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, threading.Lock()
        self._kept: OrderedDict[str, _V] = OrderedDict()

    def find(self, key: str) -> _V | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: str, value: _V) -> None:
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > self._size:
                self._kept.popitem(last=False)


_timetables: _Recent[_Timetable] = _Recent(_REMEMBERED)
_answers: _Recent[_Answer] = _Recent(_REMEMBERED)


def contact_at(
    contact: Contact, at: dt.datetime, *, sources: Mapping[str, Source], phrases: Phrases | None = None
) -> ContactNow:
    """Returns ``contact`` as it stands at the minute of ``at``, by the display rule of contacts.yaml.

    ``sources``: id -> Source, holding every id that the contact names (else KeyError); ``phrases``: the sentences of
    the knowledge, those shipped in Japanese when None. ``at`` may be in any
    zone; times in the answer are in Asia/Tokyo. ``opens_next`` is the first moment after ``at`` at which the
    desk is surely open, None when it is open now or no such moment is known. Staleness marks a contact
    unverified and leaves its hours alone. Raises ValueError for a naive ``at`` and a year outside ``YEARS``.
    """
    local, beside = _tokyo(at), _Beside(sources, phrases or shipped_phrases())
    key = f"{id(contact)} {id(beside.phrases)}"  # languages do not drive each other out
    known = _answers.find(key)
    if known and known.of is contact and known.beside.same(beside) and known.since <= local < known.until:
        return known.now
    answer = _answer(contact, local, beside)
    _answers.keep(key, answer)
    return answer.now


def shown_on(contact: Contact, day: dt.date) -> bool:
    """Returns whether people may see ``contact`` on ``day``: in force that day, not a draft, not retired."""
    begun = contact.valid_from is None or contact.valid_from <= day
    ended = contact.valid_until is not None and contact.valid_until < day
    return begun and not ended and contact.status not in ("draft", "retired")


def may_show(ids: Iterable[str], sources: Mapping[str, Source]) -> bool:
    """Returns whether a value seen in the sources ``ids`` may be shown to people.

    The display rule of contacts.yaml: one official page, or two secondary sources, or one founding document
    published by a public body.
    """
    kinds = [sources[one].kind for one in set(ids)]
    return "official_page" in kinds or "seed_public" in kinds or kinds.count("secondary") >= 2


def to_cite(ids: Iterable[str], sources: Mapping[str, Source]) -> list[Source]:
    """Returns the documents that people are told of for what rests on ``ids``, each once, in order.

    The official ones; where there is none, the others, which then are to be marked (``is_official``).
    """
    known = [sources[one] for one in dict.fromkeys(ids) if one in sources]
    return [one for one in known if is_official(one)] or known


def is_official(source: Source) -> bool:
    """Returns whether ``source`` is a page or a document of those whose matter it is."""
    return source.kind in ("official_page", "seed_public")


@lru_cache(maxsize=128)
def holidays(year: int) -> tuple[dt.date, ...]:
    """Returns the national holidays of ``year`` with substitutes and bridge days, in order (jpholiday)."""
    return tuple(sorted({day for day, _ in jpholiday.year_holidays(year)}))


def _tokyo(at: dt.datetime) -> dt.datetime:
    """Naive Tokyo time, to the minute: opening-hours-py is fastest with it, and Japan has no summer time."""
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError(
            f"時刻 {at.isoformat()} に時差がありません。2026-11-21T20:40+09:00 のように時差を付けてください。"
        )
    try:
        local = at.astimezone(TOKYO).replace(second=0, microsecond=0, tzinfo=None)
    except OverflowError:
        local = at.replace(tzinfo=None)  # the first or last day of the calendar: refused below
    if local.year not in YEARS:
        raise ValueError(
            f"{local.year}年の祝日は分かりません。{YEARS[0]}年から{YEARS[-1]}年までの日時にしてください。"
        )
    return local


def _answer(contact: Contact, local: dt.datetime, beside: _Beside) -> _Answer:
    hours = _shown_hours(contact, beside.sources)
    table = _timetable(contact, hours, year=local.year) if hours else None
    stale_from = _stale_from(contact)
    verified = local < stale_from
    return _Answer(
        of=contact,
        beside=beside,
        since=local,
        until=_same_until(table, local, stale_from=stale_from),
        now=_now(contact, table, local=local, beside=beside, verified=verified),
    )


def _now(
    contact: Contact,
    table: _Timetable | None,
    *,
    local: dt.datetime,
    beside: _Beside,
    verified: bool,
) -> ContactNow:
    sources = beside.sources
    open_now = _open(table, local)
    change = _next(table.sure, local, ends=table.ends) if table else None
    hours = contact.hours if table else None
    return ContactNow(
        id=contact.id,
        name=contact.name,
        phone=_value(contact.phone, sources),
        phone_if_not=_phone_if_not(contact, beside),
        mail=_value(contact.mail, sources),
        web=_value(contact.web, sources),
        open_now=open_now,
        opens_next=None if open_now else _aware(change),
        perhaps_from=_perhaps_from(table, local, open_now=open_now, sure=change),
        closes=_aware(change) if open_now else None,
        depends_on=_depends_on(hours, open_now, beside.phrases),
        hours=hours.text if hours else said(beside.phrases, "hours_not_known"),
        accepts=contact.accepts,
        does_not=contact.does_not,
        needs=tuple(contact.needs),
        note=said(beside.phrases, "note_join").join(_notes(contact, beside, verified=verified)),
        verified=verified,
        checked_on=contact.checked_on,
        seen=contact.seen,
        source=_source(contact, beside),
    )


# --- what may be shown ------------------------------------------------------------------------------


def _shown_hours(contact: Contact, sources: Mapping[str, Source]) -> Hours | None:
    return contact.hours if contact.hours and may_show(contact.hours.sources, sources) else None


def _value(shown: Shown | None, sources: Mapping[str, Source]) -> str | None:
    return shown.value if shown and may_show(shown.sources, sources) else None


def _phone_if_not(contact: Contact, beside: _Beside) -> str | None:
    other = _value(contact.phone_alt, beside.sources)
    if not (other and contact.phone_alt):
        return contact.phone_if_not
    note = contact.phone_alt.note
    line = said(beside.phrases, "phone_with_note", phone=other, note=note) if note else other
    return f"{line} {contact.phone_if_not}" if contact.phone_if_not else line


def _depends_on(hours: Hours | None, open_now: bool | None, phrases: Phrases) -> str | None:
    if hours is None:
        return said(phrases, "hours_not_known")
    if open_now is None:
        return hours.depends_on or said(phrases, "hours_not_known")
    return None if open_now else hours.depends_on


def _notes(contact: Contact, beside: _Beside, *, verified: bool) -> Iterable[str]:
    """What a person must know beside the values: remarks, cost, and how sure the values are."""
    if contact.note:
        yield contact.note
    if contact.cost:
        yield said(beside.phrases, "cost", cost=contact.cost)
    if contact.phone and contact.phone.note and may_show(contact.phone.sources, beside.sources):
        yield contact.phone.note
    yield from _to_confirm(contact, beside)
    if not verified:
        yield said(beside.phrases, "stale", days=STALE_AFTER.days)


def _to_confirm(contact: Contact, beside: _Beside) -> Iterable[str]:
    values = {
        "value_phone": contact.phone,
        "value_phone_alt": contact.phone_alt,
        "value_mail": contact.mail,
        "value_web": contact.web,
        "value_hours": contact.hours,
    }
    for label, shown in values.items():
        only = _only_seed(shown.sources, beside.sources) if shown else None
        if only:
            value, date = said(beside.phrases, label), only.doc_date or said(beside.phrases, "date_not_given")
            yield said(beside.phrases, "to_confirm", value=value, date=date)


def _only_seed(ids: Sequence[str], sources: Mapping[str, Source]) -> Source | None:
    """The public founding document that a value rests on, when nothing else would let it be shown."""
    others = [one for one in ids if sources[one].kind != "seed_public"]
    if may_show(others, sources):
        return None
    return next((sources[one] for one in ids if sources[one].kind == "seed_public"), None)


def _source(contact: Contact, beside: _Beside) -> str:
    seen = [beside.sources[one] for one in contact.sources]
    best = next((one for one in seen if one.kind == "official_page"), seen[0])
    return ", ".join(
        part
        for part in (
            best.publisher,
            best.url,
            without(said(beside.phrases, "not_official")) if best.kind == "secondary" else "",
            _confirmed(contact, best, beside.phrases),
        )
        if part
    )


def _confirmed(contact: Contact, best: Source, phrases: Phrases) -> str:
    if contact.checked_on:
        return said(phrases, "seen_live", day=contact.checked_on)
    return said(phrases, "seen_copy", day=contact.seen, date=best.doc_date or said(phrases, "date_not_given"))


def _stale_from(contact: Contact) -> dt.datetime:
    """The first midnight at which the contact waits for a new look."""
    last_good_day = (contact.checked_on or contact.seen) + STALE_AFTER
    return _midnight(last_good_day + dt.timedelta(days=1))


# --- what the timetable says -------------------------------------------------------------------------


def _open(table: _Timetable | None, local: dt.datetime) -> bool | None:
    if table is None:
        return None
    if table.sure and table.sure.is_open(local):
        return True
    return None if table.maybe and table.maybe.is_open(local) else False


def _perhaps_from(
    table: _Timetable | None, local: dt.datetime, *, open_now: bool | None, sure: dt.datetime | None
) -> dt.date | None:
    if table is None or open_now or not (table.of.hours and table.of.hours.maybe):
        return None
    first = local if open_now is None else _next(table.maybe, local, ends=table.ends)
    return first.date() if first and (sure is None or first.date() < sure.date()) else None


def _next(spans: OpeningHours | None, local: dt.datetime, *, ends: dt.datetime) -> dt.datetime | None:
    """The next moment at which ``spans`` open or close; None beyond the days with holidays written out."""
    change = spans.next_change(local) if spans else None
    return change if change and change < ends else None


def _same_until(table: _Timetable | None, local: dt.datetime, *, stale_from: dt.datetime) -> dt.datetime:
    """When something of the answer changes: a span begins or ends, the year or a day that is told turns, it grows stale."""
    turns = [_midnight(dt.date(local.year + 1, 1, 1))]
    if local < stale_from:
        turns.append(stale_from)
    if table:
        turns += [
            turn for spans in (table.sure, table.maybe) if (turn := _next(spans, local, ends=table.ends))
        ]
        turns += [_midnight(local.date() + dt.timedelta(1))] if table.maybe else []
    return min(turns)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _aware(local: dt.datetime | None) -> dt.datetime | None:
    return local.replace(tzinfo=TOKYO) if local else None


def _timetable(contact: Contact, hours: Hours, *, year: int) -> _Timetable:
    """The timetable of ``contact`` for questions in ``year``; built once, since parsing costs 0.1 ms."""
    key = f"{id(contact)} {year}"
    known = _timetables.find(key)
    if known is None or known.of is not contact:
        known = _build(contact, hours, year=year)
        _timetables.keep(key, known)
    return known


def _build(contact: Contact, hours: Hours, *, year: int) -> _Timetable:
    times_known = bool(hours.open or hours.maybe)
    maybe = hours.maybe if times_known else [Spans(days=list(_DAYS), spans=[_WHOLE_DAY])]
    return _Timetable(
        of=contact,
        sure=_opening(_by_day(hours.open), hours.closed, year=year),
        maybe=_opening(_by_day(maybe), hours.closed, year=year),
        ends=_midnight(dt.date(year + 2, 1, 1)),
    )


def _by_day(rows: Sequence[Spans]) -> _Days:
    """Gathers the spans of each day: in opening-hours syntax a later rule replaces an earlier one."""
    gathered = {day: [span for row in rows if day in row.days for span in row.spans] for day in _DAYS}
    return {day: ",".join(sorted(spans)) for day, spans in gathered.items() if spans}


def _opening(days: _Days, closed: Sequence[str], *, year: int) -> OpeningHours | None:
    if not days:
        return None
    if not closed and all(days.get(day) == _WHOLE_DAY for day in _DAYS):
        return OpeningHours("24/7")  # next_change would walk through two years of days: 4 ms
    rules = [f"{name[:2].title()} {days[name]}" for name in _WEEK if name in days]
    holiday_spans = "off" if "holidays" in closed else days.get("hol", "off")
    rules.append(f"{_dates(holidays(year) + holidays(year + 1))} {holiday_spans}")
    if "year_end" in closed:
        rules.append(f"{_YEAR_END} off")
    return OpeningHours("; ".join(rules), auto_country=False, auto_timezone=False, max_interval_days=800)


def _dates(days: Iterable[dt.date]) -> str:
    return ",".join(f"{day.year} {_MONTHS[day.month - 1]} {day.day:02d}" for day in days)

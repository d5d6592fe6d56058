"""Days in an English text, counted from the day it was told: yesterday, an hour ago, last Saturday, two weeks ago, on 5 November."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

Told = tuple[dt.date, dt.date, Literal["minute", "day", "week", "month", "year"], int, int]

_MONTHS = "january february march april may june july august september october november december".split()
_SHORT = {name[:3]: at for at, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_MONTH = r"(january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_FEW = {word: at for at, word in enumerate("one two three four five six seven eight nine ten".split(), 1)} | {
    "a": 1, "an": 1, "a couple of": 2, "a few": 3, "several": 5,
}  # fmt: skip
_AGO = re.compile(
    r"\b([0-9]{1,3}|a couple of|a few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten) (minute|min|hour|day|week|"
    r"month|year)s? (?:ago|before now|back)\b"
)
_NEAR = re.compile(
    r"\b(?:(the day before yesterday)|(yesterday|last night)|(today|this morning|this afternoon|this evening|tonight|just now|"
    r"a moment ago|half an hour ago)|(tomorrow))\b"
)
_LAST = re.compile(
    r"\b(last|this|on|past|next|by|coming) (monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year)\b"
)
_DATE = re.compile(
    rf"\b(?:([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} ([0-9]{{1,2}})(?:st|nd|rd|th)?)\b(?:,? ([12][09][0-9]{{2}}))?"
)
_IN_MONTH = re.compile(rf"\b(?:in|since|last) {_MONTH}\b(?:,? ([12][09][0-9]{{2}}))?")
_COMES = re.compile(
    r"\b(?:by|until|till|before|due(?: on)?|no later than|starts? on|will be on|deadline(?: is)?) (?:the )?$"
)
# will come this friday, told me to pay on monday, is coming on friday; not: had to pay, should have paid, he will call and i paid
_TO_COME = re.compile(
    r"\b(?:will|shall|must|should|would|can|gonna|(?:am|is|are|i['’]m|[a-z]+['’](?:s|re)) (?:going|supposed|planning|due|coming|back)"
    r"|(?:have|has|needs?|plans?|promised|promises|agreed|threatens|threatened) to|wants? (?:[a-z]+ )?to"
    r"|(?:told|tells?|telling|asked|asks|asking|ordered|instructed|forces) (?:my )?[a-z]+ to"
    r"|comes|arrives|visits|starts|ends|expires)\b|['’]ll\b"
)
_TURNS = re.compile(
    r"[。,;!?]|\b(?:and|but|so|because|when|after|then|until|which) (?:then )?(?:i|we|he|she|they|it|my|her|his)\b"
)
_CLAUSE = 70
# I will end it tonight: no day of what happened, whoever says it.
_NO_EVENT = re.compile(
    r"\b(?:end (?:it|everything|my life)|kill (?:my|her|him)self|die|be gone|disappear)(?: all)? $"
)
_BEFORE = 24
_MAY = re.compile(r"\b(?:on|by|until|since|before|after|from) $")


def days_in_english(text: str, today: dt.date) -> Iterator[Told]:
    """Yields (first, last, precision, start, end) of each day or span of days in a levelled English ``text``."""
    near = (
        hit
        for hit in _NEAR.finditer(text)
        if not _NO_EVENT.search(text[max(0, hit.start() - _BEFORE) : hit.start()])
    )
    yield from (_near(hit, today) for hit in near)
    yield from (_ago(hit, today) for hit in _AGO.finditer(text))
    yield from (_last(hit, today, text) for hit in _LAST.finditer(text))
    yield from (day for hit in _DATE.finditer(text) if (day := _date(hit, today, text)))
    for hit in _IN_MONTH.finditer(text):
        month = _SHORT[hit[1][:3]]
        year = int(hit[2]) if hit[2] else today.year - (month > today.month)
        yield *_month_of(year, month), "month", *hit.span()


def _near(hit: re.Match[str], today: dt.date) -> Told:
    day = today - dt.timedelta(days=2 if hit[1] else 1 if hit[2] else -1 if hit[4] else 0)
    return day, day, "day", *hit.span()


def _ago(hit: re.Match[str], today: dt.date) -> Told:
    many = int(hit[1]) if hit[1].isdigit() else _FEW[hit[1]]
    unit = hit[2]
    if unit in ("minute", "min", "hour"):
        return today, today, "day" if unit == "hour" else "minute", *hit.span()
    if unit in ("day", "week"):
        day = today - dt.timedelta(days=many * (7 if unit == "week" else 1))
        around = dt.timedelta(days=3 if unit == "week" else 0)
        return day - around, day + around, "week" if unit == "week" else "day", *hit.span()
    if unit == "month":
        index = today.year * 12 + today.month - 1 - many
        return *_month_of(index // 12, index % 12 + 1), "month", *hit.span()
    year = max(1900, today.year - many)
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", *hit.span()


def _last(hit: re.Match[str], today: dt.date, text: str) -> Told:
    which, what = hit[1], hit[2]
    back = -1 if which == "next" else int(which in ("last", "past"))
    if what == "week":
        monday = today - dt.timedelta(days=today.weekday() + 7 * back)
        return monday, monday + dt.timedelta(days=6), "week", *hit.span()
    if what == "month":
        index = today.year * 12 + today.month - 1 - back
        return *_month_of(index // 12, index % 12 + 1), "month", *hit.span()
    if what == "year":
        return dt.date(today.year - back, 1, 1), dt.date(today.year - back, 12, 31), "year", *hit.span()
    if which == "next":
        day = today + dt.timedelta(days=7 - today.weekday() + _WEEKDAYS.index(what))
        return day, day, "day", *hit.span()
    behind = (today.weekday() - _WEEKDAYS.index(what)) % 7 or 7
    if which in ("by", "coming") or (which in ("on", "this") and _is_to_come(text, hit.start())):
        behind = behind % 7 - 7
    day = today - dt.timedelta(days=behind)
    return day, day, "day", *hit.span()


def _is_to_come(text: str, start: int) -> bool:
    """Returns whether the clause before ``start`` speaks of what is to come: will, must, told me to pay."""
    clause = _TURNS.split(text[max(0, start - _CLAUSE) : start])[-1]
    said = list(_TO_COME.finditer(clause))
    return bool(said) and not clause.startswith(" have ", said[-1].end())


def _date(hit: re.Match[str], today: dt.date, text: str) -> Told | None:
    """A day without a year is past, unless the words before it say that it comes (by, until, due)."""
    if hit[3] == "may" and not (hit[5] or hit[0][-1].isalpha() or _MAY.search(text[: hit.start()][-8:])):
        return None  # I may 3 times …
    month, number = _SHORT[(hit[2] or hit[3])[:3]], int(hit[1] or hit[4])
    try:
        day = dt.date(int(hit[5]) if hit[5] else today.year, month, number)
        if not hit[5] and day > today and not _COMES.search(text[max(0, hit.start() - 20) : hit.start()]):
            day = day.replace(year=today.year - 1)
    except ValueError:
        return None
    return day, day, "day", *hit.span()


def _month_of(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])

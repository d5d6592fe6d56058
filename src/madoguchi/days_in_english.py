"""Days as English tells them: October 3rd, 3 Oct 2026, yesterday, last Tuesday, three days ago, next Monday.

A day without a year is past unless a word before it says that it comes (by, until, due, on the … of next month).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

Told = tuple[dt.date, dt.date, Literal["day", "week"], int, int]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONTH_DAY = re.compile(rf"\b({_NAMES})\.? ([0-9]{{1,2}})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)[0-9]{{2}})\b)?")
_DAY_MONTH = re.compile(
    rf"\b([0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_NAMES})\b\.?(?:,? ((?:19|20)[0-9]{{2}})\b)?"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(last|this|next) ({'|'.join(_DAYS)})\b")
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_AGO = re.compile(rf"\b([0-9]{{1,3}}|{'|'.join(_NUMBERS)}) (day|week)s? ago\b")
_WORDS = {"the day before yesterday": -2, "yesterday": -1, "last night": -1, "today": 0, "this morning": 0}
_WORD = re.compile(
    r"\bthe day before yesterday\b|\byesterday\b|\blast night\b|\btoday\b|\bthis morning\b|\btomorrow\b"
)
_BEFORE_MAY = re.compile(r"\b(?:on|by|until|since|before|after|from) $")
_COMES = re.compile(
    r"\b(?:by|until|till|before|due(?: on)?|no later than|starts? on|will be on|deadline(?: is)?) $"
)


def english_days(text: str, today: dt.date) -> Iterator[Told]:
    """Yields (first, last, precision, start, end) for the days of a levelled English text, counted from ``today``."""
    for hit in _MONTH_DAY.finditer(text):
        if hit[1] == "may" and not (
            hit[3] or hit[0][-1].isalpha() or _BEFORE_MAY.search(text[: hit.start()][-8:])
        ):
            continue  # I may 3 times …
        yield from _dated(hit, text, today, month=hit[1], day=int(hit[2]))
    for hit in _DAY_MONTH.finditer(text):
        yield from _dated(hit, text, today, month=hit[2], day=int(hit[1]))
    for hit in _WEEKDAY.finditer(text):
        day = _weekday(today, hit[1], _DAYS.index(hit[2]))
        yield day, day, "day", hit.start(), hit.end()
    for hit in _AGO.finditer(text):
        yield _ago(hit, today)
    for hit in _WORD.finditer(text):
        day = today + dt.timedelta(days=_WORDS.get(hit[0], 1))
        yield day, day, "day", hit.start(), hit.end()


def _dated(hit: re.Match[str], text: str, today: dt.date, *, month: str, day: int) -> Iterator[Told]:
    year = int(hit[3]) if hit[3] else today.year
    try:
        found = dt.date(year, _MONTHS.index(month[:3]) + 1, day)
        if not hit[3] and found > today and not _COMES.search(text[max(0, hit.start() - 20) : hit.start()]):
            found = found.replace(year=year - 1)
    except ValueError:
        return
    yield found, found, "day", hit.start(), hit.end()


def _weekday(today: dt.date, which: str, weekday: int) -> dt.date:
    """``last Tuesday`` is the one before today, ``this`` that of this week, ``next`` that of the week after."""
    if which == "last":
        return today - dt.timedelta(days=(today.weekday() - weekday) % 7 or 7)
    monday = today - dt.timedelta(days=today.weekday())
    return monday + dt.timedelta(days=weekday + (7 if which == "next" else 0))


def _ago(hit: re.Match[str], today: dt.date) -> Told:
    many = _NUMBERS.get(hit[1]) or int(hit[1])
    if hit[2] == "day":
        day = today - dt.timedelta(days=many)
        return day, day, "day", hit.start(), hit.end()
    middle = today - dt.timedelta(weeks=many)
    return middle - dt.timedelta(days=3), middle + dt.timedelta(days=3), "week", hit.start(), hit.end()

"""Kinds of days, from the calendar that the program knows: weekdays, national holidays, the turn of the year, the first day open
after a longer rest. People call desks on open days, so a week with a holiday in it is expected to bring less.
"""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any, Final

from madoguchi.hours import holidays

KINDS: Final = 10  # Monday to Sunday, a holiday, the turn of the year, the first open day after a rest
SUNDAY, HOLIDAY, TURN, _AFTER = 6, 7, 8, 9
_REST: Final = 3  # closed days in a row that make the day after them a busy one
_AROUND: Final = 49  # days: the level beside which a day is seen
_FEWEST: Final = 30.0  # records expected of a kind until it is believed on its own


def kinds_of(day: dt.date, number: int) -> Any:
    """Returns the kind of each of the ``number`` days up to ``day``, the newest first (numpy array of 0 to KINDS - 1)."""
    numpy: Any = import_module("numpy")
    days = [day - dt.timedelta(days=back) for back in range(number)]
    return numpy.array([_kind(one) for one in days])


def _kind(day: dt.date) -> int:
    if (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3):
        return TURN
    if is_closed(day):
        return HOLIDAY if day.weekday() < 5 else day.weekday()
    rested = all(is_closed(day - dt.timedelta(days=back)) for back in range(1, _REST + 1))
    return _AFTER if rested else day.weekday()


def is_closed(day: dt.date) -> bool:
    """Returns whether most offices are closed: a weekend, a national holiday, or 29 December to 3 January."""
    turn = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return turn or day.weekday() >= 5 or day in holidays(day.year)


def profile_of(daily: Any, kinds: Any) -> Any:
    """Returns how many records a day brings beside an average one, by day (about 1; learned from ``daily``, all records of a day).

    Kinds with few records are drawn towards what an average day brings. Days of ``daily``: newest first, as in ``kinds``.
    """
    numpy: Any = import_module("numpy")
    padded = numpy.pad(daily.astype(float), _AROUND // 2, mode="edge")
    level = numpy.convolve(padded, numpy.ones(_AROUND) / _AROUND, mode="valid")
    seen = numpy.bincount(kinds, weights=daily, minlength=KINDS)
    expected = numpy.bincount(kinds, weights=level, minlength=KINDS)
    factor = (seen + _FEWEST) / (expected + _FEWEST)
    return factor[kinds]

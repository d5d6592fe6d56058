"""Days, times and sums as a language writes them: with the year of the era where Japanese readers expect it."""

from __future__ import annotations

import datetime as dt

from madoguchi.telling.labels import era, yen
from madoguchi.web.knowing import known_in
from madoguchi.web.tongue import Words


def day_of(day: dt.date, words: Words, *, today: dt.date | None = None) -> str:
    """``11月22日（日）``; with ``today``, 「あした 11月22日（日）」 where it is tomorrow; another year is told with it."""
    date = {
        "month": words("day.months").split(",")[day.month - 1],
        "day": day.day,
        "weekday": _weekday(day, words),
    }
    if today is None:
        return words("day.long", year=_year(day, words), **date)
    plain = words("day.short", **date)
    return words("day.tomorrow", day=plain) if day == today + dt.timedelta(days=1) else plain


def moment_of(moment: dt.datetime, words: Words, *, today: dt.date) -> str:
    """``17:00`` today, else the day before it."""
    if moment.date() == today:
        return f"{moment:%H:%M}"
    return words("day.moment", day=day_of(moment.date(), words, today=today), time=f"{moment:%H:%M}")


def money_of(amount: int, words: Words) -> str:
    """``70,000円（7万円）``, ``70,000 yen``."""
    return yen(amount, known_in(words.tongue).phrases)


def _year(day: dt.date, words: Words) -> str:
    """The year with the year of the era, which English readers have no use for."""
    told = era(day)
    if words.tongue == "easy":
        told = f"{{{told[:2]}|{_ERAS[told[:2]]}}}{told[2:-1]}{{年|ねん}}"
    return str(day.year) if words.tongue == "en" else words("day.year", year=day.year, era=told)


_ERAS = {"令和": "れいわ", "平成": "へいせい", "昭和": "しょうわ"}


def _weekday(day: dt.date, words: Words) -> str:
    return words("day.weekdays").split(",")[day.weekday()]

"""Days, times and sums as a language writes them: with the year of the era where Japanese readers expect it."""

from __future__ import annotations

import datetime as dt

from madoguchi.telling.labels import era, yen
from madoguchi.web.tongue import Words


def day_of(day: dt.date, words: Words, *, today: dt.date | None = None) -> str:
    """``11月22日（日）``; with ``today``, 「あした 11月22日（日）」 where it is tomorrow; another year is told with it."""
    plain = words(
        "day.short", month=day.month, month_name=_month(day, words), day=day.day, weekday=_weekday(day, words)
    )
    if today is not None and day == today + dt.timedelta(days=1):
        return words("day.tomorrow", day=plain)
    if today is None:
        return words(
            "day.long",
            year=day.year,
            era=era(day) if words.tongue != "en" else "",
            month=day.month,
            month_name=_month(day, words),
            day=day.day,
            weekday=_weekday(day, words),
        )
    return plain


def moment_of(moment: dt.datetime, words: Words, *, today: dt.date) -> str:
    """``17:00`` today, else the day before it."""
    if moment.date() == today:
        return f"{moment:%H:%M}"
    return words("day.moment", day=day_of(moment.date(), words, today=today), time=f"{moment:%H:%M}")


def money_of(amount: int, words: Words) -> str:
    """``70,000円（7万円）``, ``70,000 yen``."""
    return f"{amount:,} yen" if words.tongue == "en" else yen(amount)


def _weekday(day: dt.date, words: Words) -> str:
    return words("day.weekdays").split("|")[day.weekday()]


def _month(day: dt.date, words: Words) -> str:
    return words("day.months").split("|")[day.month - 1]

"""Days, times and sums for a page: the labels of the language, shorter where a page has little room."""

from __future__ import annotations

import datetime as dt

from madoguchi.phrases import Phrases, said
from madoguchi.telling.labels import day_text, span_text, yen
from madoguchi.web.knowing import known_in
from madoguchi.web.tongue import Words
from madoguchi.words import DateSpan


def day_of(day: dt.date, words: Words, *, today: dt.date | None = None) -> str:
    """``2026年11月22日（令和8年）日曜日``; with ``today`` short: ``11月22日（日）``, 「あした …」 where it is tomorrow."""
    own = _own(words)
    if today is None:
        return day_text(day, own)
    month, weekday = said(own, f"month_{day.month}"), said(own, f"weekday_{day.weekday()}")
    plain = words("day.short", month=month, day=day.day, weekday=weekday)
    return words("day.tomorrow", day=plain) if day == today + dt.timedelta(days=1) else plain


def days_of(span: DateSpan, words: Words) -> str:
    """The days that a phrase means, no finer than it said them."""
    return span_text(span, _own(words))


def moment_of(moment: dt.datetime, words: Words, *, today: dt.date) -> str:
    """``17:00`` today, else the day before it."""
    if moment.date() == today:
        return f"{moment:%H:%M}"
    return words("day.moment", day=day_of(moment.date(), words, today=today), time=f"{moment:%H:%M}")


def money_of(amount: int, words: Words) -> str:
    """``70,000円（7万円）``, ``70,000 yen``."""
    return yen(amount, _own(words))


def _own(words: Words) -> Phrases:
    return known_in(words.tongue).phrases

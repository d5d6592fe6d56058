"""Days, moments and sums as people write them, in the language of the sentences (Japanese when none are given)."""

from __future__ import annotations

import datetime as dt

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.phrases import Phrases, said
from madoguchi.words import DateSpan

_REIWA = dt.date(2019, 5, 1)
_HEISEI = dt.date(1989, 1, 8)


def day_text(day: dt.date, phrases: Phrases | None = None) -> str:
    """``2026年11月24日（令和8年）火曜日``."""
    own = phrases or shipped_phrases()
    weekday = said(own, f"weekday_{day.weekday()}")
    return said(own, "day_long", era=era(day, own), weekday=weekday, **_numbers(day, own))


def _numbers(day: dt.date, phrases: Phrases) -> dict[str, object]:
    return {"year": day.year, "month": said(phrases, f"month_{day.month}"), "day": day.day}


def era(day: dt.date, phrases: Phrases | None = None) -> str:
    """The year in the Japanese count: ``令和8年``; days before Heisei are told as Shōwa."""
    own = phrases or shipped_phrases()
    if day >= _REIWA:
        name, year = "era_reiwa", day.year - 2018
    elif day >= _HEISEI:
        name, year = "era_heisei", day.year - 1988
    else:
        name, year = "era_showa", day.year - 1925
    return said(own, name, year=said(own, "era_first") if year == 1 else year)


def moment_text(moment: dt.datetime, phrases: Phrases | None = None) -> str:
    """``11月24日(火) 10:00``."""
    own = phrases or shipped_phrases()
    weekday = said(own, f"weekday_{moment.weekday()}")
    return said(own, "moment", weekday=weekday, clock=f"{moment:%H:%M}", **_numbers(moment, own))


def day_near(day: dt.date, phrases: Phrases | None = None) -> str:
    """``11月24日(火)``."""
    own = phrases or shipped_phrases()
    return said(own, "day_near", weekday=said(own, f"weekday_{day.weekday()}"), **_numbers(day, own))


def time_text(words: str, phrases: Phrases | None = None) -> str:
    """A limit as the plan gives it: a sentence stays as it is, an ISO time becomes ``11月24日(火) 10:00``."""
    try:
        return moment_text(dt.datetime.fromisoformat(words), phrases)
    except ValueError:
        return words


def span_text(span: DateSpan, phrases: Phrases | None = None) -> str:
    """The days that a phrase means, no finer than it said them."""
    own, first, last = phrases or shipped_phrases(), span.from_day, span.to_day
    if span.precision == "year":
        return said(own, "year_long", year=first.year, era=era(first, own))
    if span.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return said(own, "month_long", era=era(first, own), **_numbers(first, own))
    if first == last:
        return day_text(first, own)
    return said(own, "days_between", first=day_text(first, own), last=day_text(last, own))


def yen(value: int, phrases: Phrases | None = None) -> str:
    """``70,000円（7万円）``: both ways of writing it, where the second one is short."""
    own, (man, rest) = phrases or shipped_phrases(), divmod(value, 10_000)
    if not 1 <= man < 10_000 or rest % 1_000:
        return said(own, "yen", amount=f"{value:,}")
    name = "yen_and_man_sen" if rest else "yen_and_man"
    return said(own, name, amount=f"{value:,}", man=man, sen=rest // 1_000)

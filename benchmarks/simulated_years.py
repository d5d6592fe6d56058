"""Years of consultations by day of reception and day of registration, with outbreaks of which the day and the size are known.

Made without the method that is measured on them: counts are Poisson given a gamma level of each day and a slow wander of each week
(negative binomial with memory), the season is made of tents and steps, not of waves; the week, the year's closed days and the delays
are written down here, not taken from the program. All that is fixed stands in ``SEASON``, ``SCATTER`` and ``DELAYS``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

numpy: Any = import_module("numpy")
END: Final = dt.date(2026, 3, 31)
HISTORY, YEAR = 156 * 7, 364  # days
LONGEST: Final = 90  # days until the last registration
SEASON: Final = {
    "tent": 0.35,
    "step": 0.2,
    "trend": 0.15,
}  # of a logarithm: height of the tent, of April, a year's trend at most
SCATTER: Final = {
    "day": 12.0,
    "week": 0.10,
}  # shape of the gamma of a day; standard deviation of the week's logarithm
WEEK: Final = (1.35, 1.2, 1.15, 1.1, 1.2, 0.55, 0.45)  # Monday to Sunday
CLOSED: Final = 0.3  # of a usual day
# Share registered after 0, 1, … working days: half within three, one in seven after more than two weeks.
DELAYS: Final = (0.16, 0.17, 0.14, 0.11, 0.08, 0.06, 0.05, 0.04, 0.03, 0.02)
OUTBREAK: Final = 28  # days that one lasts
# Closed days of every year, for a calendar that is nobody's: month, day.
OFF: Final = {(1, 1), (1, 2), (1, 3), (2, 11), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (7, 20), (8, 11)} | {
    (9, 21), (9, 23), (10, 12), (11, 3), (11, 23), (12, 29), (12, 30), (12, 31),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Years:
    """``counts``: cells x days x delays, the oldest day first; ``begins``: the day of each cell's outbreak (-1: none); ``weekly``:
    what each cell brings in an average week.
    """

    counts: Any
    begins: Any
    weekly: Any
    times: float

    @property
    def days(self) -> int:
        return int(self.counts.shape[1])


def date_of(day: int, days: int) -> dt.date:
    return END - dt.timedelta(days=days - 1 - day)


def drawn(weekly: Any, outbreaks: int, *, times: float, seed: int, among: int | None = None) -> Years:
    """Returns a year of each cell, with its history; ``outbreaks`` of the first ``among`` cells (all) have one, ``times`` the level."""
    chance = numpy.random.default_rng(seed)
    days = HISTORY + YEAR
    dates = [date_of(day, days) for day in range(days)]
    cells = len(weekly)
    level = numpy.log(weekly / 7)[:, None] + _season(chance, dates, cells)
    level = level + numpy.log([_day(date) for date in dates])
    wander = numpy.repeat(chance.normal(0, SCATTER["week"], (cells, days // 7 + 1)), 7, axis=1)[:, :days]
    mean = numpy.exp(level + wander) * chance.gamma(SCATTER["day"], 1 / SCATTER["day"], (cells, days))
    begins = numpy.full(cells, -1)
    sick = chance.permutation(among or cells)[:outbreaks]
    begins[sick] = chance.integers(HISTORY + 14, days - OUTBREAK - 14, len(sick))
    for cell in sick:
        mean[cell, begins[cell] : begins[cell] + OUTBREAK] *= times
    return Years(_registered(chance, chance.poisson(mean), dates), begins, weekly, times)


def _season(chance: Any, dates: list[dt.date], cells: int) -> Any:
    """A tent around a day of the cell's own, a step from April to June, and a trend."""
    days = numpy.array([date.timetuple().tm_yday for date in dates])
    top = chance.integers(0, 365, (cells, 1))
    away = numpy.minimum(abs(days - top), 365 - abs(days - top))
    tent = SEASON["tent"] * numpy.clip(1 - away / 90, 0, 1)
    step = SEASON["step"] * chance.choice([-1, 0, 1], (cells, 1)) * ((days >= 91) & (days < 182))
    years = (numpy.arange(len(dates)) - HISTORY) / 365
    return tent + step + chance.uniform(-SEASON["trend"], SEASON["trend"], (cells, 1)) * years


def is_off(date: dt.date) -> bool:
    return date.weekday() >= 5 or (date.month, date.day) in OFF


def _day(date: dt.date) -> float:
    return WEEK[date.weekday()] * (CLOSED if is_off(date) and date.weekday() < 5 else 1.0)


def _registered(chance: Any, counts: Any, dates: list[dt.date]) -> Any:
    """Registered on working days only: what waits for three of them waits longer over a weekend."""
    late = (1 - sum(DELAYS)) / 30
    shares = numpy.array([*DELAYS, *[late] * 30])
    made = numpy.zeros((*counts.shape, LONGEST + 1), dtype=numpy.uint16)
    for day in range(len(dates)):
        after = numpy.array(
            [not is_off(dates[day] + dt.timedelta(days=delay)) for delay in range(LONGEST + 1)]
        )
        delays = numpy.flatnonzero(after)[: len(shares)]
        split = chance.multinomial(counts[:, day], shares / shares.sum())
        made[:, day, delays] = split.astype(numpy.uint16)
    return made

"""Early warning on simulated years with outbreaks of known day and size: how many are found within 14 days, how late, and how many
false alarms there are a week, beside a plain threshold with as many.

``python benchmarks/early_warning.py [--years N] [--outbreaks N] [--seed S] [--sparse]``. Every day of each year is judged with what was
registered by then. Told: sensitivity at twice the level in cells that bring 10 a week or more, false alarms a week over all
watched cells, the median delay of both ways, and a table of sparse cells: the weekly number, how many times the level, the
share found within 14 days, the median delay, at budgets of 0.5 to 8 false alarms a week. Exit 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from madoguchi.mart.day_kinds import kinds_of, profile_of
from madoguchi.mart.lateness import LEARNED, known_of
from madoguchi.mart.lateness import LONGEST as LATEST
from madoguchi.mart.watching import BUDGET, RECENT, SHARES, Counts, Exposure, judged
from simulated_years import HISTORY, LONGEST, OUTBREAK, Years, date_of, drawn

numpy: Any = import_module("numpy")
SENSITIVE, WITHIN, SOONER = 0.9, 14, 0.7
WEEKS = HISTORY // 7
AFTER = 28  # days after an outbreak in which an alarm is neither right nor false
LEVELS = (0.5, 1.0, 2.0, 4.0, 8.0)
TIMES = (2.0, 3.0, 5.0, 10.0)
BUDGETS = (0.5, 2.0, 8.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """``found``: share of outbreaks found within 14 days; ``delays``: days until the first alarm, those not found as the whole
    outbreak; ``false_alarms`` a week over all cells.
    """

    found: float
    delays: Any
    false_alarms: float


def weekly_of(regular: int, sparse: int, *, seed: int) -> Any:
    """Cells of 10 to 100 a week, and of 0.5 to 8."""
    chance = numpy.random.default_rng(seed)
    many = 10 * 10 ** chance.uniform(0, 1, regular)
    few = 0.5 * 16 ** chance.uniform(0, 1, sparse)
    return numpy.concatenate([many, few])


def watched(years: Years, *, budgets: tuple[float, ...] = (BUDGET,)) -> dict[float, Any]:
    """Returns whether there is an alarm, by budget: cells x days of the year judged."""
    cells = len(years.weekly)
    known = years.counts.cumsum(axis=2, dtype=numpy.uint16)
    alarms = {budget: numpy.zeros((cells, years.days - HISTORY), dtype=bool) for budget in budgets}
    top = numpy.zeros(cells, dtype=int)
    for day in range(HISTORY, years.days):
        counts, exposure = as_of(years, known, day=day)
        judging = Counts(*counts, top, top - 1, top == 0)
        for budget, found in alarms.items():
            found[:, day - HISTORY] = judged(judging, exposure, budget=budget).alarms().any(axis=1)
    return alarms


def as_of(years: Years, known: Any, *, day: int) -> tuple[tuple[Any, Any], Exposure]:
    """Returns weeks and recent days as they were known on ``day``, the newest first, and the exposure learned from them."""
    backs = numpy.arange(WEEKS * 7)
    days = day - backs
    seen = known[:, days, numpy.minimum(backs, LONGEST)].astype(numpy.int64)
    kinds = kinds_of(date_of(day, years.days), len(backs))
    learned = _learned(years.counts[:, days[:LEARNED]].sum(axis=0, dtype=numpy.int64))
    found = known_of(learned, kinds[:LEARNED])
    whole = numpy.ones(len(backs))
    whole[:LEARNED] = found.share[0]
    profile = profile_of(seen.sum(axis=0) / whole, kinds)
    spread = numpy.zeros(len(backs))
    spread[:LEARNED] = found.spread[0]
    exposure = Exposure((profile * whole)[None], profile[None], spread[None])
    weeks = seen.reshape(len(seen), WEEKS, 7).sum(axis=2)
    return (weeks, seen[:, :RECENT]), exposure


def _learned(counts: Any) -> Any:
    """Days back x delays, only what had been registered by then."""
    table = numpy.zeros((1, LEARNED, LATEST + 1))
    table[0, :, : LONGEST + 1] = counts
    not_yet = numpy.arange(LATEST + 1)[None] > numpy.arange(LEARNED)[:, None]
    table[0][not_yet] = 0
    return table


def measured(years: Years, alarms: Any) -> Measured:
    """Returns what ``alarms`` are worth on ``years``."""
    false_alarms, delays = 0, []
    for cell, begin in enumerate(years.begins):
        days = numpy.flatnonzero(starting(alarms[cell])) + HISTORY
        outside = days if begin < 0 else days[(days < begin) | (days >= begin + OUTBREAK + AFTER)]
        false_alarms += len(outside)
        if begin >= 0:
            during = numpy.flatnonzero(alarms[cell, begin - HISTORY : begin - HISTORY + OUTBREAK])
            delays.append(int(during[0]) + 1 if len(during) else OUTBREAK)
    weeks = (years.days - HISTORY) / 7
    told = numpy.array(delays or [OUTBREAK])
    return Measured(float((told <= WITHIN).mean()), told, false_alarms / weeks)


def starting(alarms: Any) -> Any:
    """Returns on which days an alarm begins: none in the week before."""
    before = numpy.zeros(len(alarms), dtype=bool)
    for back in range(1, 8):
        before[back:] |= alarms[:-back]
    return alarms & ~before


def plain(years: Years, false_alarms: float) -> Any:
    """Returns the alarms of a plain threshold: registered in the last 7 days more than mean and so many standard deviations of the
    weeks of the year before, so many that there are at most ``false_alarms`` a week.
    """
    registered = numpy.zeros(years.counts.shape[:2])
    for delay in range(LONGEST + 1):
        registered[:, delay:] += years.counts[:, : years.days - delay, delay]
    week = registered.cumsum(axis=1)
    week[:, 7:] = week[:, 7:] - week[:, :-7].copy()
    over = numpy.stack([_over(week, day) for day in range(HISTORY, years.days)], axis=1)
    few, many = 0.0, 40.0
    for _ in range(30):
        middle = (few + many) / 2
        few, many = (
            (few, middle) if measured(years, over > middle).false_alarms <= false_alarms else (middle, many)
        )
    return over > many


def _over(week: Any, day: int) -> Any:
    """How many standard deviations of the 52 weeks before."""
    before = week[:, day - 364 : day - 6 : 7]
    return (week[:, day] - before.mean(axis=1)) / numpy.maximum(before.std(axis=1), 0.5)


def sparse(cells: int, *, seed: int) -> Iterator[str]:
    """Yields the lines of the trade-off in sparse cells."""
    yield "a week  times   " + "   ".join(f"budget {budget:g}: found, median days" for budget in BUDGETS)
    for level in LEVELS:
        for times in TIMES:
            years = drawn(numpy.full(cells, level), cells, times=times, seed=seed)
            told = []
            for _budget, alarms in watched(years, budgets=BUDGETS).items():
                got = measured(years, alarms)
                told.append(f"{got.found:.2f}, {numpy.median(got.delays):4.0f}")
            yield f"{level:6g} {times:6g}   " + "   ".join(f"{one:>30}" for one in told)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=200)
    options.add_argument("--outbreaks", type=int, default=100)
    options.add_argument("--together", type=int, default=50, help="years of cells that are watched together")
    options.add_argument("--seed", type=int, default=33)
    options.add_argument(
        "--sparse", type=int, default=40, help="cells of each kind in the table of sparse cells; 0: none"
    )
    given = options.parse_args()
    parts = given.years // given.together
    mine, theirs = both(parts, given.together, outbreaks=given.outbreaks // parts, seed=given.seed)
    told(mine, theirs, of=f"{given.years} years, {given.together} watched together")
    for line in sparse(given.sparse, seed=given.seed) if given.sparse else ():
        print(line, flush=True)
    missed = missed_by(mine, theirs)
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


def both(parts: int, together: int, *, outbreaks: int, seed: int) -> tuple[Measured, Measured]:
    """Returns what we and a plain threshold are worth over ``parts`` marts of ``together`` cells, four of five of them with 10 a week
    or more; ``outbreaks`` of these, in each part, come to twice the level.
    """
    mine, theirs, regular = [], [], together * 4 // 5
    for part in range(parts):
        weekly = weekly_of(regular, together - regular, seed=seed + part)
        years = drawn(weekly, outbreaks, times=2.0, seed=seed + part, among=regular)
        mine.append(measured(years, watched(years)[BUDGET]))
        theirs.append(measured(years, plain(years, mine[-1].false_alarms)))
    return joined(mine), joined(theirs)


def joined(parts: list[Measured]) -> Measured:
    """Returns the mean over parts that are each a mart of their own."""
    delays = numpy.concatenate([one.delays for one in parts])
    false_alarms = sum(one.false_alarms for one in parts) / len(parts)
    return Measured(float((delays <= WITHIN).mean()), delays, false_alarms)


def told(mine: Measured, theirs: Measured, *, of: str) -> None:
    print(
        f"{of}, {len(mine.delays)} outbreaks at twice the level in cells of 10 a week or more (shares {SHARES})"
    )
    for name, one in (("ours", mine), ("plain", theirs)):
        print(
            f"{name:6} found within {WITHIN} days {one.found:.2f}, median {numpy.median(one.delays):.1f} days, "
            f"{one.false_alarms:.2f} false alarms a week",
            flush=True,
        )


def missed_by(mine: Measured, theirs: Measured) -> list[str]:
    """Returns the bars that are missed."""
    missed = ["sensitivity"] if mine.found < SENSITIVE else []
    missed += ["false alarms"] if mine.false_alarms > BUDGET else []
    return missed + (["delay"] if numpy.median(mine.delays) > SOONER * numpy.median(theirs.delays) else [])


if __name__ == "__main__":
    sys.exit(main())

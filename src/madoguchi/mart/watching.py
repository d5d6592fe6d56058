"""Which cells bring more than they should, as of a day: observed beside expected over the last 3, 7 and 14 days, with limits that
keep a budget of false alarms over all cells together.

The budget: an alarm counts once when it begins (none of the cell in the week before). Over days, windows and cells the chances of
an alarm add up, whatever they have to do with each other; so the limit of a cell is its share of the budget over days and windows,
widened by FRESH, which is tuned, not derived: on
the simulated years of benchmarks/early_warning.py, 50 cells together, it leaves 1.7 of the 2 false alarms a week.
Cells that bring 10 a week or more get most of the budget: there an outbreak can be seen in time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from madoguchi.mart.baseline import FEWEST, Fitted, fitted, tail

WINDOWS: Final = (3, 7, 14)  # days
RECENT: Final = 28  # days that are looked at one by one
BUDGET: Final = 2.0  # false alarms a week
REGULAR: Final = 10.0  # a week
SPARSE: Final = 0.5  # a week; what brings less is watched in the cells above it
SHARES: Final = {"regular": 0.75, "sparse": 0.2, "new": 0.05}
FRESH: Final = 0.12
LEAST: Final = {"observed": 5, "ratio": 1.25}  # smaller rises are no warning, however sure
_UNMODELLED: Final = 0.05**2  # relative variance of what no season and no trend says
_LOOKED_AT: Final = 1.0  # standard deviations below which the chance is not worked out


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of cells as of a day. ``weeks``: cells x weeks, ``recent``: cells x RECENT days, both the newest first;
    ``place``: the row of the exposures that holds for the cell; ``above``: the cell whose season and trend it begins from, -1: none.
    Cells above come before those below. ``alone``: whether it is watched; one that holds the same records as a cell below it is not.
    """

    weeks: Any
    recent: Any
    place: Any
    above: Any
    alone: Any


@dataclass(frozen=True, slots=True)
class Exposure:
    """Days of average exposure as far as known by now, by place and days back; ``whole``: as if all were known. ``spread``: the
    relative variance of a day's.
    """

    days: Any
    whole: Any
    spread: Any


@dataclass(frozen=True, slots=True)
class Judged:
    """By cell and window: ``observed``, ``expected`` (of what should be registered by now) with its ``variance``, ``chance`` of so
    many without an outbreak; by cell ``weekly`` (expected in a whole week), ``limit`` (of the chance) and ``share`` (which part of the budget; None:
    not watched alone). ``shares``: cells by part.
    """

    observed: Any
    expected: Any
    variance: Any
    chance: Any
    weekly: Any
    limit: Any
    share: Sequence[str | None]
    shares: dict[str, int]

    def alarms(self) -> Any:
        """Returns whether each cell and window is an alarm (cells x windows)."""
        over = self.chance < self.limit[:, None]
        many = self.observed >= LEAST["observed"]
        return over & many & (self.observed >= LEAST["ratio"] * self.expected)


def judged(counts: Counts, exposure: Exposure, *, budget: float = BUDGET) -> Judged:
    """Returns what is to be said of each cell."""
    numpy: Any = import_module("numpy")
    fit = _fitted(counts, exposure)
    daily = exposure.days[counts.place, :RECENT]
    spread = exposure.spread[counts.place, :RECENT]
    observed, expected, variance, chance = (numpy.zeros((len(counts.weeks), len(WINDOWS))) for _ in range(4))
    for at, window in enumerate(WINDOWS):
        exposed = daily[:, :window].sum(axis=1)
        unsure = (daily[:, :window] ** 2 * spread[:, :window]).sum(axis=1) / numpy.maximum(exposed, 1e-9) ** 2
        observed[:, at] = counts.recent[:, :window].sum(axis=1)
        expected[:, at] = fit.rate * exposed
        variance[:, at] = expected[:, at] * fit.dispersion
        variance[:, at] += expected[:, at] ** 2 * (fit.spread + unsure + _UNMODELLED)
        chance[:, at] = _chances(observed[:, at], expected[:, at], variance[:, at])
    weekly = 7 * fit.rate
    share = [_share(float(one)) if alone else None for one, alone in zip(weekly, counts.alone, strict=True)]
    shares = {name: share.count(name) for name in ("regular", "sparse")}
    limits = {name: limit_of(name, number, budget=budget) for name, number in shares.items()}
    limit = numpy.array([limits[name] if name else 0.0 for name in share])
    return Judged(observed, expected, variance, chance, weekly, limit, share, shares)


def limit_of(share: str, cells: int, *, budget: float) -> float:
    """Returns the chance below which a window of a day of a cell is an alarm, where ``cells`` share the part ``share``."""
    return budget * SHARES[share] / (max(cells, 1) * 7 * len(WINDOWS) * FRESH)


def _share(weekly: float) -> str | None:
    if weekly < SPARSE:
        return None
    return "regular" if weekly >= REGULAR else "sparse"


def _fitted(counts: Counts, exposure: Exposure) -> Fitted:
    """Cells of one height at a time, from the top."""
    numpy: Any = import_module("numpy")
    number = counts.weeks.shape[1]
    if number < FEWEST:
        raise ValueError(f"{FEWEST} weeks are needed, {number} are known")
    weekly = exposure.days[:, : 7 * number].reshape(len(exposure.days), number, 7).sum(axis=2)
    rate, spread, dispersion = (numpy.zeros(len(counts.weeks)) for _ in range(3))
    shape = numpy.zeros(counts.weeks.shape)
    heights = _heights(counts.above)
    for height in range(int(heights.max(initial=0)) + 1):
        cells = numpy.flatnonzero(heights == height)
        found = fitted(
            counts.weeks[cells],
            weekly[counts.place[cells]],
            shape=shape[counts.above[cells]] if height else None,
        )
        rate[cells], spread[cells], dispersion[cells] = found.rate, found.spread, found.dispersion
        shape[cells] = found.shape
    return Fitted(rate, spread, dispersion, shape)


def _heights(above: Any) -> Any:
    numpy: Any = import_module("numpy")
    heights = numpy.zeros(len(above), dtype=int)
    for at, one in enumerate(above):
        heights[at] = heights[one] + 1 if one >= 0 else 0
    return heights


def _chances(observed: Any, expected: Any, variance: Any) -> Any:
    """The chance of so many or more; 1 where that is nothing unusual."""
    numpy: Any = import_module("numpy")
    chance = numpy.ones(len(observed))
    for at in numpy.flatnonzero(observed > expected + _LOOKED_AT * numpy.sqrt(variance)):
        chance[at] = tail(int(observed[at]), float(expected[at]), variance=float(variance[at]))
    return chance


def since(recent: Any, expected: Any) -> int:
    """Returns how many days back the rise most likely began: where counts since stand out most (likelihood ratio of a scan).

    ``recent``, ``expected``: one cell's days, the newest first. Kulldorff, M. (1997), "A spatial scan statistic", Communications in
    Statistics 26, 1481-1496.
    """
    numpy: Any = import_module("numpy")
    seen, due = recent.cumsum(), numpy.maximum(expected.cumsum(), 1e-9)
    ratio = numpy.where(seen > due, seen * numpy.log(numpy.maximum(seen, 1e-9) / due) - (seen - due), 0.0)
    return int(ratio.argmax())

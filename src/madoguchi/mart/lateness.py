"""How late records are registered, learned from the two clocks; so that days of which not all is known yet are compared with what
should be known of them by now (nowcasting).

The share known after t days is estimated backwards, from those registered at last to those registered at once, which is unbiased
although the newest days are cut off: Lawless, J. F. (1994), "Adjustments for reporting delays and the prediction of occurred but not
reported events", Canadian Journal of Statistics 22, 15-31 (the chain ladder of insurers). Delays are counted in days on which records are
registered at all: where nobody does so at weekends or at the turn of the year, those days do not count. A place with few records
borrows the delays of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from madoguchi.mart.day_kinds import HOLIDAY, KINDS, SUNDAY, TURN

LEARNED: Final = 182  # days from which delays are learned: desks change their ways
LONGEST: Final = 120  # days; what is registered later counts as registered then
_BORROWED: Final = 40.0  # records of all places that a place is given
_IDLE: Final = 0.3  # of the average day: kinds of days with fewer registrations do not count


@dataclass(frozen=True, slots=True)
class Known:
    """``share`` of what came in on a day that is registered by now, by place and days back (0: today); ``spread``: the relative
    variance of that share, which comes of learning it from few records. The first place stands for all.
    """

    share: Any
    spread: Any


def known_of(counts: Any, kinds: Any) -> Known:
    """Returns what is known by now of the last LEARNED days.

    ``counts``: records by place, days back and delay in days (numpy array, places x LEARNED x LONGEST + 1); the first place is
    all of them. ``kinds``: of the last LEARNED days, the newest first.
    """
    numpy: Any = import_module("numpy")
    is_open = _open_days(counts[0], kinds)
    waited = numpy.concatenate([[0], is_open.cumsum()])[: len(is_open)]  # open days after each day, until now
    by_wait = _by_wait(counts, waited)
    share, spread = numpy.ones(counts.shape[:2]), numpy.zeros(counts.shape[:2])
    for days in (numpy.flatnonzero(is_open), numpy.flatnonzero(~is_open)):
        if not len(days):
            continue
        whole = _shares(by_wait[:, days], waited[days])
        share[:, days] = numpy.maximum(whole[:, waited[days]], 1e-6)
        learned = by_wait[:, days].sum(axis=(1, 2))[:, None] + _BORROWED
        spread[:, days] = (1 - share[:, days]) / (share[:, days] * learned)
    return Known(share, spread)


def _open_days(counts: Any, kinds: Any) -> Any:
    """Whether records are registered on each day, by its kind; kinds that did not occur are taken as Sundays."""
    numpy: Any = import_module("numpy")
    backs, delays = numpy.indices(counts.shape)
    seen = delays <= backs
    registered = numpy.bincount((backs - delays)[seen], weights=counts[seen], minlength=len(kinds))
    days = numpy.bincount(kinds, minlength=KINDS)
    mean = numpy.bincount(kinds, weights=registered, minlength=KINDS) / numpy.maximum(days, 1)
    is_open = mean > _IDLE * registered.mean()
    for kind in (HOLIDAY, TURN):
        is_open[kind] = is_open[kind] if days[kind] else is_open[SUNDAY]
    return is_open[kinds]


def _by_wait(counts: Any, waited: Any) -> Any:
    """The counts by open days between reception and registration, instead of days."""
    numpy: Any = import_module("numpy")
    places, backs, delays = counts.shape
    made = numpy.zeros((places, backs, int(waited.max()) + 1))
    for delay in range(delays):
        back = numpy.arange(delay, backs)
        numpy.add.at(made, (slice(None), back, waited[back] - waited[back - delay]), counts[:, back, delay])
    return made


def _shares(counts: Any, waited: Any) -> Any:
    """The share known after 0, 1, … open days, by place."""
    numpy: Any = import_module("numpy")
    places, _, waits = counts.shape
    cumulated = counts.cumsum(axis=2)
    late = numpy.zeros((places, waits))
    for wait in range(1, waits):
        seen = waited >= wait
        at, until = counts[:, seen, wait].sum(axis=1), cumulated[:, seen, wait].sum(axis=1)
        overall = at[0] / until[0] if until[0] else 0.0
        late[:, wait] = (at + _BORROWED * overall) / (until + _BORROWED)
        late[0, wait] = overall
    kept = numpy.cumprod((1 - late)[:, ::-1], axis=1)[:, ::-1]  # what came no later than by this wait
    return numpy.concatenate([kept[:, 1:], numpy.ones((places, 1))], axis=1)

"""How late records are registered, learned from the two clocks; so that days of which not all is known yet are compared with what
should be known of them by now (nowcasting).

The share known after t days is estimated backwards, from those registered at last to those registered at once, which is unbiased
although the newest days are cut off: Lawless, J. F. (1994), "Adjustments for reporting delays and the prediction of occurred but not
reported events", Canadian Journal of Statistics 22, 15-31 (the chain ladder of insurers). Each weekday has its own delays, for what
comes in on a Friday is registered after the weekend; a place with few records borrows those of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

LEARNED: Final = 182  # days from which delays are learned: desks change their ways
LONGEST: Final = 120  # days; what is registered later counts as registered then
_BORROWED: Final = 40.0  # records of all places that a place is given


@dataclass(frozen=True, slots=True)
class Known:
    """``share`` of what came in on a day that is registered by now, by place and days back (0: today); ``spread``: the relative
    variance of that share, which comes of learning it from few records. The first place stands for all.
    """

    share: Any
    spread: Any


def known_of(counts: Any) -> Known:
    """Returns what is known by now of the last LEARNED days.

    ``counts``: records by place, days back and delay in days (numpy array, places x LEARNED x LONGEST + 1); the first place is
    all of them.
    """
    numpy: Any = import_module("numpy")
    cumulated = counts.cumsum(axis=2)
    share = numpy.ones(counts.shape[:2])
    spread = numpy.zeros(counts.shape[:2])
    backs = numpy.arange(counts.shape[1])
    for weekday in range(7):
        days = numpy.flatnonzero(backs % 7 == weekday)
        whole = _shares(counts[:, days], cumulated[:, days], backs=days)
        at = numpy.minimum(days, LONGEST)
        share[:, days] = numpy.maximum(whole[:, at], 1e-6)
        learned = cumulated[:, days, -1].sum(axis=1, keepdims=True) + _BORROWED
        spread[:, days] = (1 - share[:, days]) / (share[:, days] * learned)
    return Known(share, spread)


def _shares(counts: Any, cumulated: Any, *, backs: Any) -> Any:
    """The share known after 0, 1, … LONGEST days, by place."""
    numpy: Any = import_module("numpy")
    places, _, delays = counts.shape
    late = numpy.zeros((places, delays))
    for delay in range(1, delays):
        seen = backs >= delay
        at = counts[:, seen, delay].sum(axis=1).astype(float)
        until = cumulated[:, seen, delay].sum(axis=1).astype(float)
        overall = at[0] / until[0] if until[0] else 0.0
        late[:, delay] = (at + _BORROWED * overall) / (until + _BORROWED)
        late[0, delay] = overall
    kept = numpy.cumprod((1 - late)[:, ::-1], axis=1)[:, ::-1]  # from delay t on: nothing came later than t - 1
    return numpy.concatenate([kept[:, 1:], numpy.ones((places, 1))], axis=1)

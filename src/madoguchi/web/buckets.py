"""Token buckets, in memory only: how often one address may ask, counted before anything is read.

One process holds them, so ``madoguchi serve`` runs one process with threads.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

_MOST_KEYS = 40_000  # what a flood of addresses may cost: some ten MB a limit, then the longest unseen goes


@dataclass(frozen=True, slots=True)
class Limit:
    """``often`` in ``seconds`` at the long run, ``burst`` at once."""

    often: int
    seconds: float
    burst: int


class Buckets:
    """A bucket a key under one limit. Safe from many threads."""

    def __init__(self, limit: Limit, *, clock: Callable[[], float] = monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._rate = limit.often / limit.seconds
        self._lock = threading.Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one token of ``key``; returns 0.0, or the seconds to wait when there is none."""
        with self._lock:
            left, now = self._level(key)
            wait = self._missing(left)
            self._keep(key, left if wait else left - 1, now)
            return wait

    def spend(self, key: str, amount: float) -> None:
        """Takes ``amount`` tokens of ``key`` for what is done already, be there as many or not: the rest is a debt."""
        with self._lock:
            left, now = self._level(key)
            self._keep(key, left - amount, now)

    def _keep(self, key: str, left: float, now: float) -> None:
        """Remembers ``key`` as the last seen. Who was not seen for so long that nothing is counted any more is forgotten."""
        self._left[key] = (left, now)
        self._left.move_to_end(key)
        for _ in range(2):  # each call may add one: two looks a call keep up with any flood
            oldest = next(iter(self._left))
            if len(self._left) <= _MOST_KEYS and self._level(oldest)[0] < self._limit.burst:
                break
            del self._left[oldest]
            if not self._left:
                break

    def give_back(self, key: str) -> None:
        """Returns a token to ``key``: what was counted turned out to be none of what is limited."""
        with self._lock:
            left, now = self._level(key)
            self._left[key] = (min(float(self._limit.burst), left + 1), now)

    def is_full(self, key: str) -> bool:
        """Returns whether nothing of ``key`` is counted at the moment."""
        with self._lock:
            return self._level(key)[0] > self._limit.burst - 0.5

    def clear(self) -> None:
        """Forgets everybody."""
        with self._lock:
            self._left.clear()

    def wait(self, key: str) -> float:
        """Returns the seconds until ``key`` has a token; 0.0 when it has one. Takes none."""
        with self._lock:
            return self._missing(self._level(key)[0])

    def _level(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, seen = self._left.get(key, (float(self._limit.burst), now))
        return min(float(self._limit.burst), left + max(0.0, now - seen) * self._rate), now

    def _missing(self, left: float) -> float:
        return 0.0 if left >= 1 else (1 - left) / self._rate

"""How much heavy work is done at once: files that are read, each in a process of its own, and papers of many pages. The rest waits, not for long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from madoguchi.web.public.limits import TooOften

_AGAIN = 20.0


class Turns:
    """``at_once`` are served, ``waiting`` may wait ``seconds``; whoever comes beyond that is sent away at once.

    Safe from many threads.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self.at_once = at_once
        self._turns = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._seconds = seconds

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Holds a turn. Raises TooOften when too many wait, or the wait is over."""
        if not self._places.acquire(blocking=False):
            raise TooOften(_AGAIN)
        try:
            if not self._turns.acquire(timeout=self._seconds):
                raise TooOften(_AGAIN)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()


# A picture takes seconds of a core. Two at once leave the other threads to the pages.
FILES = Turns(at_once=2, waiting=2, seconds=_AGAIN)
# The case file is drawn page by page, a second of a core and 90 MB: one at a time. Other papers take no turn.
CASES = Turns(at_once=1, waiting=3, seconds=_AGAIN)

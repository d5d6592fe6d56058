"""How many files are read at once: each is a process of its own with memory of its own, so the rest waits, and not for long."""

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

"""Long texts are read in processes of their own: while one is read, the pages of everybody else are answered.

A reader gets a story and gives a Consultation, the same ``consult`` as everywhere. Where there is one core, or where the readers
are not up yet, the text is read here instead. A reader that dies is replaced, and the text is read once more, by another.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from time import process_time
from typing import Any

from madoguchi import consult
from madoguchi.web import faults
from madoguchi.web.knowing import known_in
from madoguchi.web.tongue import TONGUES, Tongue
from madoguchi.words import Consultation, Story

LONG = 400  # characters; a shorter text is read in less time than it takes to hand it over
_MOST = 8
_STORY = Story(text="警告画面が出て電話した")
_elsewhere = threading.local()


class Readers:
    """``count`` processes that read; none: every text is read here. Safe from many threads."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()

    def begin(self) -> None:
        """Starts the readers and has each read something; only then are they used."""
        if not self._count:
            return
        # Not forked from here, where threads run: a server of its own is started, and they come from that one.
        apart = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
        pool = ProcessPoolExecutor(self._count, mp_context=apart, initializer=_ready)
        # A server's worker joins its children before it ends; unless they were told, it would wait for ever. They are told
        # through a queue, which closes itself at the end with priority 10: so before that.
        Finalize(self, pool.shutdown, kwargs={"cancel_futures": True}, exitpriority=20)
        try:
            for one in [pool.submit(_read, _STORY, _now(), {}, tongue, 1_000) for tongue in TONGUES]:
                one.result()
            self._pool = pool
        except (BrokenProcessPool, OSError) as error:
            faults.note("no_readers", error)

    def read(
        self, story: Story, *, at: dt.datetime, answers: Mapping[str, str], tongue: Tongue, limit: int
    ) -> Consultation:
        """Returns the answer to ``story``. Raises what ``consult`` raises; BrokenProcessPool for a text that killed two readers."""
        pool = self._pool
        if pool is None or len(story.text) < LONG:
            return _consulted(story, at, answers, tongue, limit)
        try:
            return self._there(pool, story, at, dict(answers), tongue, limit)
        except BrokenProcessPool:
            # Perhaps another text killed the reader, perhaps this one: it is never read here, where it would take the site along.
            return self._there(self._again(pool), story, at, dict(answers), tongue, limit)

    def _there(self, pool: ProcessPoolExecutor, *asked: Any) -> Consultation:
        answer, seconds = pool.submit(_read, *asked).result()
        _elsewhere.seconds = getattr(_elsewhere, "seconds", 0.0) + seconds
        return answer

    def _again(self, broken: ProcessPoolExecutor) -> ProcessPoolExecutor:
        """Starts new readers in the place of ``broken`` ones; who comes meanwhile waits. Raises BrokenProcessPool without any."""
        with self._starting:
            if self._pool is broken:
                self._pool = None
                faults.note("reader_lost", BrokenProcessPool())
                self.begin()
            if self._pool is None:
                raise BrokenProcessPool
            return self._pool

    def end(self) -> None:
        """Stops the readers."""
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(cancel_futures=True)


def spent_elsewhere() -> float:
    """Returns the seconds of a processor that readers worked for this thread since it last asked."""
    seconds: float = getattr(_elsewhere, "seconds", 0.0)
    _elsewhere.seconds = 0.0
    return seconds


def _now() -> dt.datetime:
    from madoguchi.web.public.clock import now

    return now()


def _consulted(
    story: Story, at: dt.datetime, answers: Mapping[str, str], tongue: Tongue, limit: int
) -> Consultation:
    return consult(story, at=at, answers=answers, knowledge=known_in(tongue), limit=limit)


# --- in a reader ------------------------------------------------------------------------------------


def _ready() -> None:
    """A reader ends with its server, however that ended, and not by what is meant for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(0)


def _read(
    story: Story, at: dt.datetime, answers: Mapping[str, str], tongue: Tongue, limit: int
) -> tuple[Consultation, float]:
    before = process_time()
    return _consulted(story, at, answers, tongue, limit), process_time() - before


def _how_many() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores - 1, _MOST)


READERS = Readers(_how_many())

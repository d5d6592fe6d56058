"""Who answers: this process as long as few lines wait, and a process for every core when many do."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from madoguchi.batches.incoming import Batch

if TYPE_CHECKING:
    from madoguchi.batches.hands import Hands

Work = Callable[[int, bytes | None], tuple[bytes, bool]]
"""Answers one line, given with its number: the answer in bytes, and whether the line was refused."""


class LostHands(RuntimeError):
    """The processes end again and again without an answer. Says at which lines, why, and how to mend it."""


class Answered(NamedTuple):
    """The answers to a batch, a line each, and how many of them are refusals."""

    batch: Batch
    data: bytes
    refused: int


def answers_to(lines: Iterable[tuple[int, bytes | None]], work: Work) -> tuple[bytes, int]:
    """Returns the answers, each ended, and how many lines were refused."""
    found = [work(number, line) for number, line in lines]
    return b"".join(data + b"\n" for data, _ in found), sum(refused for _, refused in found)


def cores() -> int:
    """Returns how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Crew:
    """Answers batches with ``work``, in up to ``most`` processes; the answers come in any order."""

    def __init__(self, work: Work, *, most: int) -> None:
        _refuse_copy()
        self._work, self.most = work, most
        self._ready: list[Answered] = []
        self._here = 0
        self._hands: Hands | None = None

    @property
    def has_room(self) -> bool:
        return self._hands.has_room if self._hands else not self._ready

    @property
    def is_idle(self) -> bool:
        return not self._ready and (self._hands is None or self._hands.idle)

    def give(self, batch: Batch, *, plenty: bool) -> None:
        """Takes a batch, when there is room; ``plenty``: so much is waiting that processes are worth their start.

        The first batch is answered here: what that loads and compiles, a forked process inherits.
        """
        if plenty and self._hands is None and self.most > 1 and self._here:
            self._hands = self._hired()
        if self._hands:
            return self._hands.give(batch)
        self._here += 1
        self._ready.append(Answered(batch, *answers_to(batch.lines, self._work)))

    def answered(self, incoming: int | None) -> list[Answered]:
        """Returns what has been answered; waits for it, or for the file of number ``incoming`` to have more."""
        ready, self._ready = self._ready, []
        return ready or (self._hands.answered(incoming) if self._hands else [])

    def begin(self, first: bytes) -> None:
        """Starts all processes now, before whoever reads the lines starts threads: with them, none could be forked.

        ``first``: a line, answered for nobody; what that loads and compiles, they inherit.
        """
        if self.most > 1 and self._hands is None:
            self._work(0, first)
            self._hands = self._hired()
            if self._hands:
                self._hands.hire_all()

    def leave(self) -> None:
        """Ends all processes, at once."""
        if self._hands:
            self._hands.leave()

    def _hired(self) -> Hands | None:
        from madoguchi.batches import hands  # multiprocessing: only for those who need it

        try:
            return hands.Hands(self._work, self.most)
        except (hands.NoHands, OSError):
            self.most = 1  # no process may be started: one answers as well, in more time
            return None


def _refuse_copy() -> None:
    """A process that is being spawned runs the calling script once more; every answer would be given twice."""
    running = sys.modules.get("multiprocessing.process")
    if running and getattr(running.current_process(), "_inheriting", False):
        raise RuntimeError(
            "呼び出すスクリプトの処理を if __name__ == '__main__': の中に入れてください（--workers 1 でも動きます）。"
        )

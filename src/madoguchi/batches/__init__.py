"""Many lines at once: read in batches, answered by as many processes as there are cores, written in order.

What is kept in memory has a bound that no length of the file moves. What an answer is, is none of this room's
business: it is given the work to do for a line.
"""

from __future__ import annotations

from typing import BinaryIO, Protocol

from madoguchi.batches.crew import Answered, Crew
from madoguchi.batches.incoming import Incoming
from madoguchi.batches.progress import Progress

__all__ = ["Stream", "Target", "answer_all"]

_AHEAD = 8
"""Batches that may be answered beyond two for each process while the next one to be written is not."""


class Target(Protocol):
    """Where answers go, in order; it counts them."""

    answers: int
    refused: int

    def write(self, answered: Answered) -> None: ...


class Stream:
    """A target that is passed on at once: standard output."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.answers = self.refused = 0

    def write(self, answered: Answered) -> None:
        self._file.write(answered.data)
        self._file.flush()
        self.answers += len(answered.batch.lines)
        self.refused += answered.refused


class _Order:
    """Answers wait here until it is their turn; no more are asked for than may wait."""

    def __init__(self, target: Target, *, most: int, read: int) -> None:
        self._target, self._bound, self.read = target, 2 * most + _AHEAD, read
        self._waiting: dict[int, Answered] = {}
        self.given = self._written = 0

    @property
    def has_room(self) -> bool:
        return self.given - self._written < self._bound

    def add(self, found: list[Answered]) -> None:
        self._waiting.update((one.batch.serial, one) for one in found)
        while one := self._waiting.pop(self._written, None):
            self._target.write(one)
            self._written += 1
            self.read = one.batch.mark.read if one.batch.mark else self.read


def answer_all(incoming: Incoming, target: Target, *, crew: Crew) -> None:
    """Answers every line of ``incoming`` into ``target``. Raises what the work, the file or the target raise."""
    done = _Order(target, most=crew.most, read=incoming.first)
    progress = Progress(incoming.size, read=incoming.first, done=target.answers)
    try:
        while not (incoming.finished and crew.is_idle):
            progress.show(target.answers, done.read)
            incoming.take_in()
            plenty = incoming.plenty
            while crew.has_room and done.has_room and (batch := incoming.next(at_once=True)):
                done.given += 1
                crew.give(batch, plenty=plenty)
            if crew.is_idle and incoming.wants_more:
                incoming.wait()
            elif not crew.is_idle:
                done.add(crew.answered(incoming.waited_for))
    except BaseException:
        progress.leave()
        raise
    finally:
        crew.leave()
    progress.end(target.answers)

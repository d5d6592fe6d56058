"""Processes that answer batches, each over a pipe of its own: one that is killed takes nothing with it.

No queue and no lock is shared, so a dead process cannot leave one locked; what it was asked is asked again. A
process ends when its pipe does: nobody is left behind when the one who asks is killed.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from madoguchi.batches.crew import Answered, LostHands, Work, answers_to
from madoguchi.batches.incoming import Batch

TRIES = 3
_PATIENCE = 5.0  # seconds until a process that was told to end is waited for no longer


class NoHands(RuntimeError):
    """This process may have no children of its own."""


class _Hand:
    """One process and what it was asked last."""

    def __init__(self, context: BaseContext, work: Work, others: list[Connection]) -> None:
        self.line, theirs = context.Pipe()
        # A forked process holds copies of our ends of all pipes: it must close them, or no pipe would ever end.
        ours = [self.line, *others] if context.get_start_method() == "fork" else []
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(theirs, work, ours), daemon=True
        )
        self.batch: Batch | None = None
        self.proven = False
        try:
            with _without_ctrl_c():
                self.process.start()
        except BaseException:
            self.line.close()
            raise
        finally:
            theirs.close()

    def end(self) -> None:
        """Idle, it ends with its pipe; busy, it is killed."""
        self.line.close()
        if self.batch is not None:
            self.process.kill()
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Hands:
    """Up to ``most`` processes, started one by one as batches come. Raises NoHands or OSError when not even one can be."""

    def __init__(self, work: Work, most: int) -> None:
        if multiprocessing.current_process().daemon:
            raise NoHands  # Python forbids it to have children
        self._work, self._most = work, most
        self._hands: list[_Hand] = []
        self._again: deque[Batch] = deque()
        self._tries: dict[int, int] = {}
        self._hire()

    @property
    def idle(self) -> bool:
        return not self._again and not self._busy()

    @property
    def has_room(self) -> bool:
        return not self._again and len(self._busy()) < self._most

    def hire_all(self) -> None:
        """Starts as many as there may be, at once; fewer where the machine gives no more."""
        with contextlib.suppress(OSError):
            while len(self._hands) < self._most:
                self._hire()

    def give(self, batch: Batch) -> None:
        """Takes a batch, when there is room."""
        self._again.append(batch)
        self._ask()

    def answered(self, incoming: int | None) -> list[Answered]:
        """Returns what is ready, waiting for it or for ``incoming``. Raises LostHands, and what went wrong in a process."""
        self._ask()
        asked = {hand.line: hand for hand in self._busy()}
        ready = wait([*asked, *([] if incoming is None else [incoming])])
        hands = [asked[line] for line in ready if isinstance(line, Connection)]
        return [found for hand in hands for found in self._told_by(hand)]

    def leave(self) -> None:
        """Ends them all, at once."""
        while self._hands:
            self._hands.pop().end()

    def _busy(self) -> list[_Hand]:
        return [hand for hand in self._hands if hand.batch is not None]

    def _ask(self) -> None:
        """Hands batches to those that are free, never to a busy one: two that write to each other wait for ever."""
        while self._again and (hand := self._free()):
            hand.batch = self._again.popleft()
            try:
                hand.line.send(hand.batch.lines)
            except OSError:
                self._lost(hand, at_the_batch=not hand.proven)

    def _free(self) -> _Hand | None:
        for hand in self._hands:
            if hand.batch is None:
                return hand
        try:
            return self._hire() if len(self._hands) < self._most else None
        except OSError:  # no more processes, or no memory for one: as many as there are do it too
            if not self._hands:
                raise
            self._most = len(self._hands)
            return None

    def _hire(self) -> _Hand:
        hand = _Hand(_context(), self._work, [one.line for one in self._hands])
        self._hands.append(hand)
        return hand

    def _told_by(self, hand: _Hand) -> Iterator[Answered]:
        batch = hand.batch
        try:
            told = hand.line.recv()
        except (EOFError, OSError):
            return self._lost(hand, at_the_batch=True)
        if isinstance(told, BaseException):
            raise told
        hand.batch, hand.proven = None, True
        if batch is not None:
            self._tries.pop(batch.serial, None)
            yield Answered(batch, *told)

    def _lost(self, hand: _Hand, *, at_the_batch: bool) -> None:
        """A process ended without an answer: another one is asked; a few times only, if the batch may be the reason."""
        batch, hand.batch = hand.batch, None
        self._hands.remove(hand)
        hand.end()
        if batch is None:
            return
        tries = self._tries[batch.serial] = self._tries.get(batch.serial, 0) + at_the_batch
        if tries >= TRIES:
            raise LostHands(_loss(batch, hand.process.exitcode))
        self._again.appendleft(batch)


def _loss(batch: Batch, code: int | None) -> str:
    numbers = [number for number, _ in batch.lines] or [0]
    why = f"シグナル {-code}" if code is not None and code < 0 else f"終了コード {code}"
    return (
        f"{numbers[0]:,}行目から{numbers[-1]:,}行目を読むあいだに、作業のプロセスが{TRIES}回止まりました（{why}）。\n"
        "メモリーが足りないときは、--workers の数を減らしてください。--workers 1 なら、一つのプロセスで読みます。"
    )


def _context() -> BaseContext:
    """Forks where this process is a single thread on Linux: knowledge is loaded once and its memory shared.

    Elsewhere processes are spawned: a fork copies one thread only, with the locks that the others hold, and macOS
    libraries do not survive it at all.
    """
    tasks = Path("/proc/self/task")
    alone = sys.platform == "linux" and tasks.is_dir() and len(list(tasks.iterdir())) == 1
    return multiprocessing.get_context("fork" if alone else "spawn")


@contextlib.contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """A process that has just begun must not die of Ctrl-C with a traceback, before it can say that it will not listen."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- inside the process -----------------------------------------------------------------------------


def _serve(line: Connection, work: Work, not_ours: list[Connection]) -> None:
    """Answers what is asked until the pipe ends. Ctrl-C is for the one who asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for other in not_ours:
        other.close()
    gc.freeze()  # what was inherited stays shared, and is not searched for garbage again and again
    asker = os.getppid()
    with contextlib.suppress(EOFError, OSError):
        while True:
            line.send(_answers(_while_asked(line.recv(), asker), work))


def _answers(lines: Iterator[tuple[int, bytes | None]], work: Work) -> tuple[bytes, int] | Exception:
    try:
        return answers_to(lines, work)
    except Exception as error:
        return _sendable(error)


def _while_asked(
    lines: tuple[tuple[int, bytes | None], ...], asker: int
) -> Iterator[tuple[int, bytes | None]]:
    for line in lines:
        if os.getppid() != asker:
            raise SystemExit
        yield line


def _sendable(error: Exception) -> Exception:
    """The error itself if it survives the pipe, with the place where it happened for those who look for it."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own, of this moment
        return error
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")

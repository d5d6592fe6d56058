"""Work for a line that costs nothing, with troubles on demand: a module, so that a spawned process finds it too."""

from __future__ import annotations

import io
import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

from madoguchi.batches import Stream, answer_all
from madoguchi.batches.crew import Crew, Work
from madoguchi.batches.incoming import Incoming


def echo(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Says the number and how the line begins; a line that is too long is refused."""
    return b"%d %s" % (number, b"-" if line is None else line[:20]), line is None


def wordy(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Answers at the length that consultations have."""
    return b"%d " % number + b"x" * 20_000, False


def slow_first(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Takes long for the lines of one batch: all others are answered before it."""
    time.sleep(0.01 if 17 <= number <= 32 else 0)
    return echo(number, line)


def faulty(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Has a fault of our own at one line."""
    return echo(number // (number - 150), line)


def deadly(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Dies of one line, every time."""
    if number == 150:
        os.kill(os.getpid(), signal.SIGKILL)
    return echo(number, line)


def deadly_once(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Dies at the first meeting with a line that names a file; the file is there afterwards."""
    if line and line.startswith(b"/") and not Path(os.fsdecode(line)).exists():
        Path(os.fsdecode(line)).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return b"%d" % number, False


def interrupted(number: int, line: bytes | None) -> tuple[bytes, bool]:
    """Ctrl-C at one line."""
    if number == 150:
        raise KeyboardInterrupt
    return echo(number, line)


def answers(data: bytes, *, work: Work = echo, most: int = 1) -> list[bytes]:
    """Answers every line of ``data`` with ``work``."""
    target = io.BytesIO()
    answer_all(Incoming(io.BytesIO(data)), Stream(target), crew=Crew(work, most=most))
    return target.getvalue().split(b"\n")[:-1]


def send_answers(line: Connection, data: bytes) -> None:
    """What ``answers`` says on two processes goes into a pipe."""
    line.send(answers(data, most=2))

"""Lines as they come in: numbered, of bounded length, and bound into small batches that know where they end.

No more is read than is soon answered, so a file may be of any length; nothing waits for a batch to fill up when the
input comes slowly.
"""

from __future__ import annotations

import hashlib
import io
import os
import select
import stat
from collections import deque
from typing import BinaryIO, NamedTuple

from madoguchi.batches.encoded import Encoded

MAX_LINE = 1_000_000
BATCH_LINES, BATCH_BYTES = 16, 65_536
PLENTY_LINES, PLENTY_BATCHES = 200, 16
_PIECE = 65_536
_BOM = b"\xef\xbb\xbf"


class Mark(NamedTuple):
    """A place between two lines: how many lines and bytes lie before it, and the SHA-256 of these bytes."""

    lines: int
    read: int
    sha256: str


class Batch(NamedTuple):
    """Some lines with their numbers; None stands for a line that is too long, blank lines are left out.

    ``mark`` is the place behind them; None when the last line has no end yet and may still grow.
    """

    serial: int
    lines: tuple[tuple[int, bytes | None], ...]
    mark: Mark | None


class OtherInput(ValueError):
    """The input does not begin with what was read of it before."""


class Incoming:
    """The lines of ``file`` as batches.

    ``size``: its bytes, None when it is no ordinary file; ``first``: the bytes that were answered before.
    """

    def __init__(self, file: BinaryIO | Encoded) -> None:
        self._read_some = getattr(file, "read1", file.read)
        self._number = _number_of(file)
        self.size = _size_of(self._number)
        self._poll = None if self.size is not None else _poll_of(self._number)
        self.first = 0
        self._hash = hashlib.sha256()
        self._lines = self._read = self._serial = self._size = self._waiting = 0
        self._rest, self._too_long, self._ended = b"", False, False
        self._open: list[tuple[int, bytes | None]] = []
        self._closed: deque[Batch] = deque()

    @property
    def plenty(self) -> bool:
        """True when so much has been read and waits that reading stops for now."""
        return self._waiting >= PLENTY_LINES or len(self._closed) >= PLENTY_BATCHES

    @property
    def wants_more(self) -> bool:
        """True until the end has been seen, while little is waiting."""
        return not self._ended and not self.plenty

    @property
    def finished(self) -> bool:
        """True when every line has been taken."""
        return self._ended and not self._open and not self._closed

    @property
    def waited_for(self) -> int | None:
        """The number of the file when more of it is wanted and may be long in coming."""
        return self._number if self._poll and self.wants_more else None

    def begin_behind(self, mark: Mark) -> None:
        """Passes over what was answered before. Raises OtherInput when it is not the same as it was."""
        left = mark.read
        while left and (piece := self._read_some(min(left, 16 * _PIECE))):
            self._hash.update(piece)
            left -= len(piece)
        if left or self._hash.hexdigest() != mark.sha256:
            raise OtherInput
        self._lines, self._read = mark.lines, mark.read
        self.first = mark.read

    def take_in(self) -> None:
        """Reads what is there, without waiting, until enough is at hand."""
        while self.wants_more and self._is_there():
            self._take(self._read_some(_PIECE))

    def wait(self) -> None:
        """Waits until there is something to read, or the end."""
        if self._poll:
            self._poll.poll()

    def next(self, *, at_once: bool) -> Batch | None:
        """Returns the next full batch, or None; ``at_once``: one that is not full too, if no more is there to fill it."""
        if at_once and not self._closed and self._open and (self._ended or not self._is_there()):
            self._close(whole=True)
        if not self._closed:
            return None
        self._waiting -= len(self._closed[0].lines)
        return self._closed.popleft()

    def _is_there(self) -> bool:
        return self._poll is None or bool(self._poll.poll(0))

    def _take(self, data: bytes | None) -> None:
        if not data:
            self._ended = data is not None  # None: nothing there yet, from a file that never waits
            return self._end() if self._ended else None
        *whole, rest = data.split(b"\n")
        for piece in whole:
            self._rest += piece
            self._line(b"\n")
        self._rest += rest
        if len(self._rest) > MAX_LINE:
            self._pass_over(self._rest)
            self._rest, self._too_long = b"", True

    def _end(self) -> None:
        torn = bool(self._rest or self._too_long)
        if torn:
            self._line(b"")
        if self._open:
            self._close(whole=not torn)

    def _line(self, end: bytes) -> None:
        raw: bytes | None = self._rest
        self._pass_over(self._rest + end)
        if self._too_long or len(self._rest) > MAX_LINE:
            raw = None
        self._rest, self._too_long, self._lines = b"", False, self._lines + 1
        bare = raw.removeprefix(_BOM) if self._lines == 1 and raw else raw
        if bare is None or bare.strip():
            self._open.append((self._lines, bare))
            self._waiting += 1
        if end and (len(self._open) >= BATCH_LINES or self._size >= BATCH_BYTES):
            self._close(whole=True)

    def _pass_over(self, data: bytes) -> None:
        self._hash.update(data)
        self._read += len(data)
        self._size += len(data)

    def _close(self, *, whole: bool) -> None:
        mark = Mark(self._lines, self._read, self._hash.hexdigest()) if whole else None
        self._closed.append(Batch(self._serial, tuple(self._open), mark))
        self._open, self._size, self._serial = [], 0, self._serial + 1


def _number_of(file: BinaryIO | Encoded) -> int | None:
    try:
        return None if isinstance(file, Encoded) else file.fileno()
    except (io.UnsupportedOperation, AttributeError):  # bytes in memory
        return None


def _size_of(number: int | None) -> int | None:
    if number is None:
        return None
    found = os.fstat(number)
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _poll_of(number: int | None) -> select.poll | None:
    if number is None or not hasattr(select, "poll"):
        return None
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return poll

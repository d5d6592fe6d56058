"""Rows of a table as a file of lines that is never written: what reads lines reads them, with its order, its marks and its processes."""

from __future__ import annotations

from collections.abc import Iterator


class Encoded:
    """``lines``: one row each, ended. Read once, from the beginning; no more is held than what was asked for and one row."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def read1(self, size: int) -> bytes:
        """Returns up to ``size`` bytes; none of them: the end."""
        found, have = [self._rest], len(self._rest)
        while have < size and (line := next(self._lines, b"")):
            found.append(line)
            have += len(line)
        whole = b"".join(found)
        self._rest = whole[size:]
        return whole[:size]

    read = read1

"""How far it is, on a terminal only: count, speed, share of the file and the time that is left."""

from __future__ import annotations

import sys
import time

_EVERY = 0.5  # seconds
_CLEAR = "\x1b[K"


class Progress:
    """Shows on stderr. ``size``: bytes of the whole input (None: unknown); ``read``, ``done``: known from an earlier part."""

    def __init__(self, size: int | None, *, read: int = 0, done: int = 0) -> None:
        self._size, self._first_byte, self._first = size, read, done
        self._began = self._shown = time.monotonic()
        self._dirty = False

    def show(self, done: int, read: int) -> None:
        """Shows ``done`` answers and ``read`` bytes, not more than twice a second."""
        now = time.monotonic()
        if now - self._shown >= _EVERY and sys.stderr.isatty():
            told = self._told(done, read, took=now - self._began)
            print(f"\r{told}{_CLEAR}", end="", file=sys.stderr, flush=True)
            self._shown, self._dirty = now, True

    def end(self, done: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done:,}件{_CLEAR if self._dirty else ''}", file=sys.stderr, flush=True)

    def leave(self) -> None:
        """The line is left as it stands, and the next message gets one of its own."""
        if self._dirty:
            print(file=sys.stderr, flush=True)

    def _told(self, done: int, read: int, *, took: float) -> str:
        parts = [f"{done:,}件", f"毎秒{(done - self._first) / took:,.0f}件"]
        if self._size:
            parts.append(f"{min(read, self._size) * 100 // self._size}%")
            pace = (read - self._first_byte) / took
            if pace > 0:
                parts.append(f"あと{_span(max(self._size - read, 0) / pace)}")
        return "  ".join(parts)


def _span(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f}秒"
    minutes = round(seconds / 60)
    return f"{minutes}分" if minutes < 60 else f"{minutes // 60}時間{minutes % 60}分"

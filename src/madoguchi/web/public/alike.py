"""Who tries one message after another, each a little different, is looking for words that are not noticed (security.md T7).

Only the likeness of a text is remembered: 64 bits under a salt that lives as long as the process, in memory, for an hour.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from madoguchi.plain_text import PlainText

BITS, NEAR = 64, 3
_LANE = 32  # bits of a lane: no text has so many letters that a count runs over
MOST_ALIKE, SECONDS = 5, 3_600.0
_MOST_TEXTS, _MOST_IN_ALL = 64, 100_000  # of an address; of all: some twenty MB
_SALT = secrets.token_bytes(16)


class _Seen(NamedTuple):
    at: float
    likeness: int
    same: bytes


class Alike:
    """Counts, for each address, the texts of the last hour that are nearly but not quite the same. Safe from many threads."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, salt: bytes = _SALT) -> None:
        self._clock, self._salt = clock, salt
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[_Seen]] = OrderedDict()
        self._texts = 0

    def note(self, address: str, text: str) -> int:
        """Remembers ``text`` (at most 20,000 characters, readable); returns how many others of ``address`` are nearly the same."""
        now, likeness = self._clock(), likeness_of(text, self._salt)
        same = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=8).digest()
        with self._lock:
            seen = self._seen.setdefault(address, deque())
            self._seen.move_to_end(address)
            while seen and (seen[0].at <= now - SECONDS or len(seen) >= _MOST_TEXTS):
                seen.popleft()
                self._texts -= 1
            near = sum(
                1 for one in seen if (one.likeness ^ likeness).bit_count() <= NEAR and one.same != same
            )
            if all(one.same != same for one in seen):
                seen.append(_Seen(now, likeness, same))
                self._texts += 1
            self._forget(now)
            return near

    def _forget(self, now: float) -> None:
        """The addresses longest unseen go when their hour is over, or when all together are too many."""
        while oldest := next(iter(self._seen.values()), None):
            if self._texts <= _MOST_IN_ALL and oldest[-1].at > now - SECONDS:
                return
            self._texts -= len(oldest)
            self._seen.popitem(last=False)

    def clear(self) -> None:
        """Forgets everybody."""
        with self._lock:
            self._seen.clear()
            self._texts = 0


def likeness_of(text: str, salt: bytes) -> int:
    """Returns 64 bits of which texts that share most of their letters share most (a simhash of the levelled text).

    A bit is set where more of the letters have it than have it not. All 64 are counted at once, each in a lane of one long number.
    """
    counted = Counter(filter(str.isalnum, PlainText.of(text).text))
    lanes = sum(count * _lanes(piece, salt) for piece, count in counted.items())
    half, width = counted.total() / 2, _LANE // 8
    totals = lanes.to_bytes(BITS * width, "little")
    return sum(
        1 << at
        for at in range(BITS)
        if int.from_bytes(totals[at * width : (at + 1) * width], "little") > half
    )


@lru_cache(maxsize=16_384)
def _lanes(piece: str, salt: bytes) -> int:
    bits = int.from_bytes(hashlib.blake2b(piece.encode(), key=salt, digest_size=BITS // 8).digest())
    return sum((bits >> at & 1) << at * _LANE for at in range(BITS))


MESSAGES = Alike()

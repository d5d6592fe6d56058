"""The index where the extra ``search`` is not installed: one file that grows, read whole into memory. For a town, not for a network.

Every change is a record at the end of the file: its length, its checksum, the case. The last record of a case holds; a record that
was cut off by a kill is cut away. What was written is on the disk before the outbox forgets.
"""

from __future__ import annotations

import math
import os
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from madoguchi.web.desk.search.index import Entry, Found, IndexBusy

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_NAME = "cases"
_HEAD = 8
_BEST, _SHORT = 1.2, 0.75  # BM25, as it is used everywhere


class _Row(msgspec.Struct, frozen=True, array_like=True):
    case_id: str
    codes: Sequence[str]
    sealed: bytes
    gone: bool = False


class PlainIndex:
    """The same as ``index.Index``, without a package. Time and memory grow with the number of cases."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder, self._file = folder, folder / _NAME
        self._read_to, self._inode = 0, 0
        self._rows: dict[str, tuple[Counter[str], bytes]] = {}

    def write(self, changes: Iterable[Entry | str], *, anew: bool = False) -> int:
        """Puts entries in and takes out the cases that come as ids; on the disk when this returns. Raises IndexBusy."""
        count = 0
        with _alone(self.folder):
            target = self._file.with_suffix(".new") if anew else self._file
            with target.open("wb" if anew else "r+b" if target.exists() else "w+b") as file:
                file.seek(0 if anew else self._end())
                file.truncate()
                for change in changes:
                    file.write(_record(change))
                    count += isinstance(change, Entry)
                file.flush()
                os.fsync(file.fileno())
            if anew:
                target.replace(self._file)
        return count

    def find(
        self, weights: Mapping[str, float], *, most: int, among: Sequence[str] | None = None
    ) -> list[Found]:
        """Returns at most ``most`` cases with words of ``weights``, best first; ``among``: these cases alone."""
        self._catch_up()
        rows = self._rows if among is None else {one: self._rows[one] for one in among if one in self._rows}
        often = Counter(code for codes, _ in self._rows.values() for code in codes.keys() & weights.keys())
        total = len(self._rows)
        telling = {
            code: weight * math.log(1 + (total - often[code] + 0.5) / (often[code] + 0.5))
            for code, weight in weights.items()
        }
        usual = sum(codes.total() for codes, _ in self._rows.values()) / max(total, 1) or 1.0
        scored = ((_score(codes, telling, usual), case_id) for case_id, (codes, _) in rows.items())
        best = sorted((one for one in scored if one[0] > 0), reverse=True)[:most]
        return [Found(case_id, score, self._rows[case_id][1]) for score, case_id in best]

    def sealed_of(self) -> dict[str, bytes]:
        """Returns what is kept of every case, by its id."""
        self._catch_up()
        return {case_id: data for case_id, (_, data) in self._rows.items()}

    def _end(self) -> int:
        """Where the last whole record ends."""
        self._catch_up()
        return self._read_to

    def _catch_up(self) -> None:
        if not self._file.exists():
            return
        with self._file.open("rb") as file:
            now = os.fstat(file.fileno())
            if now.st_ino != self._inode:
                self._rows, self._read_to, self._inode = {}, 0, now.st_ino
            file.seek(self._read_to)
            data = file.read()
        for row, size in _records(data):
            self._read_to += size
            self._rows.pop(row.case_id, None)
            if not row.gone:
                self._rows[row.case_id] = Counter(row.codes), row.sealed


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else writes meanwhile; a lock goes with the process that held it."""
    with (folder / "lock").open("w") as lock:
        try:
            if sys.platform == "win32":
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise IndexBusy("検索の索引に、ほかのところが書いています。") from None
        yield


def _score(codes: Counter[str], telling: Mapping[str, float], usual: float) -> float:
    short = _BEST * (1 - _SHORT + _SHORT * codes.total() / usual)
    met = codes.keys() & telling.keys()
    return sum(telling[code] * codes[code] * (_BEST + 1) / (codes[code] + short) for code in met)


def _record(change: Entry | str) -> bytes:
    if isinstance(change, str):
        row = _Row(change, (), b"", gone=True)
    else:
        row = _Row(change.case_id, change.codes, change.sealed)
    data = msgspec.msgpack.encode(row)
    return len(data).to_bytes(4, "big") + zlib.crc32(data).to_bytes(4, "big") + data


def _records(data: bytes) -> Iterator[tuple[_Row, int]]:
    at = 0
    while at + _HEAD <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        body = data[at + _HEAD : at + _HEAD + size]
        if len(body) < size or zlib.crc32(body) != int.from_bytes(data[at + 4 : at + _HEAD], "big"):
            return
        yield msgspec.msgpack.decode(body, type=_Row), _HEAD + size
        at += _HEAD + size

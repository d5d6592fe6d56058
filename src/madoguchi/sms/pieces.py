"""A stream of sends in pieces: a CSV that grows, a pipe, or a folder into which files land. Where a piece ends is known to the byte
or to the group of rows, so that reading goes on just there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import msgspec

from madoguchi.sms.sends import (
    MOST_LINE,
    BadSend,
    Reading,
    Refused,
    Row,
    header_of,
    lines_in,
    rows_in,
)

_BYTES = 48 << 20  # of a piece of text, a million sends
_ROWS = 1_000_000  # of a piece of Parquet, more where one group of rows has more
_READ = (
    *("sent_at", "sender", "chars", "encoding", "country", "delivered", "direction", "contract_from"),
)  # columns; who received it is not looked at
_TAKEN = (".csv", ".parquet")
_WAITS = 10  # times that a pipe is waited for before what came is taken


class Place(msgspec.Struct, frozen=True):
    """Where reading goes on: in which file of a folder, at which byte of a CSV or group of rows of a Parquet, in which line."""

    name: str = ""
    at: int = 0
    line: int = 1


class Piece(NamedTuple):
    """Some rows. ``cells``: their columns as they stand there (pyarrow.Table), or ``rows``: read one by one.

    ``line``: the line of the first of ``cells``, 0 where there are none; ``finished``: the file that ends with it.
    """

    cells: Any | None
    rows: list[Row | Refused]
    line: int
    place: Place
    finished: str = ""


class Source(Protocol):
    """A stream. Raises BadSend where it cannot be read, OSError."""

    def piece(self, place: Place) -> Piece | None:
        """Returns what comes after ``place``; None when there is nothing now."""
        ...


@dataclass
class Ahead:
    """A source whose next piece is read while the last one is taken."""

    source: Source
    worker: ThreadPoolExecutor
    _next: tuple[Place, Future[Piece | None]] | None = None

    def piece(self, place: Place) -> Piece | None:
        waiting, self._next = self._next, None
        found = waiting[1].result() if waiting and waiting[0] == place else self.source.piece(place)
        if found is not None:
            self._next = found.place, self.worker.submit(self.source.piece, found.place)
        return found


@dataclass
class GrowingCsv:
    """A CSV with a header. ``grows``: a last line without an end is waited for; otherwise it is taken as it stands."""

    path: Path
    reading: Reading
    grows: bool
    most: int = _BYTES
    _header: list[str] = field(default_factory=list)

    def piece(self, place: Place) -> Piece | None:
        with self.path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < place.at:
                raise BadSend(
                    "前に読んだところより短くなっています。直し方: 続きは同じファイルに足すか、新しい --state で始めます。"
                )
            first = file.readline(MOST_LINE)
            if not first.endswith(b"\n"):
                if self.grows or not first:
                    return None
            self._header = self._header or header_of(_text(first))
            at = place.at or len(first)
            file.seek(at)
            raw = file.read(self.most)
        raw = _whole_lines(raw, all_of_it=not self.grows and len(raw) < self.most)
        return (
            _of_csv(raw, self._header, reading=self.reading, place=_after(place, at + len(raw), raw))
            if raw
            else None
        )


@dataclass
class Pipe:
    """A CSV that comes through a pipe and cannot be read twice. ``wait`` is called while nothing comes."""

    file: int
    reading: Reading
    wait: Callable[[], None]
    most: int = _BYTES
    _left: bytes = b""
    _header: list[str] = field(default_factory=list)
    _ended: bool = False

    def piece(self, place: Place) -> Piece | None:
        while True:
            came = self._left + self._came()
            raw = _whole_lines(came, all_of_it=self._ended)
            self._left = came[len(raw) :]
            skipped = 0
            if raw and not self._header:
                first, _, raw = raw.partition(b"\n")
                self._header, skipped = header_of(_text(first)), len(first) + 1
            if raw:
                after = _after(place, place.at + skipped + len(raw), raw)
                return _of_csv(raw, self._header, reading=self.reading, place=after)
            if self._ended:
                return None

    def _came(self) -> bytes:
        """What comes until it stops for a while or is enough."""
        os.set_blocking(self.file, False)
        parts: list[bytes] = []
        size, waited = 0, 0
        while not self._ended and size < self.most and not (parts and waited >= _WAITS):
            try:
                part = os.read(self.file, 1 << 20)
            except BlockingIOError:
                waited += 1
                self.wait()
                continue
            self._ended = not part
            parts.append(part)
            size, waited = size + len(part), 0
        return b"".join(parts)


@dataclass
class Folder:
    """A folder into which whole files land, CSV or Parquet, taken by name; ``finished``: those that were taken before.

    A name that begins with a dot or an underscore is not looked at: so a file is written, and renamed when it is whole.
    """

    path: Path
    reading: Reading
    finished: Container[str] = ()
    most: int = _BYTES
    _finished: set[str] = field(default_factory=set)

    def piece(self, place: Place) -> Piece | None:
        for name in [place.name] if place.name else self._names():
            path = self.path / name
            begun = place if place.name else Place(name)
            found = self._in(path, begun)
            if found is None:
                self._finished.add(name)
                return Piece(None, [], 0, Place(), name)
            return found._replace(place=msgspec.structs.replace(found.place, name=name))
        return None

    def _names(self) -> Iterator[str]:
        names = sorted(
            one.name
            for one in self.path.iterdir()
            if one.suffix in _TAKEN and not one.name.startswith((".", "_"))
        )
        return (one for one in names if one not in self._finished and one not in self.finished)

    def _in(self, path: Path, place: Place) -> Piece | None:
        if path.suffix == ".csv":
            return GrowingCsv(path, self.reading, grows=False, most=self.most).piece(place)
        return _of_parquet(path, place)


def _of_parquet(path: Path, place: Place) -> Piece | None:
    parquet, arrow = import_module("pyarrow.parquet"), import_module("pyarrow")
    try:
        with parquet.ParquetFile(path) as file:
            groups: list[int] = []
            rows = 0
            for group in range(place.at, file.num_row_groups):
                if groups and rows >= _ROWS:
                    break
                groups.append(group)
                rows += file.metadata.row_group(group).num_rows
            cells = file.read_row_groups(groups) if groups else None
    except (arrow.ArrowException, ValueError):
        raise BadSend(
            f"{path.name}: Parquet として読めません。直し方: 書き終わったファイルを置きます。"
        ) from None
    if cells is None:
        return None
    return Piece(cells, [], 0, Place(at=groups[-1] + 1))


def _after(place: Place, at: int, raw: bytes) -> Place:
    return Place(place.name, at, place.line + _lines(raw))


def _lines(raw: bytes) -> int:
    return raw.count(b"\n") + (not raw.endswith(b"\n"))


def _whole_lines(raw: bytes, *, all_of_it: bool) -> bytes:
    return raw if all_of_it else raw[: raw.rfind(b"\n") + 1]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSend("UTF-8 として読めません。直し方: UTF-8 で書き出してください。") from None


def _of_csv(raw: bytes, header: list[str], *, reading: Reading, place: Place) -> Piece:
    """Text that holds nothing but plain cells is split by Arrow; any other by the reader that reads line by line."""
    line = place.line - _lines(raw) + 1
    cells = _split(raw, header)
    if cells is not None:
        return Piece(cells, [], line, place)
    return Piece(None, list(_read(raw, header, line=line, reading=reading)), line, place)


def _read(raw: bytes, header: list[str], *, line: int, reading: Reading) -> Iterator[Row | Refused]:
    text = raw.decode("utf-8", errors="surrogateescape")
    for number, one in enumerate(lines_in(StringIO(text, newline="")), line):
        if not one.isascii() and any("\udc80" <= sign <= "\udcff" for sign in one):
            yield Refused(number, "UTF-8 として読めません。直し方: UTF-8 で書き出してください。")
        else:
            yield from rows_in(header, [(number, one)], reading=reading)


def _split(raw: bytes, header: list[str]) -> Any | None:
    arrow, csv = import_module("pyarrow"), import_module("pyarrow.csv")
    if not _is_plain(raw) or _has_long_line(raw):
        return None
    try:
        cells = csv.read_csv(
            BytesIO(raw),
            read_options=csv.ReadOptions(column_names=header, block_size=4 << 20),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(header, arrow.string()),
                include_columns=[name for name in header if name in _READ],
            ),
        )
    except arrow.ArrowInvalid:
        return None
    if cells.num_rows != _lines(raw):
        return None
    return cells.append_column("recipient", arrow.nulls(cells.num_rows, arrow.string()))


def _is_plain(raw: bytes) -> bool:
    """Whether lines end in one way, and quotation marks stand at both ends of cells only: what every reader takes alike."""
    if b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n"):
        return False
    if b'"' not in raw:
        return True
    marks = raw.count(b'"')
    opening = raw.count(b',"') + raw.count(b'\n"') + raw.startswith(b'"')
    closing = raw.count(b'",') + raw.count(b'"\n') + raw.count(b'"\r\n') + raw.endswith(b'"')
    return marks == 2 * opening == 2 * closing


def _has_long_line(raw: bytes) -> bool:
    at = 0
    while len(raw) - at > MOST_LINE:
        ends = raw.rfind(b"\n", at, at + MOST_LINE + 1)
        if ends < 0:
            return True
        at = ends + 1
    return False

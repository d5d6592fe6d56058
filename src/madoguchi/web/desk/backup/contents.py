"""What a backup holds: a tar of the database, the data folder's other files, all keys, and the HTTPS certificate's folder.

Left out: the search index, which is built anew from the cases, and what belongs to a running server only.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, Protocol

import msgspec

from madoguchi.web.desk.backup.troubles import Altered, CannotBackUp
from madoguchi.web.kept_keys import made_with_parents, onto_the_disk

Database = Literal["sqlite", "postgresql"]
DATABASES: dict[Database, str] = {"sqlite": "madoguchi.sqlite3", "postgresql": "postgresql.dump"}
_FILE = DATABASES["sqlite"]
LEFT_OUT = frozenset({"search", "in-use", _FILE, f"{_FILE}-wal", f"{_FILE}-shm", f"{_FILE}-journal"})
_MANIFEST = "manifest.json"
_MOST_MANIFEST = 100_000  # bytes
_PIECE = 1 << 20
Room = Literal["data", "keys", "tls"]
ROOMS: tuple[Room, ...] = ("data", "keys", "tls")


class Counts(msgspec.Struct, frozen=True):
    """How many there are."""

    centres: int
    staff: int
    cases: int
    texts: int
    entries: int


@dataclass(frozen=True, slots=True)
class Dumped:
    """A database that was dumped: how much is in it, and the generations of the outer key that wrap something in it."""

    counts: Counts
    outer: frozenset[int]


class Manifest(msgspec.Struct, frozen=True):
    """What stands first in a backup: when it was made, of which installation (its folder of keys), with which database, and how much."""

    made: str
    installation: str
    database: Database
    program: str
    counts: Counts
    format: Literal[1] = 1


class _Takes(Protocol):
    def write(self, data: bytes, /) -> int: ...


class _Gives(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Packing:
    """Puts files into a stream, one after the other."""

    def __init__(self, out: _Takes, manifest: Manifest) -> None:
        self._tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)  # type: ignore[call-overload]
        self.put_bytes(_MANIFEST, msgspec.json.encode(manifest))

    def put_bytes(self, name: str, data: bytes) -> None:
        """Puts ``data`` under ``name``."""
        self._tar.addfile(_entry(name, len(data)), io.BytesIO(data))

    def put_file(self, name: str, path: Path) -> bool:
        """Puts the file ``path`` under ``name``; False where it is gone by now. Raises OSError."""
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return False
        with file:
            self._tar.addfile(_entry(name, os.fstat(file.fileno()).st_size), file)
        self._tar.members.clear()  # it would remember every file
        return True

    def close(self) -> None:
        """Ends the stream."""
        self._tar.close()


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry


def files_in(folder: Path, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, Path]]:
    """Yields the files of ``folder`` with their names inside it, but for those at its top in ``without`` and hidden ones.

    Raises CannotBackUp for a link: what it leads to would be missing."""
    for at, folders, names in os.walk(folder):
        here = Path(at)
        if here == folder:
            folders[:] = [name for name in folders if name not in without]
            names = [name for name in names if name not in without]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*folders, *(name for name in names if not name.startswith("."))]):
            path = here / name
            if path.is_symlink():
                raise CannotBackUp(f"{path}: リンクは控えに入りません。本物のファイルに置きかえてください。")
            if name not in folders:
                yield path.relative_to(folder).as_posix(), path


class Unpacking:
    """Reads what ``Packing`` wrote. ``manifest`` is read at once. Raises Altered."""

    def __init__(self, stream: _Gives) -> None:
        self._stream = stream
        try:
            self._tar = tarfile.open(fileobj=stream, mode="r|")  # type: ignore[call-overload]
            first = self._tar.next()
            told = self._tar.extractfile(first).read(_MOST_MANIFEST) if first else b""
            self.manifest = msgspec.json.decode(told, type=Manifest)
        except (tarfile.TarError, msgspec.DecodeError):
            raise Altered from None

    def files(self) -> Iterator[tuple[Room, PurePosixPath, BinaryIO]]:
        """Yields room, name in it, and content of every file, in the order of the stream, which is read to its end."""
        try:
            while entry := self._tar.next():
                self._tar.members.clear()  # it would remember every file
                room, *rest = PurePosixPath(entry.name).parts
                content = self._tar.extractfile(entry)
                if not entry.isreg() or room not in ROOMS or not rest or ".." in rest or content is None:
                    raise Altered
                yield room, PurePosixPath(*rest), content
        except tarfile.TarError:
            raise Altered from None
        while self._stream.read(_PIECE):  # what follows the last file is checked too
            pass


def written_out(content: BinaryIO, path: Path) -> None:
    """Writes ``content`` to the new file ``path``, for its owner alone, and onto the disk. Raises OSError."""
    made_with_parents(path.parent)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(number, "wb") as file:
        while piece := content.read(_PIECE):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    onto_the_disk(path.parent)

"""Which files are the mart: one small file says so, and a build takes effect in the moment in which that one is replaced.

Files of data are never changed. Those of the generation before stay until the next build, for whoever reads meanwhile; what a
build that was killed left behind stands in no manifest, and the next build removes it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

SCHEMA: Final = 1
_NAME, _LOCK, _KEY = "mart.json", ".lock", ".key"
DATA: Final = "consultations"
STAGING: Final = ".staging-"


class NoMart(LookupError):
    """There is no mart here, or none that this version reads; says how to mend it (Japanese)."""


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was taken in: how many rows came in, were there before, or were refused."""

    name: str
    sha256: str
    taken: int
    there: int
    refused: int
    left_out: int


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A file of one fiscal year. ``first_known``: the first day on which a record of it was known."""

    path: str
    fiscal_year: int
    rows: int
    first_known: dt.date
    last_known: dt.date


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    schema: int = SCHEMA
    generation: int = 0
    built_at: dt.datetime | None = None
    parts: tuple[Part, ...] = ()
    before: tuple[str, ...] = ()  # files of the generation before
    sources: tuple[Loaded, ...] = ()

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def last_known(self) -> dt.date | None:
        """Returns the last day on which anything became known: what happened later nobody can ask this mart."""
        return max((part.last_known for part in self.parts), default=None)

    def years(self, day: dt.date) -> list[int]:
        """Returns the fiscal years of which any record was known as of ``day``, of whatever scheme."""
        return sorted({part.fiscal_year for part in self.parts if part.first_known <= day})


def manifest_of(mart: Path) -> Manifest:
    """Returns the manifest of ``mart``. Raises NoMart."""
    path = mart / _NAME
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise NoMart(
            f"{mart}: データマートがありません。直し方: madoguchi mart build --from 記録 --out {mart}"
        ) from None
    except msgspec.DecodeError:
        raise NoMart(f"{path}: 壊れています。直し方: 控えから戻すか、作り直します。") from None
    if found.schema != SCHEMA:
        raise NoMart(f"{path}: 版 {found.schema} は読めません。直し方: この版の madoguchi で作り直します。")
    return found


def files_of(mart: Path, parts: Sequence[Part]) -> list[Path]:
    """Returns where ``parts`` lie. Raises NoMart where one is missing."""
    found = [mart / part.path for part in parts]
    missing = [path for path in found if not path.is_file()]
    if missing:
        raise NoMart(f"{missing[0]}: ありません。直し方: 控えから戻すか、作り直します。")
    return found


def put(mart: Path, manifest: Manifest) -> None:
    """Puts ``manifest`` in the place of the one before, at once and on the disk."""
    beside = mart / f".{_NAME}.part"
    with beside.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(mart / _NAME)
    _sync(mart)


def swept(mart: Path, manifest: Manifest) -> None:
    """Removes the files of data that neither this generation nor the one before knows, and what a killed build worked with."""
    for folder in mart.glob(f"{STAGING}*"):
        shutil.rmtree(folder)
    known: Mapping[str, None] = dict.fromkeys((*(part.path for part in manifest.parts), *manifest.before))
    for path in (mart / DATA).glob("**/*"):
        if path.is_file() and path.relative_to(mart).as_posix() not in known:
            path.unlink()


def key_of(mart: Path) -> bytes:
    """Returns the secret that numbers of cases are hidden with; made the first time, for its owner alone.

    Who has it and a number can ask whether that case is in the mart, and nothing else: it is not handed on with the mart.
    """
    path = mart / _KEY
    with contextlib.suppress(FileExistsError):
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


@contextlib.contextmanager
def alone(mart: Path) -> Iterator[None]:
    """One build at a time. Raises NoMart when another one runs."""
    mart.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows has no such locks
        yield
        return
    with (mart / _LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NoMart(f"{mart}: いま別の取りこみが動いています。直し方: 終わるのを待ちます。") from None
        yield


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

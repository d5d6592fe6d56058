"""Makes a backup while the desk is open: a snapshot, sealed, read back from the disk, and only then named."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

from madoguchi.web.accounts.models import Centre
from madoguchi.web.accounts.noting import CONSOLE, note_in
from madoguchi.web.desk.backup import postgresql, sqlite
from madoguchi.web.desk.backup.contents import (
    DATABASES,
    LEFT_OUT,
    Database,
    Dumped,
    Manifest,
    Packing,
    Unpacking,
    files_in,
)
from madoguchi.web.desk.backup.leftovers import one_at_a_time, snapshot_in
from madoguchi.web.desk.backup.recovery_key import mark_of
from madoguchi.web.desk.backup.sealed_file import SealedReader, SealedWriter
from madoguchi.web.desk.backup.troubles import CannotBackUp, CannotRestore
from madoguchi.web.desk.keyring import keyring_of, outer_name
from madoguchi.web.desk.log import HEADS, Said
from madoguchi.web.kept_keys import made_with_parents, onto_the_disk

_PUBLIC = "recovery.pub"
_SIGNS = "case-key"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: where it lies, how many bytes and files, what is in it, and the mark of the key that opens it."""

    path: Path
    size: int
    files: int
    manifest: Manifest
    mark: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A snapshot: which database, the file that it lies in, what it says of itself, and where the logs ended."""

    database: Database
    path: Path
    dumped: Dumped
    heads: Mapping[str, bytes]


def public_half() -> bytes | None:
    """Returns the public half of this installation's recovery key; None: there is none yet."""
    path = keyring_of(settings.DATA).folder / _PUBLIC
    return bytes.fromhex(path.read_text(encoding="ascii")) if path.is_file() else None


def keep_public_half(public: bytes) -> None:
    """Keeps ``public`` beside the other keys: backups are sealed to it from now on."""
    folder = keyring_of(settings.DATA).folder
    made_with_parents(folder)
    beside = folder / f".{_PUBLIC}-{secrets.token_hex(8)}"
    with beside.open("x", encoding="ascii") as file:
        file.write(public.hex())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _PUBLIC)
    onto_the_disk(folder)


def new_public_half(public: bytes, *, at: dt.datetime) -> None:
    """Keeps ``public`` and writes into the log of every centre that backups are another key's from now on."""
    keep_public_half(public)
    for centre in Centre.objects.order_by("pk"):
        note_in(centre, Said("new_recovery_key", CONSOLE), at=at)


def back_up(to: Path, *, at: dt.datetime, tls: Path | None = None, by: str = CONSOLE) -> Made:
    """Writes a backup of everything to ``to`` (a folder, or the name of a new file) and reads it back; it is named when it is whole.

    ``tls``: the folder of the HTTPS certificate, if any; ``by``: who did it, for the log. Raises CannotBackUp, OSError; nothing is left behind then.
    """
    public = public_half()
    if public is None:
        raise CannotBackUp(
            "復旧鍵がまだありません。先に madoguchi desk recovery-key で作り、紙に写してください。"
        )
    path = to / f"madoguchi-{at:%Y%m%d-%H%M%S}.backup" if to.is_dir() else to
    if os.path.lexists(path):
        raise CannotBackUp(f"{path}: もうあります。上書きはしません。ほかの名前にしてください。")
    if path.resolve().is_relative_to(Path(settings.DATA).resolve()):
        raise CannotBackUp(f"{path}: データのフォルダーの中です。USB メモリーなど、別の場所にしてください。")
    beside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with _snapshot() as taken:
            manifest, files, key = _written(beside, public, at=at, parts=(taken, tls))
        _read_back(beside, key, files=files)
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    onto_the_disk(path.parent)
    for centre in Centre.objects.order_by("pk"):
        note_in(centre, Said("back_up", by), at=at)
    return Made(path, path.stat().st_size, files, manifest, mark_of(public))


@contextlib.contextmanager
def _snapshot() -> Iterator[Taken]:
    """The database as it is at one moment, and where the logs ended just before: the note of an end may lag behind, never run ahead."""
    database: Database = "postgresql" if connection.vendor == "postgresql" else "sqlite"
    data = Path(settings.DATA)
    folder = snapshot_in(data)
    with one_at_a_time(data):
        shutil.rmtree(folder, ignore_errors=True)  # of a backup that was killed
        folder.mkdir(mode=0o700)
        try:
            heads = {name: path.read_bytes() for name, path in _heads()}
            path = folder / DATABASES[database]
            dump = postgresql.dump if database == "postgresql" else sqlite.dump
            yield Taken(database, path, dump(path), heads)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _heads() -> list[tuple[str, Path]]:
    folder = keyring_of(settings.DATA).folder / HEADS
    return [(name, path) for name, path in files_in(folder)] if folder.is_dir() else []


def _written(
    beside: Path, public: bytes, *, at: dt.datetime, parts: tuple[Taken, Path | None]
) -> tuple[Manifest, int, bytes]:
    """Writes everything, onto the disk; returns what stands first, how many files, and the key of this file. Raises CannotBackUp."""
    taken, tls = parts
    keys, files, missing = keyring_of(settings.DATA).folder, 0, _needed(taken)
    manifest = Manifest(at.isoformat(), keys.name, taken.database, version("madoguchi"), taken.dumped.counts)
    number = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(number, "wb") as file:
        sealing = SealedWriter(file, public)
        packing = Packing(sealing, manifest)
        for name, path in _everything(taken.path, tls):
            if packing.put_file(name, path):
                files += 1
                missing.discard(name)
        _assert_opens(missing)
        for name, data in taken.heads.items():
            packing.put_bytes(f"keys/{HEADS}/{name}", data)
            files += 1
        packing.close()
        sealing.close()
        file.flush()
        os.fsync(file.fileno())
    return manifest, files, sealing.key


def _needed(taken: Taken) -> set[str]:
    """The names of what no backup opens without: the database, and every outer key that wraps something in it."""
    keys = (f"keys/{outer_name(generation)}" for generation in taken.dumped.outer)
    return {f"data/{taken.path.name}", *keys}


def _assert_opens(missing: Set[str]) -> None:
    if missing:
        named = "、".join(sorted(name.partition("/")[2] for name in missing))
        raise CannotBackUp(
            f"{named} がないので、この控えでは記録を開けません。控えは残していません。もう一度しても同じなら、"
            f"鍵のフォルダー {keyring_of(settings.DATA).folder} に、前の控えから戻してください。"
        )


def _everything(snapshot: Path, tls: Path | None) -> Iterator[tuple[str, Path]]:
    data, keys = Path(settings.DATA), keyring_of(settings.DATA).folder
    yield f"data/{snapshot.name}", snapshot
    elsewhere = os.environ.get("MADOGUCHI_KEY")  # in a backup it lies in the data
    if elsewhere and Path(elsewhere).is_file():
        yield f"data/{_SIGNS}", Path(elsewhere)
    without = LEFT_OUT | {_SIGNS} if elsewhere else LEFT_OUT
    yield from ((f"data/{name}", path) for name, path in files_in(data, without=without))
    yield from ((f"keys/{name}", path) for name, path in files_in(keys, without=frozenset({HEADS})))
    if tls is not None:
        yield from ((f"tls/{name}", path) for name, path in files_in(tls))


def _read_back(path: Path, key: bytes, *, files: int) -> None:
    """Reads every byte of the file, from the disk where the system lets us. Raises CannotBackUp."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        try:
            found = sum(1 for _ in Unpacking(SealedReader(file, key)).files())
        except CannotRestore:
            found = -1
    if found != files:
        raise CannotBackUp(
            f"{path.parent}: 書いた控えを読み返すと、書いたとおりではありませんでした。"
            "控えは残していません。ほかの USB メモリーか場所に、もう一度作ってください。"
        )

"""Restores a backup onto an empty place: unpacked beside it, looked at there, and only then named. Nothing that is there is overwritten."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from madoguchi.web.desk.backup import postgresql
from madoguchi.web.desk.backup.contents import DATABASES, Manifest, Room, Unpacking, written_out
from madoguchi.web.desk.backup.leftovers import RESTORING, holding, sweep_restores
from madoguchi.web.desk.backup.sealed_file import SealedReader, key_for
from madoguchi.web.desk.backup.troubles import CannotRestore
from madoguchi.web.kept_keys import made_with_parents, onto_the_disk

if TYPE_CHECKING:
    from madoguchi.web.desk.backup.checking import Found


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything goes: the data folder, the folder above the keys, and the folder of the HTTPS certificate."""

    data: Path
    keys: Path
    tls: Path

    def of(self, room: Room, manifest: Manifest) -> Path:
        """Returns the folder that ``room`` of this backup becomes."""
        return self.keys / manifest.installation if room == "keys" else getattr(self, room)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, where to, and what was found in it; ``tls``: whether there was a certificate.

    ``swept``: what an earlier restore that was killed had left there, and which is gone now.
    """

    manifest: Manifest
    places: Places
    found: Found
    tls: bool
    swept: tuple[Path, ...]


def looked_into(backup: Path, recovery: str) -> Manifest:
    """Reads a backup to its end without keeping anything; returns what it says of itself. Raises CannotRestore, OSError."""
    with backup.open("rb") as file:
        unpacking = Unpacking(SealedReader(file, key_for(file, recovery)))
        for _ in unpacking.files():
            pass
        return unpacking.manifest


def restore(backup: Path, recovery: str, *, places: Places, at: dt.datetime) -> Restored:
    """Restores ``backup`` by the recovery key and looks at everything. Call it before Django's settings are read.

    Raises CannotRestore, OSError: then nothing is there that was not there before; on PostgreSQL the database may be, and it says so.
    """
    swept = sweep_restores(places.data.parent, places.keys, places.tls.parent)
    with backup.open("rb") as file, _staging(places) as beside, contextlib.ExitStack() as held:
        manifest = _unpacked(file, recovery, places=places, beside=beside, held=held)
        found = _opened(beside, manifest, at=at)
        tls = beside.tls.is_dir()
        try:
            _named(beside, places, manifest=manifest)
        except OSError as error:
            raise CannotRestore(f"フォルダーを名付けられません（{error}）。{_left_by(manifest)}") from None
    return Restored(manifest, places, found, tls, swept)


@contextlib.contextmanager
def _staging(places: Places) -> Iterator[Places]:
    """Folders beside the places, on the same disks, so that they need no copying to be named."""
    _assert_empty(places.data)
    _assert_empty(places.tls)
    mark = f"{RESTORING}{secrets.token_hex(4)}"
    data, tls = (path.with_name(f"{mark}-{path.name}") for path in (places.data, places.tls))
    made, new = Places(data, places.keys / mark, tls), not places.keys.exists()
    try:
        yield made
    finally:
        for path in (made.data, made.keys, made.tls):
            shutil.rmtree(path, ignore_errors=True)
        if new:
            with contextlib.suppress(OSError):
                places.keys.rmdir()  # only where it is empty


def _assert_empty(folder: Path) -> None:
    if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotRestore(
            f"{folder}: もう何かが入っています。上書きはしません。フォルダーの名前を変えて（例: {folder.name}-old）"
            "よけてから、もう一度してください。ためしに戻すときは、--data で別の場所にしてください。"
        )


def _unpacked(
    file: BinaryIO, recovery: str, *, places: Places, beside: Places, held: contextlib.ExitStack
) -> Manifest:
    """Every byte was checked when this returns. The folders that it makes are ``held``."""
    unpacking = Unpacking(SealedReader(file, key_for(file, recovery)))
    manifest = unpacking.manifest
    name = manifest.installation
    if not name.isalnum() or not name.isascii():
        raise CannotRestore("この控えの中の名前が正しくありません。まどぐちで作った控えを渡してください。")
    _assert_fits(manifest)
    keys = places.of("keys", manifest)
    if keys.resolve().is_relative_to(places.data.resolve()):
        raise CannotRestore(
            f"鍵のフォルダー {places.keys} が、データのフォルダー {places.data} の中にあります。"
            "MADOGUCHI_KEYS で、データの外を指してください。"
        )
    if os.path.lexists(keys):
        raise CannotRestore(
            f"{keys}: この机の鍵のフォルダーが、もうあります。上書きはしません。前の机がもう動いていないなら、"
            f"名前を変えて（例: {keys.name}-old）よけてから、もう一度してください。"
            "ためしに戻すときは、MADOGUCHI_KEYS で別の場所にしてください。"
        )
    made = set()
    for room, path, content in unpacking.files():
        if room not in made:
            made.add(room)
            held.enter_context(holding(getattr(beside, room)))
        written_out(content, beside.of(room, manifest) / path)
    dump = beside.data / DATABASES["postgresql"]
    if manifest.database == "postgresql":
        postgresql.load(dump)
        dump.unlink()
    return manifest


def _assert_fits(manifest: Manifest) -> None:
    """The same kind of database as the backup's is there, and nothing in it."""
    has_url = bool(os.environ.get("DATABASE_URL"))
    if manifest.database == "sqlite" and has_url:
        raise CannotRestore(
            "この控えは、データのフォルダーの SQLite に戻します。DATABASE_URL を消してから、もう一度してください。"
        )
    if manifest.database == "postgresql" and not has_url:
        raise CannotRestore(
            "この控えは、PostgreSQL に戻します。空のデータベースを作り、DATABASE_URL で渡してください。"
        )
    if has_url:
        postgresql.assert_empty()


def _opened(beside: Places, manifest: Manifest, *, at: dt.datetime) -> Found:
    """Opens the desk where it was unpacked, brings its tables to today's, looks at everything, and notes in every log that it was restored."""
    os.environ.pop("MADOGUCHI_KEY", None)  # it lies in the data now
    os.environ |= {
        "MADOGUCHI_DATA": str(beside.data),
        "MADOGUCHI_KEYS": str(beside.keys),
        "MADOGUCHI_ROOMS": "public,desk",
    }
    from madoguchi.web import serving

    try:
        serving.prepare(before_upgrade=lambda: None)  # the backup that is restored is the one before
    except serving.NewerData:
        raise CannotRestore(
            f"この控えは、このまどぐちより新しい版（{manifest.program}）で作られています。"
            f"{_left_by(manifest)}新しい版を入れてから、もう一度してください。"
        ) from None
    except serving.CannotServe as error:
        raise CannotRestore(f"控えは読めましたが、机を開けません。{_left_by(manifest)}{error}") from None
    from django.db import connections

    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.accounts.noting import CONSOLE, note_in
    from madoguchi.web.accounts.session_store import SessionStore
    from madoguchi.web.desk.backup.checking import looked_at
    from madoguchi.web.desk.log import Said

    try:
        found = looked_at(manifest.counts)
        SessionStore.get_model_class().objects.all().delete()  # everybody signs in again
        for centre in Centre.objects.order_by("pk"):
            note_in(centre, Said("restore", CONSOLE), at=at)
    finally:
        connections.close_all()
    return found


def _left_by(manifest: Manifest) -> str:
    """What is there although the restore failed after everything was unpacked (Japanese)."""
    if manifest.database == "sqlite":
        return "何も戻していません。"
    return (
        "フォルダーには何も戻していませんが、データベースには控えの中身が入っています。"
        "空のデータベースを作り直してから、もう一度してください。"
    )


def _named(beside: Places, places: Places, *, manifest: Manifest) -> None:
    """The data come last: where they are, everything is. What fails in between is taken back."""
    done: list[tuple[Path, Path]] = []
    try:
        for room in ("tls", "keys", "data"):
            made, to = beside.of(room, manifest), places.of(room, manifest)
            if not made.is_dir():
                continue
            made_with_parents(to.parent)
            if to.is_dir():
                to.rmdir()  # it is empty
            made.rename(to)
            done.append((made, to))
            onto_the_disk(to.parent)
    except OSError:
        for made, to in done:
            to.rename(made)
        raise

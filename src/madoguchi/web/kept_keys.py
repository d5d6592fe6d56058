"""Secrets of this installation, made at the first start and kept in the data folder for its owner alone.

They open nothing that a person kept: a draft opens with its continue number only. They make the same form give the same
number after a restart, and let the site know its own seals again.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_BYTES = 48


def kept_key(folder: Path, name: str) -> bytes:
    """Returns the secret ``name`` of ``folder``; the first who asks makes it. Raises OSError where it cannot be kept."""
    path = folder / name
    for _ in range(2):
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            _make(path)
            continue
        if len(found) < 16:
            raise OSError(f"{path}: 中身が足りません。前の写しに戻すか、消して新しく始めてください。")
        return found
    raise FileNotFoundError(path)


def _make(path: Path) -> None:
    """Whole or not at all, and on the disk before anything is sealed by it: written beside, then named; of two at once the first stays."""
    made_with_parents(path.parent)
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, secrets.token_bytes(_BYTES))
        os.fsync(file)
    finally:
        os.close(file)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    onto_the_disk(path.parent)


def made_with_parents(folder: Path) -> None:
    """Makes ``folder`` and what is missing above it, for its owner alone, onto the disk. Raises OSError."""
    if folder.is_dir():
        return
    made_with_parents(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    onto_the_disk(folder.parent)


def onto_the_disk(folder: Path) -> None:
    """Makes the names in ``folder`` survive a power failure: without it a file may be on the disk and its name not."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # Windows keeps names by itself
    try:
        os.fsync(number)
    finally:
        os.close(number)

"""What a backup or a restore leaves behind when it is killed: it opens records, and goes as soon as nobody works with it.

Who works holds a lock that the system takes back when the process ends, however it ends. Windows has no such locks: there only what
has lain for a day is taken for left behind, and two backups are not kept apart.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from madoguchi.web.desk.backup.troubles import CannotBackUp
from madoguchi.web.kept_keys import made_with_parents

RESTORING = ".restoring-"
_SNAPSHOT, _LOCK = ".backup", ".backup-lock"
_DAY = 86_400.0


def snapshot_in(data: Path) -> Path:
    """Returns the folder in which a backup of ``data`` keeps its snapshot while it is made."""
    return data / _SNAPSHOT


@contextlib.contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Inside, nobody else makes a backup of ``data`` and no outer key leaves its folder. Raises CannotBackUp where somebody does."""
    with (data / _LOCK).open("wb") as mark:
        if _locked(mark.fileno()) is False:
            raise CannotBackUp(
                "いま、ほかで控えを作っています（または、前の外の鍵を消しています）。終わってから、もう一度してください。"
            )
        yield


def sweep_snapshot(data: Path) -> None:
    """Removes the snapshot of a backup of ``data`` that was killed; one that is at work stays, and goes with it."""
    folder = snapshot_in(data)
    if folder.is_dir():
        with contextlib.suppress(CannotBackUp), one_at_a_time(data):
            _swept(folder)


@contextlib.contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Makes ``folder``; inside, nobody takes it for left behind. Raises OSError."""
    made_with_parents(folder)
    with _opened(folder) as number:
        if number is not None:
            _locked(number)
        yield


def sweep_restores(*above: Path) -> tuple[Path, ...]:
    """Removes what restores that were killed left in these folders; returns what went."""
    found = {path for folder in above for path in folder.glob(f"{RESTORING}*") if path.is_dir()}
    gone = []
    for path in sorted(found):
        with _opened(path) as number:
            if (number is None or _locked(number) is not False) and _swept(path):
                gone.append(path)
    return tuple(gone)


def _swept(folder: Path) -> bool:
    """Removes ``folder``; on a system without locks only one that nobody made today."""
    if os.name == "nt" and folder.stat().st_mtime > time.time() - _DAY:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int | None]:
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders
        yield None
        return
    try:
        yield number
    finally:
        os.close(number)


def _locked(number: int) -> bool | None:
    """Whether the lock on an open file is ours now; None: this system has none."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

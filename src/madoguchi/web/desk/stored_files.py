"""Files of cases on the disk: sealed under the key of their case, in the data folder, under a name that tells nothing.

A file is whole on the disk before its row is committed, and goes only after its row is gone. What a crash leaves between the two has
no row; it is swept when it is a day old.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.models import Attachment
from madoguchi.web.kept_keys import made_with_parents, onto_the_disk

FOLDER = "files"
_DAY = 86_400.0


class FileMissing(RuntimeError):
    """The sealed bytes of a file of a case are not in the data folder; says which and how to mend it (Japanese)."""


def path_of(file_id: str) -> Path:
    """Returns where the file with this id lies."""
    return Path(settings.DATA) / FOLDER / file_id[:2] / file_id


def write(file_id: str, sealed: bytes) -> None:
    """Writes the sealed bytes of a file; when it returns they are on the disk, name and all. Raises OSError."""
    path = path_of(file_id)
    made_with_parents(path.parent)
    beside = path.with_name(f".{path.name}")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    onto_the_disk(path.parent)


def read(file_id: str) -> bytes:
    """Returns the sealed bytes of a file. Raises FileMissing."""
    try:
        return path_of(file_id).read_bytes()
    except FileNotFoundError:
        raise FileMissing(
            f"ファイル {file_id} が、データのフォルダーの {FOLDER} にありません。控えから戻すまで、開けません。"
        ) from None


def remove(file_id: str) -> None:
    """Removes a file whose row is gone."""
    path_of(file_id).unlink(missing_ok=True)


def sweep() -> int:
    """Removes what lies there for a day without a row in any centre; returns how many.

    The rows are asked after the files were listed: a file that gets its row meanwhile is younger than a day anyway.
    """
    folder, old = Path(settings.DATA) / FOLDER, time.time() - _DAY
    found = [path for path in folder.glob("*/*") if path.is_file() and path.stat().st_mtime < old]
    if not found:
        return 0
    kept = _kept()
    lost = [path for path in found if path.name not in kept]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _kept() -> set[str]:
    """The ids of all files that have a row; PostgreSQL shows each centre its own."""
    kept: set[str] = set()
    for centre in Centre.objects.all():
        with within(centre):
            kept.update(Attachment.objects.values_list("pk", flat=True))
    return kept

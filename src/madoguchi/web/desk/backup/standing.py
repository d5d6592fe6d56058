"""Which backups were made, and whether the last one is still bit for bit what was written. The recovery key is needed for neither."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from django.conf import settings

from madoguchi.web.desk.backup.making import Made, back_up
from madoguchi.web.desk.backup.troubles import CannotBackUp
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.letter_models import BackupMade

LATE = dt.timedelta(days=7)


def keep(made: Made, *, at: dt.datetime, handed_out: bool = False) -> BackupMade:
    """Keeps that ``made`` was made at ``at``: it was read back then. ``handed_out``: it does not lie where this machine can look."""
    return BackupMade.objects.create(
        at=at,
        path="" if handed_out else str(made.path.absolute())[-400:],
        size=made.size,
        digest=digest_of(made.path),
        checked_at=at,
    )


def made_lately(most: int = 10) -> list[BackupMade]:
    """Returns the newest backups, the last one first."""
    return list(BackupMade.objects.order_by("-at", "-pk")[:most])


def reminder(member: Member, *, at: dt.datetime) -> dict[str, object]:
    """Returns what a page says to ``member`` about the next backup; nothing to somebody who makes none."""
    if not member.may("back_up"):
        return {}
    last = next(iter(made_lately(1)), None)
    return {"due": last is None or at - last.at > LATE, "last_backup": last.at if last else None}


def into_the_folder(*, at: dt.datetime, by: str) -> BackupMade:
    """Makes a backup in the folder that this installation names for them. Raises CannotBackUp, OSError."""
    folder = settings.BACKUPS
    if folder is None or not Path(folder).is_dir():
        raise CannotBackUp(
            f"控えを置くフォルダー（MADOGUCHI_BACKUPS）がありません: {folder or '決まっていません'}。"
            "USB メモリーなどをつないでから、もう一度押してください。"
        )
    return keep(back_up(folder, at=at, tls=tls_folder(), by=by), at=at)


def tls_folder() -> Path | None:
    """Returns the folder of the HTTPS certificate where ``serve`` looks for it, if there is one."""
    folder = Path("madoguchi-tls")
    return folder if folder.is_dir() else None


def look_again(row: BackupMade, *, at: dt.datetime) -> None:
    """Reads a backup from its place and notes that it is as it was written. Raises CannotBackUp where it is not, or is not there."""
    path = Path(row.path)
    if not row.path or not path.is_file():
        raise CannotBackUp(
            f"{row.path or '受け取った控え'}: ここからは見えません。USB メモリーをつないでから、もう一度押してください。"
        )
    if digest_of(path) != row.digest:
        raise CannotBackUp(f"{path}: 書いたときと中身がちがいます。使わずに、新しい控えを取ってください。")
    BackupMade.objects.filter(pk=row.pk).update(checked_at=at)


def digest_of(path: Path) -> str:
    """Returns the SHA-256 of the file at ``path`` in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""The snapshot of the SQLite in the data folder."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.utils import CursorWrapper

from madoguchi.web.desk.backup.contents import Counts, Dumped
from madoguchi.web.desk.backup.troubles import CannotBackUp
from madoguchi.web.desk.sqlite_lock import attaching

_TABLES = {
    "centres": "centre",
    "staff": "staff",
    "cases": "case_",
    "texts": "case_text",
    "entries": "audit_entry",
}


def dump(path: Path) -> Dumped:
    """Writes the database as it is at one moment to the new file ``path`` and looks into it; nobody who writes meanwhile waits.

    Raises CannotBackUp: it is broken, or there is no room.
    """
    try:
        with connection.cursor() as cursor, attaching(connection):
            _assert_whole(cursor, "main")
            cursor.execute("VACUUM INTO %s", [str(path)])
            return _counted(path)
    except DatabaseError as error:
        raise CannotBackUp(
            f"{settings.DATA}: データベースの写しを作れません（{error}）。ディスクの空きを確かめてください。"
            "空きがあるときは、前の控えを消さずに、詳しい人に見せてください。"
        ) from None


def _assert_whole(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(f"PRAGMA {name}.integrity_check(1)")
    said = cursor.fetchone()[0]
    if said != "ok":
        raise CannotBackUp(
            f"データベースが壊れています（{said}）。控えは作りません。前の控えを消さずに、詳しい人に見せてください。"
        )


def _counted(path: Path) -> Dumped:
    with connection.cursor() as cursor:
        cursor.execute("ATTACH DATABASE %s AS taken", [str(path)])
        try:
            _assert_whole(cursor, "taken")
            found = {}
            for name, table in _TABLES.items():
                cursor.execute(f"SELECT count(*) FROM taken.{table}")  # noqa: S608 (ours)
                found[name] = cursor.fetchone()[0]
            cursor.execute("SELECT DISTINCT outer FROM taken.centre_key")
            outer = frozenset(generation for (generation,) in cursor.fetchall())
        finally:
            cursor.execute("DETACH DATABASE taken")
    return Dumped(Counts(**found), outer)

"""The database as the site relies on it: asked, not assumed. Wrong settings stop the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

# What is acknowledged survives a power failure; what is deleted is overwritten; a file from elsewhere cannot run functions.
_SQLITE: Mapping[str, object] = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "trusted_schema": 0,
    "foreign_keys": 1,
}
_POSTGRESQL: Mapping[str, object] = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class UnsafeDatabase(RuntimeError):
    """The database does not keep what the site promises; says what and how to mend it (Japanese)."""


def assert_safe() -> None:
    """Reads the settings of the database back. Raises UnsafeDatabase."""
    expected, ask, mend = (
        (_POSTGRESQL, "SHOW", "postgresql.conf を直してください。")
        if connection.vendor == "postgresql"
        else (
            _SQLITE,
            "PRAGMA",
            "データのフォルダーを、この機械の中のディスク（ネットワークのフォルダーではない所）に置いてください。",
        )
    )
    wrong = {name: found for name, wanted in expected.items() if (found := _setting(ask, name)) != wanted}
    if wrong:
        named = "、".join(f"{name} = {found}（{expected[name]} のはず）" for name, found in wrong.items())
        raise UnsafeDatabase(f"データベースの設定が、約束を守れません: {named}。{mend}")


def _setting(ask: str, name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"{ask} {name}")  # the names are ours
        row = cursor.fetchone()
    return row[0] if row else None


def empty_log() -> None:
    """What was deleted also stands in SQLite's write-ahead log until that is written back and cut. Call it outside a transaction."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def rows_of(question: str, *values: Any) -> list[tuple[Any, ...]]:
    """Returns the rows that answer ``question``, ours and written out: for what every page asks, where making it anew takes longest."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())

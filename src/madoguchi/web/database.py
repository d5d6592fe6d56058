"""The database as the site relies on it: asked, not assumed. Wrong settings stop the start."""

from __future__ import annotations

from django.db import connection

# What is acknowledged survives a power failure; what is deleted is overwritten; a file from elsewhere cannot run functions.
_EXPECTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "trusted_schema": 0,
    "foreign_keys": 1,
}


class UnsafeDatabase(RuntimeError):
    """The database does not keep what the site promises; says what and how to mend it (Japanese)."""


def assert_safe() -> None:
    """Reads the settings of the database back. Raises UnsafeDatabase."""
    wrong = {name: found for name, wanted in _EXPECTED.items() if (found := _pragma(name)) != wanted}
    if wrong:
        named = "、".join(f"{name} = {found}（{_EXPECTED[name]} のはず）" for name, found in wrong.items())
        raise UnsafeDatabase(
            f"データベースの設定が、約束を守れません: {named}。"
            "データのフォルダーを、この機械の中のディスク（ネットワークのフォルダーではない所）に置いてください。"
        )


def _pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")  # the names are ours
        row = cursor.fetchone()
    return row[0] if row else None

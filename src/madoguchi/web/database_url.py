"""Where the records lie: SQLite in the data folder, or the PostgreSQL that ``DATABASE_URL`` names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_SQLITE = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON;"
)
_SCHEMES = ("postgres", "postgresql")


class NoDatabase(ValueError):
    """``DATABASE_URL`` names no database that this program knows; says how one is written (Japanese)."""


def database_of(url: str, data: Path) -> dict[str, Any]:
    """Returns Django's setting for ``url`` (postgresql://user:password@host:port/name); empty: SQLite in ``data``. Raises NoDatabase."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "madoguchi.sqlite3",
            # Opened anew for every request, the last to close would write the whole log back each time.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": _SQLITE},
        }
    try:
        said = urlsplit(url)
        port, name = said.port, unquote(said.path.lstrip("/"))
    except ValueError:
        raise NoDatabase(_how()) from None
    if said.scheme not in _SCHEMES or not name:
        raise NoDatabase(_how())
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(said.username or ""),
        "PASSWORD": unquote(said.password or ""),
        "HOST": unquote(said.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 10},
    }


def _how() -> str:
    return (
        "DATABASE_URL は postgresql://利用者:パスワード@ホスト:5432/名前 の形で書いてください。"
        "書かなければ、データのフォルダーの SQLite を使います。"
    )

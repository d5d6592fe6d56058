"""The dump of a PostgreSQL, by its own programs ``pg_dump`` and ``pg_restore``.

Row-level security binds the owner of the tables too, so the dump is made by a role that may pass it (``DATABASE_BACKUP_URL``; BYPASSRLS).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from madoguchi.web.database_url import NoDatabase, database_of
from madoguchi.web.desk.backup.contents import Dumped
from madoguchi.web.desk.backup.troubles import CannotBackUp, CannotRestore

_NAMES = {
    "HOST": "PGHOST",
    "PORT": "PGPORT",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "NAME": "PGDATABASE",
}
_DUMPS = ("DATABASE_BACKUP_URL", "DATABASE_OWNER_URL", "DATABASE_URL")
_OWNS = ("DATABASE_OWNER_URL", "DATABASE_URL")


def dump(path: Path) -> Dumped:
    """Writes the database as it is at one moment to the new file ``path``; looks into it at the same moment. Raises CannotBackUp."""
    from django.db import connection, transaction

    from madoguchi.web.desk.backup.checking import counted
    from madoguchi.web.desk.rotation import used

    program = _program("pg_dump")
    if program is None:
        raise CannotBackUp(_no_program("pg_dump"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        found = Dumped(counted(), frozenset(used()))
        said = _run(program, "--format=custom", f"--snapshot={moment}", f"--file={path}", roles=_DUMPS)
    if said:
        raise CannotBackUp(
            f"PostgreSQL の控えを作れません（{said}）。行の錠を越えて読める役割（BYPASSRLS）を、"
            "DATABASE_BACKUP_URL で渡してください。"
        )
    return found


def assert_empty() -> None:
    """Raises CannotRestore where the database that ``DATABASE_URL`` names holds a table, or is none."""
    import psycopg

    try:
        said = _settings(_OWNS)
        with psycopg.connect(
            host=said["PGHOST"], port=said["PGPORT"] or None, user=said["PGUSER"],
            password=said["PGPASSWORD"], dbname=said["PGDATABASE"], connect_timeout=10,
        ) as base:  # fmt: skip
            found = base.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    except psycopg.Error as error:
        raise CannotRestore(
            f"データベースにつながりません（{str(error).strip()}）。DATABASE_URL を確かめてください。"
        ) from None
    if found and found[0]:
        raise CannotRestore(
            "データベースに、もう表があります。上書きはしません。空のデータベースを作り、DATABASE_URL で渡してください。"
        )


def load(path: Path) -> None:
    """Loads the dump at ``path`` into the empty database, all of it or nothing. Raises CannotRestore."""
    program = _program("pg_restore")
    if program is None:
        raise CannotRestore(_no_program("pg_restore"))
    name = _settings(_OWNS)["PGDATABASE"]
    said = _run(
        program,
        "--no-owner",
        "--no-comments",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={name}",
        str(path),
        roles=_OWNS,
    )
    if said:
        raise CannotRestore(
            f"PostgreSQL に戻せません（{said}）。役割の名前は、控えを作ったときと同じにしてください。"
        )


def _run(program: str, *words: str, roles: tuple[str, ...]) -> str:
    """Runs a program as the first of ``roles`` that is named; returns the first line of what it said, where it failed."""
    environment = {**os.environ, **_settings(roles), "LC_ALL": "C"}
    done = subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (fixed words)
    return (done.stderr.strip().splitlines() or ["?"])[0] if done.returncode else ""


def _settings(roles: tuple[str, ...]) -> dict[str, str]:
    url = next((found for name in roles if (found := os.environ.get(name))), "")
    try:
        said = database_of(url, Path())
    except NoDatabase as error:
        raise CannotRestore(str(error)) from None
    return {name: str(said.get(key, "")) for key, name in _NAMES.items()}


def _program(name: str) -> str | None:
    return shutil.which(name)


def _no_program(name: str) -> str:
    return f"{name} がありません。PostgreSQL の道具（postgresql-client）を入れてから、もう一度してください。"

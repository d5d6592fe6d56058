"""The tables of the database: whether this program may open them, and how those of an earlier one become today's."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Step = tuple[str, str]  # a migration: its app, its name
# Names that migrations had before they stood in their order.
_RENAMED: dict[Step, Step] = {
    ("desk", "0010_taken_in"): ("desk", "0004_taken_in"),
    ("desk", "0020_disposal"): ("desk", "0005_disposal"),
}
_OF_RECORDS = frozenset({"accounts", "desk"})


class NewerTables(RuntimeError):
    """The tables are a later program's; says which and how to mend it (Japanese). Nothing was written."""


class OlderTables(RuntimeError):
    """The tables are an earlier program's and hold a desk's records; says how to go on (Japanese). Nothing was written."""


def bring_up(using: str, *, first: Callable[[], None] | None = None) -> None:
    """Brings the tables behind the connection ``using`` to today's.

    ``first``: done before the records of a desk are changed, such as a backup. Without it they are not changed: OlderTables. Raises
    NewerTables, and DatabaseError as Django does: each step is done wholly or not at all.
    """
    connection = connections[using]
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    applied = {_RENAMED.get(step, step) for step in loader.applied_migrations}
    strange = {step for step in applied - known if step[0] in loader.migrated_apps}
    if strange:
        raise NewerTables(_newer(connection, strange))
    waiting = known - applied
    if any(app in _OF_RECORDS for app, _ in waiting) and _holds_records(connection):
        if first is None and not settings.PRACTICE:
            raise OlderTables(_older(connection, waiting))
        if first is not None:
            first()
    if applied - set(loader.applied_migrations):
        _rename(connection)
    call_command("migrate", verbosity=0, interactive=False, database=using)


def _holds_records(connection: BaseDatabaseWrapper) -> bool:
    if "centre" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM centre LIMIT 1")
        return cursor.fetchone() is not None


def _rename(connection: BaseDatabaseWrapper) -> None:
    done = MigrationRecorder(connection).migration_qs
    for (app, before), (_, name) in _RENAMED.items():
        done.filter(app=app, name=before).update(name=name)


def _place(connection: BaseDatabaseWrapper) -> str:
    return str(settings.DATA) if connection.vendor == "sqlite" else "DATABASE_URL のデータベース"


def _said(steps: set[Step]) -> str:
    return "、".join(f"{app} {name}" for app, name in sorted(steps))


def _newer(connection: BaseDatabaseWrapper, strange: set[Step]) -> str:
    return (
        f"{_place(connection)}: このまどぐちより新しい版で作られたデータです（知らないもの: {_said(strange)}）。何も変えていません。"
        "新しい版を入れて開いてください。いまの版で使うには、新しくする前の控えを、空の所に戻します（madoguchi desk restore）。"
    )


def _older(connection: BaseDatabaseWrapper, waiting: set[Step]) -> str:
    return (
        f"{_place(connection)}: 前の版のまどぐちの記録です（新しくするもの: {_said(waiting)}）。何も変えていません。"
        "新しくすると、前の版では開けなくなります。控えを取ってから新しくするには、次を動かしてください:\n"
        f"madoguchi desk --data {settings.DATA} upgrade 控えを置く場所"
    )

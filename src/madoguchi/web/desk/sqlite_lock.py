"""The second lock on SQLite: SQLite's own authorizer refuses what no query of ours may do, whatever a mistake of ours asks for.

No other file is attached, no extension loaded, no promise about the disk taken back (``database.py``), and entries of the audit log are
added and never changed. What it does not see (``INSERT OR REPLACE`` is an insert to it, and somebody else's program opens the file without
it) the chain of the log finds (``log.py``). On PostgreSQL ``rows.py`` stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOG = "audit_entry"
# Reading them is allowed, and checked at the start.
_KEPT_PRAGMAS = frozenset(
    (
        "writable_schema",
        "journal_mode",
        "synchronous",
        "secure_delete",
        "trusted_schema",
        "temp_store_directory",
    )
)
Authorizer = Callable[[int, str | None, str | None, str | None, str | None], int]


def _authorizer(sqlite: Any, *, attach: bool) -> Authorizer:
    """``sqlite``: the module of the connection, which names the actions. SQLite asks once for each statement that it prepares."""
    changes_first = {sqlite.SQLITE_UPDATE, sqlite.SQLITE_DELETE, sqlite.SQLITE_DROP_TABLE}
    changes_second = {
        *(sqlite.SQLITE_ALTER_TABLE, sqlite.SQLITE_CREATE_TRIGGER, sqlite.SQLITE_CREATE_TEMP_TRIGGER),
        *(sqlite.SQLITE_DROP_TRIGGER, sqlite.SQLITE_DROP_TEMP_TRIGGER),
    }
    attaches = set() if attach else {sqlite.SQLITE_ATTACH}
    pragma, function = sqlite.SQLITE_PRAGMA, sqlite.SQLITE_FUNCTION
    deny, fine = sqlite.SQLITE_DENY, sqlite.SQLITE_OK

    def _asked(action: int, first: str | None, second: str | None, _: str | None, __: str | None) -> int:
        refused = (
            action in attaches
            or (action in changes_first and _is_log(first))
            or (action in changes_second and _is_log(second))
            or (action == pragma and second is not None and (first or "").lower() in _KEPT_PRAGMAS)
            or (action == function and (second or "").lower() == "load_extension")
        )
        return int(deny if refused else fine)

    return _asked


def _is_log(name: str | None) -> bool:
    return name is not None and name.lower() == LOG


def _lock(connection: Any, *, attach: bool = False) -> None:
    """From now on; what was prepared before is asked for again."""
    if connection.vendor == "sqlite" and connection.connection is not None:
        connection.connection.set_authorizer(_authorizer(connection.Database, attach=attach))


@contextmanager
def attaching(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside, another file may be attached: the snapshot of a backup is made so."""
    connection.ensure_connection()
    _lock(connection, attach=True)
    try:
        yield
    finally:
        _lock(connection)


def on_connecting(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Locks a new connection (Django's ``connection_created``)."""
    _lock(connection)


def before_migrating(using: str, **_: object) -> None:
    """Opens the lock: a migration may make the table of the log anew. If it fails, the process ends or connects anew, and is locked."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.set_authorizer(None)


def after_migrating(using: str, **_: object) -> None:
    """Locks it again."""
    _lock(connections[using])

"""SQLite itself refuses what no query of ours may do; backups and migrations go on."""

import pytest
from desk_under_test import case_of, stored, town
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models.signals import pre_migrate
from test_log import ON_SQLITE

from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.sqlite_lock import attaching

pytestmark = ON_SQLITE
REFUSED = r"not authorized|prohibited|authorization denied"
ADD = "INSERT INTO audit_entry (centre_id, seq, at, actor, act, on_, fields, mac) SELECT centre_id, 9, at, actor, act, on_, fields, mac"
UPSERT = f"{ADD} FROM audit_entry WHERE true LIMIT 1 ON CONFLICT DO UPDATE SET act = 'x'"


def do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry",
        "DELETE FROM AUDIT_ENTRY WHERE seq = 1",
        "UPDATE audit_entry SET act = 'x'",
        "UPDATE main.audit_entry SET seq = 0 WHERE seq = 1",
        UPSERT,
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry RENAME TO elsewhere",
        "ALTER TABLE audit_entry ADD COLUMN more text",
        "CREATE TRIGGER t BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TEMP TRIGGER t BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(IGNORE); END",
        "ATTACH DATABASE ':memory:' AS other",
        "VACUUM INTO '/nowhere/x'",
        "SELECT load_extension('x')",
        "PRAGMA writable_schema = ON",
        "PRAGMA WRITABLE_SCHEMA = 1",
        "PRAGMA synchronous = OFF",
        "PRAGMA secure_delete = 0",
        "PRAGMA journal_mode = MEMORY",
    ],
)
def test_it_is_refused_by_the_database_itself(statement: str) -> None:
    member = town().person("counsellor")
    case_of(member)
    with pytest.raises(DatabaseError, match=REFUSED):
        do(statement)
    assert [row.seq for row in stored(member, AuditEntry, centre=member.centre)] == [1, 2]


def test_the_program_itself_cannot_change_an_entry_by_its_models() -> None:
    member = town().person("counsellor")
    case_of(member)
    (first, *_) = stored(member, AuditEntry, centre=member.centre)
    first.act = "close"
    for change in (first.save, first.delete, AuditEntry.objects.filter(pk=first.pk).delete):
        with pytest.raises(DatabaseError, match=REFUSED):
            change()


def test_a_new_connection_is_locked_too() -> None:
    connection.close()
    with pytest.raises(DatabaseError, match=REFUSED):
        do("DELETE FROM audit_entry")


def test_other_files_are_attached_by_a_backup_alone_and_the_log_stays_locked_meanwhile() -> None:
    with attaching(connection):
        do("ATTACH DATABASE ':memory:' AS other")
        with pytest.raises(DatabaseError, match=REFUSED):
            do("DELETE FROM audit_entry")
    do("DETACH DATABASE other")
    with pytest.raises(DatabaseError, match=REFUSED):
        do("ATTACH DATABASE ':memory:' AS other")


def migrating(**_: object) -> None:
    """What a migration does that makes the table of the log anew."""
    with connection.schema_editor() as editor:
        editor._remake_table(AuditEntry)


def test_a_migration_may_make_the_table_anew_and_locks_it_again() -> None:
    case_of(member := town().person("counsellor"))
    desk = apps.get_app_config("desk")
    pre_migrate.connect(migrating, sender=desk)
    call_command("migrate", verbosity=0, interactive=False)
    pre_migrate.disconnect(migrating, sender=desk)
    assert len(stored(member, AuditEntry, centre=member.centre)) == 2
    with pytest.raises(DatabaseError, match=REFUSED):
        migrating()


def test_what_may_be_read_of_the_settings_is_read() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)

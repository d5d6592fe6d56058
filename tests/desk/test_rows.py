"""The second lock: what PostgreSQL itself refuses to the application's role, whatever a query of ours forgets."""

import pytest
from desk_under_test import case_of, town
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from test_gates import shared

from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.rows import TABLES

pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="row-level security is PostgreSQL's: `make test` runs these files once more beside one",
)


def asked(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


def strange_case() -> tuple[Member, str]:
    """Somebody, and a case of another centre."""
    return town().person("head"), case_of(town().person("counsellor"))


@pytest.mark.parametrize("table", TABLES)
def test_without_a_centre_no_table_hands_out_a_row(table: str) -> None:
    shared(town().person("counsellor"), town())
    with transaction.atomic():
        assert asked(f"SELECT count(*) FROM {table}") == [(0,)]


def test_another_centres_case_is_not_there_by_its_id_either() -> None:
    member, case_id = strange_case()
    with within(member.centre):
        for table, column in (("case_", "id"), ("case_text", "case_id"), ("case_key", "case_id")):
            assert asked(f"SELECT count(*) FROM {table} WHERE {column} = %s", case_id) == [(0,)]


def test_a_change_of_another_centres_case_changes_nothing() -> None:
    member, case_id = strange_case()
    with within(member.centre):
        assert asked("UPDATE case_ SET state = 'closed' WHERE id = %s", case_id) == [(0,)]
        assert asked("DELETE FROM case_key WHERE case_id = %s", case_id) == [(0,)]


def test_a_case_cannot_be_pulled_over_or_pushed_away() -> None:
    member, case_id = strange_case()
    own = case_of(member)
    with within(member.centre):
        assert asked("UPDATE case_ SET centre_id = %s WHERE id = %s", member.centre.id, case_id) == [(0,)]
    with pytest.raises(DatabaseError, match="row-level security"), within(member.centre):
        asked("UPDATE case_ SET centre_id = %s WHERE id = %s", town().centre.id, own)


def test_nothing_is_added_to_another_centres_case() -> None:
    member, case_id = strange_case()
    with pytest.raises(DatabaseError, match="row-level security"), within(member.centre):
        asked("INSERT INTO outbox (case_id, what) VALUES (%s, 'index')", case_id)


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)
def test_the_application_cannot_change_the_log(statement: str) -> None:
    member = town().person("counsellor")
    case_of(member)
    with pytest.raises(DatabaseError, match="permission denied"), within(member.centre):
        asked(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE case_ DISABLE ROW LEVEL SECURITY",
        "DROP POLICY read_here ON case_",
        "CREATE TABLE mine (x int)",
        "ALTER ROLE madoguchi_app BYPASSRLS",
        "SET ROLE madoguchi_owner",
    ],
)
def test_the_application_cannot_open_the_lock(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        asked(statement)


def test_a_share_opens_one_case_for_reading_and_none_for_writing() -> None:
    here, there = town().person("counsellor"), town()
    case_id, _ = shared(here, there)
    case_of(here)
    with within(there.centre):
        assert asked("SELECT id FROM case_") == [(case_id,)]
        assert asked("UPDATE case_ SET state = 'closed'") == [(0,)]


def test_a_summary_that_is_shared_hands_out_no_text() -> None:
    there = town()
    shared(town().person("counsellor"), there, "summary")
    with within(there.centre):
        assert asked("SELECT count(*) FROM case_") == [(1,)]
        assert asked("SELECT count(*) FROM case_text") == asked("SELECT count(*) FROM party") == [(0,)]


def test_which_centre_asks_is_forgotten_with_the_transaction() -> None:
    member = town().person("counsellor")
    case_of(member)
    with within(member.centre):
        assert asked("SELECT count(*) FROM case_") == [(1,)]
    assert asked("SELECT count(*) FROM case_") == [(0,)]


def test_the_owner_of_the_tables_is_bound_as_well() -> None:
    case_of(town().person("counsellor"))
    rows = asked("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert {name for (name,) in rows} == set(TABLES)

"""The second lock: what PostgreSQL itself refuses to the application's role, whatever a query of ours forgets."""

import pytest
from desk_under_test import MORNING, case_of, sent, town
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from test_disposal import ended, place, signed
from test_gates import shared

from madoguchi.web.desk import cases
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.letter_models import ConditionSeen, Letter
from madoguchi.web.desk.models import OldNumber, Proposal, TakenIn
from madoguchi.web.desk.rows import DOORS, OPEN, OPEN_LATER, TABLES

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


OF_DJANGO = {"auth_group", "auth_group_permissions", "auth_permission"}  # nobody is granted anything on these
NEVER = {(table, probe) for table in ("audit_entry", "disposal") for probe in ("change", "remove")}
MODELS = {model._meta.db_table: model for model in apps.get_app_config("desk").get_models()}
PROBES = {
    "read": "SELECT 1 FROM {table} WHERE {key} = %s",
    "change": "UPDATE {table} SET {key} = {key} WHERE {key} = %s",
    "remove": "DELETE FROM {table} WHERE {key} = %s",
}


@pytest.fixture(scope="module")
def whole() -> Member:
    """Somebody whose centre has a row in every table of the desk."""
    member = place().person("head")
    signed(member, ended(member))
    case_id = ended(member)
    shared(member, town())
    cases.reopen(member, sent(), case_id)
    cases.add_due(member, sent(), case_id, "call_back", MORNING)
    cases.attach(member, sent(), case_id, "a.txt", b"x")
    with within(member.centre):
        OldNumber.objects.create(centre=member.centre, number="x", case_id=case_id)
        Proposal.objects.create(case_id=case_id, field="x", value="x", state="open", sealed_reason=b"x")
        by = {"case_id": case_id, "by_id": member.staff.pk, "at": MORNING}
        TakenIn.objects.create(mark=b"x", sealed=b"x", **by)
        Letter.objects.create(form="x", sealed=b"x", **by)
        ConditionSeen.objects.create(rule="x", condition="x", **by)
    return member


def row_of(member: Member, table: str) -> dict[str, object]:
    """A row of the member's centre, by column; its key stands first."""
    key = MODELS[table]._meta.pk.column
    with within(member.centre), connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} AS key_of_it, * FROM {table} ORDER BY 1 DESC LIMIT 1")
        found = cursor.fetchone()
        assert found, f"{table}: nothing probes this table; put a row into `whole`"
        return dict(zip([column.name for column in cursor.description], found, strict=True))


def reached(member: Member, statement: str, *values: object) -> str:
    """What ``member`` comes to by a statement: nothing, the lock's refusal, or the number of rows."""
    try:
        with within(member.centre):
            rows = asked(statement, *values)
    except DatabaseError as error:
        words = ("row-level security", "permission denied")
        return next((word for word in words if word in str(error)), str(error))
    return str((len(rows) if statement.startswith("SELECT") else rows[0][0]) or "nothing")


def test_every_table_of_the_desk_is_locked_but_the_keys_of_what_was_sent() -> None:
    assert set(MODELS) - {"done", *OPEN_LATER} == set(TABLES)


def test_every_table_of_the_database_is_locked_or_named_as_open() -> None:
    found = {name for (name,) in asked("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert found == {*TABLES, *OPEN, *OPEN_LATER, *DOORS, *OF_DJANGO}


@pytest.mark.parametrize("table", TABLES)
def test_ones_own_row_is_read_and_without_a_centre_none(whole: Member, table: str) -> None:
    row = row_of(whole, table)
    statement = PROBES["read"].format(table=table, key=MODELS[table]._meta.pk.column)
    assert reached(whole, statement, row["key_of_it"]) == "1"
    with transaction.atomic():
        assert asked(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("table", TABLES)
def test_another_centre_reads_changes_and_removes_no_row(whole: Member, table: str, probe: str) -> None:
    row, stranger = row_of(whole, table), town().person("head")
    statement = PROBES[probe].format(table=table, key=MODELS[table]._meta.pk.column)
    said = reached(stranger, statement, row["key_of_it"])
    assert said == "nothing" or (said == "permission denied" and (table, probe) in NEVER)
    assert row_of(whole, table) == row


@pytest.mark.parametrize("table", TABLES)
def test_another_centre_adds_no_row(whole: Member, table: str) -> None:
    row = row_of(whole, table)
    del row["key_of_it"]
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
    assert reached(town().person("head"), statement, *row.values()) == "row-level security"


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

"""The second lock: PostgreSQL itself hands out no row of another centre, whatever a query of ours forgets.

The policies are FORCEd, so that they bind the owner of the tables too; the application's role is not the owner, and of the audit log it
may add entries but change none. Which centre asks is set for one transaction (``gates.within``). SQLite has no such lock.
"""

from __future__ import annotations

from collections.abc import Iterator

_HERE = "current_setting('madoguchi.centre', true)"
_VALID = "s.revoked_at IS NULL AND (s.until IS NULL OR s.until >= (now() AT TIME ZONE 'Asia/Tokyo')::date)"
_OF_CENTRE = ("registered", "old_number", "counter", "audit_entry", "audit_head")
_OF_CASE = (
    *("case_text", "party", "counterpart", "consent", "approval", "due"),
    *("attachment", "proposal", "outbox", "case_key"),
)
# No case is known by these: whose centre somebody works in, which act was done, what a session holds.
OPEN = (
    "centre",
    "staff",
    "membership",
    "done",
    "draft",
    "django_session",
    "django_content_type",
    "django_migrations",
)
# Made after the first ones, with nothing of a case: each was granted by the migration that makes it.
OPEN_LATER = ("backup_made",)
# What signing in needs: no case is known by it, and it is asked before anybody's centre is known.
DOORS = ("one_time_link", "second_factor", "recovery_code", "known_device")
# Tables that were made after the first ones: each is locked by the migration that makes it.
_LATER = ("taken_in", "disposal", "letter", "condition_seen")
# Belongs to the whole installation, and says nothing of any case.
OF_ALL_CENTRES = ("backup_made",)
_FIRST = ("case_", "share", "centre_key", *_OF_CENTRE, *_OF_CASE)
TABLES = (*_FIRST, *_LATER)
_OWN = f"EXISTS (SELECT 1 FROM case_ c WHERE c.id = case_id AND c.centre_id = {_HERE})"  # noqa: S608 (ours)
_SHARED = f"EXISTS (SELECT 1 FROM share s WHERE s.case_id = {{}} AND s.centre_id = {_HERE} AND {_VALID}{{}})"  # noqa: S608
_WHOLE = _SHARED.format("case_id", " AND s.scope = 'case'")


def statements(app: str) -> Iterator[str]:
    """Yields the SQL that locks the tables and gives the role ``app`` what it needs."""
    here = f"centre_id = {_HERE}"
    yield from _locked("case_", read=f"{here} OR {_SHARED.format('case_.id', '')}", write=here)
    yield from _locked("share", read=f"{here} OR from_centre_id = {_HERE}", write=f"from_centre_id = {_HERE}")
    lender = f"s.from_centre_id = centre_key.centre_id AND s.centre_id = {_HERE} AND {_VALID}"
    lent = f"EXISTS (SELECT 1 FROM share s WHERE {lender})"  # noqa: S608
    yield from _locked("centre_key", read=f"{here} OR {lent}", write=here)
    for table in _OF_CENTRE:
        yield from _locked(table, read=here, write=here)
    for table in _OF_CASE:
        yield from _locked(table, read=f"{_OWN} OR {_WHOLE}", write=_OWN)
    yield from _rights(app)


def lock_of_case(table: str, app: str) -> Iterator[str]:
    """Yields the SQL that locks a ``table`` made later, whose rows belong to a case, and lets the role ``app`` use it."""
    yield from _locked(table, read=f"{_OWN} OR {_WHOLE}", write=_OWN)
    yield from rights_to((table,), app)
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_quoted(app)}"


def _locked(table: str, *, read: str, write: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY read_here ON {table} FOR SELECT USING ({read})"
    yield f"CREATE POLICY add_here ON {table} FOR INSERT WITH CHECK ({write})"
    yield f"CREATE POLICY change_here ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})"
    yield f"CREATE POLICY remove_here ON {table} FOR DELETE USING ({write})"


def rights_to(tables: tuple[str, ...], app: str) -> Iterator[str]:
    """Yields the SQL that lets the role ``app`` use ``tables``, which belong to no centre."""
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join(tables)} TO {_quoted(app)}"


def later(table: str, app: str) -> Iterator[str]:
    """Yields the SQL that locks ``table`` of a centre, made after the first ones; its rows are added and never changed."""
    here = f"centre_id = {_HERE}"
    yield from _locked(table, read=here, write=here)
    yield f"GRANT SELECT, INSERT ON {table} TO {_quoted(app)}"


def _quoted(role: str) -> str:
    return '"' + role.replace('"', '""') + '"'


def _rights(app: str) -> Iterator[str]:
    role = _quoted(app)
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {', '.join((*_FIRST, *OPEN))} TO {role}"
    yield f"REVOKE UPDATE, DELETE ON audit_entry FROM {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"

"""Who may see one case: one question, asked before every read and every write. "Not yours" and "does not exist" are the same answer."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from madoguchi.web.accounts.models import ROLES, Centre, Membership, Role, Staff
from madoguchi.web.accounts.sessions import Claim
from madoguchi.web.desk.models import Case, Share
from madoguchi.web.desk.permissions import Act, may, may_of_a_share


class NotThere(LookupError):
    """There is no such case for this person. Whether there is one for another is not said."""


class NotAllowed(PermissionError):
    """The roles of this person do not reach so far; ``act`` says how far."""

    def __init__(self, act: Act) -> None:
        super().__init__(act)
        self.act = act


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody at work in one centre. The centre comes from the session, never from what a browser sends."""

    staff: Staff
    centre: Centre
    roles: frozenset[Role]

    def may(self, act: Act) -> bool:
        """Returns whether this person may do ``act`` in their own centre."""
        return may(self.roles, act)


def member_of(staff: Staff, centre: Centre, *, today: dt.date) -> Member:
    """Returns ``staff`` at work in ``centre``. Raises NotThere for somebody without a role there on ``today``."""
    held = Membership.objects.filter(staff=staff, centre=centre, since__lte=today)
    roles = frozenset(held.exclude(until__lt=today).values_list("role", flat=True))
    if not roles or not staff.is_active:
        raise NotThere
    return Member(staff, centre, roles)


# One question for who, where and as what, written out: it is asked before every page, and making it anew took longer than the answer.
_AT_WORK = (
    "SELECT m.role, s.id, s.login, s.name, s.epoch, c.id, c.code, c.name, c.parent_id, c.prefecture,"
    " c.municipality_code, c.kept_years, c.approves_alone FROM membership m"
    " JOIN staff s ON s.id = m.staff_id JOIN centre c ON c.id = m.centre_id"
    " WHERE m.staff_id = %s AND m.centre_id = %s AND m.since <= %s AND (m.until IS NULL OR m.until >= %s)"
    " AND s.is_active AND s.epoch = %s"
)
_OF_STAFF = ("id", "login", "name", "epoch", "is_active")
_OF_CENTRE = (
    *("id", "code", "name", "parent_id", "prefecture"),
    *("municipality_code", "kept_years", "approves_alone"),
)


def member_at_work(claim: Claim, *, today: dt.date) -> Member:
    """Returns who the session says, with everything that has to be true still, in one question. Raises NotThere."""
    day = connection.ops.adapt_datefield_value(today)
    with connection.cursor() as cursor:
        cursor.execute(_AT_WORK, [claim.staff_id, claim.centre_id, day, day, claim.epoch])
        rows = cursor.fetchall()
    if not rows:
        raise NotThere
    staff, centre = rows[0][1:5], rows[0][5:]
    held = {row[0] for row in rows}
    return Member(
        Staff.from_db(connection.alias, _OF_STAFF, (*staff, True)),
        Centre.from_db(connection.alias, _OF_CENTRE, (*centre[:-1], bool(centre[-1]))),
        frozenset(role for role in ROLES if role in held),
    )


# SQLite lets one write at a time, and who waits for it sleeps and asks again, ever longer: in one process we queue instead.
_TURN = threading.RLock()


def _turn() -> AbstractContextManager[object]:
    """Nobody who is in a transaction already waits here: they have what the others wait for."""
    queues = connection.vendor == "sqlite" and not connection.in_atomic_block
    return _TURN if queues else nullcontext()


@contextmanager
def within(centre: Centre) -> Iterator[None]:
    """Everything that is read or written inside is one transaction, and PostgreSQL itself knows for whom (row-level security)."""
    with _turn(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('madoguchi.centre', %s, true)", [centre.pk])
        yield


@contextmanager
def looking(centre: Centre) -> Iterator[None]:
    """Everything that is read inside is of one moment. Nothing is written: SQLite refuses it, and so nobody waits for the one who writes."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with within(centre):
            yield
        return
    connection.ensure_connection()  # a new one says again how transactions begin
    here: Any = connection
    before, here.transaction_mode = here.transaction_mode, "DEFERRED"
    try:
        with _only_reading(), transaction.atomic():
            yield
    finally:
        here.transaction_mode = before


@contextmanager
def _only_reading() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            cursor.execute("PRAGMA query_only = OFF")


def valid_shares(member: Member, *, today: dt.date) -> QuerySet[Share]:
    """Returns what other centres share with the centre of ``member`` on ``today``."""
    shared = Share.objects.filter(centre=member.centre, revoked_at=None)
    return shared.filter(Q(until=None) | Q(until__gte=today))


def own_cases_for(member: Member, act: Act) -> QuerySet[Case]:
    """Returns those of ``cases_for`` that are the own centre's. Raises NotAllowed."""
    if not member.may(act):
        raise NotAllowed(act)
    return Case.objects.filter(centre=member.centre, disposed_on=None)


def cases_for(member: Member, act: Act, *, today: dt.date) -> QuerySet[Case]:
    """Returns the cases on which ``member`` may do ``act``: their own centre's, and what is shared with it. Raises NotAllowed.

    A record that was disposed of is not there any more, for nobody.
    """
    if not member.may(act):
        raise NotAllowed(act)
    shares = valid_shares(member, today=today)
    scopes = [scope for scope in ("case", "summary") if may_of_a_share(member.roles, act, scope=scope)]
    own = Q(centre=member.centre)
    reach = own | Q(pk__in=shares.filter(scope__in=scopes).values("case")) if scopes else own
    return Case.objects.filter(reach, disposed_on=None)


def counted_for(member: Member) -> QuerySet[Case]:
    """Returns what the reports of the member's own centre count, disposed records too: codes, days and sums, nothing sealed.

    Raises NotAllowed.
    """
    if not member.may("read_report"):
        raise NotAllowed("read_report")
    return Case.objects.filter(centre=member.centre, merged_into=None)


def case_for(member: Member, case_id: str, *, act: Act, today: dt.date) -> Case:
    """Returns the case ``case_id`` for ``act``. Raises NotThere, NotAllowed (which comes first, and tells nothing of the case)."""
    for found in own_cases_for(member, act).filter(pk=case_id):
        found.centre = member.centre
        return found
    # Most are the own centre's: only of another the shares are asked.
    for found in cases_for(member, act, today=today).select_related("centre").filter(pk=case_id):
        return found
    raise NotThere

"""Who may see one case: nobody of another centre, unless it was shared with consent, and as far as the consent goes."""

import datetime as dt
import itertools

import pytest
from desk_under_test import LAST_MORNING, MORNING, Town, case_of, case_row, memo_of, sent, stored, town

from madoguchi.web.accounts.models import ROLES, Membership
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.consents import Agreed, NoConsent
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, member_of
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.permissions import ACTS, RIGHTS, SHARED, may, may_of_a_share

YEAR = dt.timedelta(days=365)


def agreed(to: Town, scope: str = "case", *, until: dt.date | None = None) -> Agreed:
    return Agreed("consumer", to.centre.code, (scope,), "引き継ぐため", "oral", "読み上げた文", until=until)


def shared(member: Member, to: Town, scope: str = "case", *, until: dt.date | None = None) -> tuple[str, str]:
    """A case of ``member`` that ``to`` may read; its id and the consent's."""
    case_id = case_of(member)
    consent = cases.record_consent(member, sent(), case_id, agreed(to, scope, until=until))
    cases.share(member, sent(), case_id, to.centre, consent, scope)
    return case_id, consent


def answer(member: Member, case_id: str) -> str:
    try:
        return memo_of(member, case_id)
    except (NotThere, NotAllowed) as error:
        return type(error).__name__


def test_another_centres_case_and_no_case_are_the_same_answer() -> None:
    case_id, stranger = case_of(town().person("counsellor")), town().person("head")
    assert answer(stranger, case_id) == answer(stranger, "f" * 32) == "NotThere"


def test_nothing_is_written_to_another_centres_case_shared_or_not() -> None:
    here, there = town(), town()
    case_id, _ = shared(here.person("counsellor"), there)
    stranger = there.person("head")
    with pytest.raises(NotThere):
        cases.write_text(stranger, sent(), case_id, "memo", "x")
    with pytest.raises(NotThere):
        cases.record_consent(stranger, sent(), case_id, agreed(there))


def test_a_shared_case_is_read_until_the_consent_is_revoked() -> None:
    here, there = town(), town()
    member, reader = here.person("counsellor"), there.person("counsellor")
    case_id, consent = shared(member, there)
    before = answer(reader, case_id)
    cases.revoke_consent(member, sent(), case_id, consent)
    assert before == memo_of(member, case_id) and answer(reader, case_id) == "NotThere"


def test_a_summary_that_is_shared_opens_no_case() -> None:
    there = town()
    case_id, _ = shared(town().person("counsellor"), there, "summary")
    assert answer(there.person("counsellor"), case_id) == "NotThere"


def test_a_consent_ends_on_its_last_day() -> None:
    there, reader = (it := town()), it.person("counsellor")
    case_id, _ = shared(town().person("counsellor"), there, until=LAST_MORNING.date())
    readings.read_case(reader, case_id, at=LAST_MORNING)
    with pytest.raises(NotThere):
        readings.read_case(reader, case_id, at=LAST_MORNING + dt.timedelta(days=1))


@pytest.mark.parametrize(("agreed_with", "scope"), [("other", "case"), ("there", "summary")])
def test_nothing_is_shared_without_a_consent_that_fits(agreed_with: str, scope: str) -> None:
    member, towns = town().person("counsellor"), {"there": town(), "other": town()}
    case_id = case_of(member)
    consent = cases.record_consent(member, sent(), case_id, agreed(towns[agreed_with], scope))
    with pytest.raises(NoConsent, match="同意"):
        cases.share(member, sent(), case_id, towns["there"].centre, consent, "case")


def test_nothing_is_shared_on_a_consent_that_was_revoked_or_never_given() -> None:
    member, there = town().person("counsellor"), town()
    case_id, consent = shared(member, there)
    cases.revoke_consent(member, sent(), case_id, consent)
    for gone in (consent, "0" * 32):
        with pytest.raises(NoConsent, match="同意"):
            cases.share(member, sent(), case_id, there.centre, gone, "case")


@pytest.mark.parametrize(
    "change",
    [
        {"fields": ()},
        {"to": ""},
        {"purpose": ""},
        {"how": "guessed"},
        {"how": "by_law"},
        {"legal_basis": "法"},
    ],
    ids=str,
)
def test_a_consent_says_who_what_whom_why_and_how(change: dict[str, object]) -> None:
    member = town().person("counsellor")
    case_id, whole = case_of(member), {"who": "consumer", "to": "x", "fields": ("case",), "purpose": "引継ぎ"}
    with pytest.raises(NoConsent):
        cases.record_consent(
            member, sent(), case_id, Agreed(**{**whole, "how": "oral", "text": "", **change})
        )


def test_who_left_or_was_shut_out_is_nobody() -> None:
    here = town()
    gone, shut = here.person("counsellor"), here.person("counsellor")
    Membership.objects.filter(staff=gone.staff).update(until=MORNING.date() - dt.timedelta(days=1))
    shut.staff.is_active = False
    for staff in (gone.staff, shut.staff):
        with pytest.raises(NotThere):
            member_of(staff, here.centre, today=MORNING.date())


def test_an_auditor_reads_no_case_and_an_analyst_none_either() -> None:
    here = town()
    case_id = case_of(here.person("counsellor"))
    assert {
        answer(here.person(role), case_id) for role in ("auditor", "network_analyst", "administrator")
    } == {"NotAllowed"}


def test_every_pair_of_role_and_act_is_what_the_table_says() -> None:
    allowed = {(role, act) for role, act in itertools.product(ROLES, ACTS) if may(frozenset({role}), act)}
    assert allowed == {(role, act) for role in ROLES for act in RIGHTS[role]} and len(ROLES) * len(ACTS) > 150
    assert not any(may(frozenset(), act) for act in ACTS)


def test_a_share_never_allows_a_write() -> None:
    writes = set(ACTS) - SHARED
    assert not any(may_of_a_share(frozenset(ROLES), act, scope="case") for act in writes)
    assert not may_of_a_share(frozenset(ROLES), "read_case", scope="summary")


def test_reading_is_noted_where_it_was_read() -> None:
    here, there = town(), town()
    case_id, _ = shared(here.person("counsellor"), there)
    reader = there.person("counsellor")
    readings.read_case(reader, case_id, at=MORNING)
    noted = stored(reader, AuditEntry, centre=there.centre, act="read_case")
    assert [(entry.actor, entry.on) for entry in noted] == [(reader.staff.id, case_id)]
    assert case_row(reader, case_id).centre_id == here.centre.id

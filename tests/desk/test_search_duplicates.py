"""The same other side in another case: shown in the own centre, counted where a case is shared whole, untold elsewhere."""

import pytest
from desk_under_test import MORNING, case_of, sent, stored, town
from test_gates import shared

from madoguchi.web.desk import cases
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.search.duplicates import Duplicates, duplicates_of

NUMBER = "050-0000-7781"


def against(member: Member, *values: str) -> str:
    """A case of ``member`` in which the other side is reached under ``values``."""
    case_id = case_of(member)
    for value in values:
        cases.add_counterpart(member, sent(), case_id, "phone", value)
    return case_id


def found(member: Member, case_id: str) -> Duplicates:
    return duplicates_of(member, case_id, at=MORNING)


def test_the_same_number_in_another_case_is_found_however_it_is_written() -> None:
    member = town().person("counsellor")
    one, other = against(member, NUMBER), against(member, "０５０（００００）７７８１", "050-0000-0001")
    assert [(same.case_id, same.kinds) for same in found(member, one).own] == [(other, ("phone",))]


def test_a_case_is_no_duplicate_of_itself_and_another_number_is_none() -> None:
    member = town().person("counsellor")
    one = against(member, NUMBER)
    against(member, "050-0000-0001")
    assert found(member, one) == Duplicates((), 0)


def test_a_case_without_the_other_side_has_no_duplicates() -> None:
    member = town().person("counsellor")
    one = against(member)
    against(member)
    assert found(member, one) == Duplicates((), 0)


def test_another_centres_case_with_the_same_number_is_not_counted_for_anybody() -> None:
    here, there = town(), town()
    against(here.person("counsellor"), NUMBER)
    one = against(there.person("counsellor"), NUMBER)
    for member in (there.person("counsellor"), there.person("head"), there.person("head", "network_analyst")):
        assert found(member, one) == Duplicates((), 0)


@pytest.mark.parametrize(("scope", "count"), [("case", 1), ("summary", 0)])
def test_a_case_that_is_shared_whole_is_counted_a_summary_is_not(scope: str, count: int) -> None:
    here, there = town().person("counsellor"), town()
    case_id, _ = shared(here, there, scope)
    cases.add_counterpart(here, sent(), case_id, "phone", NUMBER)
    reader = there.person("counsellor")
    assert found(reader, against(reader, NUMBER)) == Duplicates((), count)


def test_a_revoked_share_is_not_counted() -> None:
    here, there = town().person("counsellor"), town()
    case_id, consent = shared(here, there)
    cases.add_counterpart(here, sent(), case_id, "phone", NUMBER)
    cases.revoke_consent(here, sent(), case_id, consent)
    reader = there.person("counsellor")
    assert found(reader, against(reader, NUMBER)).shared == 0


def test_duplicates_of_a_case_of_others_are_not_there() -> None:
    case_id = against(town().person("counsellor"), NUMBER)
    with pytest.raises(NotThere):
        found(town().person("head"), case_id)
    with pytest.raises(NotAllowed):
        found(town().person("auditor"), case_id)


def test_asking_for_duplicates_is_noted() -> None:
    member = town().person("counsellor")
    case_id = against(member, NUMBER)
    found(member, case_id)
    (entry,) = stored(member, AuditEntry, act="search", centre=member.centre)
    assert (entry.on, entry.fields) == (case_id, ["counterpart"])

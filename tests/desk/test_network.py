"""Between cases and between centres: two that are one, one that goes on elsewhere; no number is lost, nobody's record is changed by others."""

import re

import pytest
from desk_under_test import MORNING, Town, case_of, case_row, memo_of, sent, stored, town
from django.http import HttpResponse
from doors_under_test import at_work
from test_gates import agreed, shared
from test_pages import hidden, send, text

from madoguchi.web.desk import cases, network, readings
from madoguchi.web.desk.cases.record import Identity, NotFit, PartyCodes
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, Due
from madoguchi.web.desk.states import NotNow


def two() -> tuple[Member, str, str]:
    """Two cases of one centre, each with its own other side and a call-back."""
    member = town().person("head")
    first, second = case_of(member, "一つ目"), case_of(member, "二つ目")
    for case_id, phone in ((first, "03-0000-0001"), (second, "03-0000-0002")):
        cases.add_counterpart(member, sent(), case_id, "phone", phone)
        cases.add_due(member, sent(), case_id, "call_back", MORNING, f"{phone}のこと")
    return member, first, second


def merged() -> tuple[Member, str, str]:
    member, first, second = two()
    cases.merge(member, sent(), first, second, version=case_row(member, first).version)
    return member, first, second


def test_every_number_leads_to_the_case_that_stays_and_both_memos_can_be_read() -> None:
    member, first, second = merged()
    numbers = [case_row(member, one).number for one in (first, second)]
    assert [readings.find_number(member, one, at=MORNING) for one in numbers] == [second, second]
    assert (memo_of(member, first), memo_of(member, second)) == ("一つ目", "二つ目")


def test_the_other_side_and_what_has_its_hour_go_over() -> None:
    member, first, second = merged()
    whole = readings.read_case(member, second, at=MORNING)
    assert {value for _, value in whole.counterparts} == {"03-0000-0001", "03-0000-0002"}
    with within(member.centre):
        notes = {note for _, note in readings.dues_of(whole)}
    assert not stored(member, Due, case=first) and notes == {"03-0000-0001のこと", "03-0000-0002のこと"}


def test_a_part_of_another_case_is_written_to_no_more() -> None:
    member, first, second = merged()
    with pytest.raises(NotNow, match=case_row(member, second).number):
        cases.write_text(member, sent(), first, "memo", "あとから")
    with pytest.raises(NotNow):
        cases.merge(member, sent(), second, first, version=case_row(member, second).version)


def test_parts_of_a_part_lead_to_the_last() -> None:
    member, first, second = merged()
    third = case_of(member)
    cases.merge(member, sent(), second, third, version=case_row(member, second).version)
    assert case_row(member, first).merged_into_id == third
    assert readings.find_number(member, case_row(member, first).number, at=MORNING) == third


def test_the_log_names_both_and_the_same_press_twice_is_one() -> None:
    member, first, second = two()
    version, press = case_row(member, first).version, sent()
    assert {cases.merge(member, press, first, second, version=version) for _ in range(2)} == {second}
    entries = stored(member, AuditEntry, centre=member.centre, act="merge")
    assert {one.on for one in entries} == {first, second} and len(entries) == 2


def test_a_case_of_another_centre_is_no_part_of_ours() -> None:
    member, first, _ = two()
    theirs, _ = shared(town().person("head"), Town(member.centre))
    for pair in ((first, theirs), (theirs, first)):
        with pytest.raises(NotThere):
            cases.merge(member, sent(), *pair, version=case_row(member, first).version)


def told() -> tuple[Member, str]:
    """A case with a consumer and an other side that another centre shows us whole; we, and it."""
    us, them = town(), town().person("counsellor")
    case_id, _ = shared(them, us)
    cases.set_party(them, sent(), case_id, "consumer", PartyCodes(age_band="70s"), Identity(name="試験 ウメ"))
    cases.add_counterpart(them, sent(), case_id, "url", "https://shop.example/")
    return us.person("counsellor"), case_id


def taken(member: Member, case_id: str) -> str:
    return cases.take_over(member, sent(), readings.read_case(member, case_id, at=MORNING))


def test_a_case_that_is_taken_over_is_our_own_with_all_that_was_told() -> None:
    member, theirs = told()
    whole = readings.read_case(member, taken(member, theirs), at=MORNING)
    assert whole.case.centre_id == member.centre.pk and whole.case.via_other_centre is True
    assert whole.parties["consumer"][1].name == "試験 ウメ" and whole.texts["memo"]
    assert whole.counterparts == (("url", "https://shop.example/"),)


def test_what_was_taken_over_stays_when_the_consent_ends_and_theirs_is_unchanged() -> None:
    us, them = town(), town().person("counsellor")
    theirs, consent = shared(them, us)
    member, before = us.person("counsellor"), case_row(them, theirs).version
    ours = taken(member, theirs)
    assert case_row(them, theirs).version == before
    cases.revoke_consent(them, sent(), theirs, consent)
    assert memo_of(member, ours) and network.from_others(member, at=MORNING) == []


def test_taken_over_twice_is_one_case_and_the_old_number_leads_to_it() -> None:
    member, theirs = told()
    ours = taken(member, theirs)
    assert taken(member, theirs) == ours == network.from_others(member, at=MORNING)[0].taken_as
    number = network.number_there(readings.read_case(member, theirs, at=MORNING).case)
    assert readings.find_number(member, number, at=MORNING) == ours


def test_what_is_shown_as_a_summary_and_what_is_ours_cannot_be_taken_over() -> None:
    us, them = town(), town().person("counsellor")
    summary, _ = shared(them, us, "summary")
    member = us.person("counsellor")
    with pytest.raises(NotThere):
        taken(member, summary)
    with pytest.raises(NotFit):
        taken(member, case_of(member))


@pytest.mark.parametrize("role", ["approver", "auditor", "network_analyst", "administrator"])
def test_who_opens_no_case_takes_none_over(role: str) -> None:
    us, them = town(), town().person("counsellor")
    theirs, _ = shared(them, us)
    answer = at_work(us.person(role)).post("/desk/from-others/", {"key": "k" * 32, "take": theirs})
    assert answer.status_code == 403


def pressed(client: object, path: str, name: str) -> HttpResponse:
    """Presses the first button ``name`` of the page at ``path``."""
    page = text(client.get(path))
    value = re.findall(f'name="{name}" value="([^"]+)"', page)[0]
    act = {"act": "share"} if name == "to" else {}
    return client.post(path, {**hidden(page), **act, name: value})


def test_by_the_pages_a_case_goes_from_one_centre_to_the_other() -> None:
    us, them = town(), town().person("counsellor")
    case_id = case_of(them, "渡したい話")
    cases.record_consent(them, sent(), case_id, agreed(us))
    assert pressed(at_work(them), f"/desk/cases/{case_id}/links/", "to").status_code == 302
    client = at_work(us.person("counsellor"))
    assert "見せている相談を見る" in text(client.get("/desk/"))
    ours = pressed(client, "/desk/from-others/", "take").headers["Location"]
    assert "渡したい話" in text(client.get(ours)) and "見せている相談を見る" not in text(client.get("/desk/"))


def test_by_the_pages_two_cases_become_one_after_they_were_shown() -> None:
    member, first, second = two()
    client, place = at_work(member), f"/desk/cases/{first}/links/"
    shown = send(client, place, into=case_row(member, second).number)
    assert f"{case_row(member, second).number} にまとめますか" in text(shown)
    assert case_row(member, first).merged_into_id is None
    done = client.post(place, {**hidden(text(shown)), "into_id": second})
    assert done.headers["Location"] == f"/desk/cases/{second}/links/"
    assert case_row(member, first).number in text(client.get(done.headers["Location"]))


@pytest.mark.parametrize("number", ["2026-09999", "", "x" * 90])
def test_a_number_that_leads_nowhere_is_said(number: str) -> None:
    member, first, _ = two()
    answer = send(at_work(member), f"/desk/cases/{first}/links/", into=number)
    assert answer.status_code == 422 and "このセンターにありません" in text(answer)


def test_the_own_number_is_no_other_case() -> None:
    member, first, _ = two()
    answer = send(at_work(member), f"/desk/cases/{first}/links/", into=case_row(member, first).number)
    assert answer.status_code == 422 and stored(member, Case, merged_into=first) == []


def test_an_approver_merges_nothing() -> None:
    member, first, second = two()
    approver = Town(member.centre).person("approver")
    with pytest.raises(NotAllowed):
        cases.merge(approver, sent(), first, second, version=case_row(member, first).version)

"""The other side has a role: our own list, completed by the operator's, kept with the value, and it goes where the value goes."""

import pytest
from desk_under_test import case_of, case_row, sent, stored, town
from django.test import Client
from doors_under_test import at_work
from test_gates import shared
from test_pages import send, text

from madoguchi.papers.operators import NotAllowed
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.models import Counterpart
from madoguchi.web.desk.roles import ROLES, roles_from
from madoguchi.web.public.clock import now


def page_of() -> tuple[Member, Client, str]:
    member = town().person("counsellor")
    return member, at_work(member), f"/desk/cases/{case_of(member, '')}/counterparts/"


def role_in(member: Member, case_id: str) -> list[str]:
    return [one.role for one in readings.read_case(member, case_id, at=now()).other_side]


def test_a_role_is_given_shown_and_changed_by_the_page() -> None:
    member, client, place = page_of()
    case_id = place.split("/")[3]
    send(client, place, act="add", kind="name", value="森の水", role="seller")
    assert role_in(member, case_id) == ["seller"]
    assert '<option value="seller" selected>販売業者</option>' in text(client.get(place))
    row = stored(member, Counterpart, case=case_id)[0]
    send(client, place, act="change", id=str(row.pk), kind="name", value="森の水", role="platform")
    assert role_in(member, case_id) == ["platform"]


def test_nobody_has_to_know_the_role_and_none_outside_the_list_is_kept() -> None:
    member, client, place = page_of()
    send(client, place, act="add", kind="phone", value="050-1234-5678")
    assert role_in(member, place.split("/")[3]) == [""]
    with pytest.raises(NotFit, match="一覧から"):
        cases.add_counterpart(member, sent(), place.split("/")[3], "phone", "1", "king")


def test_the_same_one_told_again_without_a_role_keeps_its_role() -> None:
    member, client, place = page_of()
    for role in ("seller", ""):
        send(client, place, act="add", kind="name", value="森の水", role=role)
    assert role_in(member, place.split("/")[3]) == ["seller"]


def test_the_role_goes_over_when_two_cases_become_one() -> None:
    member, _, place = page_of()
    this, into = place.split("/")[3], case_of(member)
    cases.add_counterpart(member, sent(), this, "name", "森の水", "introducer")
    cases.merge(member, sent(), this, into, version=case_row(member, this).version)
    assert role_in(member, into) == ["introducer"]


def test_the_role_goes_over_when_another_centre_takes_the_case() -> None:
    owner, asker = town().person("counsellor"), town()
    case_id, _ = shared(owner, asker)
    cases.add_counterpart(owner, sent(), case_id, "name", "森の水", "account_holder")
    member = asker.person("counsellor")
    made = cases.take_over(member, sent(at=now()), readings.read_case(member, case_id, at=now()))
    assert role_in(member, made) == ["account_holder"]


def test_the_operator_adds_rows_and_names_ours_anew() -> None:
    found = roles_from({"MADOGUCHI_ROLES": "agency=代理店, seller=売主"})
    assert found["agency"] == "代理店" and found["seller"] == "売主" and len(found) == len(ROLES) + 1
    assert roles_from({}) == ROLES


@pytest.mark.parametrize(
    "said", ["x", "=名", "A=名", "a b=名", f"{'x' * 17}=名", f"a={'名' * 21}", "a=", "役=名"]
)
def test_a_row_that_is_none_is_told(said: str) -> None:
    with pytest.raises(NotAllowed, match="MADOGUCHI_ROLES"):
        roles_from({"MADOGUCHI_ROLES": said})


def test_more_rows_than_a_person_can_look_through_are_refused() -> None:
    with pytest.raises(NotAllowed, match="30 まで"):
        roles_from({"MADOGUCHI_ROLES": ",".join(f"{letter}=名" for letter in "abcdefghijklmnopqrstu")})


def test_the_page_says_that_the_list_is_our_own() -> None:
    _, client, place = page_of()
    assert "公表されたコード表は見つかっていません" in text(client.get(place))

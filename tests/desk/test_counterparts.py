"""The other side of a case: added, changed, removed, proposed from the memo, and found again in another case."""

import re

import pytest
from desk_under_test import case_of, sent, stored, town
from django.test import Client
from doors_under_test import at_work
from test_gates import shared
from test_pages import send, text

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.models import Counterpart
from madoguchi.web.public.clock import now

MEMO = "050-1234-5678 から電話。188 に相談。メール info@keikoku.example.top、https://keikoku.example.top/a を見た。"


def page_of(memo: str = MEMO) -> tuple[Member, Client, str]:
    member = town(alone=True).person("counsellor")
    return member, at_work(member), f"/desk/cases/{case_of(member, memo)}/counterparts/"


def kept(member: Member, place: str) -> tuple[tuple[str, str], ...]:
    return readings.read_case(member, place.split("/")[3], at=now()).counterparts


def test_something_is_added_changed_and_removed() -> None:
    member, client, place = page_of("")
    send(client, place, act="add", kind="phone", value="050-1234-5678")
    row = stored(member, Counterpart, case=place.split("/")[3])[0]
    send(client, place, act="change", id=str(row.pk), kind="phone", value="050-8888-7777")
    assert kept(member, place) == (("phone", "050-8888-7777"),)
    row = stored(member, Counterpart, case=place.split("/")[3])[0]
    send(client, place, act="remove", id=str(row.pk))
    assert kept(member, place) == ()


def test_the_same_number_in_another_writing_is_mended_and_not_doubled() -> None:
    member, client, place = page_of("")
    for value in ("０５０（１２３４）５６７８", "050-1234-5678"):
        send(client, place, act="add", kind="phone", value=value)
    row = stored(member, Counterpart, case=place.split("/")[3])[0]
    send(client, place, act="change", id=str(row.pk), kind="phone", value="050-1234-5678")
    assert kept(member, place) == (("phone", "050-1234-5678"),)


def test_what_the_memo_holds_is_proposed_but_no_desk_and_nothing_twice() -> None:
    member, client, place = page_of()
    found = re.findall('name="found" value="([^"]+)"', text(client.get(place)))
    assert found == ["050-1234-5678", "info@keikoku.example.top", "https://keikoku.example.top/a"]
    send(client, place, kind="phone", found=found[0])
    assert kept(member, place) == (("phone", found[0]),)
    assert f'value="{found[0]}" autofocus' not in text(client.get(place))


def test_the_callers_own_number_is_no_other_side() -> None:
    member, client, place = page_of()
    own = cases.record.Identity(phone="０５０１２３４５６７８")
    cases.set_party(member, sent(), place.split("/")[3], "caller", cases.record.PartyCodes(), own)
    assert "050-1234-5678" not in re.findall('name="found" value="([^"]+)"', text(client.get(place)))


def test_only_what_stands_in_the_memo_is_taken_by_one_press() -> None:
    member, client, place = page_of()
    assert send(client, place, kind="phone", found="050-9999-9999").status_code == 422
    assert kept(member, place) == ()


def test_another_case_with_the_same_other_side_is_named() -> None:
    member, client, place = page_of("")
    other = case_of(member)
    cases.add_counterpart(member, sent(), other, "phone", "05012345678")
    send(client, place, act="add", kind="phone", value="050-1234-5678")
    page = text(client.get(place))
    assert "同じ相手の相談" in page and "2026-00002" in page and "同じもの: 電話" in page


@pytest.mark.parametrize("act", ["change", "remove"])
def test_an_id_of_another_case_is_none(act: str) -> None:
    member, client, place = page_of("")
    other = case_of(member)
    strange = cases.add_counterpart(member, sent(), other, "phone", "050-1234-5678")
    assert send(client, place, act=act, id=strange, kind="phone", value="1").status_code == 422
    assert len(stored(member, Counterpart, case=other)) == 1


@pytest.mark.parametrize("value", ["", " ", "あ" * 2_001])
def test_what_does_not_fit_is_told(value: str) -> None:
    _member, client, place = page_of("")
    assert send(client, place, act="add", kind="phone", value=value).status_code == 422


def test_a_shared_case_shows_the_other_side_and_offers_no_form() -> None:
    owner, there = town().person("counsellor"), town()
    case_id, _ = shared(owner, there)
    cases.add_counterpart(owner, sent(), case_id, "phone", "050-1234-5678")
    page = text(at_work(there.person("counsellor")).get(f"/desk/cases/{case_id}/counterparts/"))
    assert "050-1234-5678" in page and "足す</button>" not in page and "外す" not in page

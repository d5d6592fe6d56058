"""The page of the log, and where they land who read no case: on what they may read."""

import html
import re

import pytest
from desk_under_test import case_of, case_row, town
from django.test import Client
from doors_under_test import at_work

from madoguchi.web.accounts.models import Role
from madoguchi.web.desk.act_names import ACT_NAMES
from madoguchi.web.desk.permissions import ACTS


def rows(client: Client, asked: str = "") -> list[list[str]]:
    page = client.get(f"/desk/log/{asked}")
    assert page.status_code == 200
    found = re.findall(r"<tr>(<td>.*?)</tr>", page.content.decode())
    return [[html.unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in found]


@pytest.mark.parametrize(
    ("role", "lands"),
    [
        ("auditor", "/desk/report/"),
        ("network_analyst", "/desk/report/"),
        ("administrator", "/desk/backup/"),
    ],
)
def test_who_reads_no_case_lands_on_what_they_may_read(role: Role, lands: str) -> None:
    client = at_work(town().person(role))
    assert client.get("/desk/").headers["Location"] == lands
    page = client.get("/desk/", follow=True)
    assert page.status_code == 200 and ">今日の机</a>" not in page.content.decode()


@pytest.mark.parametrize("role", ["counsellor", "approver", "head"])
def test_who_reads_cases_lands_on_todays_desk(role: Role) -> None:
    assert at_work(town().person(role)).get("/desk/").status_code == 200


@pytest.mark.parametrize("role", ["counsellor", "approver", "network_analyst"])
def test_the_log_is_shut_to_the_others(role: Role) -> None:
    assert at_work(town().person(role)).get("/desk/log/").status_code == 403


def test_it_says_who_did_what_on_which_number_and_no_value() -> None:
    here = town()
    member, auditor = here.person("counsellor"), at_work(here.person("auditor"))
    number = case_row(member, case_of(member, "ひみつの話")).number
    seq, _, who, act, on, fields = rows(auditor)[0]
    assert (seq, act, on, fields) == ("2", "文章を書く", number, "メモ") and member.staff.login in who
    assert rows(auditor)[0][3] == "操作の記録を読む" and "ひみつ" not in str(rows(auditor))


def test_it_keeps_to_one_number_of_its_own_centre() -> None:
    here, there = town(), town().person("counsellor")
    member, auditor = here.person("counsellor"), at_work(here.person("auditor"))
    own, _ = (case_row(member, case_of(member)).number for _ in range(2))
    case_of(there), case_of(there)
    theirs = case_row(there, case_of(there)).number
    assert {row[4] for row in rows(auditor, f"?number={own}")} == {own}
    assert theirs != own and rows(auditor, f"?number={theirs}") == rows(auditor, "?number=9999-99999") == []


def test_older_entries_are_on_the_next_page() -> None:
    here = town()
    member, auditor = here.person("counsellor"), at_work(here.person("auditor"))
    for _ in range(55):
        case_of(member)
    first = rows(auditor)
    following = re.search(r"\?before=\d+", auditor.get("/desk/log/?before=111").content.decode())
    assert [int(row[0]) for row in first] == list(range(110, 10, -1)) and following
    assert [int(row[0]) for row in rows(auditor, following[0])] == list(range(10, 0, -1))
    assert len(rows(auditor, "?before=x")) == len(rows(auditor, f"?before={'9' * 99}")) == 100


def test_every_act_of_the_table_of_rights_has_a_name() -> None:
    assert set(ACT_NAMES) == set(ACTS)

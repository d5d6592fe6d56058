"""What was registered goes out as a file, one case or a month: in the import format, without second typing, without anybody's name."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from desk_under_test import MORNING, case_of, case_row, sent, stored, town
from django.test import Client, override_settings
from doors_under_test import at_work
from test_pages import text

from madoguchi.mart.build import build
from madoguchi.mart.tables import COLUMNS
from madoguchi.mart.values import Reading
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.monthly.months import month_of
from madoguchi.web.public.clock import now

WORDS = ("試験 ウメ", "050-0000-0000", "警告画面に電話した", "ひみつの職業")
CODES = Codes(
    kind="complaint",
    scheme="support_scam",
    product_code="修理・補修",
    sales_channel="mail_order",
    payment_methods=["prepaid_emoney", "credit_card"],
    contract_amount=0,
    outcome="referral",
)


def registered(member: Member) -> str:
    """A case that was registered; its id."""
    case_id = case_of(member, f"{WORDS[2]} {WORDS[0]} {WORDS[1]}")
    codes = PartyCodes(age_band="70s", sex="female", occupation="ひみつの職業")
    cases.set_party(member, sent(), case_id, "consumer", codes, Identity(name=WORDS[0], phone=WORDS[1]))
    cases.set_codes(member, sent(), case_id, CODES, version=case_row(member, case_id).version)
    cases.write_text(member, sent(), case_id, "title", f"{WORDS[0]} の件")
    cases.ask_approval(member, sent(), case_id)
    cases.decide(member, sent(), case_id, "approved")
    cases.register(member, sent(), case_id)
    return case_id


def corrected(member: Member, case_id: str) -> None:
    cases.reopen(member, sent(), case_id)
    cases.set_codes(
        member, sent(), case_id, Codes(paid_amount=70_000), version=case_row(member, case_id).version
    )
    cases.ask_approval(member, sent(), case_id)
    cases.decide(member, sent(), case_id, "approved")
    cases.register(member, sent(), case_id)


@pytest.fixture
def place() -> tuple[Member, Client, str]:
    """Somebody of a desk alone, their browser, and a registered case."""
    member = town(alone=True).person("head")
    return member, at_work(member), registered(member)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_one_case_is_a_row_of_the_import_format(place: tuple[Member, Client, str]) -> None:
    member, client, case_id = place
    answer = client.get(f"/desk/cases/{case_id}/register/file/?kind=csv")
    (row,) = rows(answer.content)
    assert tuple(row) == COLUMNS and "attachment" in answer.headers["Content-Disposition"]
    assert (row["case_id"], row["scheme"]) == (f"{member.centre.code}:2026-00001", "support_scam")
    assert row["payment_methods"] == "prepaid_emoney|credit_card" and row["product_code"] == "修理・補修"


def test_nothing_is_0_and_unknown_is_empty(place: tuple[Member, Client, str]) -> None:
    (row,) = rows(place[1].get(f"/desk/cases/{place[2]}/register/file/").content)
    assert (row["contract_amount"], row["paid_amount"], row["via_other_centre"]) == ("0", "", "")
    assert (row["revised_on"], row["withdrawn"]) == ("", "")


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "txt"])
def test_no_file_tells_who_somebody_is(place: tuple[Member, Client, str], kind: str) -> None:
    data = place[1].get(f"/desk/cases/{place[2]}/register/file/?kind={kind}").content
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        data = str(list(sheet.values)).encode()
    words = WORDS[:2] if kind == "txt" else WORDS
    assert not [word for word in words if word in data.decode()]


def test_a_correction_is_a_further_row_with_its_day(place: tuple[Member, Client, str]) -> None:
    corrected(place[0], place[2])
    first, second = rows(place[1].get(f"/desk/cases/{place[2]}/register/file/").content)
    assert (first["paid_amount"], second["paid_amount"]) == ("", "70000")
    assert first["case_id"] == second["case_id"] and second["revised_on"] >= first["registered_on"]


def test_json_has_numbers_lists_and_null(place: tuple[Member, Client, str]) -> None:
    told = json.loads(place[1].get(f"/desk/cases/{place[2]}/register/file/?kind=json").content)
    (row,) = told["consultations"]
    assert told["schema"] == 1 and tuple(row) == COLUMNS
    assert row["contract_amount"] == 0 and row["paid_amount"] is None
    assert row["payment_methods"] == ["prepaid_emoney", "credit_card"]


def test_a_spreadsheet_has_sums_as_numbers_and_days_as_text(place: tuple[Member, Client, str]) -> None:
    data = place[1].get(f"/desk/cases/{place[2]}/register/file/?kind=xlsx").content
    head, row = openpyxl.load_workbook(io.BytesIO(data)).active.values
    told = dict(zip(head, row, strict=True))
    assert head == COLUMNS and told["contract_amount"] == 0 and told["paid_amount"] is None
    assert told["received_on"] == case_row(place[0], place[2]).received_on.isoformat()


def test_the_items_for_typing_over_come_in_their_order(place: tuple[Member, Client, str]) -> None:
    told = place[1].get(f"/desk/cases/{place[2]}/register/file/?kind=txt").content.decode("utf-8-sig")
    names = [line.partition(":")[0] for line in told.splitlines()]
    assert names[:2] == ["受付番号", "件名"] and names.index("相談区分") < names.index("処理結果の区分")
    assert "契約購入金額: 0円" in told and "既支払額: 不明" in told


@pytest.mark.parametrize("kind", ["csv", "txt"])
def test_what_is_not_decided_yet_gives_no_file_and_says_why(kind: str) -> None:
    member = town().person("counsellor")
    answer = at_work(member).get(f"/desk/cases/{case_of(member)}/register/file/?kind={kind}")
    assert answer.status_code == 422 and ("決裁" in text(answer) and "入れられません" in text(answer))


def test_a_month_is_what_was_registered_in_it(place: tuple[Member, Client, str]) -> None:
    registered(place[0])
    this = month_of("", today=now().date())
    found = {
        month: rows(place[1].get(f"/desk/report/registered/?month={month}").content)
        for month in (this, this.before, "all")
    }
    assert [len(some) for some in found.values()] == [2, 0, 2]


def test_another_centres_are_in_no_file(place: tuple[Member, Client, str]) -> None:
    other = town(alone=True).person("head")
    registered(other)
    (row,) = rows(place[1].get("/desk/report/registered/?month=all").content)
    assert row["centre"] == place[0].centre.code


@pytest.mark.parametrize("role", ["approver", "network_analyst", "auditor", "administrator"])
def test_who_hands_nothing_on_gets_no_file(role: str) -> None:
    answer = at_work(town().person(role)).get("/desk/report/registered/")  # type: ignore[arg-type]
    assert answer.status_code == 403


def test_the_log_says_who_took_which_file(place: tuple[Member, Client, str]) -> None:
    place[1].get(f"/desk/cases/{place[2]}/register/file/?kind=json")
    place[1].get("/desk/report/registered/?month=all")
    told = [
        (one.on, one.fields) for one in stored(place[0], AuditEntry, centre=place[0].centre, act="export")
    ]
    assert len(told) == 2 and told[0][0] == place[2] and "json" in str(told[0][1])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_mart_takes_the_file_as_it_is(
    place: tuple[Member, Client, str], tmp_path: Path, kind: str
) -> None:
    corrected(place[0], place[2])
    file = tmp_path / f"consultations.{kind}"
    file.write_bytes(place[1].get(f"/desk/report/registered/?month=all&kind={kind}").content)
    reading = Reading(MORNING.date(), frozenset())
    done = build(file, tmp_path / "mart", reading=reading, at=MORNING, tell=lambda _: None)
    assert done.manifest.rows == 2 and not [fault for one in done.told for fault in one.faults]


def test_an_unknown_kind_is_no_page(place: tuple[Member, Client, str]) -> None:
    for path in (f"/desk/cases/{place[2]}/register/file/?kind=exe", "/desk/report/registered/?kind=txt"):
        assert place[1].get(path).status_code == 404


def test_the_pages_offer_the_files(place: tuple[Member, Client, str]) -> None:
    page = text(place[1].get(f"/desk/cases/{place[2]}/register/"))
    assert all(f"?kind={kind}" in page for kind in ("txt", "csv", "xlsx", "json"))
    assert "取りこみ用" in text(place[1].get("/desk/report/"))


@pytest.mark.parametrize("kind", ["csv", "json", "txt"])
def test_a_file_of_practice_says_so_by_itself(place: tuple[Member, Client, str], kind: str) -> None:
    with override_settings(PRACTICE=True):
        answer = place[1].get(f"/desk/cases/{place[2]}/register/file/?kind={kind}")
    told = answer.content.decode()
    assert ("練習用" if kind == "txt" else "practice:") in told and "practice-" in answer.headers[
        "Content-Disposition"
    ]

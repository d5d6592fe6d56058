"""The monthly report: every number is the number of the cases behind it, and what goes out tells of nobody."""

import datetime as dt
import re
from io import BytesIO

import openpyxl
import pikepdf
import pytest
from desk_under_test import Town, case_row, sent, stored, town
from doors_under_test import at_work

from madoguchi.consult import TOKYO
from madoguchi.web.accounts.models import ROLES, Role
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.gates import Member, NotAllowed, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Registered
from madoguchi.web.desk.monthly.counting import Cell, cases_behind, report_of
from madoguchi.web.desk.monthly.months import Month, month_of
from madoguchi.web.desk.monthly.printing import Printed, printed
from madoguchi.web.desk.monthly.workbook import put
from madoguchi.web.desk.permissions import RIGHTS
from madoguchi.web.public.clock import now

NOVEMBER = Month(2026, 11)
DAY = dt.datetime(2026, 11, 10, 9, 0, tzinfo=TOKYO)


def received(member: Member, *, at: dt.datetime = DAY, done: bool = True, **codes: object) -> str:
    """A case that came at ``at``; ``done``: registered."""
    case_id = cases.open_case(member, sent(at=at))
    coded(member, case_id, at=at, **codes)
    if done:
        cases.ask_approval(member, sent(at=at), case_id)
        cases.decide(member, sent(at=at), case_id, "approved")
        cases.register(member, sent(at=at), case_id)
    return case_id


def coded(member: Member, case_id: str, *, at: dt.datetime = DAY, **codes: object) -> None:
    cases.set_codes(member, sent(at=at), case_id, Codes(**codes), version=case_row(member, case_id).version)


def head() -> Member:
    return town(alone=True).person("head")


def busy(member: Member) -> None:
    """Five complaints by mail order, one of them paid a lot; two inquiries; nothing in October."""
    for yen in (10_000, 20_000, None, 0, 900_000):
        received(member, kind="complaint", sales_channel="mail_order", paid_amount=yen)
    for _ in range(2):
        received(member, kind="inquiry", payment_methods=["cash", "crypto"])


def shown(member: Member, *, limit: int | None = None, scope: str = "registered") -> Printed:
    return printed(report_of(member, NOVEMBER, scope=scope, at=now()), limit=limit)


def counts(found: Printed, key: str) -> dict[str, int | None]:
    return {row.code: row.now for part in found.parts if part.key == key for row in part.rows if row.now != 0}


def test_every_case_is_counted_and_unknown_is_a_line_of_its_own() -> None:
    member = head()
    busy(member)
    found = shown(member)
    assert found.cases.now == 7 and counts(found, "kind") == {"complaint": 5, "inquiry": 2}
    assert counts(found, "sales_channel") == {"mail_order": 5, "unknown": 2}
    assert counts(found, "payment_methods") == {"cash": 2, "crypto": 2, "unknown": 5}


def test_an_unknown_sum_is_not_zero_and_zero_is_known() -> None:
    member = head()
    busy(member)
    paid = next(one for one in shown(member).sums if one.key == "paid_amount")
    assert (paid.known, paid.unknown, paid.total, paid.middle) == (4, 3, 930_000, 15_000)


def test_a_sum_that_nobody_knows_is_told_as_unknown() -> None:
    member = head()
    received(member)
    assert {one.told for one in shown(member).sums} == {("不明", "不明", "不明")}


EDGES = (
    "2026-10-31T23:59+09:00",  # October, then the first and the last minute of November as a clock in London shows them
    "2026-10-31T15:00+00:00",
    "2026-11-30T14:59+00:00",
    "2026-12-01T00:00+09:00",
)


def test_a_month_begins_and_ends_at_midnight_in_japan() -> None:
    member = head()
    for at in EDGES:
        received(member, at=dt.datetime.fromisoformat(at))
    found = shown(member)
    assert found.cases.now == 2 and found.cases.before == 1


def test_what_is_not_registered_is_counted_only_when_that_is_said() -> None:
    member = head()
    received(member, done=False, kind="request")
    assert shown(member).cases.now == 0
    every = shown(member, scope="all")
    assert every.cases.now == 1 and "受け付けた相談すべて" in every.about


def test_a_case_that_was_opened_again_counts_as_it_was_registered() -> None:
    member = head()
    case_id = received(member, kind="inquiry")
    cases.reopen(member, sent(at=DAY), case_id)
    coded(member, case_id, kind="complaint")
    assert counts(shown(member), "kind") == {"inquiry": 1}
    assert counts(shown(member, scope="all"), "kind") == {"complaint": 1}


def test_behind_every_number_stand_just_so_many_cases() -> None:
    member = head()
    busy(member)
    found = shown(member)
    cells = [(part.key, row.code, row.now) for part in found.parts for row in part.rows]
    cells += [(one.key, code, getattr(one, code)) for one in found.sums for code in ("known", "unknown")]
    behind = [len(cases_behind(member, Cell(NOVEMBER, "registered", *one[:2]), at=now())) for one in cells]
    assert behind == [count for *_, count in cells] and sum(behind) > 30


def test_a_code_that_no_list_has_is_counted_and_its_words_are_not_printed() -> None:
    member = head()
    case_id = received(member, kind="complaint")
    with within(member.centre):
        Registered.objects.filter(case=case_id).update(record={"age_band": "試験花子 090-1111-2222"})
    assert counts(shown(member), "age_band") == {"not_in_list": 1}
    assert "試験花子" not in repr(shown(member))


def test_another_centres_cases_are_not_counted() -> None:
    busy(head())
    assert shown(head()).cases.now == 0


def test_what_goes_out_hides_small_lines_their_complements_and_sums_of_one() -> None:
    member = head()
    busy(member)
    found = shown(member, limit=2)
    assert counts(found, "kind") == {"complaint": None, "inquiry": None} and found.cases.now == 7
    assert next(one for one in found.sums if one.key == "paid_amount").total is None


def files(place: Town, role: Role = "head") -> tuple[openpyxl.Workbook, pikepdf.Pdf]:
    client = at_work(place.person(role))
    got = [client.get(f"/desk/report/file/{kind}/?month=2026-11").content for kind in ("xlsx", "pdf")]
    return openpyxl.load_workbook(BytesIO(got[0])), pikepdf.open(BytesIO(got[1]))


def test_the_files_hide_small_cells_whoever_asks_and_the_paper_is_one_page() -> None:
    place = town(alone=True)
    busy(place.person("head"))
    book, paper = files(place)
    rows = {row[0].value: [one.value for one in row[1:4]] for row in book.active.rows if row[0].value}
    assert rows["受付件数"] == [7, None, None] and rows["苦情"] == ["-", None, None]
    assert "前の月" not in {cell for row in rows.values() for cell in row} and len(paper.pages) == 1


@pytest.mark.parametrize("text", ["=1+1", "+81", "-", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    book = openpyxl.Workbook()
    put(book.active["A1"], text)
    book.save(made := BytesIO())
    cell = openpyxl.load_workbook(made).active["A1"]
    assert cell.data_type == "s" and cell.value == text.strip() and cell.quotePrefix


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_the_report_as_its_row_says(role: Role) -> None:
    client = at_work(town().person(role))
    paths = ("/desk/report/", "/desk/report/file/xlsx/", "/desk/report/file/pdf/")
    wanted = 200 if "read_report" in RIGHTS[role] else 403
    assert {client.get(path).status_code for path in paths} == {wanted}
    proof = 200 if {"read_report", "read_case"} <= RIGHTS[role] else 403
    assert client.get("/desk/report/cases/?table=kind&code=complaint").status_code == proof


def test_who_reads_no_case_sees_the_report_as_it_may_go_out() -> None:
    place = town(alone=True)
    busy(place.person("head"))
    page = at_work(place.person("auditor")).get("/desk/report/").content.decode()
    assert "/desk/report/cases/" not in page and ">-</td>" in page
    with pytest.raises(NotAllowed):
        cases_behind(place.person("auditor"), Cell(NOVEMBER, "registered", "kind", "inquiry"), at=now())


def test_each_number_of_the_page_leads_to_its_cases() -> None:
    place = town(alone=True)
    member = place.person("head")
    busy(member)
    client = at_work(member)
    links = re.findall(
        r'href="(/desk/report/cases/[^"]+)">(\d+)<', client.get("/desk/report/").content.decode()
    )
    pages = [client.get(link.replace("&amp;", "&")).content.decode() for link, _ in links]
    assert len(links) > 15 and [page.count("/desk/cases/") for page in pages] == [int(n) for _, n in links]


@pytest.mark.parametrize("asked", ["", "table=memo", "table=kind&code=試験花子", "table=paid_amount&code=5"])
def test_a_number_that_the_report_does_not_have_has_no_cases(asked: str) -> None:
    assert at_work(head()).get(f"/desk/report/cases/?{asked}").status_code == 404


def test_reading_and_taking_out_stand_in_the_log() -> None:
    place = town(alone=True)
    files(place)
    acts = [row.act for row in stored(place.person("auditor"), AuditEntry, centre=place.centre)]
    assert acts.count("read_report") == 2 and acts.count("export_report") == 2


def test_a_month_that_is_none_is_this_one() -> None:
    today = dt.date(2026, 11, 24)
    assert {month_of(said, today=today) for said in ("", "2026-13", "x", "２０２６-11")} == {NOVEMBER}
    assert month_of("2026-01", today=today).before == Month(2025, 12) and NOVEMBER.after == Month(2026, 12)

"""The draft for the circular, out of the tricks of the month; and what is still open in a record is said before it goes on."""

import pytest
from desk_under_test import case_of, case_row, sent, town
from doors_under_test import at_work
from test_pages import kept, opened, text

from madoguchi.knowledge import load
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.monthly.circulars import MOST_CHARS, circular, circulars_of
from madoguchi.web.desk.monthly.counting import Report, report_of
from madoguchi.web.desk.monthly.months import month_of
from madoguchi.web.public.clock import now

SECRET = "試験 ウメ 050-1111-2222"  # noqa: S105 (nobody has it)


def with_schemes(member: Member, *schemes: str) -> Report:
    for scheme in schemes:
        case_id = case_of(member, f"警告画面に電話した {SECRET}")
        cases.set_codes(
            member, sent(), case_id, Codes(scheme=scheme), version=case_row(member, case_id).version
        )
    return report_of(member, month_of("2026-11", today=now().date()), scope="all", at=now())


@pytest.mark.parametrize("scheme", load().schemes)
def test_a_draft_is_short_and_says_what_it_is_and_whom_to_ask(scheme: str) -> None:
    one = load().schemes[scheme]  # type: ignore[index]
    told = circular(one, centre="長い名前の町消費生活センター・市民相談室")
    assert len(told) <= MOST_CHARS and one.what in told and "188" in told and "市民相談室" in told


def test_every_line_of_a_draft_stands_in_the_knowledge_and_is_whole() -> None:
    one = load().schemes["support_scam"]
    lines = [line[1:] for line in circular(one, centre="町").splitlines() if line.startswith("・")]
    assert len(lines) >= 3 and set(lines) <= {line.text for line in (*one.prevent, *one.never)}


def test_the_most_frequent_comes_first_and_trouble_that_is_no_trick_is_left_out() -> None:
    report = with_schemes(town().person("head"), "phishing", "support_scam", "support_scam", "other_consumer")
    names = [one.name for one in circulars_of(report)]
    assert names == [load().schemes["support_scam"].name, load().schemes["phishing"].name]


def test_nothing_of_a_case_is_in_a_draft() -> None:
    told = "".join(one.text for one in circulars_of(with_schemes(town().person("head"), "support_scam")))
    assert told and not [word for word in (*SECRET.split(), "2026-0", " 件") if word in told]


def test_the_report_offers_drafts_to_who_reads_cases_alone() -> None:
    here = town()
    with_schemes(here.person("head"), "support_scam")
    pages = [
        text(at_work(here.person(role)).get("/desk/report/?month=2026-11&cases=all"))
        for role in ("counsellor", "auditor")
    ]
    assert "回覧・広報の下書き" in pages[0] and "回覧・広報の下書き" not in pages[1]


def test_what_is_still_open_is_said_before_the_approval() -> None:
    _member, client, place = opened()
    kept(client, place, handling="〔未確認〕 切断した。\n〔未確認〕 止めた。", kind="")
    page = text(client.get(f"{place}approval/"))
    assert "「処理結果」に〔未確認〕が 2 か所残っています" in page
    assert "相談区分が不明のままです" in page and "処理結果の区分が不明のままです" in page


def test_where_nothing_is_open_nothing_is_said_and_no_empty_heading_stands() -> None:
    _member, client, place = opened()
    kept(client, place, outcome="advice", goods="")
    page = text(client.get(f"{place}approval/"))
    assert "確かめるところ" not in page and "商品・役務（名前）</h2>" not in page

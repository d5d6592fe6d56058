"""Whoever approves sees what changed: since the last decision, and the first time against the draft out of the memo."""

import re

from desk_under_test import case_row, sent, stored
from django.test import Client
from test_pages import kept, opened, send, text

from madoguchi.web.desk import cases
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.changes import Piece, texts_marked
from madoguchi.web.desk.gates import within
from madoguchi.web.desk.models import Approval, CaseText


def put(client: Client, place: str, *decisions: str) -> None:
    for decision in decisions:
        assert send(client, f"{place}approval/", decision=decision).status_code == 302


def marked(client: Client, place: str) -> tuple[list[str], list[str]]:
    """The lines marked as new and as gone, without those that explain the marks."""
    page = re.sub('<span class="unseen">[^<]*</span>', "", text(client.get(f"{place}approval/")))
    sheet = page.partition('<section class="sheet">')[2].partition("</section>")[0]
    return re.findall("<ins>([^<]*)</ins>", sheet), re.findall("<del>([^<]*)</del>", sheet)


def test_after_a_return_the_lines_that_changed_are_marked_and_no_others() -> None:
    _member, client, place = opened()
    kept(client, place, summary="一行目\r\n二行目")
    put(client, place, "ask", "returned")
    kept(client, place, summary="一行目\r\n二行目（日を足した）")
    put(client, place, "ask")
    assert marked(client, place) == (["二行目（日を足した）"], ["二行目"])
    assert "もどしたときと違うところに印を付けました" in text(client.get(f"{place}approval/"))


def test_a_code_that_changed_says_what_it_was() -> None:
    _member, client, place = opened()
    kept(client, place, paid_amount="70000", contracted_on="2026-11-01")
    put(client, place, "ask", "returned")
    kept(client, place, paid_amount="", contracted_on="2026-11-02")
    new, gone = marked(client, place)
    assert (new[0], gone[0]) == ("不明", "70,000円")
    assert (new[1][:10], gone[1][:10]) == ("2026年11月2日", "2026年11月1日")


def test_when_nothing_changed_since_the_return_it_says_so() -> None:
    _member, client, place = opened()
    kept(client, place)
    put(client, place, "ask", "returned", "ask")
    assert marked(client, place) == ([], [])
    assert "もどしたときと同じです" in text(client.get(f"{place}approval/"))


def test_the_first_time_it_is_compared_with_the_draft() -> None:
    _member, client, place = opened()
    drafted = text(client.get(f"{place}record/")).partition('id="title"')[2]
    title = re.findall('value="([^"]*)"', drafted)[0]
    kept(client, place, title=title, summary="母の話。", handling="")
    new, gone = marked(client, place)
    assert new == ["母の話。"] and gone and title not in gone
    assert "メモから作った下書きと違うところ" in text(client.get(f"{place}approval/"))


def test_after_an_approval_and_opening_again_the_approved_one_is_the_measure() -> None:
    _member, client, place = opened()
    kept(client, place)
    put(client, place, "ask", "approved")
    send(client, f"{place}register/", act="reopen")
    kept(client, place, title="直した件名")
    assert marked(client, place) == (["直した件名"], ["偽の警告画面"])
    assert "承認したときと違う" in text(client.get(f"{place}approval/"))


def test_a_text_that_was_emptied_is_shown_as_gone() -> None:
    _member, client, place = opened()
    kept(client, place, goods="電子マネー")
    put(client, place, "ask", "returned")
    kept(client, place, goods="")
    assert marked(client, place) == ([], ["電子マネー"])


def test_a_line_of_advice_that_was_added_after_a_return_is_marked() -> None:
    member, client, place = opened()
    put(client, place, "ask", "returned")
    cases.say(member, sent(), place.split("/")[3], "警察にも相談するように話した")
    assert marked(client, place) == (["警察にも相談するように話した"], [])


def test_what_was_put_for_approval_is_not_written_over() -> None:
    member, client, place = opened()
    kept(client, place)
    put(client, place, "ask", "returned")
    kept(client, place, title="直した件名")
    rows = stored(member, CaseText, case=place.split("/")[3], field="title")
    assert [(row.revision, row.settled) for row in rows] == [(1, True), (2, False)]


def test_a_request_of_an_earlier_program_marks_nothing() -> None:
    member, client, place = opened()
    case_id = place.split("/")[3]
    put(client, place, "ask", "returned")
    with within(member.centre):
        Approval.objects.filter(case=case_id).update(put=None)
    codes = Codes(kind="inquiry")
    cases.set_codes(member, sent(), case_id, codes, version=case_row(member, case_id).version)
    assert marked(client, place) == ([], []) and "印を付けました" not in text(client.get(f"{place}approval/"))


def test_texts_too_long_to_compare_are_marked_as_a_whole() -> None:
    long = "\n".join(map(str, range(600)))
    (found,) = texts_marked({"summary": long + "\nz"}, {"summary": long})
    assert len(found.pieces) == 601 and found.pieces[0] == Piece("new", "0")

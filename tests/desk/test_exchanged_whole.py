"""What the forms of the file bring from desk to desk: letters, the contract, kind, keywords, how it ended. Every form is still taken."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest
from desk_under_test import MORNING, case_of, case_row, sent, stored, town
from django.conf import settings
from django.test import override_settings
from doors_under_test import at_work
from test_desk_records import NUMBER, file_of, made_of, recorded, said
from test_pages import text
from test_taking_in import line, look, take

from madoguchi.papers.own_letters import LetterWords
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.gates import Member, looking, within
from madoguchi.web.desk.letter_models import Letter
from madoguchi.web.desk.taking_in.desk_records import brought_by_desk

FIRST_FORM = Path(__file__).with_name("exchange-1-fe36c7e.txt")
SECOND_FORM = Path(__file__).with_name("exchange-2-a12dc4c.txt")
WORDS = LetterWords(title="通知書", to_name="架空寝具　御中", body="契約の申込みを撤回します。")


def whole_record(member: Member, **more: Any) -> tuple[str, str]:
    """A case with a role, a draft, a letter that was sent, and a contract; and the consent to hand it over. ``more``: further codes."""
    case_id, consent = recorded(member)
    cases.add_counterpart(member, sent(), case_id, "name", "架空寝具", "seller")
    cases.draft_letter(member, sent(), case_id, "cooling_off", WORDS)
    out = cases.draft_letter(member, sent(), case_id, "payment_stop", WORDS)
    with within(member.centre):
        Letter.objects.filter(pk=out).update(sent_on=dt.date(2026, 11, 20), sent_way="tokutei_kiroku")
    version = case_row(member, case_id).version
    codes = Codes(contracted_on=dt.date(2026, 11, 10), kind="inquiry", keywords=["点検", "屋根"], **more)
    cases.keep_record(member, sent(), case_id, codes, {"goods": "羽毛布団"}, version=version)
    return case_id, consent


def taken_elsewhere(whole: bytes) -> tuple[Member, str]:
    """What another desk has after it took everything."""
    member = town().person("counsellor")
    case_id = case_of(member, "")
    client, place = at_work(member), f"/desk/cases/{case_id}/take-in/"
    take(client, place, text(look(client, place, whole, scanned=NUMBER)))
    return member, case_id


def letters_at(member: Member, case_id: str) -> list[tuple[str, str, str]]:
    whole = readings.read_case(member, case_id, at=MORNING)
    with looking(member.centre):
        found = readings.letters_of(whole)
    return sorted((one.form.id, one.words.body, f"{one.row.sent_on} {one.row.sent_way}") for one in found)


@pytest.fixture
def whole() -> bytes:
    """The file of a whole record."""
    member = town().person("counsellor")
    return file_of(member, *whole_record(member))


def test_roles_and_the_contract_arrive(whole: bytes) -> None:
    member, case_id = taken_elsewhere(whole)
    found = readings.read_case(member, case_id, at=MORNING)
    roles = {one.value: one.role for one in found.other_side}
    assert roles == {"架空寝具": "seller", "050-0000-0000": ""}
    assert found.case.contracted_on == dt.date(2026, 11, 10)
    assert "むこうの商品・役務: 羽毛布団" in found.texts["memo"]


def test_a_draft_and_a_letter_that_was_sent_arrive(whole: bytes) -> None:
    member, case_id = taken_elsewhere(whole)
    draft, out = letters_at(member, case_id)
    assert draft == ("cooling_off", WORDS.body, "None ")
    assert out == ("payment_stop", WORDS.body, "2026-11-20 tokutei_kiroku")


def test_a_letter_that_arrives_is_not_agreed_to_nor_printed_here(whole: bytes) -> None:
    member, _ = taken_elsewhere(whole)
    rows = stored(member, Letter, case__centre=member.centre)
    assert [(row.agreed_version, row.consent_id, row.file_id) for row in rows] == [(0, None, None)] * 2


def test_the_same_file_once_more_brings_nothing_new(whole: bytes) -> None:
    member, case_id = taken_elsewhere(whole)
    page = text(look(at_work(member), f"/desk/cases/{case_id}/take-in/", whole, scanned=NUMBER))
    assert "新しいことは、ありません" in page and "書面: 支払いを止める申出" in page
    assert "相手の名前（販売業者）" in page and 'name="take"' not in page


def test_a_role_fills_what_nobody_knew_and_replaces_nothing(whole: bytes) -> None:
    member = town().person("counsellor")
    for held, shown in (("", "役割は空"), ("credit", "ちがいます:</b> 架空寝具（信販・カード会社）")):
        case_id = case_of(member, "")
        cases.add_counterpart(member, sent(), case_id, "name", "架空寝具", held)
        page = text(look(at_work(member), f"/desk/cases/{case_id}/take-in/", whole, scanned=NUMBER))
        assert shown in page and "相手の名前（販売業者）" in page


def test_a_role_of_their_own_list_is_left_out(whole: bytes) -> None:
    fewer = {code: name for code, name in settings.COUNTERPART_ROLES.items() if code != "seller"}
    with override_settings(COUNTERPART_ROLES=fewer):
        found = brought_by_desk(whole, NUMBER)
    assert [one.role for one in found.said if one.value == "架空寝具"] == [""]


def test_a_file_of_the_first_form_is_still_taken() -> None:
    found = brought_by_desk(FIRST_FORM.read_bytes(), NUMBER)
    lines = said(found)
    assert lines["memo.words"] == "母が警告画面に電話した" and lines["consumer.name"] == "試験 ウメ"
    assert lines["counterpart.phone"] == "050-0000-0000" and found.checked == "stranger"


def test_a_file_of_the_second_form_is_still_taken() -> None:
    found = brought_by_desk(SECOND_FORM.read_bytes(), NUMBER)
    lines = said(found)
    assert lines["contracted_on"] == "2026-11-10" and lines["memo.goods"] == "羽毛布団"
    assert {"letter.cooling_off", "letter.payment_stop", "counterpart.name"} <= set(lines)
    assert not {"kind", "keywords", "outcome"} & set(lines) and found.checked == "stranger"


def test_kind_and_keywords_arrive(whole: bytes) -> None:
    member, case_id = taken_elsewhere(whole)
    case = case_row(member, case_id)
    assert (case.kind, case.keywords) == ("inquiry", ["点検", "屋根"])


@pytest.fixture
def ended() -> bytes:
    """The file of a record that says how it ended there."""
    member = town().person("counsellor")
    return file_of(member, *whole_record(member, outcome="referral"))


def test_how_it_ended_there_is_shown_and_taken_only_when_somebody_ticks_it(ended: bytes) -> None:
    member, case_id = taken_elsewhere(ended)
    assert case_row(member, case_id).outcome == ""
    client, place = at_work(member), f"/desk/cases/{case_id}/take-in/"
    page = text(look(client, place, ended, scanned=NUMBER))
    assert "他機関紹介" in page
    take(client, place, page, chosen=[line(page, "処理結果の区分")])
    assert case_row(member, case_id).outcome == "referral"


def held_elsewhere(**codes: Any) -> tuple[Member, str]:
    """A case at another desk in which something stands already."""
    member = town().person("counsellor")
    case_id = case_of(member, "")
    cases.set_codes(member, sent(), case_id, Codes(**codes), version=case_row(member, case_id).version)
    return member, case_id


def test_what_stands_in_the_record_is_not_put_over(ended: bytes) -> None:
    member, case_id = held_elsewhere(kind="complaint", keywords=["訪問"], outcome="advice")
    client, place = at_work(member), f"/desk/cases/{case_id}/take-in/"
    take(client, place, page := text(look(client, place, ended, scanned=NUMBER)))
    assert "ちがいます:</b> 苦情" in page and "ちがいます:</b> 助言" in page
    case = case_row(member, case_id)
    assert (case.kind, case.keywords, case.outcome) == ("complaint", ["訪問"], "advice")


def test_a_keyword_goes_beside_those_that_stand_there(whole: bytes) -> None:
    member, case_id = held_elsewhere(keywords=["訪問"])
    found = brought_by_desk(whole, NUMBER)
    at = [place for place, one in enumerate(found.said) if one.value == "屋根"]
    cases.take_in(member, sent(), case_id, found, at, version=case_row(member, case_id).version)
    assert case_row(member, case_id).keywords == ["訪問", "屋根"]


def letter_line(**changed: str) -> tuple[str, str]:
    told = {"form": "cooling_off", "words": msgspec.to_builtins(WORDS), "sent_on": "", "sent_way": ""}
    return "letter.cooling_off", msgspec.json.encode({**told, **changed}).decode()


STRANGE = [
    ("letter.cooling_off", "{"),
    ("letter.none", letter_line(form="none")[1]),
    letter_line(form="payment_stop"),
    letter_line(sent_on="2026-13-01", sent_way="fax"),
    letter_line(sent_on="2026-11-20", sent_way="pigeon"),
    letter_line(sent_way="fax"),
    letter_line(sent_way="本人は試験 ウメ、050-0000-0000。" * 40),
    letter_line(sent_on="20261120", sent_way="fax"),
    letter_line(sent_on="2026-W47-5", sent_way="fax"),
    letter_line(sent_on="1899-11-20", sent_way="fax"),
    ("contracted_on", "きのう"),
    ("contracted_on", "0026-11-10"),
    ("contracted_on", "20261114"),
    ("contracted_on", "2026-W46-6"),
    ("scheme", "試験 ウメ 050-0000-0000"),
    ("product_code", "x" * 900),
    ("stages", "paid, 試験 ウメ"),
    ("kind", "試験 ウメ"),
    ("outcome", "won"),
    ("keywords", "試験 ウメ 050-0000-0000"),
    ("keywords", "点検、屋根"),
    ("keywords", "あ" * 41),
]


@pytest.mark.parametrize("line", STRANGE, ids=[str(number) for number in range(len(STRANGE))])
def test_what_is_no_letter_and_no_day_is_not_brought_and_it_is_said(line: tuple[str, str]) -> None:
    found = brought_by_desk(made_of(("consumer.name", "試験 ウメ"), line), NUMBER)
    assert said(found) == {"consumer.name": "試験 ウメ"} and "1 ありました" in found.agreed[-1]


def test_a_letter_hides_what_nobody_should_have_written_down() -> None:
    words = msgspec.structs.replace(WORDS, body="暗証番号は7715です。\u202e")
    line = letter_line(words=msgspec.to_builtins(words))
    letter = brought_by_desk(made_of(line), NUMBER).said[0].letter
    assert letter and letter.words.body == "暗証番号は****です。"

"""What users.md asks of the desk, a test a requirement; axe (R25) and the keyboard are asked in tests/browser/test_the_desk.py."""

import re
from pathlib import Path

import pytest
from desk_under_test import MEMO, MORNING, case_of, case_row, memo_of, sent, stored, town
from django.test import Client
from test_pages import answer_to, hidden, kept, opened, send, text

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.approval import NotForYou
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.models import Approval, Consent, Registered
from madoguchi.web.desk.monthly.small_cells import hidden_in

ROOT = Path(__file__).parents[2]
DESK = ROOT / "src" / "madoguchi" / "web"
HOW_TO = ROOT / "docs" / "how-to"


def case_at(place: str) -> str:
    return place.split("/")[3]


def record_page(client: Client, place: str) -> str:
    return text(client.get(f"{place}record/"))


def test_r07_who_called_is_not_whose_contract_it_is() -> None:
    member, client, place = opened()
    for part, name in (("caller", "試験 花子"), ("consumer", "試験 ウメ")):
        send(client, f"{place}people/", at=place, **{"part": part, f"{part}-name": name})
    parties = readings.read_case(member, case_at(place), at=MORNING).parties
    assert [parties[part][1].name for part in ("caller", "consumer")] == ["試験 花子", "試験 ウメ"]


def test_r08_a_consent_says_who_what_to_whom_how_and_when() -> None:
    member, client, place = opened()
    form = {"who": "consumer", "to": "警察署", "purpose": "届けるため", "how": "oral", "fields": "case"}
    send(client, f"{place}consents/", **form)
    (kept_,) = stored(member, Consent, case=case_at(place))
    assert (kept_.who, kept_.how) == ("consumer", "oral") and kept_.given_at
    assert all(word in text(client.get(f"{place}consents/")) for word in ("警察署", "届けるため", "口頭"))


@pytest.mark.parametrize("typed", ["70000", "７０，０００円", "7万円", "七万円", " 70,000 "])
def test_r13_a_sum_is_taken_in_any_width_and_way_of_writing(typed: str) -> None:
    member, client, place = opened()
    kept(client, place, paid_amount=typed)
    assert case_row(member, case_at(place)).paid_amount == 70_000


def test_r14_paid_and_contracted_are_two_fields_and_unknown_is_not_zero() -> None:
    member, client, place = opened()
    kept(client, place, contract_amount="105000", paid_amount="")
    case = case_row(member, case_at(place))
    assert (case.contract_amount, case.paid_amount) == (105_000, None)
    assert "既支払額</dt><dd>不明" in text(client.get(f"{place}register/"))


def test_r15_no_page_of_the_desk_names_another_host() -> None:
    client, place = opened()[1:]
    paths = ("/desk/", place, f"{place}record/", f"{place}register/", "/desk/report/")
    assert not [
        path for path in paths if re.search('(src|href|action)="(https?:)?//', text(client.get(path)))
    ]
    scripts = [file for file in DESK.glob("*/static/**/*.js") if "htmx" not in file.name]
    assert scripts and not [file for file in scripts if "://" in file.read_text(encoding="utf-8")]


def test_r16_one_person_alone_goes_from_the_call_to_the_end_and_it_is_marked() -> None:
    member, client, place = opened("head")
    kept(client, place)
    for form in ({"decision": "ask"}, {"decision": "approved"}, {"act": "register"}):
        page = "register" if "act" in form else "approval"
        assert send(client, f"{place}{page}/", **form).status_code == 302
    (asked,) = stored(member, Approval, case=case_at(place))
    assert asked.kind == "alone" and case_row(member, case_at(place)).state == "registered"


def test_r16_where_there_are_two_nobody_decides_their_own() -> None:
    member = town().person("head")
    case_id = case_of(member)
    cases.ask_approval(member, sent(), case_id)
    with pytest.raises(NotForYou):
        cases.decide(member, sent(), case_id, "approved")


def test_r17_the_memo_comes_first_and_the_draft_says_where_each_sentence_is_from() -> None:
    member, client, place = opened()
    page = record_page(client, place)
    assert memo_of(member, case_at(place)) == MEMO
    assert "どの言葉から書いたか" in page and re.search(r"<q>[^<]*遠隔", page)


def test_r17_what_was_recorded_once_stands_ready_for_registration_and_file() -> None:
    _member, client, place = opened()
    answer_to(place, client, "taken", "scheme=support_scam")
    page = text(client.get(f"{place}register/"))
    assert "サポート詐欺" in page and 'id="all-lines"' in page


def test_r18_proposals_are_taken_one_by_one_with_their_words() -> None:
    member, client, place = opened()
    page = record_page(client, place)
    offered = re.findall(r'value="taken:([a-z_]+)=', page)
    assert {"scheme", "payment_methods", "product_code", "keywords"} & set(offered) and "」から" in page
    assert case_row(member, case_at(place)).scheme == "" and case_row(member, case_at(place)).keywords == []


def test_r18_the_counsellor_overrules() -> None:
    member, client, place = opened()
    answer_to(place, client, "left_out", "scheme=support_scam")
    kept(client, place, scheme="phishing")
    assert case_row(member, case_at(place)).scheme == "phishing"
    assert "taken:scheme=support_scam" not in record_page(client, place)


def test_r23_a_registration_has_two_clocks() -> None:
    member, _client, place = opened()
    case_id = case_at(place)
    cases.ask_approval(member, sent(), case_id)
    cases.decide(member, sent(), case_id, "approved")
    cases.register(member, sent(), case_id)
    (row,) = stored(member, Registered, case=case_id)
    assert (
        row.registered_on and row.record["received_on"] == case_row(member, case_id).received_on.isoformat()
    )


def test_r29_a_small_number_and_what_tells_it_are_both_hidden() -> None:
    assert hidden_in([1, 4, 9], limit=2) == {0, 1}


def test_r33_a_transcript_is_pasted_as_it_is() -> None:
    member, client, place = opened(memo="")
    talk = "相談員「どうされました」\r\n相談者「画面に警告が出て」\r\n" * 2_000
    client.post(f"{place}memo/", {**hidden(text(client.get(place))), "memo": talk})
    assert memo_of(member, case_at(place)) == talk.replace("\r\n", "\n")


def test_r34_a_letter_is_in_the_consumers_name() -> None:
    client, place = opened(memo="訪問販売で布団を契約した。88,000円。3日前")[1:]
    send(client, f"{place}letters/", draft="cooling_off")
    page = text(client.get(f"{place}letters/"))
    assert "本人の名前" in page and "センターの名前で" not in page.replace("センターの名前では", "")


@pytest.mark.parametrize("kind", ["complaint", "inquiry", "request"])
def test_r36_complaint_inquiry_and_request_are_three(kind: str) -> None:
    member, client, place = opened()
    kept(client, place, kind=kind)
    assert case_row(member, case_at(place)).kind == kind
    assert all(name in text(client.get("/desk/report/?cases=all")) for name in ("苦情", "問合せ", "要望"))


def test_r37_there_is_a_desk_of_invented_cases_to_practise_on() -> None:
    assert (DESK / "desk" / "practice_cases.yaml").stat().st_size > 1_000
    assert "練習用の机" in (HOW_TO / "open-the-desk.md").read_text(encoding="utf-8")


def test_r39_old_material_is_marked() -> None:
    member, client, place = opened()
    before = MORNING.replace(year=2024)
    old = cases.open_case(member, sent(at=before))
    for field, words in (("memo", MEMO), ("summary", "画面に警告が出て電話し、遠隔操作された。")):
        cases.write_text(member, sent(at=before), old, field, words)  # type: ignore[arg-type]
    assert "1年以上前の相談（2024年11月）" in text(client.get(f"{place}beside/"))


@pytest.mark.parametrize(
    "name", ["open-the-desk", "back-up-the-desk", "report-and-dispose", "take-in-a-case", "between-centres"]
)
def test_r40_the_manual_is_japanese(name: str) -> None:
    written = (HOW_TO / f"{name}.md").read_text(encoding="utf-8")
    kana = sum("\u3040" <= char <= "\u30ff" for char in written)
    assert kana > len(written) / 6


def test_r40_the_table_of_rights_and_the_log_of_acts_are_there() -> None:
    client = opened("head")[1]
    assert (ROOT / "docs" / "reference" / "rights.md").exists()
    assert "操作の記録" in text(client.get("/desk/log/")) and client.get("/desk/log/").status_code == 200


def test_a_code_that_nobody_gave_is_unknown_on_every_page() -> None:
    member, client, place = opened(memo="はい")
    cases.set_codes(member, sent(), case_at(place), Codes(), version=case_row(member, case_at(place)).version)
    assert text(client.get(f"{place}register/")).count("不明") >= 8

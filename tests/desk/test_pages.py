"""The pages of the desk, walked with a real client: from the first word to the end of a case."""

import re

from desk_under_test import MEMO, MORNING, case_of, case_row, sent, stored, town
from django.http import HttpResponse
from django.test import Client
from doors_under_test import at_work
from test_gates import shared

from madoguchi.web.desk import cases
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, CaseText, Consent, Due, Proposal


def hidden(html: str) -> dict[str, str]:
    """The key and the version of the first form that has them."""
    found = dict(re.findall('<input type="hidden" name="(key|version)" value="([^"]*)"', html))
    return found


def send(client: Client, path: str, *, at: str = "", **fields: object) -> HttpResponse:
    """Opens the page ``at`` (or ``path``) and sends a form of it to ``path``."""
    page = client.get(at or path)
    assert page.status_code == 200, page.status_code
    return client.post(path, {**hidden(page.content.decode()), **fields})


def opened(*roles: str, memo: str = MEMO) -> tuple[Member, Client, str]:
    """Somebody at work with a case of their own; their browser, and where the case stands."""
    member = town(alone=True).person(*(roles or ("head",)))
    return member, at_work(member), f"/desk/cases/{case_of(member, memo)}/"


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_today_shows_numbers_and_no_names() -> None:
    _member, client, place = opened()
    send(client, f"{place}people/", at=place, **{"part": "consumer", "consumer-name": "試験 ウメ"})
    page = text(client.get("/desk/"))
    assert "2026-00001" in page and "試験 ウメ" not in page and "母78" not in page


def test_a_new_case_is_one_press_and_opens_its_intake() -> None:
    member = town().person("counsellor")
    answer = send(at_work(member), "/desk/cases/", at="/desk/", method="visit")
    case = stored(member, Case, centre=member.centre)[0]
    assert answer.headers["Location"] == f"/desk/cases/{case.id}/" and case.method == "visit"


def test_the_memo_is_saved_while_it_is_typed_and_the_list_ticks_itself() -> None:
    _member, client, place = opened(memo="")
    answer = send(client, f"{place}memo/", at=place, memo=MEMO)
    assert answer.status_code == 200 and text(answer).count('class="ticked"') >= 4
    assert MEMO in text(client.get(place))


def test_the_longest_memo_fits_as_the_form_sends_it() -> None:
    _member, client, place = opened(memo="")
    page = text(client.get(place))
    assert (
        'id="memo-form" enctype="multipart/form-data"' in page
    )  # else three letters for each byte of a kanji
    assert 'hx-encoding="multipart/form-data"' in page
    answer = client.post(f"{place}memo/", {**hidden(page), "memo": "あ" * 200_000})
    assert answer.status_code == 200


def test_the_next_saving_knows_the_version_of_the_last() -> None:
    _member, client, place = opened(memo="")
    first = text(send(client, f"{place}memo/", at=place, memo="娘"))
    version = re.findall('name="version" value="([0-9]+)" id="memo-version"', first)[0]
    again = client.post(f"{place}memo/", {"memo": "娘 母78", "version": version})
    assert again.status_code == 200 and "娘 母78" in text(client.get(place))


def test_somebody_elses_words_are_not_written_over() -> None:
    _member, client, place = opened()
    seen = hidden(text(client.get(place)))
    send(client, f"{place}memo/", at=place, memo=f"{MEMO} 同僚が足した")
    late = client.post(f"{place}memo/", {**seen, "key": "", "memo": "わたしの"})
    assert late.status_code == 409 and "先に変えました" in text(late)
    assert "同僚が足した" in text(client.get(place))


def test_the_form_of_the_record_comes_with_a_draft_and_where_it_is_from() -> None:
    _member, client, place = opened()
    page = text(client.get(f"{place}record/"))
    assert "サポート詐欺" in page and "どの言葉から書いたか" in page and "<q>" in page


def answer_to(place: str, client: Client, answer: str, name: str) -> None:
    assert send(client, f"{place}take/", at=f"{place}record/", answer=f"{answer}:{name}").status_code == 302


def test_a_proposal_that_is_taken_stands_in_the_record_and_one_left_out_comes_no_more() -> None:
    member, client, place = opened()
    answer_to(place, client, "taken", "scheme=support_scam")
    answer_to(place, client, "left_out", "sales_channel=mail_order")
    case = case_row(member, place.split("/")[3])
    assert (case.scheme, case.sales_channel) == ("support_scam", "")
    assert "sales_channel=mail_order" not in text(client.get(f"{place}record/"))


def test_only_what_the_memo_suggests_can_be_taken() -> None:
    member, client, place = opened()
    answer = send(client, f"{place}take/", at=f"{place}record/", answer="taken:scheme=ransomware")
    assert answer.status_code == 422 and stored(member, Proposal, case=place.split("/")[3]) == []


def kept(client: Client, place: str, **more: object) -> HttpResponse:
    form = {"title": "偽の警告画面", "summary": "母の話。", "handling": "助言した。", "kind": "complaint"}
    return send(client, f"{place}record/", **{**form, **more})


def test_sums_are_typed_as_people_type_them_and_empty_is_unknown() -> None:
    member, client, place = opened()
    kept(client, place, contract_amount="10万5千円", paid_amount="７０，０００")
    case = case_row(member, place.split("/")[3])
    assert (case.contract_amount, case.paid_amount, case.minutes_spent) == (105_000, 70_000, None)


def test_a_sum_that_is_none_is_told_and_nothing_is_lost() -> None:
    member, client, place = opened()
    answer = kept(client, place, paid_amount="たくさん")
    assert answer.status_code == 422 and "3万5千円 のように" in text(answer)
    assert [row.field for row in stored(member, CaseText, case=place.split("/")[3])] == ["memo"]


def test_a_case_is_walked_from_memo_to_its_end() -> None:
    member, client, place = opened()
    kept(client, place)
    for decision in ("ask", "approved"):
        assert send(client, f"{place}approval/", decision=decision).status_code == 302
    for act in ("register", "close"):
        assert send(client, f"{place}register/", act=act).status_code == 302
    assert case_row(member, place.split("/")[3]).state == "closed"


def test_a_case_that_is_registered_stands_on_todays_desk_until_it_is_ended() -> None:
    _member, client, place = opened()
    for decision in ("ask", "approved"):
        send(client, f"{place}approval/", decision=decision)
    send(client, f"{place}register/", act="register")
    page = text(client.get("/desk/"))
    assert "まだ終えていないもの" in page and f'<a href="{place}register/">2026-00001</a>' in page
    send(client, f"{place}register/", act="close")
    assert "まだ終えていないもの" not in text(client.get("/desk/"))


def test_what_is_registered_shows_no_name() -> None:
    _member, client, place = opened()
    send(client, f"{place}people/", at=place, **{"part": "consumer", "consumer-name": "試験 ウメ"})
    page = text(client.get(f"{place}register/"))
    assert "試験 ウメ" not in page and "契約購入金額" in page


def test_a_consent_is_recorded_and_ended() -> None:
    _member, client, place = opened()
    form = {"who": "consumer", "to": "警察署", "purpose": "届けるため", "how": "oral", "fields": "case"}
    send(client, f"{place}consents/", **form)
    page = text(client.get(f"{place}consents/"))
    send(client, f"{place}consents/", revoke=re.findall('name="revoke" value="([0-9a-f]+)"', page)[0])
    assert "警察署" in page and "に取り消し" in text(client.get(f"{place}consents/"))


def test_a_call_back_stands_on_todays_desk_until_it_is_done() -> None:
    _member, client, place = opened()
    send(client, f"{place}due/", at=place, kind="call_back", day="2026-11-22", time="15:00")
    before = text(client.get("/desk/"))
    done = re.findall('name="done" value="([0-9]+)"', text(client.get(place)))[0]
    send(client, f"{place}due/", at=place, done=done)
    assert "折り返し" in before and "折り返し" not in text(client.get("/desk/"))


def test_a_number_opens_its_case() -> None:
    _member, client, place = opened()
    assert client.post("/desk/number/", {"number": " 2026-00001 "}).headers["Location"] == place
    assert client.post("/desk/number/", {"number": "2026-99999"}).status_code == 404


def test_words_of_a_memo_are_words_on_every_page() -> None:
    _member, client, place = opened(memo="<script>alert(1)</script>警告画面に電話した。[x](javascript:1)")
    pages = [text(client.get(place + page)) for page in ("", "record/", "approval/", "register/")]
    assert "&lt;script&gt;alert(1)" in pages[0] and not any("<script>alert" in page for page in pages)


def test_similar_cases_stand_beside_the_memo_with_the_sentence_that_matched() -> None:
    member, client, place = opened()
    other = f"/desk/cases/{case_of(member, MEMO)}/"
    kept(client, other, summary="パソコンに偽の警告画面。プリペイド型電子マネーの番号を伝えた。")
    page = text(client.get(f"{place}beside/"))
    assert "2026-00002" in page and "プリペイド型電子マネーの番号を伝えた" in page and "いまの窓口" in page


def test_another_case_with_the_same_number_is_named() -> None:
    member, client, place = opened()
    for case_id in (place.split("/")[3], case_of(member)):
        cases.add_counterpart(member, sent(), case_id, "phone", "050-1234-5678")
    assert "同じ相手の相談" in text(client.get(f"{place}beside/"))


def test_two_forms_with_one_key_are_two_writes_and_one_sent_twice_is_one() -> None:
    member, client, place = opened()
    seen = {"key": "a" * 32, "version": hidden(text(client.get(place)))["version"]}
    for kind, day in (("call_back", "2026-12-01"), ("call_back", "2026-12-02"), ("call_back", "2026-12-02")):
        client.post(f"{place}due/", {**seen, "kind": kind, "day": day})
    agreed = {"who": "caller", "to": "x", "purpose": "x", "how": "oral", "fields": "case"}
    client.post(f"{place}consents/", {**seen, **agreed})
    case_id = place.split("/")[3]
    assert (len(stored(member, Due, case=case_id)), len(stored(member, Consent, case=case_id))) == (2, 1)


def test_what_was_typed_comes_back_with_the_refusal() -> None:
    _member, client, place = opened()
    answer = kept(client, place, summary="五分かけて書いた概要。", paid_amount="たくさん")
    assert answer.status_code == 422 and "五分かけて書いた概要。" in text(answer)


def test_a_record_is_kept_whole_or_not_at_all() -> None:
    member, client, place = opened()
    answer = kept(client, place, scheme="support_scam", title="あ" * 61)
    assert answer.status_code == 422 and case_row(member, place.split("/")[3]).scheme == ""


def test_saving_while_typing_is_no_reading_of_the_case() -> None:
    member, client, place = opened(memo="")
    send(client, f"{place}memo/", at=place, memo=MEMO)
    acts = [entry.act for entry in stored(member, AuditEntry, centre=member.centre)]
    assert acts.count("read_case") == 1 and acts[-1] == "write_text"


def test_a_shared_case_shows_what_has_its_hour() -> None:
    owner, there = town().person("counsellor"), town()
    case_id, _ = shared(owner, there)
    cases.add_due(owner, sent(), case_id, "call_back", MORNING, "夕方に折り返す")
    assert "夕方に折り返す" in text(at_work(there.person("counsellor")).get(f"/desk/cases/{case_id}/"))

"""Advice to read out: what was said is kept with who and when, what is rather not said too; a line may sound like law, and stays."""

import datetime as dt

import pytest
from desk_under_test import MORNING, case_of, sent, stored, town
from django.test import Client
from test_pages import opened, send, text

from madoguchi.knowledge import load
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.advice import said_in
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.conclusions import conclusions_in
from madoguchi.web.desk.gates import Member, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import CaseText, Proposal
from madoguchi.web.desk.states import NotNow

HOUR = dt.timedelta(hours=1)
STEP = "hang_up"
OWN = "郵便局の口座も止めるように話した"


def advised(client: Client, place: str, **form: str) -> int:
    """The status of the answer to a form of the advice."""
    return send(client, f"{place}advice/", at=f"{place}beside/", **form).status_code


def said(member: Member, case_id: str) -> dict[str, tuple[str, object]]:
    with within(member.centre):
        return said_in(readings.read_case(member, case_id, at=MORNING))


def handling(client: Client, place: str) -> str:
    """The outcome as the page of the record offers it."""
    return text(client.get(f"{place}record/")).partition('id="handling"')[2].partition("</textarea>")[0]


def test_a_step_that_was_said_and_an_own_line_stand_in_the_draft_of_the_record() -> None:
    _member, client, place = opened()
    assert "〔未確認〕" in handling(client, place)
    assert advised(client, place, answer=f"said:{STEP}") == advised(client, place, line=OWN) == 302
    found = handling(client, place)
    assert f"助言した: {OWN}" in found and "助言した: いまの電話は" in found and "〔未確認〕" not in found


def test_each_line_keeps_who_said_it_and_when() -> None:
    here = town()
    one, other = here.person("counsellor"), here.person("counsellor")
    case_id = case_of(one)
    cases.say(one, sent(), case_id, "ひとつ")
    cases.say(other, sent(at=MORNING + HOUR), case_id, "ふたつ\n目")
    kept = [row.by_id for row in stored(one, CaseText, case=case_id, field="advice")]
    assert kept == [one.staff.pk, other.staff.pk]
    assert [at for _, at in said(one, case_id).values()] == [MORNING, MORNING + HOUR]


def test_the_page_shows_what_was_said_by_whom() -> None:
    member, client, place = opened()
    advised(client, place, line=OWN)
    page = text(client.get(f"{place}beside/"))
    assert OWN in page and f"{member.staff.name}　自分の言葉" in page


def test_a_line_is_said_once_and_taken_back_with_its_trace_kept() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    for _ in range(2):
        cases.say(member, sent(), case_id, OWN)
    cases.take_back(member, sent(), case_id, OWN)
    assert said(member, case_id) == {}
    assert len(stored(member, CaseText, case=case_id, field="advice")) == 2
    with pytest.raises(NotFit, match="言ったことの中にありません"):
        cases.take_back(member, sent(), case_id, OWN)


def test_a_line_of_an_old_record_is_taken_back_as_a_form_gives_it() -> None:
    member = town().person("counsellor")
    case_id = case_of(member)
    cases.write_text(member, sent(), case_id, "advice", "前の 記録の行\r\n\r\nもう一行")
    cases.take_back(member, sent(), case_id, "前の 記録の行")
    assert list(said(member, case_id)) == ["もう一行"]


def test_a_step_that_is_not_said_is_kept_in_the_case_and_in_the_log() -> None:
    member, client, place = opened()
    case_id = place.split("/")[3]
    assert advised(client, place, answer=f"left_out:{STEP}") == 302
    rows = stored(member, Proposal, case=case_id, field="advice")
    assert [(row.value, row.state) for row in rows] == [(STEP, "left_out")]
    assert "この相談では言わないことにしました" in text(client.get(f"{place}beside/"))
    acts = stored(member, AuditEntry, on=case_id, act="write_text")
    assert [row.actor for row in acts if "proposal.advice" in row.fields] == [member.staff.pk]


def test_what_was_left_out_may_still_be_said() -> None:
    member, client, place = opened()
    for answer in ("left_out", "said"):
        advised(client, place, answer=f"{answer}:{STEP}")
    assert stored(member, Proposal, case=place.split("/")[3], field="advice") == []
    assert "言わないことにしました" not in text(client.get(f"{place}beside/"))


@pytest.mark.parametrize("form", [{"answer": "said:no_such"}, {"line": " "}, {"line": "あ" * 401}])
def test_what_is_no_line_is_refused_on_the_page(form: dict[str, str]) -> None:
    member, client, place = opened()
    assert advised(client, place, **form) == 422
    assert stored(member, CaseText, case=place.split("/")[3], field="advice") == []


def test_what_waits_for_approval_takes_no_more_lines_and_shows_no_button() -> None:
    member, client, place = opened()
    case_id = place.split("/")[3]
    cases.ask_approval(member, sent(), case_id)
    with pytest.raises(NotNow):
        cases.say(member, sent(), case_id, OWN)
    assert 'action="' + place + "advice/" not in text(client.get(f"{place}beside/"))


def test_a_line_that_concludes_on_the_law_gets_a_hint_and_stays() -> None:
    _member, client, place = opened()
    assert advised(client, place, line="相手のしたことは違法です") == 302
    page = text(client.get(f"{place}beside/"))
    assert "「違法です」" in page and "このまま残してもかまいません" in page
    advised(client, place, answer="take_back:相手のしたことは違法です")
    assert "このまま残しても" not in text(client.get(f"{place}beside/"))


@pytest.mark.parametrize(
    "line",
    [
        "お金は必ず返金されます。",
        "それは違法です",
        "支払う義務はありません。",
        "支払い義務はない",
        "払わなくていいです",
        "この契約は無効です。",
        "クーリング・オフできます",
        "裁判をすれば勝てます",
        "返金を求める権利があります",
    ],
)
def test_words_that_conclude_are_seen(line: str) -> None:
    assert conclusions_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "必ず返金されるとは限りません。",
        "違法ですか、と聞かれたら弁護士に。",
        "支払う義務があるかどうかは、弁護士に聞いてください。",
        "クーリング・オフできる場合があります",
        "188 に電話してください。",
        "契約書と領収書を残してください",
    ],
)
def test_words_that_leave_it_open_are_not(line: str) -> None:
    assert conclusions_in(line) == []


def test_no_step_of_our_own_concludes() -> None:
    found = {one.id: hit for one in load().steps if (hit := conclusions_in(one.text))}
    assert found == {}

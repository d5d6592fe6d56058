"""わからない to what may go on right now, notices that nobody caused, and the desk of the company that is named."""

from __future__ import annotations

import datetime as dt

import pytest
from reading import EVENING, told

from madoguchi import Consultation, consult
from madoguchi.knowledge import load

WARNED = "パソコンに警告の画面が出て、書かれた番号に電話してしまいました。"
THREATENED = "払わないと大変なことになると、毎日おどされています。"
UNASKED = [
    "ログインの認証コードが届いた。自分ではしていない。",
    "カード利用のお知らせが届いたのですが、覚えがありません。",
    "銀行から、ログインの通知が来ました。私ではありません。",
    "夜中に認証コードのSMSが3通来ました。何もしていません。",
    "頼んでもいないのに、認証番号が送られてきます。",
    "身に覚えのない振込完了のお知らせが届きました。",
    "2段階認証のコードが突然届いた。",
    "知らないうちに、パスワード変更のお知らせが来ていた。",
    "I did not log in but I got a verification code.",
]
CAUSED = ["認証コードが届いたので、自分で入力しました。", "偽サイトで認証コードを入力してしまいました。"]
NOTICES = [
    "認証コード：483920 このコードを他人に教えないでください。",
    "【カードご利用のお知らせ】ABCストア 3,200円 ご利用ありがとうございます。",
    "ログインがありました。お心当たりのない場合は、カード裏面の番号へご連絡ください。",
]
BROKERS = [
    ("楽天証券", "broker_rakuten"),
    ("SBI証券", "broker_sbi"),
    ("マネックス証券", "broker_monex"),
    ("SMBC日興証券", "broker_nikko"),
    ("野村證券", "broker_nomura"),
    ("三菱UFJ eスマート証券", "broker_esmart"),
]


def steps_of(answer: Consultation) -> list[str]:
    return [step.id for step in answer.plan.steps]


def answered(text: str, **answers: str) -> Consultation:
    return consult(text, at=EVENING, answers=answers)


def test_whoever_does_not_know_whether_the_line_is_open_hangs_up_first() -> None:
    answer = answered(WARNED, still_on_the_phone="unknown")
    assert steps_of(answer)[0] == "hang_up_if_connected"
    assert answer.plan.steps[0].text.startswith("まだ電話がつながっているなら、切ります")


def test_whoever_has_hung_up_is_not_told_to() -> None:
    assert not {"hang_up", "hang_up_if_connected"} & {*steps_of(answered(WARNED, still_on_the_phone="no"))}


def test_whoever_does_not_know_whether_somebody_comes_is_told_of_110() -> None:
    plan = answered(THREATENED, threats_of_visit="unknown").plan
    first = next(step for step in plan.steps if step.id == "visitor_if_unsure")
    assert (first.when, first.contacts, first.text[:2]) == ("now", ("police_110",), "もし")


@pytest.mark.parametrize(
    ("question", "step"),
    [
        ("still_connected_device", "device_off_the_net"),
        ("netbanking_used_during_remote", "ss_bank_if_opened"),
        ("app_still_installed", "device_remote_tool_off"),
        ("what_was_given", "given_what_unsure"),
    ],
)
def test_not_knowing_keeps_the_step_that_protects(question: str, step: str) -> None:
    text = "電話の人に言われて遠隔操作のソフトを入れ、パソコンを操作されました。"
    assert step in steps_of(answered(text, **{question: "unknown"}))


def test_not_knowing_how_it_was_paid_leads_to_those_who_can_stop_it() -> None:
    plan = answered("サポート詐欺にお金を払ってしまいました。", paid_how="unknown").plan
    step = next(step for step in plan.steps if step.id == "paid_how_unsure")
    assert (step.when, step.contacts) == ("now", ("bank_own", "card_issuer"))


@pytest.mark.parametrize("text", UNASKED)
def test_a_notice_that_the_person_did_not_cause_is_told_to_the_bank_and_the_password_changed(
    text: str,
) -> None:
    steps = {step.id: step for step in told(text).plan.steps}
    assert {"unasked_notice_call", "unasked_notice_password"} <= steps.keys()
    assert "confirm_another_way" not in steps


@pytest.mark.parametrize("text", CAUSED)
def test_a_code_that_the_person_asked_for_is_no_such_notice(text: str) -> None:
    assert not {"unasked_notice_call", "account_notice_if_not_you"} & {*steps_of(told(text))}


@pytest.mark.parametrize("text", NOTICES)
def test_a_notice_by_itself_is_answered_with_what_to_do_if_it_was_not_you(text: str) -> None:
    answer = told(text)
    assert (answer.verdict, steps_of(answer)[0]) == ("nothing_known", "account_notice_if_not_you")


def test_a_gift_card_is_registered_from_another_device_or_the_issuer_is_called_first() -> None:
    plan = told("電話で言われ、ギフトカードを買って番号を読み上げました。").plan
    step = next(step for step in plan.steps if step.id == "emoney_charge_first")
    assert "別の端末" in step.text and "先に発行した会社" in step.text


@pytest.mark.parametrize(("name", "desk"), BROKERS)
def test_a_broker_that_is_named_is_not_asked_for_and_its_desk_comes_first(name: str, desk: str) -> None:
    answer = told(f"{name}の口座で、知らない株を勝手に買われていました。")
    first = next(step for step in answer.plan.steps if step.id == "st_broker_emergency")
    assert "broker_and_day" not in {one.id for one in answer.questions}
    assert first.contacts == (desk,)


def test_the_desk_of_a_named_broker_tells_a_number_or_where_to_find_it() -> None:
    named = [desk for desk in load().contacts.values() if desk.stands_for == "broker_own"]
    firms = {firm for policy in load().brokers.policies for firm in policy.firms}
    assert len(named) == len(firms)
    assert all(desk.phone or "公式アプリ" in desk.note for desk in named)


def test_a_broker_with_a_number_of_its_own_shows_it_with_its_hours() -> None:
    noon = dt.datetime.fromisoformat("2026-11-24T12:00:00+09:00")
    answer = consult("SMBC日興証券で、勝手に株を売られました。", at=noon)
    desk = next(one for one in answer.contacts if one.id == "broker_nikko")
    assert (desk.phone, desk.open_now) == ("0120-285-250", True)


def test_where_no_broker_is_named_it_is_asked_for() -> None:
    answer = told("証券口座で、知らない株を勝手に買われていました。")
    assert "broker_and_day" in {one.id for one in answer.questions}
    assert all(not one.id.startswith("broker_") or one.id == "broker_own" for one in answer.contacts)

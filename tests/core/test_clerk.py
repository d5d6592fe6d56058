"""Somebody at a till tells of the customer before them: the first steps are the clerk's, not the victim's."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import Consultation, Story, consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
CLERKS = ["clerk_stop_kindly", "clerk_call_police", "clerk_hand_nothing_over"]


def told(text: str, **beside: object) -> Consultation:
    return consult(Story(text=text, **beside), at=AT)  # type: ignore[arg-type]


def steps(found: Consultation) -> list[str]:
    return [step.id for step in found.plan.steps]


@pytest.mark.parametrize(
    "text",
    [
        "お客さまがレジにグーグルプレイカード8万円分を持ってきて、ウイルスを消してもらう代金だと言います。まだ会計していません。",
        "ATMのお客様が、電話で役所の人に言われて、還付金の操作をしています。",
        "60代の男性がビットキャッシュをレジに持ってきました。画面の番号に電話したそうです。まだ売っていません。",
        "窓口のお客さまが、警察に言われたので200万円を送金したいと話しています。通話中です。",
        "A customer at my counter wants to buy gift cards for 70,000 yen. A man on the phone told her.",
    ],
)
def test_the_clerk_stops_calls_and_hands_nothing_over_first(text: str) -> None:
    found = told(text)
    assert steps(found)[:3] == CLERKS and "ss_close_the_screen" not in steps(found)
    assert "police_110" in {desk.id for desk in found.contacts}


def test_who_says_beside_the_story_that_it_is_a_customer_is_a_clerk() -> None:
    text = "パソコンのウイルスを直すためにアップルカードを10万円分買うそうです。"
    assert steps(told(text, person="customer"))[:3] == CLERKS
    assert not set(CLERKS) & set(steps(told(text)))


def test_what_a_customer_means_to_tell_is_not_given_yet() -> None:
    found = told("お客さまがウェブマネー3万円を買いに来て、電話の人に番号を言うと話しています。")
    assert "paid" not in found.situation.stage and [g.state for g in found.situation.gave] == ["refused"]


def test_hints_at_dying_still_come_before_the_clerks_steps() -> None:
    text = "レジのお客さまが、カードを買えなければ死にたいと泣いています。電話で言われて買うそうです。"
    assert steps(told(text))[0] == "crisis_line"


@pytest.mark.parametrize(
    "text",
    [
        "レジの店員さんに止められて、アップルカードは買いませんでした。",
        "お客さまセンターの窓口に電話して、カードを止めてもらいました。",
        "「お客さまがレジで払うだけです」と電話で言われて、5万円払いました。",
        "株をまだ売っていません。取引所から出金できません。",
        "番号を言うと、相手は電話を切りました。アップルカードを買いました。",
    ],
)
def test_the_victim_and_others_get_no_clerks_plan(text: str) -> None:
    assert not set(CLERKS) & set(steps(told(text)))


@pytest.mark.parametrize(
    "text",
    [
        "コンビニの店員です。おじいさんがアップルカードを10万円分買おうとしています",
        "銀行の窓口です。お客さまが500万円を引き出したいと言っています。理由を教えてくれません",
        "ATMコーナーでお客さまが携帯電話で話しながら操作しています",
        "携帯ショップの店員です。お客さまが知らない人に頼まれてスマホを3台契約したいと言っています",
        "郵便局の窓口の者です。お客さまがレターパックで現金を送りたいと言っています",
        "みせの 人です。おきゃくさんが でんわを しながら カードを かおうと しています",
        "レジのものです。おきゃくさまが へんです",
        "I work at a convenience store. An elderly man wants many gift cards.",
    ],
)
def test_a_clerk_is_known_by_how_they_begin_and_is_answered_as_one(text: str) -> None:
    found = told(text)
    assert steps(found)[:3] == CLERKS and found.situation.tells_of == "customer"
    assert "だまされている途中" in found.three_answers.is_it_fraud
    assert {question.id for question in found.questions} <= {"customer_so_far"}


@pytest.mark.parametrize(
    ("choice", "step"), [("code_told", "emoney_call_issuer"), ("transferred", "bank_call_own")]
)
def test_how_far_the_customer_has_gone_decides_who_is_called(choice: str, step: str) -> None:
    text = "レジのものです。おきゃくさまがへんです。"
    later = consult(Story(text=text), at=AT, answers={"customer_so_far": choice})
    assert step in steps(later) and step not in steps(told(text))


def test_the_victim_is_not_asked_how_far_the_customer_has_gone() -> None:
    assert "customer_so_far" not in {one.id for one in told("サポート詐欺に遭いました").questions}

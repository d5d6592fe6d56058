"""Nobody is asked what the words have told already; 110 stands where money left just now."""

import datetime as dt

import pytest

from madoguchi import consult
from madoguchi.words import Consultation

AT = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")
TRANSFER = "一時間前に警察を名乗る人に言われて80万円を銀行から振り込みました。"


def read(text: str) -> Consultation:
    return consult(text, at=AT)


def asked(text: str) -> set[str]:
    return {one.id for one in read(text).questions}


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (TRANSFER, "what_was_given"),
        (f"{TRANSFER}電話はもう切りました。", "still_on_the_phone"),
        ("先月、息子を名乗る男に電話で言われ、現金300万円を渡しました。", "still_on_the_phone"),
        ("未納料金があり法的措置をとると、スマホに来ました。", "is_it_registered_mail"),
        (
            "裁判所の名前のはがきがポストに入っていました。訴訟を起こすと書いてあります。",
            "is_it_registered_mail",
        ),
        ("母が訪問販売で屋根の工事を128万円で契約しました。", "contract_place"),
        ("訪問販売で布団を38万円で契約しました。188にはまだ電話していません。", "other_desk_consulted"),
        ("偽サイトにカード番号を入れ、送信ボタンも押しました。", "sent_or_only_typed"),
        ("遠隔操作されました。電源を切りました。", "still_connected_device"),
        ("遠隔操作のアプリを入れましたが、アプリは消しました。", "app_still_installed"),
    ],
)
def test_what_is_told_is_not_asked(text: str, question: str) -> None:
    assert question not in asked(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (TRANSFER, "still_on_the_phone"),
        ("偽サイトにカード番号を入れました。", "sent_or_only_typed"),
        ("屋根の工事を契約しましたが、高いのでやめたいです。困っています。", "contract_place"),
        (
            "遠隔操作されました。「ネット銀行は使っていません」と相手が言いました。",
            "netbanking_used_during_remote",
        ),
    ],
)
def test_what_is_not_told_may_be_asked(text: str, question: str) -> None:
    assert question in asked(text)


def test_an_answer_of_the_person_counts_more_than_the_reading() -> None:
    text = f"{TRANSFER}電話は切りました。"
    steps = [one.id for one in consult(text, at=AT, answers={"still_on_the_phone": "yes"}).plan.steps]
    assert "hang_up" in steps


@pytest.mark.parametrize(
    "text", [TRANSFER, "さっき来た男に、息子の上司だと言われて現金200万円を渡しました。"]
)
def test_110_is_named_where_money_left_just_now(text: str) -> None:
    now = [one for one in read(text).plan.steps if one.when == "now"]
    assert any("police_110" in one.contacts and "110番" in one.text for one in now)


def test_110_is_not_named_for_a_transfer_of_last_month() -> None:
    steps = read("先月、投資で300万円を振り込みました。出金できません。").plan.steps
    assert not any("police_110" in one.contacts for one in steps)

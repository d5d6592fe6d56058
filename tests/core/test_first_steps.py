"""What comes first where people say it in their own way: a mouse that moves by itself, software as told, another card's number."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult

AT = dt.datetime(2026, 11, 24, 10, 30, tzinfo=TOKYO)


def steps(text: str) -> list[str]:
    return [step.id for step in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("画面の番号に電話した。パソコンが勝手に動いてるって", "device_off_the_net"),
        ("警告の番号に電話したら、矢印がひとりでに動き出しました", "device_off_the_net"),
        (
            "パソコンの警告の番号に電話して、言われるままソフトを入れて、ネット銀行も開いた",
            "device_off_the_net_if_operated",
        ),
        ("母が銀行員を名乗る男にキャッシュカードを渡し暗証番号も教えました。一時間前です", "bank_card_stop"),
    ],
)
def test_what_stops_the_loss_comes_first(text: str, first: str) -> None:
    assert steps(text)[0] == first


def test_after_software_as_told_the_bank_is_named() -> None:
    assert "ss_bank_if_opened" in steps(
        "パソコンの警告の番号に電話して、言われるままソフトを入れて、ネット銀行も開いた"
    )


@pytest.mark.parametrize(
    "text",
    [
        "入管を名乗る人に、在留カードの番号とパスポート番号を電話で教えました",
        "マイナンバーカードの番号と健康保険証の写真を役所の人だという相手にLINEで送った",
        "ざいりゅうカードの ばんごうと パスポートの しゃしんを LINEで おくりました。",
    ],
)
def test_the_number_of_another_card_is_no_credit_card(text: str) -> None:
    answer = consult(text, at=AT)
    assert "personal_info_given" in answer.situation.stage and answer.situation.payments == ()
    assert "card_stop" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "わし78じゃけど、きのう屋根の点検ゆうて来た人に、はんこ押してしもうた。120万円じゃ。",
        "昨日屋根の点検に来て申込書にサインした。紙は何ももらっていない",
        "きのう訪問してきて蓄電池300万円を契約しました",
    ],
)
def test_who_came_to_inspect_came_to_the_door(text: str) -> None:
    assert "cooling_off_notice" in steps(text)


def test_who_signed_is_not_told_that_they_may_wait() -> None:
    text = "おととい来た人に屋根みてもろうたら瓦がずれとる言うて、名前書いてはんこついた。まだ金は払っとらん"
    assert "confirm_another_way" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "I already bought two Apple gift cards and sent him the photos on WhatsApp. He says he is an immigration officer.",
        "immigration call me. i go 7-11 buy apple card 50000 and tell him number",
    ],
)
def test_gift_cards_told_by_who_learned_english_late_are_paid(text: str) -> None:
    assert [(one.method, one.state) for one in consult(text, at=AT).situation.payments] == [
        ("prepaid_emoney", "paid")
    ]
    assert "emoney_call_issuer" in steps(text)


def test_a_refund_by_an_app_that_took_money_calls_the_app() -> None:
    found = steps("ネット通販の返金だと言われてLINEでPayPayの画面を操作したら99800円送金になっていた")
    assert "qr_stop" in found and "bank_call_own" not in found


@pytest.mark.parametrize(
    "text",
    [
        "母がいまコンビニでギフトカードを買おうとしています。パソコンに警告が出て電話中です。",
        "父が電話で言われて、電子マネーを買いに行くと言って家を出ました。止めたいです。コンビニです。",
        "いまコンビニのレジにいます。アップルカードを買うように電話で言われています。",
    ],
)
def test_who_is_about_to_buy_is_stopped_in_the_shop_and_not_sent_to_a_keyboard(text):
    ids = [step.id for step in consult(text, at=AT).plan.steps]
    assert ids[0] == "stop_in_the_shop" and "ss_close_the_screen" not in ids


@pytest.mark.parametrize(
    "text", ["コンビニでギフトカードを買って番号を伝えました。", "コンビニでお弁当を買おうとしています。"]
)
def test_who_is_not_about_to_buy_such_a_card_is_not(text):
    assert "stop_in_the_shop" not in [step.id for step in consult(text, at=AT).plan.steps]

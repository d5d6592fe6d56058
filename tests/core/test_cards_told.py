"""Cards: lent to somebody, or a number typed where one went oneself to book or buy."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult
from madoguchi.words import Consultation

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)


def told(text: str) -> Consultation:
    return consult(text, at=AT)


@pytest.mark.parametrize(
    "text",
    [
        "カードを友だちに貸しました。",
        "クレジットカードを彼氏に貸しました。返してくれません。",
        "先輩にカードを貸したら30万円使われました。",
    ],
)
def test_a_card_that_was_lent_is_given_and_stopped_first(text):
    answer = told(text)
    assert "card_given" in answer.situation.stage and answer.plan.steps[0].id == "card_stop"


@pytest.mark.parametrize(
    "text", ["友だちにカードを貸してと言われましたが断りました。", "カードを友だちに貸していません。"]
)
def test_a_card_that_was_not_lent_is_not_given(text):
    assert "card_given" not in told(text).situation.stage


@pytest.mark.parametrize(
    "text",
    [
        "ホテルの予約サイトでカード番号を入れました。大丈夫ですか。",
        "新幹線の予約でカード番号を入力しました。",
        "通販サイトでカード番号を入れました。届きました。",
    ],
)
def test_who_typed_a_number_where_they_went_themselves_is_told_of_no_scheme(text):
    assert told(text).schemes == ()


@pytest.mark.parametrize(
    "text",
    [
        "予約サイトを名乗るメールのリンクから、カード番号を入れました。",
        "ホテルから予約の確認のメールが来て、開いたページでカード番号を入れました。",
    ],
)
def test_who_was_led_there_by_a_mail_is(text):
    assert [one.id for one in told(text).schemes][:1] == ["phishing"]


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("コンビニの店員です。お客様（78歳くらい）が5万円のプリペイドカードを買おうとしています。", "70s"),
        ("銀行です。80代の女性のお客様がATMで電話をしながら操作しています。", "80s"),
    ],
)
def test_the_age_a_clerk_tells_is_the_customers(text, band):
    answer = told(text)
    assert (answer.situation.person, answer.situation.age_band) == ("other", band)
    assert answer.plan.steps[0].id == "clerk_stop_kindly"


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("私は78歳です。SMSが来て、リンクを開きました。", "70s"),
        ("「18歳です」を押したら登録完了になりました。", None),
        ("18歳ですかと聞かれ、はいを押しました。", None),
    ],
)
def test_who_tells_their_age_is_heard_and_a_page_that_asks_is_not(text, band):
    assert told(text).situation.age_band == band

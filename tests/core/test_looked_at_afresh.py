"""What fresh eyes found in the answers: sums, words put into mouths, threats that nobody made."""

from __future__ import annotations

import pytest
from reading import told

from madoguchi.telling.layout import defanged


def gone(text: str) -> tuple[int | None, int | None]:
    (money,) = [one for one in told(text).exposure if one.state == "gone"]
    return money.yen_low, money.yen_high


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("カード番号を入れたあと、48,000円の利用が2件ありました。", 96_000),
        ("3万5千円のカードを2枚買って番号を伝えました。さらに3万円のカードの番号も伝えました。", 100_000),
        ("I paid 120,000 yen by bank transfer. I had already sent another 100,000 yen.", 220_000),
        ("最初に5万円、さらに10万円払って、合計15万円払いました。", 150_000),
    ],
)
def test_money_on_top_is_added(text: str, yen: int) -> None:
    assert gone(text) == (yen, yen)


def test_a_code_for_once_is_no_password() -> None:
    given = {
        one.item for one in told("偽の画面にカード番号とワンタイムパスワードを入力しました。").situation.gave
    }
    assert given == {"card_number", "one_time_code"}


def test_a_code_of_a_card_calls_no_bank() -> None:
    text = "宅配のSMSからカード番号とワンタイムパスワードを入力しました。知らない利用が2件あります。"
    assert "netbank_stop" not in {step.id for step in told(text).plan.steps}


def test_of_a_card_that_others_used_nobody_asks() -> None:
    answer = told("カード番号を入力したあと、身に覚えのない利用が2件ありました。")
    assert [(one.method, one.state) for one in answer.situation.payments] == [("credit_card", "unknown")]


def test_not_paying_comes_before_visitors_of_whom_nobody_told() -> None:
    text = "警察という人からビデオ通話で逮捕状を見せられ、あした300万円を振り込めと言われました。まだ払っていません。"
    steps = [step.id for step in told(text).plan.steps]
    assert steps.index("not_paid_yet") < steps.index("impersonation_if_they_come")


def test_a_leak_that_is_threatened_is_no_threat_of_a_court() -> None:
    answer = told(
        "うちの会社のパソコンに「0.05BTCを払え」と出て、ファイルの名前の終わりが変わりました。"
        "48時間以内に払わないとお客さまの名簿を公開すると言います。"
    )
    assert [one.id for one in answer.schemes] == ["ransomware"]
    assert "threat_words_stay_calm" not in {step.id for step in answer.plan.steps}


def test_words_of_a_shop_name_no_trick() -> None:
    answer = told("コンビニの店員です。お客さまが電話しながら5万円分の電子マネーを買おうとしています。")
    assert answer.situation.tells_of == "customer" and answer.schemes == ()


def test_a_site_that_is_false_is_no_thing_that_came() -> None:
    answer = told("くつを買って1万円をふりこみました。サイトがにせものでした。くつはとどきません。")
    assert not [sign for one in answer.schemes for sign in one.signs if sign.id == "fake_goods"]


def test_who_paid_by_an_app_too_paid_by_a_transfer() -> None:
    text = (
        "個人の口座に12,000円を振り込みました。さらに返金するとPayPayで言われて49,980円を送ってしまいました。"
    )
    (rule,) = [one for one in told(text).redress if one.id == "furikome_relief"]
    assert rule.conditions[0].state == "met"


def test_a_number_of_coins_is_no_address() -> None:
    assert defanged("0.05BTCを払え http://a.example.com") == "0.05BTCを払え hxxp://a[.]example[.]com"

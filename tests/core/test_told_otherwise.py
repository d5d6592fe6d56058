"""Deeds and sums told in other words than the usual ones: what was connected, typed into boxes, put right further away, not bought."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult
from madoguchi.words import Situation

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)


def read(text: str) -> Situation:
    return consult(text, at=AT).situation


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("警告の番号に電話したら、遠隔の小さいソフトをつなぎました。", "remote_access_given"),
        ("電話したら、向こうがマウス勝手に動かしよる。", "remote_access_given"),
        ("SMSを押したら更新してくださいと出て、何か入れたみたいなんです。", "app_installed"),
        ("配送SMS→偽アプリ導入。翌日から大量送信。", "app_installed"),
        ("名前と住所を書く欄があったので入力してしまいました。", "personal_info_given"),
        ("リンクふんで電話番号いれちゃった。", "personal_info_given"),
        ("鍵屋に6万円と言われ、その場でカード払いしました。", "paid"),
        ("払わないと連絡先全員に動画を流すとあるメールが来ました。", "being_threatened"),
    ],
)
def test_a_deed_in_other_words_is_read(text, stage):
    assert stage in read(text).stage


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("番号ば教えてくれって言わるっとさ。まだ買うとらんばってん。", "paid"),
        ("主人はパスワードを誰にも教えてないって言うんです。", "credentials_given"),
        ("変なソフト入れろってメールが来て無視しました。", "app_installed"),
    ],
)
def test_what_was_not_done_is_not_read(text, stage):
    assert stage not in read(text).stage


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("最初に50万、いや、いま通帳を見ますと45万円ですね、それを振り込みました。", [450_000]),
        ("費用として、ええと2万、いえ違います、3万円ですね、カードで払いました。", [30_000]),
        ("5万円を払い、いや、次の日にまた3万円払いました。", [50_000, 30_000]),
    ],
)
def test_a_sum_put_right_further_away_is_the_one_that_counts(text, yen):
    assert [one.yen for one in read(text).amounts] == yen


def test_coins_sent_are_no_bank_transfer():
    told = read("ビットコインで8万5千円要求のメール。返信なし、送金なし。")
    assert [one.method for one in told.payments] == ["crypto"]


def test_money_paid_into_an_account_is_a_transfer():
    told = read("言われた口座に3万円払ったら、次の日にまた請求されました。")
    assert [(one.method, one.state) for one in told.payments] == [("bank_transfer", "paid")]

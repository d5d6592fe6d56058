"""A message that is pasted in and what somebody says about it: the person's own words make it a story."""

import pytest
from reading import told

PARCEL = "佐川急便です。お荷物をお届けしましたが不在の為持ち帰りました。http://abc.duckdns.org"


@pytest.mark.parametrize(
    "text",
    [
        f"{PARCEL} これを押してしまった",
        f"{PARCEL} ←タップしちゃいました",
        "メールでhttps://www.sbi-sec.net/loginに飛んでIDとパスワードを入れたら株が全部売られてた",
    ],
)
def test_what_somebody_did_with_a_message_is_told(text):
    assert "clicked_or_called" in told(text).situation.stage


@pytest.mark.parametrize(
    "text",
    [
        PARCEL,
        "お客様のアカウントがロックされてしまいました。こちらからログインしてください https://a.example.com",
        "「リンクを押してしまった」方へ。お客様のカードを止めました。ご確認ください https://a.example.com",
    ],
)
def test_a_message_alone_was_only_received(text):
    assert told(text).situation.stage == ("received_only",)

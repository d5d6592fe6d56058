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


CARD = """【ひばりカード】ご利用確認のお願い
お客様のカードのご利用を一時的に制限いたしました。下記のリンクよりご確認ください。
https://hibari-card.example.top/login
ご確認いただけない場合は、カードの利用を停止させていただきます。"""


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        (f"下のSMSのURLを開いて、カード番号とセキュリティコードを入力しました。\n{CARD}", "card_given"),
        (f"{CARD}\n\n↑母がこれにカードの番号を入れたそうです。どうしたらいいですか", "card_given"),
        (f"{CARD}\n\nって来たからパスワード入れたんだけど大丈夫？", "credentials_given"),
        (f"カード番号を入力しました。\n{CARD}", "card_given"),
        (f"これが来てカード情報を送信した後に5万円使われてた\n{CARD}", "unauthorized_use"),
    ],
)
def test_deeds_told_around_a_pasted_message_are_read(text, stage):
    found = told(text)
    assert stage in found.situation.stage
    assert found.schemes[0].id == "phishing"


@pytest.mark.parametrize(
    "beside", ["こんなメールが来ました。これって詐欺ですか？\n\n{}", "{}\n\n本物でしょうか", "{}"]
)
def test_who_only_asks_about_a_pasted_message_received_it(beside):
    found = told(beside.format(CARD))
    assert found.situation.stage == ("received_only",)
    assert found.schemes[0].id == "phishing"


@pytest.mark.parametrize(
    "last",
    [
        "※パスワードを入力してしまった方は、カード裏面の窓口へご連絡ください。",
        "新しい端末からログインしました。",
        "このメールは自動で送信しています。",
    ],
)
def test_a_message_whose_last_line_tells_of_a_deed_stays_a_message(last):
    assert told(f"{CARD}\n{last}").situation.stage == ("received_only",)

"""The numbers of prepaid cards are no credit card's and no account's; coins are no prepaid card; cash that is wired is a transfer."""

import pytest
from reading import told


@pytest.mark.parametrize(
    "text",
    [
        "コンビニで3万円分の電子マネーを買い、電子マネーのカード番号を伝えました。",
        "言われた電子マネーをコンビニで購入して、ID番号を教えました。",
        "ギフトカードを5枚買って、ギフトカード番号を読み上げました。",
        "アップルカードを3枚買わされ、カード番号を電話で読み上げました。",
        "3万円分の電子マネーカードを購入しました。カード番号を入力すると、使えないと言われました。",
    ],
)
def test_numbers_of_prepaid_cards_are_money(text):
    found = told(text).situation
    assert "paid" in found.stage
    assert not {"card_given", "credentials_given"} & set(found.stage)


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("クレジットカードのカード番号を伝えました。", "card_given"),
        ("偽の画面にID番号とパスワードを入力しました。", "credentials_given"),
        ("コンビニで電子マネーを買うのは断り、クレジットカード番号を伝えました。", "card_given"),
        ("電子マネーを買わされたあと、クレジットの画面が出て、カード番号も入れました。", "card_given"),
        ("電子マネーを買うように言われたが断り、カード番号を入力してしまった。", "card_given"),
        (
            "電子マネーを買って番号を送った。そのあと返金すると言われ、カード番号も教えてしまった。",
            "card_given",
        ),
        ("アマゾンギフト券を買った。その後、通販サイトでカード番号を入力して靴を買った。", "card_given"),
        ("プリペイドカードを買えと言われたが買わず、カード番号を伝えた。", "card_given"),
    ],
)
def test_other_numbers_stay_what_they_are(text, stage):
    assert stage in told(text).situation.stage


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("約500万円分の暗号資産をだまし取られました。", {"crypto"}),
        ("3万円分の電子マネーをだまし取られました。", {"prepaid_emoney"}),
        ("相手に現金およそ30万円を送金しました。", {"bank_transfer"}),
        ("ATM（現金自動預払機）を操作して100万円を振り込みました。", {"bank_transfer"}),
        ("現金30万円を封筒で送りました。", {"cash"}),
    ],
)
def test_means_of_payment_are_not_mixed_up(text, methods):
    assert {one.method for one in told(text).situation.payments if one.state == "paid"} == methods


def test_whoever_calls_a_number_that_was_shown_gave_no_details_away():
    text = "警告の画面に窓口の電話番号も表示されたので慌てて電話すると、片言の男が出ました。"
    assert told(text).situation.stage == ("clicked_or_called",)
    assert "personal_info_given" in told("聞かれて名前と電話番号を話してしまいました。").situation.stage

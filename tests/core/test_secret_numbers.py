"""What nobody should have written down goes; amounts, days, telephone numbers and numbers of parcels stay."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from madoguchi.cli import main
from madoguchi.secret_numbers import secrets_hidden

ROOT = Path(__file__).parents[2]
WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
CARDS = [
    "4111111111111111",
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "3782 822463 10005",
    "378282246310005",
    "30569309025904",
    "5555-5555-5555-4444",
    "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
    "4111-1111-1111-1112",
    "1234567812345678",
]
MINE = ["123456789018", "1234 5678 9018", "1234-5678-9018", "1 2 3 4 5 6 7 8 9 0 1 8"]


@pytest.mark.parametrize("number", [*CARDS, *MINE])
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("around", ["番号は{}です", "{}", "カードの{}を\n言った", "口座({})"])
def test_a_secret_number_goes_and_the_length_stays(number: str, wide: bool, around: str) -> None:
    text = around.format(number.translate(WIDE) if wide else number)
    shown = secrets_hidden(text)
    assert len(shown) == len(text) and not any(char.isdigit() for char in shown)


SAID = {
    "暗証番号は1234です": "暗証番号は****です",
    "暗証番号１２３４を言った": "暗証番号****を言った",
    "暗証番号「0 7 2 1」": "暗証番号「* * * *」",
    "暗証番号(4桁)は8821": "暗証番号(4桁)は****",
    "パスワード：abc123": "パスワード：******",
    "パスワードはkaicho1でした": "パスワードは*******でした",
    "PINは9876": "PINは****",
    "認証コード:482917 NTTドコモ": "認証コード:****** NTTドコモ",
    "認証コードは 482 917 です": "認証コードは *** *** です",
    "確認コード：604182（5分間有効）": "確認コード：******（5分間有効）",
    "セキュリティコード 123 と言った": "セキュリティコード *** と言った",
    "ﾊﾟｽﾜｰﾄﾞ password=Hunter2!": "ﾊﾟｽﾜｰﾄﾞ password=********",
    "マイナンバーは1234 5678 9012": "マイナンバーは**** **** ****",
    "暗証番号が誕生日の0318だと言った": "暗証番号が誕生日の****だと言った",
    "暗証番号を聞かれて、7715、と答えた": "暗証番号を聞かれて、****、と答えた",
    "暗証7715を教えた": "暗証****を教えた",
    "7715という暗証番号を書いた": "****という暗証番号を書いた",
    "パスはhanako58です": "パスは********です",
    "ピンは6620": "ピンは****",
    "パスワードはsakuraですと教えた": "パスワードは******ですと教えた",
    "My PIN was 7715 and the password is Sora77.": "My PIN was **** and the password is *******",
    "He asked for my PIN and I said 3907.": "He asked for my PIN and I said ****.",
    "3907 is my PIN": "**** is my PIN",
    "カードは四九八〇 一二三四 五六七八 九〇一三": "カードは**** **** **** ****",
    "カード番号は4980、1234、5678、9013": "カード番号は****、****、****、****",
    "暗証番号は七二一五です": "暗証番号は****です",
    "暗証番号をさんななまるろくと教えた": "暗証番号を********と教えた",
    "暗証番号を聞かれて、サン、ナナ、ゼロ、ロク": "暗証番号を聞かれて、**、**、**、**",
    "my PIN, three seven oh six": "my PIN, ***** ***** ** ***",
}


@pytest.mark.parametrize("text", SAID)
def test_what_follows_a_word_for_it_goes(text: str) -> None:
    assert secrets_hidden(text) == SAID[text]


STAY = [
    "3万5千円を2枚",
    "1,234,567円",
    "金額 123456789012円ではなく120,000円",
    "2026年11月21日 20:40",
    "令和8年11月21日",
    "090-1234-5678",
    "０９０－１２３４－５６７８",
    "03-1234-5678 8:30-18:00",
    "050-0000-3317 8:30-18:00",
    "+81 90 1234 5678",
    "+819012345678",
    "0101-000-000-0000",
    "0120-000-000",
    "〒100-0001 千代田区1-2-3",
    "送り状番号：1234-5678-9018",
    "お問い合わせ番号：123456789018",
    "伝票番号 0000-0000-0000",
    "注文番号 250-1234567-1234567",
    "マイナンバー(12桁)を入力",
    "暗証番号（4桁）",
    "パスワード（6～16桁）",
    "パスワードの有効期限(180日)",
    "パスワードが2025年5月18日に変更",
    "認証番号」99,800を入力",
    "パスワード・電話番号・2FAコード",
    "パスワードをSMSで送る",
    "暗証番号を3回まちがえた",
    "口座番号 1234567",
    "https://a.example/2026/11/21/1234",
    "000000000000",
    "188か110番",
    "pinは押していない",
    "暗証番号を聞かれて5000円払った",
    "暗証番号を聞かれて、注文番号482913も言った",
    "暗証番号を聞かれたので 2025/11/03 に変えた",
    "暗証番号を一人に教えた",
    "暗証番号をにんしきさせた",
    "パスモに5000円チャージした",
    "パスは1980円でした",
    "パスポート番号を聞かれた",
    "パスワードはAmazonと同じです",
    "パスワードはSMSで届いた",
    "I changed my password in 2024 and paid 5000 yen",
    "compass 1200",
    "注文番号は2021、2022、2023、2024",
    "〇九〇-一二三四-五六七八",
    "二〇二五年一一月二一日に四十九万八千円",
    "よんはちにいちとは何ですか",
]


@pytest.mark.parametrize("text", STAY)
def test_what_is_no_secret_stays(text: str) -> None:
    assert secrets_hidden(text) == text


def test_of_our_own_stories_hardly_any_is_changed_and_each_is_known() -> None:
    lines = (ROOT / "training" / "stories.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    changed = [text for text in texts if secrets_hidden(text) != text]
    assert len(texts) > 1_900 and [text for text in changed if "パスワードはkaicho1" not in text] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "İ4111111111111111",
        "\ud800 4111111111111111",
        "4" * 20_000,
        "パスワード" * 4_000,
        "暗証番号は" + "9 " * 9_000,
        "暗証番号を" * 4_000 + "いち" * 8_000,
        "四" * 20_000,
        "a1" * 9_000,
    ],
)
def test_odd_texts_keep_their_length_and_take_no_time(text: str) -> None:
    assert len(secrets_hidden(text)) == len(text)


def test_a_secret_is_not_shown_on_the_screen_and_stands_in_the_json_as_it_was_sent() -> None:
    told = "ギフトカードの番号 XABC-DEFG-HJKL-MNPQ を読み上げた。暗証番号は4321と答えた。"
    shown = CliRunner().invoke(main, ["check", told]).output
    assert "XABC" not in shown and "4321" not in shown and "****" in shown
    assert "XABC-DEFG" in CliRunner().invoke(main, ["check", "--json", told]).output

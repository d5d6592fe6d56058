"""Whom a story names as the other side: never the person's own number."""

import pytest

from madoguchi.papers.counterparty import counterparty_in
from madoguchi.words import Story

NUMBER = "090-1234-5678"
OWN = [
    "警告が出て電話しました。私の電話は090-1234-5678です。",
    "My name is Ana, tel 090-1234-5678. A man took my bank card.",
    "折り返しは 090-1234-5678 までお願いします。屋根の工事を契約しました。",
    "母の携帯は090-1234-5678で、そこに警察を名乗る電話がありました。",
    "田中と申します。連絡先 090-1234-5678。未納料金のSMSが来ました。",
    "詳しいことは090-1234-5678に電話ください。カードを使われました。",
    "My mobile number is 090-1234-5678 and I got a fake SMS.",
]
THEIRS = [
    "090-1234-5678から電話があり、私の口座が使われていると言われました。",
    "画面に出た番号は090-1234-5678です。私が電話しました。",
    "The caller's number was 090-1234-5678.",
    "090-1234-5678に電話してくださいと書いてありました。",
    "至急090-1234-5678に電話くださいとSMSが来ました。",
    "母のところに、090-1234-5678から電話がありました。",
    "相手の電話番号は090-1234-5678です。私の名前を知っていました。",
]


@pytest.mark.parametrize("text", OWN)
def test_the_persons_own_number_is_not_the_other_sides(text):
    assert counterparty_in(Story(text=text)).reach == ()


@pytest.mark.parametrize("text", THEIRS)
def test_a_number_that_called_or_was_called_is_the_other_sides(text):
    assert counterparty_in(Story(text=text)).reach == (NUMBER,)


def test_in_a_message_every_number_is_the_senders():
    assert counterparty_in(Story(text="折り返しは090-1234-5678まで", medium="sms")).reach == (NUMBER,)

"""Simple Japanese: words apart, in kana, without particles. It is read as the full sentence would be; quotes stay verbatim."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import consult
from madoguchi.plain_text import PlainText

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
BLACKMAIL = "sextortion_talk_to_police"


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("おかね はらわない と こまる", "お金を払わないと困る"),
        ("でんわ きた。おかね おくる いわれた", "電話が来た。お金を送るように言われた"),
        ("でんわ きた。けいさつ いった。こわい よ", "電話が来た。警察だと言った。怖いよ"),
        ("けいさつ いった。さいふ おとした。よかった ね", "警察いった。さいふおとした。よかったね"),
        ("きのう くつ かった。くつ こない", "きのう靴を買った。靴が来ない"),
        ("わたしの カード ともだちに わたした", "私のカード友達に渡した"),
    ],
)
def test_what_is_left_out_is_put_in(told: str, read: str) -> None:
    assert PlainText.of(told).text == read


@pytest.mark.parametrize(
    "text", ["電話がきた 警察だと言われた", "おかあさん おこる", "I paid 5 man yen", "ゆうびん でんわ"]
)
def test_other_texts_are_left_alone(text: str) -> None:
    plain = PlainText.of(text)
    assert "を" not in plain.text and "お金" not in plain.text


def test_every_character_leads_back_to_its_words() -> None:
    plain = PlainText.of("はだかの しゃしん おくった。おかね はらわない と いわれた")
    at = plain.text.index("写真を送った")
    assert plain.quote(at, at + 2)[0] == "しゃしん"
    assert plain.quote(at, at + 6)[0] == "しゃしん おくった"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("はだかの しゃしん おくった。おかね はらわない と みんなに みせる いわれた", BLACKMAIL),
        ("ビデオ でんわで はだか とられた。おかね ほしい いいます。かぞくに みせる いいます", BLACKMAIL),
        (
            "でんわ きた。けいさつ いった。おかね 30まんえん おくる いわれた。おくってない",
            "impersonation_hang_up",
        ),
        ("にもつの SMS きた。リンク おした。カードの ばんごう いれた", "card_stop"),
        ("コンビニで アップルの カード かった。ばんごう おしえた。3まんえん", "pay_no_more"),
    ],
)
def test_the_first_step_is_that_of_the_full_sentence(text: str, step: str) -> None:
    assert consult(text, at=AT).plan.steps[0].id == step

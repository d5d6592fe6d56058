"""A learned word is a piece of writing; what a person is shown is a whole word."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi import Story, consult
from madoguchi.whole_words import LONGEST, whole_word

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.mark.parametrize(
    ("text", "piece", "word"),
    [
        ("あのお客様へ", "客様", "お客様"),
        ("街の消費者金融で", "者金", "消費者金融"),
        ("至急48時間以内に", "時間", "48時間以内"),
        ("このキャンペーンは", "ペーン", "キャンペーン"),
        ("してください", "ださい", "ださい"),
        ("心当たりのない", "心当", "心当たり"),
        ("合わせて11万8千円を", "千円", "11万8千円"),
        ("当選", "当選", "当選"),
    ],
)
def test_a_piece_grows_to_its_word(text: str, piece: str, word: str) -> None:
    start = text.index(piece)
    first, last = whole_word(text, start=start, end=start + len(piece))
    assert text[first:last] == word


@given(st.text("一二お客様1,アー。", min_size=1, max_size=60), st.integers(0, 58), st.integers(1, 4))
def test_the_piece_is_always_within_its_word(text: str, at: int, length: int) -> None:
    start = min(at, len(text) - 1)
    end = min(start + length, len(text))
    first, last = whole_word(text, start=start, end=end)
    assert 0 <= first <= start < end <= last <= len(text)
    assert last - first <= max(LONGEST + 2, end - start)


def test_no_halves_of_words_are_quoted() -> None:
    text = "お客様の消費者金融の借入枠を特別にご用意しました。本日中に身分証明書の写真をお送りください。"
    found = consult(Story(text=text, medium="sms"), at=AT).schemes
    quotes = {sign.quote for one in found for sign in one.signs if sign.id.endswith("_word")}
    assert quotes != set()
    assert quotes.isdisjoint({"客様", "消費者金", "者金", "証明", "分証", "借入"})


def test_no_word_is_shown_for_and_against() -> None:
    text = (
        "お客様の口座の利用を停止しました。再開には下記のリンクより本人確認をお願いします。窓口でも承ります。"
    )
    signs = [
        sign for one in consult(Story(text=text, medium="email"), at=AT).schemes[:1] for sign in one.signs
    ]
    words = [sign.quote for sign in signs if sign.id in ("false_word", "genuine_word")]
    assert len(words) == len(set(words)) > 0

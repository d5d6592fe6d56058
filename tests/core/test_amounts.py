"""Yen as people write them, and what an amount is: asked for, paid, taken, advertised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import amounts, told

from madoguchi.amounts import number_of, yen_in
from madoguchi.plain_text import level

WRITTEN = [
    ("35000円", 35_000, 1),
    ("35,000円", 35_000, 1),
    ("３５，０００円", 35_000, 1),
    ("3万5千円", 35_000, 1),
    ("3.5万", 35_000, 1),
    ("三万五千円", 35_000, 1),
    ("50まんえん", 500_000, 1),
    ("3万5千円×2枚", 35_000, 2),
    ("アップルカード3.5万×2", 35_000, 2),
    ("2万円の電子マネーカードを15枚", 20_000, 15),
    ("5000えんのカードを2まい", 5_000, 2),
    ("1億2千万円", 120_000_000, 1),
    ("十二万三千四百五十六円", 123_456, 1),
    ("4万6513円", 46_513, 1),
    ("千円", 1_000, 1),
    ("計1,250万円を5回に分けて", 12_500_000, 1),
    ("合わせて3万円を2回", 30_000, 1),
    ("3万円を2回", 30_000, 2),
]


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("さんまんえんを払った", 30_000),
        ("ごせんえんのカード", 5_000),
        ("にまんごせん円", 25_000),
        ("5にゼロを六つじゃ", 5_000_000),
        ("180のうしろにゼロが三つ", 180_000),
    ],
)
def test_an_amount_is_read_as_it_is_said(text, yen):
    assert [one.yen for one in yen_in(level(text))] == [yen]


@pytest.mark.parametrize(
    "text", ["まんがを読んだ", "ごえんがありました", "じゅうまんがいち", "払ってくれませんえんりょします"]
)
def test_kana_that_are_no_sum_are_none(text):
    assert yen_in(level(text)) == []


@pytest.mark.parametrize(("text", "yen", "count"), WRITTEN)
def test_an_amount_is_read_however_it_is_written(text, yen, count):
    assert [(one.yen, one.count) for one in yen_in(level(text))] == [(yen, count)]


@pytest.mark.parametrize(
    "text", ["万が一", "10万人", "2万1千人", "数万円", "03-1234-5678", "570ドル", "3枚", "一円も"]
)
def test_what_is_no_amount_of_yen_is_none(text):
    assert yen_in(level(text)) == []


def test_a_corrected_amount_leaves_the_last_one():
    assert [one.yen for one in yen_in("5万、いや3万5千円")] == [35_000]


def test_three_zeros_more_are_computed_and_marked_uncertain():
    last = yen_in(level("500円のつもりがゼロを三つ足され"))[-1]
    assert (last.yen, last.certain) == (500_000, False)


@pytest.mark.parametrize("text", ["約20万円", "20万円ほど", "20万円くらい", "20万円近く"])
def test_a_rough_amount_is_marked_uncertain(text):
    assert [one.certain for one in yen_in(text)] == [False]


@given(st.integers(min_value=1, max_value=10**12))
def test_digits_with_commas_say_their_number(yen):
    assert number_of(f"{yen:,}") == yen


@given(st.text(alphabet="0123456789〇一二三四五六七八九十百千万億,.まんせん円", max_size=60))
def test_no_heap_of_numerals_breaks_the_reading(text):
    assert all(one.yen is None or one.yen > 0 for one in yen_in(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("コンビニで3万円の電子マネーを買って番号を伝えた。", "paid"),
        ("3万円を請求された。", "demanded"),
        ("3万円を勝手に使われた。", "lost"),
        ("3万円が当たったというメール。", "other"),
        ("広告には3万円からとあった。", "other"),
        ("3万円が返金された。", "refunded"),
        ("3万円を振り込めと言われた。", "demanded"),
        ("3万円かかると言われ、その場でカードで払った。", "paid"),
    ],
)
def test_the_words_around_an_amount_say_what_it_is(text, role):
    assert [one[2] for one in amounts(text)] == [role]


def test_an_uncertain_amount_is_named_among_what_is_not_known():
    assert any("約20万円" in line or "20万円" in line for line in told("約20万円を振り込んだ。").not_known)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("PayPayで返金すると言われ、「返金番号」として49980と入力したら送金になっていた。", [49_980]),
        ("返金するからと言われ、スマホ決済の画面に出た欄に「99,850」と入れさせられた。", [99_850]),
        ("PayPayの返金の件で、SMSの認証番号123456を入力した。", []),
        ("商品番号49980と入力した。", []),
    ],
)
def test_a_sum_that_was_typed_as_a_code_is_one(text, told):
    assert [one.yen for one in yen_in(text)] == told

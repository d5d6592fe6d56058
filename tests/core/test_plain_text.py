"""Levelled for reading, verbatim for quoting."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.plain_text import MAX_CHARS, PlainText, UnreadableText

LEVELLED = [
    ("３５，０００円", "35,000円"),
    ("力一ドを確認", "カードを確認"),
    ("カ−ド", "カード"),
    ("ウィルス", "ウイルス"),
    ("ｱﾏｿﾞﾝ", "アマゾン"),
    ("お客★様のご♯確★認", "お客様のご確認"),
    ("お 客 様", "お客様"),
    ("Аmazon", "amazon"),
    ("ご\u200b確\u2061認", "ご確認"),
    ("か\u3099", "が"),
    ("コ\u0749イ\u0749ン", "コイン"),
    ("税金と稅金", "税金と税金"),
    ("カード一枚", "カード一枚"),
    ("電力カード", "電力カード"),
    ("口コミ", "口コミ"),
    ("コンビ二で", "コンビニで"),
    ("プラン二つ", "プラン二つ"),
    ("コンピュ一夕は口ック", "コンピュータはロック"),
    ("ロ座に入カ", "口座に入力"),
    ("二カ所、三ヶ月", "二カ所、三ケ月"),
    ("あリがとう", "ありがとう"),
    ("お・客・様", "お客様"),
    ("東京・大阪", "東京・大阪"),
    ("A m a z o n", "amazon"),
    ("確認(かくにん)して", "確認して"),
    ("銀行(みずほ)と", "銀行と"),
    ("確\n認\nを\nど\nう", "確認をどう"),
    ("登録\nください", "登録\nください"),
    ("ログイ\nン", "ログイン"),
    ("amaz0nとapp1e", "amazonとapple"),
    ("🅰🇧Ⓒ", "abc"),
    ("認証、确认、銀行と银行", "認証、確認、銀行と銀行"),
    ("お❤客●様🎁", "お客●様★"),
]


@pytest.mark.parametrize(("written", "levelled"), LEVELLED)
def test_it_levels_what_hides_a_word(written, levelled):
    assert PlainText.of(written).text == levelled


def test_a_quote_brings_back_the_hidden_characters():
    plain = PlainText.of("どうぞ、ご\u200b確★認ください")
    start = plain.text.index("確認")
    assert plain.quote(start, start + 2) == ("確★認", 6, 9)


@given(st.text(max_size=200).filter(lambda text: text.isprintable()))
def test_every_span_of_any_text_quotes_the_original(text):
    plain = PlainText.of(text)
    for at in range(len(plain.text)):
        quote, start, end = plain.quote(at, at + 1)
        assert text[start:end] == quote


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0xFFEF, exclude_categories=["Cs"])))
def test_no_character_grows_beyond_four(text):
    assert len(PlainText.of(text).text) <= 4 * len(text)


def test_the_expander_of_eighteen_characters_stays_one():
    assert PlainText.of("\ufdfa" * 100).text == "□" * 100


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301" * 19_999,
        "\ufdfa" * 20_000,
        "か\u3099" * 10_000,
        "力" * 20_000,
        " " * 20_000,
        "カ一" * 10_000,
        "お・" * 10_000,
        "(あ" * 10_000,
    ],
)
def test_hostile_text_costs_less_than_a_second(text):
    begin = time.process_time()
    PlainText.of(text)
    assert time.process_time() - begin < 1.0


def test_a_text_over_the_limit_is_refused_with_the_limit():
    with pytest.raises(UnreadableText, match="20,000文字まで"):
        PlainText.of("あ" * (MAX_CHARS + 1))


def test_a_lone_surrogate_is_refused_with_a_mend():
    with pytest.raises(UnreadableText, match="もう一度コピー"):
        PlainText.of("こわれた\ud800文字")


def test_a_plain_text_is_not_copied_character_by_character():
    assert PlainText.of("電話でカードの番号を聞かれました。").starts is None


def test_the_levelled_text_of_common_signs_is_their_compatibility_form():
    text = "①㈱㌔Ⅳ"
    assert PlainText.of(text).text == unicodedata.normalize("NFKC", text).lower()

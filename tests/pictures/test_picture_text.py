"""How lines become a text: what belongs together is joined, what stands apart is not, and only what is certain is mended."""

from __future__ import annotations

import pytest

from madoguchi.intake.picture_text import ReadLine, ReadWord, glyphs_of

TALL = 20


def line(text: str, *, left: int = 0, top: int = 0, width: int = 0) -> ReadLine:
    """A line of letters 20 pixels tall; its words are parted by spaces, as the engine parts them."""
    words, at = [], left
    for word in text.split(" "):
        words.append(ReadWord(text=word, box=(at, top, at + TALL * len(word), top + TALL), sure=95))
        at += TALL * len(word)
    return ReadLine(box=(left, top, left + (width or at - left), top + TALL), words=tuple(words))


def text(*lines: ReadLine) -> str:
    return "".join(glyph.char for glyph in glyphs_of(lines))


def paragraph(*lines: str, width: int = 300) -> str:
    """A paragraph whose lines but the last reach its right edge."""
    last = len(lines) - 1
    return text(*(line(one, top=at * 30, width=60 if at == last else width) for at, one in enumerate(lines)))


def test_a_word_that_wraps_is_one_word() -> None:
    assert paragraph("お 荷物 を お届", "け しま した") == "お荷物をお届けしました"


def test_an_address_that_wraps_is_one_address() -> None:
    assert paragraph("確認は https://yotsu", "ba.example.com/r7") == "確認は https://yotsuba.example.com/r7"


def test_english_words_keep_their_space() -> None:
    assert paragraph("Please call", "support now") == "Please call support now"


def test_a_line_that_ends_early_ends() -> None:
    lines = [line("合計 874円", width=120), line("お預かり 1,000円です", top=30, width=300)]
    assert text(*lines) == "合計874円\nお預かり1,000円です"


def test_what_stands_apart_is_a_line_of_its_own() -> None:
    assert text(line("はい", left=200), line("いいえ", top=100)) == "はい\nいいえ"


def test_lines_are_read_from_the_top() -> None:
    assert text(line("下です", top=200), line("上です")) == "上です\n下です"


def test_columns_are_read_one_after_the_other() -> None:
    left = [line("左の一つめ", top=at) for at in (0, 100)]
    right = [line("右の一つめ", left=400, top=at) for at in (0, 100)]
    assert text(*right, *left) == "左の一つめ\n左の一つめ\n右の一つめ\n右の一つめ"


def test_prices_stay_beside_their_articles() -> None:
    names = [line("牛乳一本お得", top=at) for at in (0, 100)]
    prices = [line("218円", left=400, top=at) for at in (0, 100)]
    assert text(*names, *prices) == "牛乳一本お得\n218円\n牛乳一本お得\n218円"


def test_a_chat_is_no_page_in_columns() -> None:
    said = [
        line("今夜は何時に帰りますか", top=0),
        line("七時には着くと思います", left=400, top=60),
        line("気をつけて来てくださいね", top=120),
    ]
    assert text(*said).splitlines()[1] == "七時には着くと思います"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("35.000円", "35,000円"),
        ("150,.000円", "150,000円"),
        ("1.280.000 円", "1,280,000円"),
        ("3.000万円", "3,000万円"),
        ("入カし て", "入力して"),
        ("ロ座に", "口座に"),
        ("エ事の", "工事の"),
        ("30万円 !", "30万円!"),
        ("IP アドレス", "IPアドレス"),
    ],
)
def test_what_is_certain_is_mended(read: str, meant: str) -> None:
    assert text(line(read)) == meant


@pytest.mark.parametrize(
    "read",
    [
        "3.5万円",
        "1.500ドル",
        "10.24円",
        "203.0.113.45",
        "一カ月",
        "三カ所",
        "電力カード",
        "https://a.example.com/jp 更新",
        "確認は https://a.example.com",
        "ロボットの",
    ],
)
def test_what_may_be_meant_so_stays(read: str) -> None:
    assert text(line(read)) == read


def test_every_character_has_its_place() -> None:
    glyphs = glyphs_of([line("未納 です", left=100)])
    assert [(g.char, g.box.left) for g in glyphs if g.box] == [
        ("未", 100),
        ("納", 120),
        ("で", 140),
        ("す", 160),
    ]


@pytest.mark.parametrize(("read", "sure"), [("|", 99), ("ー", 90), ("oo", 40), ("awk", 20)])
def test_icons_and_edges_are_no_writing(read: str, sure: float) -> None:
    word = ReadWord(text=read, box=(0, 0, 20, 20), sure=sure)
    assert text(ReadLine(box=(0, 0, 20, 20), words=(word,))) == ""

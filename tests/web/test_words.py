"""The words of the pages: nothing is missing in any language, and the easy ones are easy."""

import re
from statistics import median

import pytest

from madoguchi.ruby import runs, without
from madoguchi.web.tongue import TONGUES, WordsMissing, words_in
from madoguchi.web.tongue import _compare as compare

_KANJI = re.compile(r"[一-龥々]")
EASY = words_in("easy").texts
SENTENCES = [
    sentence
    for text in EASY.values()
    for line in without(text).split("\n")
    for sentence in re.split(r"(?<=[。？])", line)
    if sentence.strip()
]


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_language_has_every_text(tongue: str) -> None:
    assert words_in(tongue).texts.keys() == words_in("ja").texts.keys()


def test_a_missing_text_stops_the_build() -> None:
    with pytest.raises(WordsMissing, match="足りない"):
        compare("en", {}, {"go.next": "つぎへ"})


def test_a_place_that_is_not_filled_stops_the_build() -> None:
    with pytest.raises(WordsMissing, match="入れる所"):
        compare("en", {"a": "for you"}, {"a": "{who}へ"})


def test_english_has_japanese_only_where_it_is_wanted() -> None:
    japanese = re.compile(r"[ぁ-んァ-ヴ一-龥]")
    assert {key for key, text in words_in("en").texts.items() if japanese.search(text)} == {
        "tell.example",
        "beside.customer",
    }


def test_easy_sentences_are_short() -> None:
    lengths = [len(sentence) for sentence in SENTENCES]
    assert median(lengths) <= 35 and max(lengths) <= 60


def test_easy_texts_have_few_kanji() -> None:
    signs = "".join(SENTENCES)
    assert len(_KANJI.findall(signs)) <= 0.30 * len(signs)


def test_no_easy_sentence_has_more_than_13_kanji() -> None:
    assert [one for one in SENTENCES if len(_KANJI.findall(one)) > 13] == []


def test_every_kanji_of_the_easy_language_can_be_read() -> None:
    bare = {
        key for key, text in EASY.items() for run in runs(text) if not run.reading and _KANJI.search(run.text)
    }
    assert bare == set()


@pytest.mark.parametrize(
    "double", ["ないことはない", "なくはない", "ないわけではない", "ないとは言えない", "ざるをえない"]
)
def test_no_easy_sentence_denies_twice(double: str) -> None:
    assert double not in "".join(SENTENCES)


FORBIDDEN = (
    "必ず戻",
    "100%",
    "今すぐ電話",
    "なぜ払った",
    "気をつけていれば",
    "guaranteed",
    "you should have",
)


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_language_promises_or_blames(tongue: str) -> None:
    said = " ".join(words_in(tongue).texts.values())
    assert [word for word in FORBIDDEN if word in said] == []

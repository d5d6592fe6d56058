"""Single words: a weak reason, quoted, never enough alone, and learned from the project's own stories only."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest

from madoguchi import consult
from madoguchi.findings import SCHEME_FROM, weight_of
from madoguchi.knowledge import KnowledgeError, load
from madoguchi.knowledge.topic_words import read_topic_words
from madoguchi.topics import FACTOR, topics_in

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WORDS = {"宝": {"prize_fee": 3}, "宝箱": {"prize_fee": 1, "phishing": -1}, "鍵": {"rescue_other": 2}}


def test_each_word_counts_once_and_the_sum_is_damped() -> None:
    found = topics_in("宝と宝と鍵", WORDS)
    assert found.scores["prize_fee"] == pytest.approx(3 * FACTOR / 2**0.5)
    assert found.scores["rescue_other"] == pytest.approx(2 * FACTOR / 2**0.5)


def test_the_places_are_those_of_the_words_that_speak_for_the_scheme() -> None:
    text = "鍵のない宝箱"
    found = topics_in(text, WORDS)
    assert [text[start:end] for start, end in found.strongest("prize_fee")] == ["宝箱"]
    assert (found.scores["phishing"] < 0, found.strongest("phishing")) == (True, ())


def test_a_text_without_any_word_says_nothing() -> None:
    assert topics_in("ねこ", WORDS).scores == {}


@pytest.mark.parametrize(
    "line", ["宝", "宝\tprize_fee", "宝\tprize_fee=x", "\tprize_fee=1", "鍵\tphishing=1"]
)
def test_a_line_that_is_none_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "topic_words.tsv"
    path.write_text(f"# head\n鍵\trescue_other=2\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"topic_words\.tsv:3"):
        read_topic_words(path)


def test_every_word_speaks_of_a_known_scheme() -> None:
    known = load()
    assert {scheme for weights in known.topic_words.values() for scheme in weights} <= set(known.schemes)


@pytest.mark.parametrize("scheme", ["fake_shop", "phishing", "other_consumer", "sextortion_threat"])
def test_words_alone_never_name_a_scheme_with_certainty(scheme: str) -> None:
    words = "。".join(word for word, found in load().topic_words.items() if found.get(scheme, 0) >= 25)
    answer = consult(f"{words}。困っています。", at=AT)
    assert {sign.id for sign in answer.schemes[0].signs} == {"topic_word"}
    assert (answer.verdict, answer.schemes[0].id) == ("suspicious", scheme)
    assert answer.schemes[0].weight < weight_of(SCHEME_FROM)


@pytest.mark.parametrize(
    "text",
    [
        "宅配便が来ません",
        "パソコンの調子がおかしい",
        "水道が壊れて困っています",
        "警察に相談しました。心配です",
    ],
)
def test_one_word_alone_names_no_scheme(text: str) -> None:
    assert (consult(text, at=AT).verdict, consult(text, at=AT).schemes) == ("nothing_known", ())


def test_one_typical_sign_is_no_certainty_by_the_words_beside_it() -> None:
    answer = consult("知らない番号から何度も電話が来ます", at=AT)
    assert (answer.verdict, answer.schemes[0].id) == ("suspicious", "sms_hijack")


def test_words_for_what_happened_are_not_learned() -> None:
    assert not any(piece in word for word in load().topic_words for piece in ("詐", "騙", "被害", "怪"))


def test_the_quoted_words_are_those_that_speak() -> None:
    """A letter that grows when it is made small (İ) must not move the quotes."""
    text = "İİİİİ困っています。サーバーのファイルが暗号化され身代金を請求されました。"
    quotes = [
        sign.quote for one in consult(text, at=AT).schemes for sign in one.signs if sign.id == "topic_word"
    ]
    assert quotes != []
    assert set(quotes) <= set(load().topic_words)


def test_words_do_not_accuse_where_nothing_is_wrong() -> None:
    answer = consult("母と証券会社のセミナーに行き、株の話を聞きました。", at=AT)
    assert all(sign.id != "topic_word" or one.weight < 0.6 for one in answer.schemes for sign in one.signs)


def test_the_file_is_what_the_stories_teach() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import learn_words
    finally:
        sys.path.pop(0)
    rows = learn_words.rows_of(learn_words.STORIES)
    assert learn_words.written(learn_words.HEAD, learn_words.learned(rows)) == learn_words.WORDS.read_text(
        encoding="utf-8"
    )

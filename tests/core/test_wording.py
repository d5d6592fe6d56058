"""How the words of a message speak: learned from invented messages, quoted, and never enough alone."""

from __future__ import annotations

import datetime as dt
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi import Story, consult
from madoguchi.findings import SCHEME_FROM, weight_of
from madoguchi.knowledge import load
from madoguchi.wording import wording_of, words_in
from madoguchi.words import Sign

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WORDS = {"貴様": {"false": 20, "phishing": 10}, "予約番号": {"false": -15}, "当選": {"prize_fee": 30}}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("予約番号", {"予約番号", "予約", "約番", "番号"}),
        ("ポイントの失効", {"ポイント", "失効"}),
        ("本人確認手続", {"本人", "人確", "確認", "認手", "手続"}),
        ("loginしてください", {"してください"}),
        ("3を", set()),
        ("", set()),
    ],
)
def test_words_are_runs_of_one_kind_of_letters(text: str, words: set[str]) -> None:
    assert set(words_in(text)) == words


def test_false_and_genuine_words_pull_both_ways_and_are_damped() -> None:
    found = wording_of("貴様の予約番号", WORDS)
    assert found.score == pytest.approx((20 - 15) * 0.1 / 2**0.5)
    assert found.schemes == {"phishing": pytest.approx(10 * 0.1 / 2**0.5)}


def test_the_words_that_say_most_are_shown_with_their_places() -> None:
    text = "貴様の予約番号"
    found = wording_of(text, WORDS)
    assert [text[start:end] for start, end in found.false] == ["貴様"]
    assert [text[start:end] for start, end in found.genuine] == ["予約番号"]


@given(st.text(max_size=200))
def test_every_word_stands_where_it_is_said_to_stand(text: str) -> None:
    assert all(text[start:end] == word for word, (start, end) in words_in(text).items())


def test_every_word_speaks_of_falseness_or_of_a_known_scheme() -> None:
    known = load()
    assert {name for found in known.message_words.values() for name in found} - {"false"} <= set(
        known.schemes
    )


@pytest.mark.parametrize("scheme", ["prize_fee", "side_job", "sextortion_threat"])
def test_words_alone_never_name_a_scheme_with_certainty(scheme: str) -> None:
    (found,) = consult(Story(text=quietly("。", loudest(60, scheme)), medium="email"), at=AT).schemes
    assert {sign.id for sign in found.signs} <= {"false_word", "genuine_word"}
    assert (found.id, found.weight < weight_of(SCHEME_FROM)) == (scheme, True)


def test_where_only_pieces_of_words_speak_they_are_quoted() -> None:
    pieces = [word for word in loudest(4_000, "phishing") if "ぁ" <= word[0] <= "ん"]
    found = consult(Story(text="。".join(pieces), medium="email"), at=AT).schemes
    assert found != ()
    assert all(one.signs != () for one in found)


@lru_cache(maxsize=8)
def loudest(many: int, scheme: str) -> list[str]:
    """Returns words that speak most for a false message of ``scheme`` and of which no sign knows."""
    words = load().message_words
    speaking = [
        word for word, found in words.items() if found.get("false", 0) > 0 and found.get(scheme, 0) > 0
    ]
    order = sorted(speaking, key=lambda word: (-words[word]["false"] - words[word][scheme], word))[:many]
    return [word for word in order if consult(Story(text=word, medium="sms"), at=AT).schemes == ()]


def quietly(between: str, words: list[str]) -> str:
    """Returns the words in a row, without those that make a sign of what stands before them."""
    text = ""
    for word in words:
        longer = text + between + word if text else word
        found = consult(Story(text=longer, medium="email"), at=AT).schemes
        if all(sign.id.endswith("_word") for one in found for sign in one.signs):
            text = longer
    return text


def word_signs(text: str) -> list[Sign]:
    found = consult(Story(text=text, medium="email"), at=AT).schemes
    return [sign for one in found for sign in one.signs if sign.id in ("false_word", "genuine_word")]


def test_words_for_and_against_are_quoted_with_what_they_count() -> None:
    text = (
        "お客様の口座の利用を停止しました。再開には下記のリンクより本人確認をお願いします。窓口でも承ります。"
    )
    found = word_signs(text)
    assert {(sign.id, sign.counts) for sign in found} == {("false_word", "for"), ("genuine_word", "against")}
    assert all(text[sign.start : sign.end] == sign.quote for sign in found)


def test_harmless_words_put_behind_a_false_message_do_not_clear_it() -> None:
    false = "お客様のアカウントを停止しました。24時間以内に下記リンクより本人確認をしてください。"
    harmless = (
        "予約番号、定期演奏会、図書館、領収書、来院、保護者、部活、町内会、時間割、参観日、献立表、当番。"
    )
    assert consult(Story(text=false + harmless, medium="email"), at=AT).verdict != "nothing_known"


def test_the_file_is_what_the_messages_teach() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import learn_messages
    finally:
        sys.path.pop(0)
    words = learn_messages.learned(learn_messages.messages_of(learn_messages.MESSAGES))
    assert learn_messages.written(learn_messages.HEAD, words) == learn_messages.WORDS.read_text(
        encoding="utf-8"
    )

"""The words of English stories: a weak reason, quoted, only where the story speaks of trouble, learned from our own stories."""

import datetime as dt
import sys
from pathlib import Path

import pytest

from madoguchi import consult
from madoguchi.english_topics import TROUBLE, english_topics, words_of
from madoguchi.findings import SCHEME_FROM, weight_of
from madoguchi.knowledge import load

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WORDS = {
    "prize": {"prize_fee": 30},
    "prize fee": {"prize_fee": 20},
    "lock": {"rescue_other": 10},
    "they want": {TROUBLE: 40},
    "thank you": {TROUBLE: -40},
}


def test_words_and_pairs_count_whole() -> None:
    assert list(words_of("a prize. fees")) == ["a", "prize", "fees", "a prize", "prize fees"]


def test_words_say_nothing_where_no_trouble_is_told() -> None:
    assert english_topics("a prize fee", WORDS).scores == {}
    assert english_topics("thank you, they want a prize fee", WORDS).scores == {}


def test_only_what_is_near_the_likeliest_is_kept() -> None:
    found = english_topics("they want a prize fee for the lock", WORDS)
    assert set(found.scores) == {"prize_fee"}


def test_a_word_and_the_two_that_hold_it_are_shown_once() -> None:
    text = "they want a prize fee"
    assert [text[start:end] for start, end in english_topics(text, WORDS).strongest("prize_fee")] == ["prize"]


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        (
            "The recovery shop opened my dead drive and now they want 300,000 to give it back.",
            "rescue_data_recovery",
        ),
        ("The online store that sold me a camera does not answer and I never received it.", "fake_shop"),
        ("After I put an app from a delivery text on my phone it writes to strangers.", "sms_hijack"),
    ],
)
def test_a_story_is_suspected_by_its_words_with_their_quotes(text: str, scheme: str) -> None:
    answer = consult(text, at=AT)
    assert answer.schemes[0].id == scheme
    assert all(text[sign.start : sign.end] == sign.quote for sign in answer.schemes[0].signs)


def test_words_alone_are_no_certainty() -> None:
    answer = consult(
        "My external disk died, a recovery lab in Tokyo wants 350,000 and will not send it back", at=AT
    )
    alone = [one for one in answer.schemes if {sign.id for sign in one.signs} == {"topic_word"}]
    assert all(one.weight < weight_of(SCHEME_FROM) for one in alone)


def test_every_word_speaks_of_a_known_scheme_or_of_trouble() -> None:
    known = load()
    assert {name for found in known.english_words.values() for name in found} <= {*known.schemes, TROUBLE}


def test_the_file_is_what_the_stories_teach() -> None:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import learn_english
    finally:
        sys.path.pop(0)
    made = learn_english.written(
        learn_english.HEAD, learn_english.learned(learn_english.rows_of(learn_english.STORIES))
    )
    assert made == learn_english.WORDS.read_text(encoding="utf-8")

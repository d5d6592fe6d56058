"""A story told in English: what must not be missed is read; where nothing is known, nobody is told to wait."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import Consultation, consult
from madoguchi.knowledge import known_in

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def told(text: str) -> Consultation:
    return consult(text, at=AT)


def steps(text: str) -> list[str]:
    return [step.id for step in told(text).plan.steps]


def given(text: str) -> set[str]:
    return {one.item for one in told(text).situation.gave if one.state == "given"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("I lost everything and I want to die", "crisis_line"),
        ("My mother says she would be better off dead since the call", "crisis_line"),
        ("He said he will hurt my family if I do not pay", "threat_of_harm_110"),
        ("A man is standing at my door and wants the cash", "visitor_at_the_door"),
        ("I am still on the phone with a technician", "hang_up"),
    ],
)
def test_what_cannot_wait_comes_first_in_english_too(text: str, first: str) -> None:
    assert steps(text)[0] == first


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("I typed my credit card number on the page", "card_number"),
        ("She told them the PIN of her card", "card_pin"),
        ("I clicked the link and entered my password", "password"),
        ("I gave him the verification code", "one_time_code"),
        ("I put in my card details and the one time code", "one_time_code"),
        ("I sent 2,000,000 yen to an investment site", "money"),
        ("My father let him connect to his computer", "remote_control"),
        ("I bought two gift cards and read him the codes", "prepaid_code"),
        ("I wired 300,000 yen to the account", "money"),
    ],
)
def test_what_was_given_is_read_in_english(text: str, item: str) -> None:
    assert item in given(text)


def test_what_others_did_with_it_is_no_deed_of_the_person() -> None:
    found = told("A hacker used my account, and they transferred 90,000 yen to a stranger")
    assert "unauthorized_use" in found.situation.stage and "paid" not in found.situation.stage


@pytest.mark.parametrize(
    "text",
    [
        "I did not give him my PIN",
        "I never typed my password on that page",
        "They told me to transfer 300,000 yen but I hung up",
        "She almost paid 20,000 yen for it",
        "They haven't sent any money, and I have not yet called the number",
    ],
)
def test_what_was_not_done_is_not_read_as_done(text: str) -> None:
    assert given(text) == set() and "paid" not in told(text).situation.stage


NOTHING = "Something odd happened to me yesterday and I do not know what to think of it"


def test_where_nothing_is_known_of_a_foreign_story_nobody_is_told_to_wait() -> None:
    found = told(NOTHING)
    assert found.verdict == "nothing_known" and "日本語でない話" in found.three_answers.is_it_fraud
    assert [step.id for step in found.plan.steps] == ["foreign_stop", "foreign_bank", "foreign_ask"]
    assert {"police_110", "bank_own", "hotline_188"} <= {desk.id for desk in found.contacts}


@pytest.mark.parametrize("language", ["en", "easy"])
def test_the_honest_words_stand_in_each_language(language: str) -> None:
    found = consult(NOTHING, at=AT, knowledge=known_in(language))
    assert ("best" in found.three_answers.is_it_fraud) is (language == "en")
    assert "日本語でない話は" not in found.three_answers.is_it_fraud


@pytest.mark.parametrize("text", ["へんなことがありました。どうすればよいか分かりません。", "Hello"])
def test_a_japanese_story_and_a_single_word_are_not_foreign(text: str) -> None:
    assert "foreign_stop" not in steps(text)

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
    assert found.verdict == "nothing_known" and "英語の話は一部だけ" in found.three_answers.is_it_fraud
    assert [step.id for step in found.plan.steps] == ["foreign_stop", "if_paid_or_told", "foreign_ask"]
    assert {"police_110", "bank_own", "hotline_188"} <= {desk.id for desk in found.contacts}


@pytest.mark.parametrize("language", ["en", "easy"])
def test_the_honest_words_stand_in_each_language(language: str) -> None:
    found = consult(NOTHING, at=AT, knowledge=known_in(language))
    assert ("best" in found.three_answers.is_it_fraud) is (language == "en")
    assert "英語の話は一部だけ" not in found.three_answers.is_it_fraud


@pytest.mark.parametrize("text", ["へんなことがありました。どうすればよいか分かりません。", "Hello"])
def test_a_japanese_story_and_a_single_word_are_not_foreign(text: str) -> None:
    assert "foreign_stop" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "My mother gave her bank card to a man who came to the house",
        "She handed over her cash card to him",
        "They took my grandmother's cash card and bank book",
    ],
)
def test_a_bank_card_that_went_to_a_stranger_is_given_in_english_too(text: str) -> None:
    assert "bank_card" in given(text) and "paid" not in told(text).situation.stage


@pytest.mark.parametrize("text", ["She gave her bank card to her son", "He gave me his cash card number"])
def test_a_card_that_stays_in_the_family_and_a_number_are_no_card_given(text: str) -> None:
    assert "bank_card" not in given(text)


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("I bought shoes online", "web_site"),
        ("オンラインで靴を買った", "web_site"),
        ("My grandmother paid him", None),
        ("LINEで連絡が来た", "sns"),
    ],
)
def test_the_end_of_a_longer_word_is_no_channel(text: str, channel: str | None) -> None:
    assert told(text).situation.channel == channel


def test_a_story_in_chinese_is_told_what_can_be_read_and_gets_the_general_plan() -> None:
    found = told("我收到一个自称银行职员的电话，让我转账三十万，我应该怎么办？谢谢你们的帮助。")
    assert "英語の話は一部だけ" in found.three_answers.is_it_fraud
    assert found.plan.steps[0].id == "foreign_stop"


def test_japanese_notes_without_kana_are_no_chinese() -> None:
    assert (
        "英語"
        not in told(
            "母七八 画面警告 電話 遠隔操作 番号伝達済 追加二十万要求中 説明済"
        ).three_answers.is_it_fraud
    )


def test_what_an_own_child_spent_was_no_strangers_use() -> None:
    assert told("小学生の息子が私のスマホでゲームに課金していた。").situation.stage == ("paid",)


CHILDREN = [
    "My 8 year old son bought game items for 120,000 yen with my credit card on Google Play.",
    "My son 9 years old buy 90000 yen game items with my Visa card. Can I get back?",
    "My daughter, 10, spent 40,000 yen on a phone game. My credit card was saved.",
    "The credit card bill is 200,000 yen because my son played Fortnite.",
]


@pytest.mark.parametrize("text", CHILDREN)
def test_a_childs_game_charges_are_read_as_such(text: str) -> None:
    found = told(text)
    assert steps(text)[:2] == ["minor_spending_stop_more", "minor_spending_ask_the_company"]
    assert [(one.method, one.state) for one in found.situation.payments] == [("credit_card", "paid")]
    assert [one.role for one in found.situation.amounts] == ["paid"]
    assert found.questions == () and "minor_cancel" in {one.id for one in found.redress}


def test_a_child_that_was_told_to_buy_cards_did_not_play() -> None:
    text = "My son met a man in an online game and he told my son to buy Apple gift cards, 30,000 yen."
    assert "minor_spending_stop_more" not in steps(text)
    assert "prepaid_emoney" in {one.method for one in told(text).situation.payments}


@pytest.mark.parametrize(
    ("text", "gave"),
    [
        (
            "They said my residence card would be cancelled and asked me to send a photo of my passport.",
            False,
        ),
        ("The caller said my bank account was used for a crime.", False),
        ("She told him the card number is on the back.", True),
    ],
)
def test_what_they_say_of_a_thing_was_not_given(text: str, gave: bool) -> None:
    assert bool(told(text).situation.gave) is gave

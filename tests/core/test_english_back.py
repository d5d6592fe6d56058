"""English: what is given by pointing back at it, and what is only demanded or refused."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("The page asked for my Apple ID and password and I typed both in.", "password"),
        ("The page wanted my bank login and my PIN. I entered everything.", "card_pin"),
        ("They asked for the code that came by SMS, so I gave it to them.", "one_time_code"),
        ("The site asked for my card number and I filled it in.", "card_number"),
        ("He wanted my residence card picture and address. I sent them both.", "id_document"),
        ("They would not let us leave the bar until I typed my PIN.", "card_pin"),
        ("My card number 4111111111111111 I gave on the phone to the bank man.", "card_number"),
        ("They take control of my mouse and open my bank page.", "remote_control"),
        ("I sold my bank card to a friend for 30000 yen.", "bank_card"),
    ],
)
def test_what_is_pointed_back_at_was_given(text: str, item: str) -> None:
    assert item in {one.item for one in consult(text, at=AT).situation.gave if one.state == "given"}


@pytest.mark.parametrize(
    "text",
    [
        "A site asked for my card number but I did not type it in.",
        "They requested the otp. I almost gave it but hung up.",
        "It says 'registration complete, pay 398,000 yen in 2 days'. Do I have to pay?",
        "I pay no money. Only they have my name.",
    ],
)
def test_what_was_refused_or_only_demanded_was_not_given(text: str) -> None:
    assert not [one for one in consult(text, at=AT).situation.gave if one.state == "given"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I bought two cards of 50,000 yen and read the codes to him", 2),
        ("I bought 3 x 10,000 yen apple cards and sent photos of the codes", 3),
    ],
)
def test_so_many_cards_of_so_much(text: str, count: int) -> None:
    assert [one.count for one in consult(text, at=AT).situation.amounts] == [count]


def test_what_they_paid_is_no_payment_of_the_person() -> None:
    amounts = consult("First they paid me 4,500 yen. Then I paid 50,000 yen.", at=AT).situation.amounts
    assert [one.role for one in amounts] == ["other", "paid"]


def test_a_collector_to_come_is_stopped_first() -> None:
    text = "My mom got a call. A man will come to collect 2,000,000 yen cash at 3 pm. She has withdrawn the money."
    steps = [step.id for step in consult(text, at=AT).plan.steps[:2]]
    assert steps == ["impersonation_hang_up", "impersonation_do_not_hand_over"]


def test_a_story_in_english_is_told_of_the_desk_in_its_language() -> None:
    text = "I typed my card number on a fake page from a text message."
    assert "foreign_ask" in {step.id for step in consult(text, at=AT).plan.steps}

"""What is the person's own is hidden before a text leaves the house; what is the sender's stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.masks import masked

CARD = "4111 1111 1111 1111"  # the number that card companies publish for tests


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        CARD.replace(" ", "-"),
        CARD.replace(" ", ""),
        "3782 822463 10005",
        "４１１１１１１１１１１１１１１１",
        "4242 - 4242 - 4242 - 4242",
        "4242  4242  4242  4242",
        "4242.4242.4242.4242",
        "4242/4242/4242/4242",
        "4242\n4242\n4242\n4242",
        "4242　4242　4242　4242",
        "4242\u00a04242\u00a04242\u00a04242",
        "４２４２－４２４２－４２４２－４２４２",
    ],
)
def test_a_card_number_is_hidden_however_it_is_written(card):
    found = masked(f"番号 {card} を入力")
    assert (found.hidden, any(char.isdigit() for char in found.text)) == (("card",), False)
    assert len(found.text) == len(f"番号 {card} を入力")


@pytest.mark.parametrize(
    "beside", ["2026-11-21 {}", "2026/11/21\n{}", "{} 2026", "{}\n3.5", "090 {} 12", "3 {}", "{} {}"]
)
def test_a_card_number_is_hidden_beside_other_numbers(beside):
    words = beside.format(CARD, CARD)
    assert masked(words).text == words.replace(CARD, "**** **** **** ****")


@pytest.mark.parametrize("number", ["4111 1111 1111 1112", "1234-5678-9012", "0000000000000000", "4" * 24])
def test_a_number_that_is_no_card_stays(number):
    assert masked(f"伝票 {number} です").text == f"伝票 {number} です"


@pytest.mark.parametrize(
    "phone",
    ["090-1234-5678", "09012345678", "０９０−１２３４−５６７８", "+81 90-1234-5678", "(03) 1234-5678"],
)
def test_a_telephone_number_of_nobody_known_is_hidden(phone):
    found = masked(f"山田様 {phone} 確認中")
    assert (found.hidden, any(char.isdigit() for char in found.text)) == (("phone",), False)


@pytest.mark.parametrize(
    "words",
    [
        "至急 03-1234-5678 までお電話ください",
        "お問い合わせ: 0120-123-456",
        "TEL:050-1234-5678",
        "03-1234-5678に連絡",
    ],
)
def test_a_number_that_people_are_told_to_call_stays(words):
    assert masked(words).text == words


@pytest.mark.parametrize("words", ["ご登録の電話番号 090-1234-5678", "お客様の連絡先 090-1234-5678 まで"])
def test_words_that_name_the_person_win_over_words_that_name_a_call(words):
    assert masked(words).hidden == ("phone",)


def test_the_number_of_the_sender_stays_in_every_spelling():
    words = "090-1234-5678 と +81 90-1234-5678 と 09012345678"
    assert masked(words, sender="0 9 0 １２３４ 5678".replace("0 9 0", "090")).text == words


def test_the_other_address_is_hidden_and_that_of_the_sender_stays():
    found = masked("hanako@mail.example.jp 様 help@pay.example.top", sender="口座 <info@pay.example.top>")
    assert (found.text, found.hidden) == ("******@****.*******.** 様 help@pay.example.top", ("mail",))


def test_an_address_known_to_be_the_persons_is_hidden_even_as_a_contact():
    own = {"hanako@pay.example.top"}
    found = masked("連絡先 Hanako@pay.example.top", sender="x@pay.example.top", own=own)
    assert found.hidden == ("mail",)


def test_a_place_that_is_spared_stays():
    words = "http://a.example/?t=09012345678"
    assert masked(words, spared=[(0, len(words))]).text == words


@pytest.mark.parametrize(
    "words", ["2026-11-21 09:00-17:00", "合計 35,000円", "認証番号 123456", "#9110 と 188"]
)
def test_days_sums_and_short_numbers_stay(words):
    assert masked(words).text == words


@given(st.text(alphabet="0123456789０９-ー −()+@.a一様電話 ", max_size=80))
def test_the_length_never_changes_and_only_stars_are_new(words):
    found = masked(words)
    assert len(found.text) == len(words)
    assert [new for old, new in zip(words, found.text, strict=True) if old != new and new != "*"] == []
    assert bool(found.hidden) == (found.text != words)

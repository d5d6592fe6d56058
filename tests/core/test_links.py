"""What links and senders give away, without touching them."""

import pytest

from madoguchi.knowledge import load
from madoguchi.links import host_of, owner_of, tricks_in
from madoguchi.words import Story

BRANDS = load().brands


def tricks(**story: object) -> set[str]:
    return {trick.id for trick in tricks_in(Story(**{"text": "", **story}), BRANDS)}


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.example.co.jp/a?b#c", "www.example.co.jp"),
        ("http://user@evil.example:8080/x", "evil.example"),
        ("ｗｗｗ．example．jp", "www.example.jp"),
        ("", ""),
    ],
)
def test_the_host_of_an_address_is_what_stands_between_the_slashes(address, host):
    assert host_of(address) == host


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("a.b.example.co.jp", "example.co.jp"),
        ("shop.example.com", "example.com"),
        ("example.jp", "example.jp"),
    ],
)
def test_the_owner_of_a_host_is_its_end(host, owner):
    assert owner_of(host) == owner


def test_a_shown_address_that_leads_elsewhere_is_a_trick():
    assert "shown_differs" in tricks(anchors=(("https://www.example.co.jp/login", "https://evil.example/x"),))


def test_a_shown_address_that_leads_there_is_none():
    assert "shown_differs" not in tricks(
        anchors=(("https://www.example.co.jp/", "https://login.example.co.jp/"),)
    )


def test_a_famous_front_on_a_strange_owner_is_a_trick():
    assert "borrowed_front" in tricks(urls=("https://www-smbc-co-jp.example.test/login",))


def test_a_claimed_name_that_the_sender_lacks_is_a_trick():
    assert "name_not_in_sender" in tricks(sender="三井住友カード <info@vch900.example>")


def test_a_claimed_name_that_the_sender_has_is_none():
    assert "name_not_in_sender" not in tricks(sender="三井住友カード <info@mail.smbc-card.com>")


def test_a_number_for_a_host_is_a_trick():
    assert "bare_number_host" in tricks(text="http://203.0.113.7/a")


def test_a_trick_in_the_text_quotes_the_text():
    story = Story(text="こちら http://203.0.113.7/a から")
    (trick,) = tricks_in(story, BRANDS)
    assert story.text[trick.start : trick.end] == trick.quote

"""Addresses taken apart, and hosts that are nearly a famous name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.addresses import address_of
from madoguchi.knowledge import load
from madoguchi.look_alikes import almost, distance

BRANDS = load().brands


@pytest.mark.parametrize(
    ("address", "front", "label", "ending"),
    [
        ("https://www.shop.example.co.jp/a?b", "www.shop", "example", "co.jp"),
        ("http://a.b.city.kawasaki.jp", "a.b", "city", "kawasaki.jp"),
        ("https://abc.duckdns.org/x", "", "abc", "duckdns.org"),
        ("hxxps://login.example[.]top", "login", "example", "top"),
        ("https://xn--eckwd4c7c.example.jp", "ドメイン", "example", "jp"),
        ("co.jp", "", "co", "jp"),
    ],
)
def test_a_host_has_a_front_a_label_and_an_ending(address, front, label, ending):
    found = address_of(address)
    assert (found.front, found.label, found.ending) == (front, label, ending)


@pytest.mark.parametrize(
    ("address", "shared"),
    [
        ("https://abc.duckdns.org", True),
        ("https://somebody.github.io", True),
        ("https://example.co.jp", False),
    ],
)
def test_a_name_under_a_service_that_anybody_takes_is_told(address, shared):
    assert address_of(address).shared is shared


@pytest.mark.parametrize("address", ["", "https://", "localhost", "ねこ", "a@", "http://[::1]/"])
def test_what_is_no_host_is_nowhere(address):
    assert address_of(address).host == ""


def test_a_host_before_an_at_is_only_a_name_to_log_in_with():
    found = address_of("https://www.example.co.jp@evil.example/x")
    assert (found.host, found.asked_for_user) == ("evil.example", True)


@given(st.text(max_size=120))
def test_no_address_breaks_the_reading(words):
    found = address_of(words)
    assert found.owner in found.host
    almost(found, BRANDS)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("amazom.top", "amazon"),
        ("rakutne.example.com", "rakuten"),
        ("www.arnazon.co.jp.example.top", "amazon"),
        ("www.amazon.co.jp.example.top", "amazon"),
        ("arnazon.example.com", "amazon"),
        ("blog.amazon-books.example.com", "amazon"),
        ("mercali.example.xyz", "mercari"),
        ("amazon.co.jp", None),
        ("example.com", None),
        ("kagawa.jp", None),
    ],
)
def test_a_host_that_is_nearly_a_name_is_named(host, name):
    assert almost(address_of(host), BRANDS) == name


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("amazon", "amazon", 0),
        ("amazom", "amazon", 1),
        ("amaozn", "amazon", 1),
        ("amzn", "amazon", 2),
        ("", "ab", 2),
    ],
)
def test_letters_are_counted_as_people_mistype_them(one, other, letters):
    assert distance(one, other) == letters

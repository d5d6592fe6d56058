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


@pytest.mark.parametrize("address", ["", "https://", "localhost", "ねこ", "a@", "http://[::1]/"])
def test_what_is_no_host_is_nowhere(address):
    assert address_of(address).host == ""


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.example.co.jp@evil.example/x", "evil.example"),
        ("www.evil.example/?u=https://www.example.co.jp/", "www.evil.example"),
        ("https://evil.example\\@www.example.co.jp/", "evil.example"),
        ("https://evil.example\\.example.co.jp/x", "evil.example"),
        ("//evil.example/a", "evil.example"),
        ("https://" + "a." * 200 + "example", ""),
    ],
)
def test_a_host_is_the_one_that_a_browser_would_go_to(address, host):
    assert address_of(address).host == host


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


@pytest.mark.parametrize("label", ["xn--ajp", "xn--", "xn--a.b", "xn--0.xn--"])
def test_a_label_that_stands_for_no_letters_stays_as_it_is(label):
    found = address_of(f"https://www.example.{label}/")
    assert found.host == f"{found.front}.{found.owner}".strip(".")

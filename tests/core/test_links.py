"""What links and senders give away, without touching them."""

import datetime as dt

import pytest

from madoguchi import consult
from madoguchi.addresses import address_of
from madoguchi.knowledge import load
from madoguchi.links import tricks_in
from madoguchi.words import Story

BRANDS, RULES = load().brands, load().link_tricks
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def tricks(**story: object) -> set[str]:
    return {trick.id for trick in tricks_in(Story(**{"text": "", **story}), BRANDS, rules=RULES)}


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
    assert address_of(address).host == host


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("a.b.example.co.jp", "example.co.jp"),
        ("shop.example.com", "example.com"),
        ("example.jp", "example.jp"),
    ],
)
def test_the_owner_of_a_host_is_its_end(host, owner):
    assert address_of(host).owner == owner


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
    (trick,) = tricks_in(story, BRANDS, rules=RULES)
    assert story.text[trick.start : trick.end] == trick.quote


@pytest.mark.parametrize(
    ("story", "trick"),
    [
        ({"text": "三井住友銀行です。"}, "known_name"),
        ({"subject": "【重要】Amazon"}, "known_name"),
        ({"text": "http://abc.duckdns.org"}, "changing_host"),
        ({"text": "えきねっとです。", "urls": ("https://eki.example.top/",)}, "odd_ending"),
        ({"sender": "三井住友カード <a@smbc.example.cn>"}, "odd_ending"),
        ({"text": "Amazonです。", "urls": ("https://www.amazon.co.jp/a",)}, "link_of_the_name"),
        ({"medium": "sms", "text": "こちら http://example.jp/a"}, "link_in_sms"),
    ],
)
def test_a_trick_is_found(story, trick):
    assert trick in tricks(**story)


@pytest.mark.parametrize(
    ("story", "trick"),
    [
        ({"text": "隣の会社です。"}, "known_name"),
        ({"text": "Amazonです。", "urls": ("https://amazon-login.example.com/",)}, "link_of_the_name"),
        ({"text": "Amazonです。", "urls": ("https://amazon.top/",)}, "link_of_the_name"),
        ({"text": "http://www.example.jp/duckdns.org"}, "changing_host"),
        ({"medium": "email", "text": "こちら http://example.jp/a"}, "link_in_sms"),
    ],
)
def test_a_trick_is_not_found_where_it_is_not(story, trick):
    assert trick not in tricks(**story)


NAME_ONLY = "三井住友銀行です。冬の営業時間が変わります。"


def test_a_famous_name_alone_accuses_nobody():
    answer = consult(Story(text=NAME_ONLY, medium="email"), at=AT)
    assert answer.verdict == "nothing_known"


def test_a_famous_name_weighs_beside_a_pretext():
    pretext = "ご利用のカードを停止しました。解除の手続きをしてください。"
    plain, named = (
        consult(Story(text=text, medium="email"), at=AT).schemes
        for text in (pretext, f"三井住友カードです。{pretext}")
    )
    assert named[0].weight > (plain[0].weight if plain else 0)


def test_a_warning_about_fraud_counts_only_without_a_trap():
    warning = "不審なメールのリンクは開かないでください。本人確認が必要です。三井住友銀行"
    trap = ("https://www-smbc-co-jp.example.top/",)
    without, with_trap = (
        consult(Story(text=warning, medium="email", urls=urls), at=AT).verdict for urls in ((), trap)
    )
    assert (without, with_trap) == ("nothing_known", "scheme")

"""Limits are counted exactly, for the address that really asks, and whoever is over them is still helped."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from site_under_test import TOLD, Visitor, found, told

from madoguchi.web.addresses import address_of
from madoguchi.web.buckets import Buckets, Limit
from madoguchi.web.public import drafts, limits
from madoguchi.web.public.clock import now
from madoguchi.web.public.limits import TooOften, WrongNumbers, was_wrong
from madoguchi.web.public.turns import Turns
from madoguchi.web.public.walk import Walk

NAMED = {name: bucket for name, bucket in vars(limits).items() if isinstance(bucket, Buckets)}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("name", NAMED)
def test_of_a_thousand_at_once_exactly_the_burst_passes(name: str) -> None:
    limit, clock = NAMED[name]._limit, Clock()
    bucket = Buckets(limit, clock=clock)
    assert sum(1 for _ in range(1_000) if not bucket.take("a")) == min(limit.burst, 1_000)


@pytest.mark.parametrize("name", NAMED)
def test_of_a_thousand_over_two_hours_burst_and_rate_pass_and_no_more(name: str) -> None:
    limit, clock = NAMED[name]._limit, Clock()
    bucket, passed = Buckets(limit, clock=clock), 0
    for _ in range(1_000):
        passed += not bucket.take("a")
        clock.now += 7.2
    expected = min(1_000, limit.burst + int(999 * 7.2 * limit.often / limit.seconds))
    assert expected - 1 <= passed <= expected


def test_the_wait_that_is_told_is_enough_and_not_too_long() -> None:
    clock = Clock()
    bucket = Buckets(Limit(often=30, seconds=60, burst=1), clock=clock)
    bucket.take("a")
    wait = bucket.take("a")
    clock.now += wait - 0.01
    assert bucket.take("a") > 0
    clock.now += 0.02
    assert bucket.take("a") == 0


def test_two_hundred_at_the_same_moment_never_exceed_the_limit() -> None:
    bucket = Buckets(Limit(often=1, seconds=3_600, burst=50))
    with ThreadPoolExecutor(20) as crew:
        passed = sum(crew.map(lambda _: not bucket.take("a"), range(400)))
    assert passed == 50


def test_what_was_spent_beyond_the_limit_is_a_debt() -> None:
    clock = Clock()
    bucket = Buckets(Limit(often=20, seconds=60, burst=20), clock=clock)
    bucket.spend("a", 25.0)
    assert bucket.wait("a") == pytest.approx(18.0)
    clock.now += 18.1
    assert bucket.wait("a") == 0 and bucket.wait("b") == 0


def test_who_has_nothing_counted_any_more_is_forgotten() -> None:
    clock = Clock()
    bucket = Buckets(Limit(often=60, seconds=60, burst=10), clock=clock)
    for number in range(5_000):
        bucket.take(f"2001:db8:{number:x}::")
        clock.now += 0.01
    assert len(bucket._left) <= 101


def test_a_flood_of_addresses_costs_only_so_much() -> None:
    bucket = Buckets(Limit(often=1, seconds=3_600, burst=10), clock=Clock())
    for number in range(50_000):
        bucket.take(f"2001:db8:{number:x}::")
    assert len(bucket._left) == 40_000


def asked_from(peer: str, forwarded: str = "") -> str:
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return address_of(RequestFactory(REMOTE_ADDR=peer, **more).get("/"))


def test_a_thousand_forwarded_addresses_change_nothing() -> None:
    assert {asked_from("198.51.100.7", f"10.0.{n // 256}.{n % 256}") for n in range(1_000)} == {
        "198.51.100.7"
    }


def test_of_a_known_proxy_the_right_most_stranger_counts() -> None:
    with override_settings(TRUSTED_PROXIES=frozenset({"127.0.0.1", "10.0.0.2"})):
        assert asked_from("127.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2") == "203.0.113.9"
        assert (
            len({asked_from("127.0.0.1", f"10.9.{n // 256}.{n % 256}, 203.0.113.9") for n in range(1_000)})
            == 1
        )


def test_a_proxy_that_names_nobody_is_counted_itself() -> None:
    with override_settings(TRUSTED_PROXIES=frozenset({"127.0.0.1"})):
        assert asked_from("127.0.0.1") == "127.0.0.1" and asked_from("127.0.0.1", "nonsense") == "unknown"


def test_one_home_network_of_the_new_addresses_is_one_address() -> None:
    assert (
        asked_from("2001:db8:1:2:3::4") == asked_from("2001:db8:1:2:ffff::9") != asked_from("2001:db8:1:3::4")
    )


def test_over_the_limit_the_first_instruction_and_the_plan_are_still_there() -> None:
    for number in range(11):
        page = told(f"{TOLD}\n{number}")
    assert page.response.status_code == 429 and int(page.response.headers["Retry-After"]) >= 1
    assert "切ってだいじょうぶです" in page.text and page.page.links and "188" in page.text


def test_what_was_counted_once_is_not_counted_again() -> None:
    page = found()
    for _ in range(15):
        page.press("すること").press("分かったこと")
    assert page.response.status_code == 200


def test_a_walk_with_another_text_under_an_old_seal_is_counted() -> None:
    carried = found().page.forms[0].values["walk"]
    client = Client(SERVER_NAME="localhost")
    sent = [
        client.post("/walk/show/", {"walk": carried.replace("78歳", f"{n + 50}歳"), "go": "found"})
        for n in range(11)
    ]
    assert sent[-1].status_code == 429


@pytest.mark.parametrize("form", [{"added": ""}, {"go": "found"}, {"go": "tell"}])
def test_there_is_no_way_round_the_limit(form: dict[str, str]) -> None:
    client, walk = Client(SERVER_NAME="localhost"), '{"story":{"text":"あ%d"}}'
    sent = [client.post("/walk/add/", {"walk": walk % n, **form}).status_code for n in range(12)]
    assert sent.count(429) == 2


def guessed(number: str, tongue: str = "") -> HttpResponse:
    return Client(SERVER_NAME="localhost").post(f"{tongue}/again/", {"number": number})


def test_after_five_wrong_numbers_the_page_says_so_and_keeps_the_form() -> None:
    sent = [guessed(f"0000-0000-0000-000{n}") for n in range(7)]
    assert [one.status_code for one in sent] == [422] * 5 + [429] * 2
    assert "正しい番号なら" in sent[-1].text and 'name="number"' in sent[-1].text
    assert "たくさんの相談" not in sent[-1].text and "待ってかまいません" not in sent[-1].text


@pytest.mark.parametrize(
    ("tongue", "says"), [("/en", "The right number still opens"), ("/easy", "まちがえた")]
)
def test_in_every_language_the_page_says_that_the_right_number_opens(tongue: str, says: str) -> None:
    sent = [guessed(f"0000-0000-0000-000{n}", tongue) for n in range(6)]
    assert sent[-1].status_code == 429 and says in sent[-1].text and 'name="number"' in sent[-1].text


def test_the_right_number_opens_however_many_wrong_ones_came_from_that_address() -> None:
    drafts.keep(Walk(person="self"), "7M4K-9X2P-H3QD-8WTR", now=now())
    wrong = [guessed(f"0000-0000-0000-00{n}").status_code for n in range(10, 30)]
    assert wrong[-1] == 429
    assert [guessed("7m4k9x2ph3qd8wtr").status_code for _ in "abc"] == [200] * 3


def test_numbers_faster_than_anybody_types_are_turned_away_before_they_are_read() -> None:
    for _ in range(30):
        limits.NUMBERS.take("127.0.0.1")
    turned = guessed("0000-0000-0000-0000")
    assert turned.status_code == 429 and 0 < int(turned.headers["Retry-After"]) <= 1
    assert "1分待って" in turned.text


def test_wrong_numbers_of_all_together_turn_away_only_those_who_guess() -> None:
    for n in range(1_020):
        was_wrong(RequestFactory(REMOTE_ADDR=f"10.0.{n // 200}.{n % 200}").get("/"))
    was_wrong(RequestFactory(REMOTE_ADDR="192.0.2.1").get("/"))
    with pytest.raises(WrongNumbers):
        was_wrong(RequestFactory(REMOTE_ADDR="192.0.2.1").get("/"))


def test_two_files_are_read_at_once_two_wait_and_the_fifth_is_sent_away() -> None:
    turns = Turns(at_once=2, waiting=2, seconds=0.05)
    with turns.turn(), turns.turn():
        with pytest.raises(TooOften), turns.turn():
            raise AssertionError
    full = Turns(at_once=1, waiting=0, seconds=5)
    with full.turn(), pytest.raises(TooOften), full.turn():
        raise AssertionError


def test_a_start_page_is_never_refused() -> None:
    assert {Visitor().response.status_code for _ in range(5)} == {200}

"""Desks by the minute, against a slow reference that shares nothing with hours.py but the knowledge."""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

import madoguchi.knowledge
from madoguchi import hours as hours_module
from madoguchi.hours import TOKYO, contact_at, holidays, may_show
from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes import Contact, ContactsFile, Hours, Source, SourcesFile, Spans

KNOWLEDGE = Path(next(iter(madoguchi.knowledge.__path__)))
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri"]
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)

# --- fixtures: a desk of every kind ------------------------------------------------------------------


def source(one: str, kind: str, **more: object) -> Source:
    return msgspec.convert({"id": one, "publisher": one, "kind": kind, **more}, Source)


SOURCES = {
    row.id: row
    for row in [
        source("page", "official_page", url="https://www.ipa.go.jp/", doc_date="2025-07-23"),
        source("page_undated", "official_page"),
        source("blog", "secondary"),
        source("other_blog", "secondary", doc_date="2024-12"),
        source("paper", "seed_public", doc_date="2022-02-24"),
        source("private_paper", "seed"),
    ]
}


def desk(one: str, hours: dict[str, object] | None = None, **more: object) -> Contact:
    plain = {"id": one, "name": one, "kind": "desk", "accepts": "相談", "sources": ["page"], **more}
    told = {"text": "文", "sources": ["page"], **hours} if hours is not None else None
    return msgspec.convert({**plain, "hours": told}, Contact)


def spans(days: str, *times: str) -> dict[str, object]:
    return {"days": days.split(), "spans": list(times)}


WORKDAYS, EVERY_DAY = "mon tue wed thu fri", "mon tue wed thu fri sat sun hol"
BOTH_CLOSED = ["holidays", "year_end"]
LUNCH = {"open": [spans(WORKDAYS, "10:00-12:00", "13:30-17:00")], "closed": BOTH_CLOSED}
FIXTURES = [
    desk("ipa", LUNCH),
    desk(
        "188",
        {
            "open": [spans("sat sun hol", "10:00-16:00")],
            "maybe": [spans(WORKDAYS, "08:30-17:15")],
            "closed": ["year_end"],
            "depends_on": "地域の窓口の開所時間",
        },
    ),
    desk("110", {"open": [spans(EVERY_DAY, "00:00-24:00")]}),
    desk("all_days_but_new_year", {"open": [spans(EVERY_DAY, "00:00-24:00")], "closed": ["year_end"]}),
    desk("police", {"open": [spans(WORKDAYS, "08:30-17:15")], "maybe": [spans(EVERY_DAY, "00:00-24:00")]}),
    desk("no_word_on_holidays", {"open": [spans(WORKDAYS, "09:00-11:30", "12:30-17:00")]}),
    desk("two_rows_a_day", {"open": [spans(WORKDAYS, "09:00-12:00"), spans("fri hol", "12:00-20:00")]}),
    desk("only_text", {"closed": BOTH_CLOSED, "depends_on": "都道府県"}),
    desk("one_blog", {**LUNCH, "sources": ["blog"]}),
    desk("no_hours"),
]


def register() -> tuple[list[Contact], dict[str, Source]]:
    """The contacts and sources that are shipped."""
    contacts = [one for file in files("contacts") for one in read_file(file, ContactsFile).contacts]
    return contacts, {
        one.id: one for file in files("sources") for one in read_file(file, SourcesFile).sources
    }


def files(room: str) -> list[Path]:
    return sorted((KNOWLEDGE / room).glob("*.yaml"))


SHIPPED, SHIPPED_SOURCES = register()
ALL = [(one, SOURCES) for one in FIXTURES] + [(one, SHIPPED_SOURCES) for one in SHIPPED]
NAMES = [f"fixture-{one.id}" for one in FIXTURES] + [one.id for one in SHIPPED]


def of(one: str) -> Contact:
    return next(row for row in FIXTURES if row.id == one)


def when(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TOKYO)


# --- the slow reference: the law of holidays, and every minute of a day written out -------------------


@cache
def law_of_holidays(year: int) -> frozenset[dt.date]:
    """The holidays act as it stands since 2022, with substitutes (art. 3-2) and bridge days (3-3)."""
    fixed = {dt.date(year, m, d) for m, d in FIXED_DAYS} | {nth_monday(year, *row) for row in MONDAYS}
    named = fixed | {equinox(year, 3, 20.8431), equinox(year, 9, 23.2488)}
    moved = {first_free(day, named) for day in named if day.weekday() == 6}
    bridges = {a + DAY for a, b in pairwise(sorted(named)) if b - a == 2 * DAY and (a + DAY).weekday() != 6}
    return frozenset(named | moved | bridges)


FIXED_DAYS = [(1, 1), (2, 11), (2, 23), (4, 29), (5, 3), (5, 4), (5, 5), (8, 11), (11, 3), (11, 23)]
MONDAYS = [(1, 2), (7, 3), (9, 3), (10, 2)]


def nth_monday(year: int, month: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + DAY * ((7 - first.weekday()) % 7 + 7 * (nth - 1))


def equinox(year: int, month: int, epoch: float) -> dt.date:
    return dt.date(year, month, int(epoch + 0.242194 * (year - 1980)) - (year - 1980) // 4)


def first_free(day: dt.date, taken: set[dt.date]) -> dt.date:
    return day if day not in taken else first_free(day + DAY, taken)


def is_year_end(day: dt.date) -> bool:
    return (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)


def minutes_of(rows: list[Spans], kind: str) -> set[int]:
    texts = [text for row in rows if kind in row.days for text in row.spans]
    return {m for text in texts for m in range(*[minute(part) for part in text.split("-")])}


def minute(clock: str) -> int:
    hour, _, rest = clock.partition(":")
    return int(hour) * 60 + int(rest)


def day_states(packed: bytes, day: dt.date) -> list[bool | None]:
    """1,440 states of a day: True open, None it depends, False closed."""
    holiday = day in law_of_holidays(day.year)
    return states_of_kind(packed, "hol" if holiday else day.strftime("%a").lower(), is_year_end(day))


@cache
def states_of_kind(packed: bytes, kind: str, year_end: bool) -> list[bool | None]:
    hours = msgspec.json.decode(packed, type=Hours)
    if ("holidays" in hours.closed and kind == "hol") or ("year_end" in hours.closed and year_end):
        return [False] * 1440
    if not hours.open and not hours.maybe:
        return [None] * 1440
    sure, maybe = minutes_of(hours.open, kind), minutes_of(hours.maybe, kind)
    return [True if m in sure else (None if m in maybe else False) for m in range(1440)]


@cache
def states(packed: bytes, first: dt.date, days: int) -> list[bool | None]:
    return [state for i in range(days) for state in day_states(packed, first + DAY * i)]


@cache
def turns(packed: bytes, first: dt.date, days: int, value: bool) -> list[int | None]:
    """For each minute the next later one that is surely open (or, ``value`` False, is not)."""
    seen, found, later = states(packed, first, days), [], None
    for i in range(len(seen) - 1, -1, -1):
        found.append(later)
        later = i if (seen[i] is True) == value else later
    return found[::-1]


FIRST, LAST = dt.date(2026, 11, 16), dt.date(2027, 1, 10)
N_DAYS = (LAST - FIRST).days + 1
MARGIN = 366  # days looked at beyond the last: a desk may close only at the end of the next year
MINUTES = [dt.datetime.combine(FIRST, dt.time(), TOKYO) + MINUTE * i for i in range((N_DAYS + MARGIN) * 1440)]


def expected(contact: Contact, sources: dict[str, Source]) -> list[tuple[object, object, object]]:
    """(open_now, opens_next, closes) for every minute of the test's weeks."""
    n = N_DAYS * 1440
    if contact.hours is None or not may_show(contact.hours.sources, sources):
        return [(None, None, None)] * n
    asked = (msgspec.json.encode(contact.hours), FIRST, N_DAYS + MARGIN)
    rows = zip(states(*asked)[:n], turns(*asked, True), turns(*asked, False), strict=False)
    return [told(state, opens, closes) for state, opens, closes in rows]


def told(state: bool | None, opens: int | None, closes: int | None) -> tuple[object, object, object]:
    if state:
        return True, None, None if closes is None else MINUTES[closes]
    return state, None if opens is None else MINUTES[opens], None


@pytest.mark.parametrize(("contact", "sources"), ALL, ids=NAMES)
def test_every_minute_of_eight_weeks_equals_the_slow_reference(contact, sources):
    for at, right in zip(MINUTES, expected(contact, sources), strict=False):
        now = contact_at(contact, at, sources=sources)
        if (now.open_now, now.opens_next, now.closes) != right:
            pytest.fail(f"{contact.id} {at}: {now.open_now, now.opens_next, now.closes} should be {right}")


def test_ten_thousand_random_minutes_to_2030_equal_the_slow_reference():
    chance = random.Random(2026)
    with_hours = [row for row in ALL if row[0].hours and may_show(row[0].hours.sources, row[1])]
    for _ in range(10_000):
        contact, sources = chance.choice(with_hours)
        at = when("2026-01-01T00:00") + MINUTE * chance.randrange(5 * 365 * 1440)
        now = contact_at(contact, at, sources=sources)
        assert (now.open_now, now.opens_next) == slow_answer(contact.hours, at), (contact.id, at)


def slow_answer(hours: Hours, at: dt.datetime) -> tuple[object, object]:
    """(open_now, opens_next) by looking at one day after another."""
    packed, here = msgspec.json.encode(hours), at.hour * 60 + at.minute
    state = day_states(packed, at.date())[here]
    return state, None if state else slow_next(packed, at.date(), here)


def slow_next(packed: bytes, day: dt.date, after: int) -> dt.datetime | None:
    for _ in range(30):
        later = [m for m, state in enumerate(day_states(packed, day)) if state and m > after]
        if later:
            return dt.datetime.combine(day, dt.time(later[0] // 60, later[0] % 60), TOKYO)
        day, after = day + DAY, -1
    return None


# --- holidays -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2022, 2036))
def test_the_holidays_are_those_of_the_act(year):
    assert set(holidays(year)) == law_of_holidays(year)


@pytest.mark.parametrize("day", ["2026-09-22", "2027-03-22", "2026-05-06", "2026-11-23"])
def test_a_desk_closed_on_holidays_is_closed_on_substitutes_and_bridge_days(day):
    assert contact_at(of("ipa"), when(f"{day}T11:00"), sources=SOURCES).open_now is False


@pytest.mark.parametrize("day", ["2026-09-22", "2027-03-22"])
def test_188_is_surely_open_on_a_bridge_day_though_it_is_a_weekday(day):
    assert contact_at(of("188"), when(f"{day}T11:00"), sources=SOURCES).open_now is True


def test_a_desk_that_says_nothing_of_holidays_is_not_promised_on_one():
    assert contact_at(of("no_word_on_holidays"), when("2026-11-23T10:00"), sources=SOURCES).open_now is False


@pytest.mark.parametrize(("day", "is_open"), [("12-28", True), ("12-29", False), ("12-31", False)])
def test_the_year_ends_on_the_29th(day, is_open):
    assert contact_at(of("ipa"), when(f"2026-{day}T11:00"), sources=SOURCES).open_now is is_open


@pytest.mark.parametrize(("day", "is_open"), [("01", False), ("03", False), ("04", True)])
def test_the_year_begins_on_the_fourth(day, is_open):
    assert contact_at(of("ipa"), when(f"2027-01-{day}T11:00"), sources=SOURCES).open_now is is_open


# --- boundaries ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("09:59:59", False),
        ("10:00:00", True),
        ("11:59:59.999999", True),
        ("12:00:00", False),
        ("13:29", False),
        ("13:30", True),
        ("16:59:59", True),
        ("17:00", False),
    ],
)
def test_the_opening_minute_is_open_and_the_closing_minute_is_closed(clock, is_open):
    assert contact_at(of("ipa"), when(f"2026-11-24T{clock}"), sources=SOURCES).open_now is is_open


def test_before_lunch_it_closes_at_noon():
    assert contact_at(of("ipa"), when("2026-11-24T11:59"), sources=SOURCES).closes == when("2026-11-24T12:00")


def test_at_noon_it_opens_next_after_lunch():
    assert contact_at(of("ipa"), when("2026-11-24T12:00"), sources=SOURCES).opens_next == when(
        "2026-11-24T13:30"
    )


def test_spans_that_touch_are_one_span():
    now = contact_at(of("two_rows_a_day"), when("2026-11-27T09:00"), sources=SOURCES)
    assert now.closes == when("2026-11-27T20:00")


def test_a_round_the_clock_desk_is_open_and_never_closes():
    now = contact_at(of("110"), when("2026-12-31T23:59"), sources=SOURCES)
    assert (now.open_now, now.closes, now.opens_next) == (True, None, None)


def test_a_round_the_clock_desk_with_a_new_year_break_says_when_it_closes():
    now = contact_at(of("all_days_but_new_year"), when("2026-12-01T03:00"), sources=SOURCES)
    assert now.closes == when("2026-12-29T00:00")


def test_an_opening_beyond_the_turn_of_the_year_is_found():
    now = contact_at(of("ipa"), when("2026-12-28T17:00"), sources=SOURCES)
    assert now.opens_next == when("2027-01-04T10:00")


# --- the evening of Saturday 2026-11-21 ---------------------------------------------------------------

EVENING = when("2026-11-21T20:40")


def test_on_the_evening_ipa_opens_next_on_tuesday():
    now = contact_at(of("ipa"), EVENING, sources=SOURCES)
    assert (now.open_now, now.opens_next.isoformat()) == (False, "2026-11-24T10:00:00+09:00")


def test_on_the_evening_188_is_closed_and_surely_open_on_sunday():
    now = contact_at(of("188"), EVENING, sources=SOURCES)
    assert (now.open_now, now.opens_next.isoformat()) == (False, "2026-11-22T10:00:00+09:00")


def test_on_a_tuesday_morning_188_depends_on_the_local_desk():
    now = contact_at(of("188"), when("2026-11-24T10:00"), sources=SOURCES)
    assert (now.open_now, now.depends_on) == (None, "地域の窓口の開所時間")
    assert now.opens_next == when("2026-11-28T10:00")


@pytest.mark.parametrize(
    ("one", "opens"), [("ipa_anshin", "2026-11-24T10:00"), ("hotline_188", "2026-11-22T10:00")]
)
def test_the_shipped_desks_say_the_same(one, opens):
    shipped = {row.id: row for row in SHIPPED}
    if one not in shipped:
        pytest.skip("the register is not there yet")
    now = contact_at(shipped[one], EVENING, sources=SHIPPED_SOURCES)
    assert (now.open_now, now.opens_next) == (False, when(opens))


def test_a_closed_desk_that_varies_says_on_what():
    assert contact_at(of("188"), EVENING, sources=SOURCES).depends_on == "地域の窓口の開所時間"


def test_an_open_desk_does_not_speak_of_what_it_depends_on():
    assert contact_at(of("188"), when("2026-11-22T10:00"), sources=SOURCES).depends_on is None


# --- remembered answers -------------------------------------------------------------------------------


def test_an_answer_is_remembered_within_its_interval():
    first = contact_at(of("ipa"), when("2026-11-24T10:00"), sources=SOURCES)
    assert contact_at(of("ipa"), when("2026-11-24T11:59"), sources=SOURCES) is first


def test_two_contacts_with_one_id_are_not_mixed_up():
    open_late = desk("ipa", {"open": [spans(EVERY_DAY, "00:00-24:00")]})
    answers = [
        contact_at(one, EVENING, sources=SOURCES).open_now for one in (of("ipa"), open_late, of("ipa"))
    ]
    assert answers == [False, True, False]


def test_the_memory_is_bounded():
    memory = hours_module._Recent(2)
    for key in ("a", "b", "c"):
        memory.keep(key, key)
        memory.find("a")
    assert [memory.find(key) for key in ("a", "b", "c")] == ["a", None, "c"]


def test_many_threads_get_the_same_answers():
    asked = [(one, MINUTES[i * 97]) for i in range(500) for one in FIXTURES]
    alone = [contact_at(one, at, sources=SOURCES) for one, at in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda row: contact_at(*row, sources=SOURCES), asked)) == alone


@pytest.mark.parametrize(
    ("at", "perhaps"),
    [("24T00:30", "24"), ("24T11:00", "24"), ("24T18:30", "25"), ("21T20:40", None), ("22T11:00", None)],
)
def test_188_may_answer_on_a_weekday_before_it_surely_does(at, perhaps):
    known, sources = register()
    hotline = next(one for one in known if one.id == "hotline_188")
    found = contact_at(hotline, when(f"2026-11-{at}"), sources=sources)
    assert found.perhaps_from == (perhaps and dt.date(2026, 11, int(perhaps)))

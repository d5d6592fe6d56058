"""What of a contact people may see: the display rule, its sources, and when it waits for a new look."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from madoguchi.hours import TOKYO, contact_at, may_show, shown_on
from madoguchi.knowledge import load
from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.knowledge.shapes import Contact, Source

DAY = dt.timedelta(days=1)
NOT_KNOWN = shipped_phrases()["hours_not_known"]


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


def when(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=TOKYO)


EVENING = when("2026-11-21T20:40")
WORKDAYS = {"days": ["mon", "tue", "wed", "thu", "fri"], "spans": ["10:00-12:00", "13:30-17:00"]}
LUNCH = {"open": [WORKDAYS], "closed": ["holidays", "year_end"]}
ROUND_THE_CLOCK = {"open": [{"days": [*WORKDAYS["days"], "sat", "sun", "hol"], "spans": ["00:00-24:00"]}]}


# --- the display rule ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ids", "allowed"),
    [
        (["page"], True),
        (["blog"], False),
        (["blog", "blog"], False),
        (["blog", "other_blog"], True),
        (["paper"], True),
        (["private_paper"], False),
        (["private_paper", "blog"], False),
        ([], False),
    ],
)
def test_a_value_is_shown_only_when_enough_was_seen(ids, allowed):
    assert may_show(ids, SOURCES) is allowed


def number(*ids: str, note: str = "") -> dict[str, object]:
    return {"value": "03-0000-0000", "sources": list(ids), "note": note}


@pytest.mark.parametrize("field", ["phone", "mail", "web"])
def test_a_value_of_one_blog_is_not_shown(field):
    now = contact_at(desk("d", **{field: number("blog")}), EVENING, sources=SOURCES)
    assert getattr(now, field) is None


@pytest.mark.parametrize("field", ["phone", "mail", "web"])
def test_a_value_of_an_official_page_is_shown(field):
    now = contact_at(desk("d", **{field: number("page")}), EVENING, sources=SOURCES)
    assert getattr(now, field) == "03-0000-0000"


@pytest.mark.parametrize("hours", [None, {**LUNCH, "sources": ["blog"]}])
def test_hours_that_were_not_seen_well_enough_are_not_known(hours):
    now = contact_at(desk("d", hours), when("2026-11-24T10:00"), sources=SOURCES)
    assert (now.open_now, now.opens_next, now.closes) == (None, None, None)
    assert (now.hours, now.depends_on) == (NOT_KNOWN, NOT_KNOWN)


def test_hours_without_times_depend_on_what_they_say():
    now = contact_at(desk("d", {"depends_on": "都道府県"}), when("2026-11-24T10:00"), sources=SOURCES)
    assert (now.open_now, now.depends_on, now.hours) == (None, "都道府県", "文")


def test_a_number_of_a_public_paper_alone_is_marked_to_confirm():
    now = contact_at(desk("d", phone=number("paper", "blog")), EVENING, sources=SOURCES)
    assert (now.phone, "(要確認: 資料日付 2022-02-24)" in now.note) == ("03-0000-0000", True)


def test_a_number_that_an_official_page_shows_too_needs_no_mark():
    now = contact_at(desk("d", phone=number("paper", "page")), EVENING, sources=SOURCES)
    assert "要確認" not in now.note


def test_hours_of_a_public_paper_alone_are_marked_to_confirm():
    now = contact_at(desk("d", {**LUNCH, "sources": ["paper"]}), EVENING, sources=SOURCES)
    assert (now.hours, "受付時間(要確認: 資料日付 2022-02-24)" in now.note) == ("文", True)


def test_another_number_is_told_to_those_who_cannot_dial_the_first():
    contact = desk("d", phone_alt=number("page", note="IP電話から"), phone_if_not="市町村のサイト")
    assert (
        contact_at(contact, EVENING, sources=SOURCES).phone_if_not
        == "03-0000-0000(IP電話から) 市町村のサイト"
    )


def test_another_number_of_one_blog_is_not_told():
    contact = desk("d", phone_alt=number("blog"), phone_if_not="市町村のサイト")
    assert contact_at(contact, EVENING, sources=SOURCES).phone_if_not == "市町村のサイト"


def test_remarks_cost_and_needs_travel_with_the_contact():
    contact = desk("d", note="匿名可", cost="無料", phone=number("page", note="局番なし"), needs=["郵便番号"])
    now = contact_at(contact, EVENING, sources=SOURCES)
    assert (now.note, now.needs) == ("匿名可 費用: 無料 局番なし", ("郵便番号",))


def test_the_remark_of_a_number_that_is_not_shown_is_not_shown():
    now = contact_at(desk("d", phone=number("blog", note="03-1111-1111 も可")), EVENING, sources=SOURCES)
    assert "1111" not in now.note


# --- sources and staleness ----------------------------------------------------------------------------


def test_the_source_says_that_only_a_copy_was_seen():
    told = contact_at(desk("d", LUNCH), EVENING, sources=SOURCES).source
    assert told == "page, https://www.ipa.go.jp/, 2026-11-21 に写しで確認(資料日付 2025-07-23)"


def test_a_source_that_is_no_official_page_says_so():
    now = contact_at(desk("d", sources=["blog"]), EVENING, sources=SOURCES)
    assert "公式のページではない資料による" in now.source


def test_no_number_of_a_fax_stands_where_one_calls_and_no_private_page_stands_alone():
    desks = [one for one in load().contacts.values() if one.status != "retired"]
    numbers = [(one.phone, one.phone_alt) for one in desks]
    assert not [one for pair in numbers for one in pair if one and "FAX" in one.note.upper()]
    pages = [source.url or "" for one in desks for source in map(load().sources.get, one.sources)]
    assert not [page for page in pages if "hatena" in page or "blog" in page]


def test_a_source_without_address_or_date_says_so():
    now = contact_at(desk("d", sources=["blog", "page_undated"]), EVENING, sources=SOURCES)
    assert now.source == "page_undated, 2026-11-21 に写しで確認(資料日付 記載なし)"


def test_a_contact_that_a_person_checked_says_so():
    now = contact_at(desk("d", checked_on=dt.date(2026, 12, 1)), EVENING, sources=SOURCES)
    assert now.source.endswith("2026-12-01 に現行ページで確認")


LAST_GOOD = dt.date(2026, 11, 21) + 180 * DAY


@pytest.mark.parametrize(("days", "verified"), [(0, True), (1, False)])
def test_a_contact_grows_stale_after_180_days(days, verified):
    at = dt.datetime.combine(LAST_GOOD + days * DAY, dt.time(23, 59), TOKYO)
    now = contact_at(desk("d", ROUND_THE_CLOCK), at, sources=SOURCES)
    assert (now.verified, "再確認待ち" in now.note) == (verified, not verified)


def test_the_check_of_a_person_counts_from_its_own_day():
    contact = desk("d", checked_on=dt.date(2027, 1, 1))
    assert contact_at(contact, when("2027-06-30T12:00"), sources=SOURCES).verified is True
    assert contact_at(contact, when("2027-07-01T00:00"), sources=SOURCES).verified is False


def test_staleness_does_not_change_the_hours():
    now = contact_at(desk("d", LUNCH), when("2029-11-26T10:00"), sources=SOURCES)
    assert (now.verified, now.open_now, now.closes) == (False, True, when("2029-11-26T12:00"))


# --- shown_on -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "shown"), [("2026-03-31", True), ("2026-04-01", False)])
def test_104_is_not_shown_after_its_last_day(day, shown):
    contact = desk("104", valid_until=dt.date(2026, 3, 31))
    assert shown_on(contact, dt.date.fromisoformat(day)) is shown


@pytest.mark.parametrize(("day", "shown"), [("2025-03-31", False), ("2025-04-01", True)])
def test_a_desk_is_not_shown_before_its_first_day(day, shown):
    contact = desk("ipa_org", valid_from=dt.date(2025, 4, 1))
    assert shown_on(contact, dt.date.fromisoformat(day)) is shown


@pytest.mark.parametrize(
    ("status", "shown"), [("draft", False), ("on_trial", True), ("in_use", True), ("retired", False)]
)
def test_drafts_and_retired_desks_are_not_shown(status, shown):
    assert shown_on(desk("d", status=status), dt.date(2026, 11, 21)) is shown


def test_other_sources_give_another_answer():
    contact = desk("d", phone=number("blog"))
    contact_at(contact, EVENING, sources=SOURCES)
    better = {**SOURCES, "blog": SOURCES["page"]}
    assert contact_at(contact, EVENING, sources=better).phone == "03-0000-0000"


# --- the minute asked for -----------------------------------------------------------------------------


def test_a_naive_time_is_refused_in_japanese():
    with pytest.raises(ValueError, match="時差を付けてください"):
        contact_at(desk("d", LUNCH), EVENING.replace(tzinfo=None), sources=SOURCES)


@pytest.mark.parametrize("year", [1, 1999, 2099, 9999])
def test_a_year_without_known_holidays_is_refused(year):
    with pytest.raises(ValueError, match="2000年から2098年まで"):
        contact_at(desk("d", LUNCH), dt.datetime(year, 1, 1, tzinfo=dt.UTC), sources=SOURCES)


@pytest.mark.parametrize("edge", ["0001-01-01T00:00+14:00", "9999-12-31T23:00-12:00"])
def test_the_ends_of_the_calendar_are_refused_and_do_not_overflow(edge):
    with pytest.raises(ValueError, match="祝日は分かりません"):
        contact_at(desk("d", LUNCH), dt.datetime.fromisoformat(edge), sources=SOURCES)


def test_another_zone_is_the_same_moment():
    utc = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
    assert contact_at(desk("d", LUNCH), utc, sources=SOURCES) == contact_at(
        desk("d", LUNCH), when("2026-11-24T10:00"), sources=SOURCES
    )


def test_times_in_the_answer_carry_the_offset_of_tokyo():
    utc = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
    assert (
        contact_at(desk("d", LUNCH), utc, sources=SOURCES).closes.isoformat() == "2026-11-24T12:00:00+09:00"
    )

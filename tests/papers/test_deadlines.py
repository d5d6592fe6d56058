"""The calendar: whole days and openings that the knowledge knows, nothing that a locked screen should not show."""

import datetime as dt

import icalendar
import msgspec
import pytest
from folding import AT, TOLD, bundle

from madoguchi.papers import papers_of
from madoguchi.papers.deadlines import deadlines_ics
from madoguchi.papers.material import Seen, seen_by


def calendar(text: str = TOLD) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(papers_of(bundle(text), ["deadlines"], at=AT)["deadlines.ics"])


def with_limit(limit: str) -> bytes:
    """The calendar of a plan whose first step has a limit."""
    seen: Seen = seen_by("deadlines", bundle(), at=AT)
    step = msgspec.structs.replace(seen.answer.plan.steps[0], before=limit)
    plan = msgspec.structs.replace(seen.answer.plan, steps=(step,))
    answer = msgspec.structs.replace(seen.answer, plan=plan, contacts=())
    return deadlines_ics(
        seen.__class__(
            **{name: getattr(seen, name) for name in seen.__slots__}
            | {"own": seen.own._replace(answer=answer)}
        )
    )


def test_the_next_opening_of_each_desk_is_an_entry():
    starts = {str(one["SUMMARY"]): one["DTSTART"].dt for one in calendar().walk("VEVENT")}
    assert starts["相談の電話 188"] == dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")


def test_every_entry_has_what_the_standard_asks_for():
    for event in calendar().walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event)
    uids = [str(one["UID"]) for one in calendar().walk("VEVENT")]
    assert len(set(uids)) == len(uids) > 0


def test_lines_are_folded_and_end_as_the_standard_says():
    lines = papers_of(bundle(), ["deadlines"], at=AT)["deadlines.ics"].split(b"\r\n")
    assert lines[-1] == b"" and all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_nothing_of_the_story_is_in_the_calendar():
    text = str(papers_of(bundle(), ["deadlines"], at=AT)["deadlines.ics"].replace(b"\r\n ", b"").decode())
    assert not [word for word in ("詐欺", "母", "35,000", "遠隔", "050-1234-5678") if word in text]


@pytest.mark.parametrize("limit", ["2026-11-26", "2026-11-26T17:00:00+09:00", "2026-11-26T17:00"])
def test_a_limit_with_a_day_is_an_entry(limit):
    entry = icalendar.Calendar.from_ical(with_limit(limit)).walk("VEVENT")[0]
    found = entry["DTSTART"].dt
    local = found.astimezone(AT.tzinfo) if isinstance(found, dt.datetime) else found
    assert (local.month, local.day, str(entry["SUMMARY"])) == (11, 26, "相談の期限")


@pytest.mark.parametrize("limit", ["相手が使う前", "受け取ってから8日", "2026-13-01", ""])
def test_a_limit_in_words_is_no_entry(limit):
    assert icalendar.Calendar.from_ical(with_limit(limit)).walk("VEVENT") == []


def test_a_day_on_which_payment_was_promised_is_an_entry():
    events = calendar("業者に38万円請求され、5万円払いました。残り33万円は11月26日に払う約束です。").walk(
        "VEVENT"
    )
    days = {
        one["DTSTART"].dt: str(one["DESCRIPTION"]) for one in events if str(one["SUMMARY"]) == "相談の期限"
    }
    assert "払うと話した日" in days[dt.date(2026, 11, 26)]
    assert not any("33" in words or "38" in words for words in days.values())


def test_the_two_weeks_after_a_payment_order_end_in_an_entry():
    found = calendar("裁判所から支払督促が11月20日に届きました。身に覚えがありません").walk("VEVENT")
    assert {"相談の期限": dt.date(2026, 12, 4)}.items() <= {
        str(one["SUMMARY"]): one["DTSTART"].dt for one in found
    }.items()

"""The watch: the very send that breaks a rule, on every boundary that the terms have."""

from __future__ import annotations

import datetime as dt
from operator import itemgetter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow_watch import slow_crossings
from small_caps import small

from madoguchi.sms.crossings import Crossing, Watching
from madoguchi.sms.sends import DAY_US, SECOND, Send, moment_of
from madoguchi.sms.windows import Line, crossings_of

TODAY = dt.date(2026, 11, 22)
HOUR = 3600 * SECOND
NEW = dt.date(2026, 9, 10).toordinal() - 719_163
OLD = dt.date(2020, 1, 10).toordinal() - 719_163


def watching(carrier: str) -> Watching:
    return Watching.of(carrier, on=TODAY)


def run(carrier: str, sends: list[Send]) -> list[Crossing]:
    return list(watching(carrier).crossings([("09000000000", sends)]))


def sent(
    start: str, n: int, *, every: int = SECOND, parts: int = 1, abroad: bool = False, since: int = -1
) -> list[Send]:
    first, each = moment_of(start), 500 if abroad else 33
    return [Send(first + at * every, parts, each * parts, abroad, False, since) for at in range(n)]


# --- one day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("carrier", "breaks"), [("docomo", 200), ("softbank", 200), ("au", 201)])
@pytest.mark.parametrize("n", [199, 200, 201])
def test_a_day_is_broken_by_the_send_that_the_terms_forbid(carrier, breaks, n):
    found = run(carrier, sent("2026-11-21T10:00", n))
    assert [one.count for one in found] == ([breaks] if n >= breaks else [])
    assert all(one.crossed_at == f"2026-11-21T10:03:{breaks - 181:02}+09:00" for one in found)


def test_a_day_begins_at_midnight_in_tokyo():
    before, after = sent("2026-11-20T23:59:59", 199, every=0), sent("2026-11-21T00:00", 199, every=0)
    assert run("docomo", before + after) == []
    (found,) = run("docomo", before + after + sent("2026-11-21T00:00:01", 1))
    assert found.window_start == "2026-11-21T00:00:00+09:00"


def test_a_moment_in_another_zone_is_the_same_moment():
    assert moment_of("2026-11-20T15:00:00+00:00") == moment_of("2026-11-21T00:00:00")


def test_a_rule_is_crossed_once_in_a_window():
    assert [one.crossed_at[:10] for one in run("au", sent("2026-11-20T10:00", 900, every=DAY_US // 450))] == [
        "2026-11-20",
        "2026-11-21",
    ]


def test_parts_of_long_sends_count_for_docomo_alone():
    (found,) = run("docomo", sent("2026-11-21T10:00", 67, parts=3))
    assert (found.count, found.crossed_at) == (201, "2026-11-21T10:01:06+09:00")
    assert run("softbank", sent("2026-11-21T10:00", 199, parts=3)) == []


def test_sends_abroad_are_none_of_a_domestic_cap():
    assert run("softbank", sent("2026-11-21T10:00", 500, abroad=True)) == []


# --- what follows ---------------------------------------------------------------------------------------


def test_softbank_restricts_for_24_hours_from_the_200th():
    (found,) = run("softbank", sent("2026-11-21T10:00", 250))
    assert found.restriction_until == "2026-11-22T10:03:19+09:00"


@pytest.mark.parametrize(("after", "crossed"), [(-1, 1), (0, 2), (1, 2)])
def test_what_fails_while_a_restriction_runs_counts_nowhere(after, crossed):
    first = sent("2026-11-21T10:00", 200)
    ends = first[-1].at + 24 * HOUR
    failed = [Send(ends + after * SECOND, 1, 33, False, True, -1)] * 200
    assert len(run("softbank", first + failed)) == crossed


def test_a_failed_send_counts_where_the_terms_say_so_and_is_not_billed():
    sends = [one._replace(failed=True) for one in sent("2026-11-21T10:00", 200)]
    assert [(one.count, one.yen_so_far) for one in run("softbank", sends)] == [(200, 0)]
    assert run("docomo", sends) == []


# --- a month, 28 days, new lines ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "count", "day"), [(OLD, 6001, 31), (-1, 6001, 31), (NEW, 3001, 16), (NEW - 41, 6001, 31)]
)
def test_the_month_of_au_is_halved_for_a_new_line(since, count, day):
    sends = [one for at in range(1, 32) for one in sent(f"2026-10-{at:02}T10:00", 200, since=since)] + sent(
        "2026-11-01T10:00", 200, since=since
    )
    month = [one for one in run("au", sends) if one.rule == "cap:month"]
    assert [(one.count, int(one.crossed_at[8:10])) for one in month[:1]] == [(count, day)]


@pytest.mark.parametrize(("gap", "crossed"), [(-1, 1), (0, 0), (1, 0)])
def test_a_send_leaves_the_28_days_when_they_are_over(gap, crossed):
    first = sent("2026-10-01T10:00", 1, abroad=True, since=NEW)
    later = moment_of("2026-10-29T10:00") + gap * SECOND
    rest = [one._replace(at=later) for one in sent("2026-10-29T10:00", 900, abroad=True, since=NEW)]
    assert len(run("docomo", first + rest)) == crossed


def test_28_days_hold_for_new_contracts_alone_and_stop_until_the_second_month_after():
    (found,) = run("docomo", sent("2026-11-21T10:00", 901, abroad=True, since=NEW))
    assert (found.rule, found.restriction_until) == ("cap:days_28", "2027-01-04T00:00:00+09:00")
    assert run("docomo", sent("2026-11-21T10:00", 901, abroad=True, since=OLD)) == []
    assert run("docomo", sent("2026-11-21T10:00", 901, abroad=True)) == []


# --- money ----------------------------------------------------------------------------------------------


def test_yen_so_far_begins_with_the_month():
    sends = sent("2026-10-31T10:00", 100) + sent("2026-11-01T10:00", 100) + sent("2026-11-02T10:00", 200)
    assert [one.yen_so_far for one in run("docomo", sends)] == [990]


def test_the_worst_case_goes_to_the_end_of_the_month_as_the_caps_allow():
    (found,) = run("docomo", sent("2026-11-28T10:00", 200))
    assert (found.yen_so_far, found.yen_worst_case) == (660, (200 * 33 + 2 * 199 * 33) // 10)


def test_a_line_that_sends_abroad_has_no_bound_where_the_terms_name_none():
    sends = sent("2026-11-21T09:00", 1, abroad=True) + sent("2026-11-21T10:00", 200)
    assert [one.yen_worst_case for one in run("softbank", sends)] == [None]


def test_the_notice_has_no_link_and_no_number():
    (found,) = run("softbank", sent("2026-11-21T10:00", 200))
    assert "http" not in found.notice and not any(len(run_) > 4 for run_ in _digits(found.notice))


def _digits(text: str) -> list[str]:
    return "".join(one if one.isdigit() else " " for one in text).split()


# --- beside the definition ------------------------------------------------------------------------------

SENDS = st.lists(
    st.builds(
        lambda minutes, parts, abroad, failed: Send(
            moment_of("2026-10-25T00:00") + minutes * 60 * SECOND, parts, 33 * parts, abroad, failed, NEW
        ),
        st.integers(0, 60 * 24 * 45),
        st.sampled_from([1, 1, 2, 10]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=60,
)


@settings(max_examples=350)
@pytest.mark.parametrize("carrier", ["docomo", "au", "softbank"])
@given(sends=SENDS)
def test_it_agrees_with_the_slow_definition(carrier, sends):
    """The caps are the carrier's, a fortieth as high, so that short logs cross them; nothing is restricted."""
    own = small(watching(carrier))
    fast = crossings_of(Line(), sorted(sends), watched=own.watched)
    slow = slow_crossings(sends, own.carrier)
    assert [(one.at, one.rule, one.n, one.tenths // 10) for one in fast] == sorted(
        [(round(one.at.timestamp() * SECOND), one.rule, one.n, one.yen) for one in slow],
        key=itemgetter(0),
    )

"""Signs of a hijacked line: each against the line's own past, with its figure; texts and recipients on a legal basis alone."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from operator import attrgetter

import msgspec
import pytest

from madoguchi.sms.crossings import Watching
from madoguchi.sms.hijack_alerts import Looking, alerts, event_of
from madoguchi.sms.hijack_signs import Event, Signs, features_of, known_from, looked_at, scored
from madoguchi.sms.sends import DAY_US, Row, Send, moment_of, start_of_day
from madoguchi.sms.sign_weights import BY_TEXTS, BY_TIME, shipped_weights, weights_for
from madoguchi.sms.simulated import FIRST_DAY, NORMAL, WARM_DAYS, simulated

TODAY = dt.date(2026, 11, 22)
DAY = FIRST_DAY + 40
HOUR = DAY_US // 24


def signs(basis: str | None = None) -> Signs:
    weights, most = weights_for(basis, shipped_weights())
    return Signs(weights, most, FIRST_DAY, with_texts=basis is not None)


def day_of(n: int, *, day: int = DAY, hour: int = 10, every: int = 60_000_000, **more: object) -> list[Event]:
    start = start_of_day(day) + hour * HOUR
    return [Event(start + at * every, who=1_000 + at, **more) for at in range(n)]


def found(events: list[Event], basis: str | None = None) -> dict[str, tuple[float, float, float]]:
    known = known_from(signs(basis))
    for _ in looked_at(known, events, signs=signs(basis)):
        pass
    return features_of(known, with_texts=basis is not None)


def quiet() -> list[Event]:
    return [Event(start_of_day(FIRST_DAY + at) + 12 * HOUR, who=5) for at in range(38)]


def test_a_handful_is_not_looked_at() -> None:
    assert list(looked_at(known_from(signs()), day_of(7), signs=signs())) == []
    assert len(list(looked_at(known_from(signs()), day_of(8), signs=signs()))) == 1


def test_a_burst_is_one_against_the_lines_own_past() -> None:
    bulk = [one for at in range(39) for one in day_of(60, day=FIRST_DAY + at)]
    assert found(bulk + day_of(60))["burst"][0] < 0.5
    strong, seen, usual = found(quiet() + day_of(60))["burst"]
    assert strong > 5 and seen == 60 and 0.8 < usual < 1.2


@pytest.mark.parametrize(("hour", "night"), [(0, True), (5, True), (6, False), (23, False)])
def test_the_night_is_from_0_to_6(hour: int, night: bool) -> None:
    assert (found(day_of(10, hour=hour))["night"][0] > 2) is night


def test_a_slow_hijack_is_seen_by_the_week_though_no_day_is_much() -> None:
    events = quiet() + [one for at in range(7) for one in day_of(6, day=DAY + at)]
    signs_found = found(events)
    assert signs_found["week"][1] == 42 and signs_found["week"][0] > 2 > signs_found["burst"][0]


def test_recipients_that_were_written_to_are_not_new() -> None:
    before = [one for at in range(20) for one in day_of(12, day=FIRST_DAY + at)]
    assert found(before + day_of(12), "consent")["new_recipients"][0] == 0
    strangers = [one._replace(who=one.who + 9_000) for one in day_of(12)]
    assert found(before + strangers, "consent")["new_recipients"][1:2] == (1.0,)


def test_one_text_to_strangers_speaks_and_one_to_known_people_does_not() -> None:
    before = [one for at in range(20) for one in day_of(12, day=FIRST_DAY + at)]
    assert found(before + day_of(12, family=7), "consent")["one_text"][1] == 0
    strangers = [one._replace(who=one.who + 9_000) for one in day_of(12, family=7)]
    assert found(before + strangers, "consent")["one_text"][1] == 11 / 12


def test_who_wrote_back_is_no_stranger() -> None:
    heard = [Event(start_of_day(DAY) + HOUR, who=1_000 + at, is_in=True) for at in range(12)]
    assert found(heard + day_of(12), "consent")["no_replies"][1] == 0
    assert found(heard[:1] + day_of(12), "consent")["no_replies"][1] == 11 / 12


def test_where_no_message_that_came_is_in_the_log_replies_say_nothing() -> None:
    assert found(day_of(12), "consent")["no_replies"][0] == 0


def test_failed_and_abroad_are_told() -> None:
    assert found(day_of(12, failed=True), "consent")["failed"][1] == 1
    assert found(day_of(12, abroad=True), "consent")["abroad"][0] > 2


# --- what a basis opens ---------------------------------------------------------------------------------


def rows(n: int, *, told: str, family: str = "family-of-texts") -> list[Row]:
    start = moment_of("2026-11-21T01:00")
    return [
        Row(
            "line",
            Send(start + at * 30_000_000, 1, 33, at % 2 == 0, at % 3 == 0, -1),
            True,
            f"{told}{at:04}",
            family,
        )
        for at in range(n)
    ]


def told(basis: str | None, *, of: list[Row]) -> list[dict[str, object]]:
    watching = Watching.of("docomo", on=TODAY, basis=basis)
    return [json.loads(msgspec.json.encode(one)) for one in alerts(of, watching)]


def test_without_a_basis_only_time_counts() -> None:
    """Neither recipient, nor family, nor country, nor failure, even where they stand in a row, changes anything."""
    here = rows(60, told="0901234")
    bare = [
        one._replace(recipient="", text_family="", send=one.send._replace(abroad=False, failed=False))
        for one in here
    ]
    one, other = (
        [(a["points"], a["reasons"], a["count"]) for a in told(None, of=some)] for some in (here, bare)
    )
    assert one == other != []


@pytest.mark.parametrize("basis", [None, "consent", "reported", "statute"])
def test_what_goes_out_has_ids_and_reasons_and_no_recipient_nor_text(basis: str | None) -> None:
    out = told(basis, of=rows(60, told="0901234"))
    assert out and "0901234" not in json.dumps(out) and "family-of-texts" not in json.dumps(out)
    names = {reason["id"] for one in out for reason in one["reasons"]}
    assert names <= set(BY_TIME if basis is None else BY_TIME + BY_TEXTS)
    assert {one.get("basis") for one in out} == {basis}


def test_an_alert_has_the_keys_of_a_crossing_and_its_reasons_have_figures() -> None:
    one = told("consent", of=rows(60, told="0901234"))[0]
    assert one["rule"] == "sign:hijack" and one["restriction_until"] is None
    assert one["window_start"] == "2026-11-21T00:00:00+09:00" and one["yen_so_far"] > 0
    assert all(str(round(r["points"])) and r["why"] and r["points"] >= 1 for r in one["reasons"])


def test_a_level_is_told_once_a_day_at_the_send_that_reaches_it() -> None:
    out = told("consent", of=rows(150, told="0901234"))
    assert [one["level"] for one in out] == ["notice", "stop"]
    assert out[0]["crossed_at"] <= out[1]["crossed_at"] < "2026-11-21T02:00:00+09:00"


def test_a_fingerprint_can_not_be_turned_back_outside_of_this_process() -> None:
    assert event_of(rows(1, told="0901234")[0]).who not in (0, hash("09012340000"))


# --- the shipped weights --------------------------------------------------------------------------------


def test_every_sign_has_its_most_and_no_sign_speaks_for_a_line() -> None:
    weights = shipped_weights()
    assert set(weights.by_time.points) == set(BY_TIME)
    assert set(weights.with_texts.points) == set(BY_TIME + BY_TEXTS) == set(weights.most)
    assert all(each >= 0 for one in (weights.by_time, weights.with_texts) for each in one.points.values())


def reached(kinds: tuple[str, ...], *, basis: str | None, lines: int) -> dict[str, list[bool]]:
    """Per kind of line, whether each reaches the level of a notice (a hijacked one: within three days of the hijack)."""
    own, out = signs(basis), defaultdict(list)
    for line in simulated(lines, seed=99, kinds=kinds):
        events = sorted([*line.events, *line.heard], key=attrgetter("at"))
        begins = line.hijacked_on or FIRST_DAY + WARM_DAYS
        ends = begins + 3 if line.hijack else begins + 999
        days = {
            one.day
            for one in scored(known_from(own), events, signs=own)
            if one.points >= own.weights.levels.notice
        }
        out[line.hijack or "honest"].append(any(begins <= day < ends for day in days))
    return out


# Measured with seed 99 and 60 lines: see the printed table of benchmarks/hijacked_lines.py for thousands.
BARS = {
    None: {"fast": 0.35, "slow": 0.30, "by_day": 0.10},
    "consent": {"fast": 0.80, "slow": 0.80, "by_day": 0.60},
}


@pytest.mark.parametrize("basis", BARS)
def test_hijacked_lines_are_found_within_three_days_and_people_are_left_alone(basis: str | None) -> None:
    out = reached(NORMAL, basis=basis, lines=60)
    assert sum(out["honest"]) <= 2
    shares = {way: sum(out[way]) / len(out[way]) for way in ("fast", "slow", "by_day")}
    assert all(shares[way] >= bar for way, bar in BARS[basis].items()), shares


def test_the_same_seed_gives_the_same_lines() -> None:
    one, other = (next(simulated(1, seed=3)) for _ in range(2))
    assert one == other and one != next(simulated(1, seed=4))


def test_looking_has_the_levels_of_its_basis() -> None:
    watching = Watching.of("au", on=TODAY, basis="consent")
    assert Looking.of(watching, from_day=0).signs.weights == shipped_weights().with_texts

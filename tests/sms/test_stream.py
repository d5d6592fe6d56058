"""The watch on a stream: 1,000 random logs cut anywhere, late within the bound, beside the slow definition and the watch in memory."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pytest
from in_pieces import BOUND, arriving, streamed
from random_logs import BAD, HEADER, LINES, line_of, slow
from small_caps import small

from madoguchi.sms.crossings import Crossing, LateSend, Watching, in_order
from madoguchi.sms.logs import read_log
from madoguchi.sms.sends import Reading

TODAY = dt.date(2026, 11, 22)
CARRIERS = ["docomo", "au", "softbank"]


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """1,000 lines of up to 60 sends as they arrive, up to the bound late, with rows among them that are no sends."""
    chance = random.Random(20261123)
    rows = arriving((row for at in range(LINES) for row in line_of(f"{at:011}", chance)), chance)
    for row in BAD:
        rows.insert(chance.randrange(len(rows)), row)
    path = tmp_path_factory.mktemp("log") / "sends.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n")
    return path


def own(carrier: str, *, restricts: bool) -> Watching:
    return small(Watching.of(carrier, on=TODAY), restricts=restricts)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_stream_cut_anywhere_agrees_with_the_slow_definition(log, carrier, tmp_path):
    watching = own(carrier, restricts=False)
    told, progress = streamed(log, watching, tmp_path, chance=random.Random(carrier))
    seen = attrgetter("sender", "crossed_at", "rule", "window_start", "count", "yen_so_far")
    assert set(map(seen, told)) == slow(log, watching) and len(told) == len(set(map(seen, told)))
    assert (progress.refused, progress.late, progress.crossed) == (len(BAD), 0, len(told))


@pytest.mark.parametrize("carrier", ["docomo", "softbank"])
def test_a_stream_tells_in_order_what_the_watch_in_memory_tells(log, carrier, tmp_path):
    watching = own(carrier, restricts=True)
    here = in_order(watching.crossings(read_log(log, Reading(watching.prices)).lines.items()))
    told, _ = streamed(log, watching, tmp_path, chance=random.Random(carrier))
    assert here and told == here


# --- what comes late ------------------------------------------------------------------------------------


def at(seconds: float) -> str:
    return (
        dt.datetime(2026, 11, 21, 10, tzinfo=dt.timezone(dt.timedelta(hours=9)))
        + dt.timedelta(seconds=seconds)
    ).isoformat()


def written(folder: Path, moments: Iterator[float]) -> Path:
    path = folder / "sends.csv"
    path.write_text("\n".join([HEADER, *(f"{at(one)},1,,10,,,,," for one in moments)]) + "\n")
    return path


@pytest.mark.parametrize(("behind", "late"), [(BOUND, 0), (BOUND + 0.000001, 1), (BOUND + 5, 1)])
def test_the_bound_itself_is_not_too_late(tmp_path, behind, late):
    path = written(tmp_path, iter([100_000, 100_000 - behind, 100_000]))
    told, progress = streamed(path, own("au", restricts=False), tmp_path, chance=random.Random(1))
    assert (len(told), progress.late) == (late, late)


def test_what_is_too_late_is_told_where_it_came_and_counts_nowhere(tmp_path):
    path = written(tmp_path, iter([*range(5), 90_000, 4, *range(90_001, 90_006)]))
    told, _ = streamed(path, own("au", restricts=False), tmp_path, chance=random.Random(2))
    assert [type(one) for one in told] == [LateSend, Crossing]
    assert (told[0].sent_at, told[0].seconds_beyond, told[0].count) == (at(4), 89_996 - BOUND, 1)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_told_does_not_depend_on_the_pieces(log, tmp_path, seed):
    """The bound is a hundredth of what it was, so that much is too late."""
    watching, whole = own("docomo", restricts=True), tmp_path / "whole"
    first = streamed(log, watching, whole, chance=None, bound=BOUND // 100)
    again = streamed(log, watching, tmp_path / "cut", chance=random.Random(seed), bound=BOUND // 100)
    assert first[0] == again[0] and first[1].late > 100

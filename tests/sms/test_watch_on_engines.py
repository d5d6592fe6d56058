"""The same watch on DuckDB and on Spark: 1,000 random logs, beside the slow definition and beside the watch in memory."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from slow_watch import slow_crossings
from small_caps import small

from madoguchi.engines import Engine, engine_of
from madoguchi.sms.crossings import Crossing, Watching, in_order
from madoguchi.sms.logs import read_log
from madoguchi.sms.on_engines import crossings_on
from madoguchi.sms.sends import Reading

TODAY = dt.date(2026, 11, 22)
FIRST = dt.datetime(2026, 10, 25, tzinfo=dt.timezone(dt.timedelta(hours=9)))
LINES = 1_000


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request, tmp_path_factory) -> Iterator[Engine]:
    found = engine_of(request.param, folder=tmp_path_factory.mktemp("engine"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """1,000 lines of up to 60 sends, some with an offset, some abroad, failed, new; and rows that are no sends."""
    chance, folder = random.Random(20261122), tmp_path_factory.mktemp("log")
    rows = [row for at in range(LINES) for row in line_of(f"{at:011}", chance)]
    chance.shuffle(rows)
    path = folder / "sends.csv"
    path.write_text("\n".join([HEADER, *map(",".join, rows), *BAD]) + "\n")
    return path


HEADER = "sent_at,sender,recipient,chars,encoding,country,delivered,direction,contract_from"
BAD = [
    "きのう,1,,10,,,,,",
    "2026-11-21T10:00,2,,x,,,,,",
    "2026-11-21T10:00,3,,671,ucs2,,,,",
    "2026-11-21T10:00,,,1,,,,,",
]


def line_of(sender: str, chance: random.Random) -> Iterator[tuple[str, ...]]:
    span, since = chance.choice([60, 1_440, 40_000]), chance.choice(["", "2026-09-10", "2020-01-10"])
    for _ in range(chance.randrange(60)):
        at = FIRST + dt.timedelta(minutes=chance.randrange(span), microseconds=chance.randrange(1_000_000))
        yield (
            at.isoformat() if chance.random() < 0.5 else at.replace(tzinfo=None).isoformat(),
            sender,
            "",
            str(chance.choice([0, 70, 71, 160, 161, 670])),
            chance.choice(["", "ucs2", "gsm7", "GSM7"]),
            chance.choice(["", "JP", "jp", "US", "CN"]),
            chance.choice(["", "true", "1", "false", "False"]),
            chance.choice(["", "out", "out", "in"]),
            since,
        )


def own(carrier: str, *, restricts: bool) -> Watching:
    return small(Watching.of(carrier, on=TODAY), restricts=restricts)


def on(engine: Engine, path: Path, watching: Watching) -> list[Crossing]:
    told: list[int] = []
    found = in_order(crossings_on(engine, path, watching=watching, refused=told.append))
    assert told == [len(BAD)]
    return found


@pytest.mark.parametrize("carrier", ["docomo", "au", "softbank"])
def test_an_engine_agrees_with_the_watch_in_memory(engine, log, carrier):
    watching = own(carrier, restricts=True)
    here = read_log(log, Reading(watching.prices))
    assert here.refused == len(BAD)
    expected = in_order(watching.crossings(here.lines.items()))
    assert expected and on(engine, log, watching) == expected


def slow(log: Path, watching: Watching) -> set[tuple[object, ...]]:
    lines = read_log(log, Reading(watching.prices)).lines.items()
    every = ((of, one) for of, sends in lines for one in slow_crossings(sends, watching.carrier))
    return {(of, one.at.isoformat(), one.rule, one.start.isoformat(), one.n, one.yen) for of, one in every}


@pytest.mark.parametrize("carrier", ["docomo", "au", "softbank"])
def test_an_engine_agrees_with_the_slow_definition(engine, log, carrier):
    watching = own(carrier, restricts=False)
    told = attrgetter("sender", "crossed_at", "rule", "window_start", "count", "yen_so_far")
    assert set(map(told, on(engine, log, watching))) == slow(log, watching)


FIRST_SEND = dt.datetime(2026, 11, 21, 23, 59, 59, tzinfo=FIRST.tzinfo)
AWARE = [FIRST_SEND + dt.timedelta(seconds=at // 199) for at in range(400)]
NAIVE = [at.replace(tzinfo=None) for at in AWARE]
KINDS = {
    "naive": pa.array(NAIVE, pa.timestamp("us")),
    "aware": pa.array(AWARE, pa.timestamp("us", "Asia/Tokyo")),
    "micros": pa.array([int(at.timestamp() * 1_000_000) for at in AWARE]),
    "text": pa.array(map(str, NAIVE)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_of_any_kind_is_the_same_moment(engine, tmp_path, kind):
    beside = {"sender": ["1"] * 400, "recipient": [""] * 400, "chars": [10] * 400}
    pq.write_table(pa.table({"sent_at": KINDS[kind], **beside}), tmp_path / "sends.parquet")
    watching = Watching.of("docomo", on=TODAY)
    (found,) = crossings_on(engine, tmp_path, watching=watching, refused=lambda _: None)
    assert found.window_start == "2026-11-22T00:00:00+09:00"
    assert found.crossed_at == "2026-11-22T00:00:01+09:00"

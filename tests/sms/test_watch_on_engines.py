"""The same watch on DuckDB and on Spark: 1,000 random logs, beside the slow definition and beside the watch in memory."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from random_logs import BAD, FIRST, HEADER, LINES, line_of, slow
from small_caps import small

from madoguchi.engines import Engine, EngineFailed, engine_of
from madoguchi.sms.crossings import Crossing, Watching, in_order
from madoguchi.sms.logs import Log, read_log, rows_of
from madoguchi.sms.on_engines import crossings_of_rows, crossings_on
from madoguchi.sms.sends import BadSend, Reading

TODAY = dt.date(2026, 11, 22)


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


@pytest.fixture(scope="module")
def as_parquet(log) -> Path:
    """The log as an engine reads it by itself: every column text, empty where nothing was written."""
    path, rows = log.with_suffix(".parquet"), list(csv.DictReader(log.read_text().splitlines()))
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def own(carrier: str, *, restricts: bool) -> Watching:
    return small(Watching.of(carrier, on=TODAY), restricts=restricts)


def on(engine: Engine, path: Path, watching: Watching) -> list[Crossing]:
    told: list[int] = []
    found = in_order(crossings_on(engine, path, watching=watching, refused=told.append))
    assert told == [len(BAD)]
    return found


@pytest.mark.parametrize("carrier", ["docomo", "au", "softbank"])
def test_an_engine_agrees_with_the_watch_in_memory(engine, log, as_parquet, carrier):
    watching = own(carrier, restricts=True)
    here = read_log(log, Reading(watching.prices))
    assert here.refused == len(BAD)
    expected = in_order(watching.crossings(here.lines.items()))
    assert expected and on(engine, as_parquet, watching) == expected


def test_a_csv_is_read_once_and_put_down_for_the_engine(engine, log, tmp_path):
    watching = own("docomo", restricts=True)
    reading, told = Reading(watching.prices), Log()
    found = crossings_of_rows(engine, rows_of(log, reading, log=told), watching=watching, folder=tmp_path)
    assert in_order(found) == in_order(watching.crossings(read_log(log, reading).lines.items()))
    assert told.refused == len(BAD)


@pytest.mark.parametrize(
    "columns",
    [
        {"sent_at": pa.array([1.5]), "chars": [1]},
        {"sent_at": pa.array([dt.date(2026, 11, 21)]), "chars": [1]},
        {"sent_at": ["2026-11-21T10:00"], "chars": pa.array([1.5])},
    ],
)
def test_a_column_of_another_kind_is_told(engine, tmp_path, columns):
    pq.write_table(pa.table({"sender": ["1"], "recipient": [""], **columns}), tmp_path / "sends.parquet")
    with pytest.raises(BadSend, match="型"):
        on(engine, tmp_path, own("au", restricts=False))


def test_a_file_that_is_no_parquet_is_told_without_its_words(engine, tmp_path):
    (tmp_path / "sends.parquet").write_bytes(b"09012345678")
    with pytest.raises(EngineFailed) as told:
        on(engine, tmp_path, own("au", restricts=False))
    assert "0901" not in str(told.value)


@pytest.mark.parametrize("micros", [2**63 - 1, -(10**17), 10**18, 1_790_000_000])
def test_a_moment_beyond_all_days_is_left_out(engine, tmp_path, micros):
    columns = {"sent_at": pa.array([micros], pa.int64()), "sender": ["1"], "recipient": [""], "chars": [1]}
    pq.write_table(pa.table(columns), tmp_path / "sends.parquet")
    told: list[int] = []
    watching = own("au", restricts=False)
    assert not list(crossings_on(engine, tmp_path, watching=watching, refused=told.append))
    assert told == [1]


@pytest.mark.parametrize("carrier", ["docomo", "au", "softbank"])
def test_an_engine_agrees_with_the_slow_definition(engine, log, as_parquet, carrier):
    watching = own(carrier, restricts=False)
    told = attrgetter("sender", "crossed_at", "rule", "window_start", "count", "yen_so_far")
    assert set(map(told, on(engine, as_parquet, watching))) == slow(log, watching)


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

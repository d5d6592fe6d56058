"""The watch on Spark beside the others: a stream with state, whole or in two runs, and a cluster of two workers on this machine."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from in_pieces import BOUND, arriving
from random_logs import BAD, HEADER, line_of
from small_caps import small

from madoguchi.engines import engine_of
from madoguchi.sms.crossings import Crossing, Watching, in_order
from madoguchi.sms.in_groups import Keeping, told_in, watch_folder
from madoguchi.sms.on_engines import crossings_on

LINES, LATE_DAYS = 40, 300


@pytest.fixture(scope="module")
def watching() -> Watching:
    return small(Watching.of("docomo", on=dt.date(2026, 11, 22)), restricts=True)


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    """The sends of some lines as they arrive, and rows that are none."""
    chance = random.Random(5)
    some = arriving((row for at in range(LINES) for row in line_of(f"{at:011}", chance)), chance)
    return [one.split(",") for one in [*some, *BAD]]


def put(path: Path, rows: list[list[str]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    cells = [dict(zip(HEADER.split(","), one, strict=True)) for one in rows]
    pq.write_table(pa.Table.from_pylist(cells), path)
    return path


def on(path: Path, watching: Watching, engine: str, **more: str) -> tuple[list[Crossing], list[int]]:
    told: list[int] = []
    spark = engine_of(engine, folder=path.parent, **more)
    try:
        return in_order(crossings_on(spark, path, watching=watching, refused=told.append)), told
    finally:
        spark.close()


def later(row: list[str], *, days: int) -> list[str]:
    """A send of another line, so much later that time passes all the others, or so much earlier that it is too late."""
    return [(dt.datetime(2026, 12, 30, tzinfo=dt.UTC) + dt.timedelta(days=days)).isoformat(), "~", *row[2:]]


def test_a_stream_on_spark_agrees_and_goes_on_where_it_was(tmp_path, rows, watching):
    expected, _ = on(put(tmp_path / "whole" / "all.parquet", rows), watching, "duckdb")
    half, ends = len(rows) // 2, [later(rows[0], days=days) for days in (LATE_DAYS, -LATE_DAYS)]
    kept, came = Keeping(tmp_path / "kept", BOUND), []
    with closing(engine_of("spark", folder=tmp_path)) as spark:
        for at, part in enumerate((rows[:half], [*rows[half:], *ends])):
            files = put(tmp_path / "sends" / f"{at}.parquet", part).parent
            came.append(watch_folder(spark, files, watching=watching, keeping=kept))
    assert expected and told_in(kept.folder, watching) == expected
    assert [sum(of) for of in zip(*came, strict=True)] == [len(BAD), 1]


def test_a_cluster_of_two_workers_agrees_with_duckdb(tmp_path, rows, watching):
    path = put(tmp_path / "sends.parquet", rows)
    found = on(path, watching, "spark", master="local-cluster[2,1,2048]")
    assert found == on(path, watching, "duckdb") and found[1] == [len(BAD)]

"""Hijack signs told in a stream: the same as of the whole log, however it is cut, late within the bound, begun anew or killed."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from in_pieces import BOUND, streamed

from madoguchi.cli import main
from madoguchi.engines import engine_of, store_of
from madoguchi.sms.crossings import Crossing, Watching, in_order
from madoguchi.sms.hijack_alerts import Alert, alerts
from madoguchi.sms.hijack_signs import MOST_KNOWN
from madoguchi.sms.in_groups import Keeping, signs_in, told_in, watch_folder
from madoguchi.sms.kept_signs import TABLE
from madoguchi.sms.logs import Log, read_log, rows_of
from madoguchi.sms.sends import SECOND, Reading, moment_text
from madoguchi.sms.simulated import simulated

TODAY = dt.date(2026, 11, 22)
HEADER = "sent_at,sender,recipient,chars,delivered,direction"


def rows() -> Iterator[tuple[int, str]]:
    for line in simulated(8, seed=5, kinds=("usual", "firm", "chatty")):
        for one in (*line.events, *line.heard):
            way = "in" if one.is_in else "out"
            failed = str(not one.failed).lower()
            yield one.at, f"{moment_text(one.at)},{line.sender},,20,{failed},{way}"


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    """Three months of 24 lines and more, some hijacked, as they arrive: up to the bound late."""
    chance, path = random.Random(7), tmp_path_factory.mktemp("log") / "sends.csv"
    came = sorted((at + chance.randrange(BOUND * SECOND), row) for at, row in rows())
    path.write_text("\n".join([HEADER, *(row for _, row in came)]) + "\n")
    return path


@pytest.fixture(scope="module")
def watching() -> Watching:
    return Watching.of("docomo", on=TODAY)


def whole(log: Path, watching: Watching) -> list[Alert]:
    found = rows_of(log, Reading(watching.prices), log=Log())
    return sorted(alerts(found, watching), key=lambda one: (one.crossed_at, one.sender, one.level))


@pytest.mark.parametrize("seed", range(3))
def test_a_stream_cut_anywhere_tells_the_signs_of_the_whole_log(log, watching, tmp_path, seed):
    told, progress = streamed(log, watching, tmp_path, chance=random.Random(seed), with_signs=True)
    found = [one for one in told if isinstance(one, Alert)]
    assert len(found) > 5 and progress.signs == len(found)
    assert found == whole(log, watching)


def test_caps_are_told_as_without_signs(log, watching, tmp_path):
    told, _ = streamed(log, watching, tmp_path, chance=random.Random(1), with_signs=True)
    here = in_order(watching.crossings(read_log(log, Reading(watching.prices)).lines.items()))
    assert [one for one in told if isinstance(one, Crossing)] == here


def test_where_no_cap_is_known_signs_are_told(log, tmp_path):
    rakuten = Watching.of("rakuten", on=TODAY)
    told, _ = streamed(log, rakuten, tmp_path, chance=None, with_signs=True)
    assert told and told == whole(log, rakuten)


def states(folder: Path) -> list[bytes]:
    store = store_of(folder / "docomo.duckdb", folder=folder)
    try:
        table = store.kept_as(TABLE)
        newest = table.group_by("sender").agg(state=table.state.argmax(table.last))
        return [one for batch in store.batches(newest) for one in batch.column(1).to_pylist()]
    finally:
        store.close()


def test_what_is_kept_of_a_line_has_a_bound(log, watching, tmp_path):
    """By time alone: no other side and no family of texts is kept, however many there were."""
    streamed(log, watching, tmp_path, chance=random.Random(1), with_signs=True)
    sizes = [len(one) for one in states(tmp_path)]
    assert sizes and max(sizes) < 400 < MOST_KNOWN


def test_states_that_newer_ones_stand_for_are_let_go(log, watching, tmp_path, monkeypatch):
    monkeypatch.setattr("madoguchi.sms.kept_signs._ROWS", 50)
    monkeypatch.setattr("madoguchi.sms.kept_signs.KeptSigns.most", 10)
    told, _ = streamed(log, watching, tmp_path, chance=random.Random(4), with_signs=True)
    assert [one for one in told if isinstance(one, Alert)] == whole(log, watching)


def asked(log: Path, folder: Path, *more: str) -> list[str]:
    return ["watch", "--carrier", "docomo", "--sends", str(log), "--signs", "--json", "--at", "2026-11-22T10:00:00+09:00",
            "--late", str(BOUND), "--state", str(folder / "s.duckdb"), "--out", str(folder / "o.jsonl"), *more]  # fmt: skip


_KILLED = """
import os, signal, sys
from functools import partial
from madoguchi.cli import main, sends_stream
from madoguchi.sms import pieces
pieces.GrowingCsv = partial(pieces.GrowingCsv, most=90_000)
write, left, again = sends_stream._Out.write, [2], os.path.exists({again!r})
def dies(self, told):
    at = write(self, told)
    left[0] -= 1
    if not left[0] and not again:
        os.kill(os.getpid(), signal.SIGKILL)
    return at
sends_stream._Out.write = dies
main({asked!r})
"""


def killed(log: Path, folder: Path) -> list[int]:
    """A watch that is killed at its second writing, before that is kept; then one that goes on. Their exit codes."""
    code, codes = _KILLED.format(again=str(folder / "again"), asked=asked(log, folder)), list[int]()
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
        codes.append(done.returncode)
        (folder / "again").touch()
    return codes


def test_a_killed_watch_tells_each_sign_once(log, watching, tmp_path):
    assert killed(log, tmp_path) == [-9, 0]
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text().splitlines()]
    expected = json.loads(msgspec.json.encode(whole(log, watching)))
    assert [one for one in lines if one["rule"] == "sign:hijack"] == expected


def test_in_a_stream_signs_see_the_time_alone(log, tmp_path):
    found = CliRunner().invoke(main, asked(log, tmp_path, "--basis", "consent"))
    assert found.exit_code == 2 and "--basis" in found.stderr and not (tmp_path / "o.jsonl").exists()


def test_a_state_without_signs_is_not_gone_on_with(log, tmp_path):
    without = [one for one in asked(log, tmp_path) if one != "--signs"]
    assert CliRunner().invoke(main, without).exit_code == 0
    found = CliRunner().invoke(main, asked(log, tmp_path))
    assert found.exit_code == 2 and "--signs" in found.stderr


def test_for_people_a_sign_is_told_in_words(log, tmp_path):
    words = [one for one in asked(log, tmp_path) if one != "--json"]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert "知らせる線" in (tmp_path / "o.jsonl").read_text()


def as_files(log: Path, folder: Path) -> dt.date:
    """The log as two Parquet files, and a send that comes so much later that time passes all of it; returns its first day."""
    folder.mkdir()
    head, *rows = [line.split(",") for line in log.read_text().splitlines()]
    half, end = len(rows) // 2, ["2027-06-01T00:00:00+09:00", "~", "", "20", "true", "out"]
    for at, some in enumerate((rows[:half], [*rows[half:], end])):
        cells = [dict(zip(head, row, strict=True)) for row in some]
        pq.write_table(pa.Table.from_pylist(cells), folder / f"{at}.parquet")
    return dt.date.fromisoformat(min(row[0] for row in rows)[:10])


def test_a_stream_on_spark_tells_the_signs_and_the_caps_of_the_whole_log(log, watching, tmp_path):
    landing, kept = tmp_path / "landing", tmp_path / "kept"
    first = as_files(log, landing)
    with closing(engine_of("spark", folder=tmp_path)) as spark:
        watch_folder(spark, landing, watching=watching, keeping=Keeping(kept, BOUND, first))
    assert signs_in(kept, watching) == whole(log, watching)
    here = in_order(watching.crossings(read_log(log, Reading(watching.prices)).lines.items()))
    assert told_in(kept, watching) == here

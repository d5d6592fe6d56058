"""What a stream comes from, and how it goes on: a file that grows, a folder, a pipe; by the command as people use it."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from in_pieces import arriving
from random_logs import BAD, HEADER, line_of

from madoguchi.cli import main
from madoguchi.sms.crossings import Watching
from madoguchi.sms.logs import read_log
from madoguchi.sms.pieces import GrowingCsv, Place
from madoguchi.sms.sends import BadSend, Reading

START = dt.datetime(2026, 11, 21, 10, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def row(second: int, sender: str = "1") -> str:
    return f"{(START + dt.timedelta(seconds=second)).isoformat()},{sender},,10"


def watch(*more: object) -> Result:
    return CliRunner().invoke(main, ["watch", "--carrier", "au", "--json", *map(str, more)])


def rules(out: Path) -> list[tuple[str, str]]:
    return [(one["sender"], one["rule"]) for one in map(json.loads, out.read_text().splitlines())]


@pytest.fixture
def kept(tmp_path) -> list[object]:
    return ["--state", tmp_path / "state", "--out", tmp_path / "out.jsonl"]


COLUMNS = "sent_at,sender,recipient,chars"
DAY = [row(second) for second in range(250)]


def test_a_file_that_grew_is_read_on_from_where_it_was(tmp_path, kept):
    sends, out = tmp_path / "sends.csv", tmp_path / "out.jsonl"
    for n in (100, 200, 201, 250):
        sends.write_text("\n".join([COLUMNS, *DAY[:n]]) + "\n")
        assert watch("--sends", sends, *kept).exit_code == 0
        assert rules(out) == ([("1", "cap:day")] if n > 200 else [])


def test_what_comes_after_the_end_and_is_older_is_told_as_too_late(tmp_path, kept):
    sends = tmp_path / "sends.csv"
    sends.write_text("\n".join([COLUMNS, row(100)]) + "\n")
    watch("--sends", sends, *kept)
    sends.write_text("\n".join([COLUMNS, row(100), row(99, "2"), row(100, "2"), row(101, "2")]) + "\n")
    told = watch("--sends", sends, *kept)
    assert rules(tmp_path / "out.jsonl") == [("2", "late")] * 2 and "遅れて届いた 2 行" in told.stderr


def test_a_folder_is_read_file_by_file_each_once(tmp_path, kept):
    folder, out = tmp_path / "sends", tmp_path / "out.jsonl"
    folder.mkdir()
    (folder / "b.csv").write_text("\n".join([COLUMNS, *DAY[120:]]) + "\n")
    cells = [dict(zip(COLUMNS.split(","), one.split(","), strict=True)) for one in DAY[:120]]
    pq.write_table(pa.Table.from_pylist(cells), folder / "a.parquet", row_group_size=50)
    (folder / "_c.csv").write_text("being written")
    assert [watch("--sends", folder, *kept).exit_code for _ in range(2)] == [0, 0]
    assert rules(out) == [("1", "cap:day")]


def test_a_pipe_is_read_to_its_end(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    lines = "\n".join([COLUMNS, *DAY]) + "\n"
    writer = threading.Thread(target=pipe.write_text, args=(lines,))
    writer.start()
    told = watch("--sends", pipe)
    writer.join()
    assert [json.loads(one)["count"] for one in told.stdout.splitlines()] == [201]


def test_standard_input_is_a_stream(tmp_path):
    code = "from madoguchi.cli import main; main()"
    command = [sys.executable, "-c", code, "watch", "--carrier", "au", "--sends", "-", "--json"]
    lines = "\n".join([COLUMNS, *DAY]) + "\n"
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["count"] == 201


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["--sends", "-", "--state", "x", "--out", "y"], "パイプ"),
        (["--sends", "no.csv", "--late", "1"], "ありません"),
        (["--sends", "-", "--state", "x"], "一緒に"),
        (["--sends", "-", "--late", "-1"], "--late"),
        (["--sends", "-", "--engine", "spark"], "Spark"),
    ],
)
def test_what_cannot_be_is_told(more, why):
    told = watch(*more)
    assert told.exit_code == 2 and why in told.stderr


def test_another_bound_needs_another_state(tmp_path, kept):
    (tmp_path / "sends.csv").write_text("\n".join([COLUMNS, *DAY]) + "\n")
    assert watch("--sends", tmp_path / "sends.csv", *kept).exit_code == 0
    assert "--late" in watch("--sends", tmp_path / "sends.csv", *kept, "--late", 5).stderr


def test_a_state_that_is_none_is_told(tmp_path, kept):
    (tmp_path / "sends.csv").write_text("\n".join([COLUMNS, *DAY]) + "\n")
    (tmp_path / "state").write_text("09012345678" * 2_000)
    told = watch("--sends", tmp_path / "sends.csv", *kept)
    assert told.exit_code == 2 and "state を開けません" in told.stderr and "0901" not in told.stderr


def test_what_was_told_and_is_gone_is_told(tmp_path, kept):
    (tmp_path / "sends.csv").write_text("\n".join([COLUMNS, *DAY]) + "\n")
    watch("--sends", tmp_path / "sends.csv", *kept)
    (tmp_path / "out.jsonl").write_text("")
    assert "短く" in watch("--sends", tmp_path / "sends.csv", *kept).stderr
    (tmp_path / "sends.csv").write_text(COLUMNS)
    assert watch("--sends", tmp_path / "sends.csv", *kept).exit_code == 2


def test_rows_that_are_no_sends_are_told_with_their_lines(tmp_path):
    rows = arriving(line_of("1", random.Random(3)), random.Random(3))
    (tmp_path / "sends.csv").write_text("\n".join([HEADER, *rows, *BAD]) + "\n")
    told = watch("--sends", tmp_path / "sends.csv", "--late", 3 * 3600).stderr
    assert f"{len(rows) + 2}行目: sent_at「きのう」" in told and f"読めない {len(BAD)} 行" in told


# --- two readers of one text ----------------------------------------------------------------------------

ODD = ['"a"b', 'a"b', '"a', 'a"', '"a""b"', '"a,b"', '""', '"', '"a\rb"', "あ", " ", "a" * 9_990, "a\rb"]


@pytest.mark.parametrize("cell", ODD)
def test_a_cell_is_read_as_the_reader_that_reads_line_by_line_reads_it(tmp_path, cell):
    path, reading = tmp_path / "sends.csv", Reading(Watching.of("au", on=START.date()).prices)
    path.write_text("\n".join([COLUMNS, row(1), row(2, cell), row(3)]) + "\n", newline="")
    piece = GrowingCsv(path, reading, False).piece(Place())
    by_line = list(read_log(path, reading).lines)
    if piece.cells is not None:
        cells = dict.fromkeys(piece.cells.column("sender").to_pylist())
        assert [one for one in cells if 0 < len(one) <= 200] == by_line


def test_a_line_of_other_bytes_is_left_out_and_no_other(tmp_path):
    path = tmp_path / "sends.csv"
    path.write_bytes(
        "\n".join([COLUMNS, row(1), row(2, "X"), row(3)]).encode().replace(b"X", b"\xff") + b"\n"
    )
    piece = GrowingCsv(path, Reading(Watching.of("au", on=START.date()).prices), False).piece(Place())
    assert [getattr(one, "line", 0) for one in piece.rows] == [0, 3, 0]


def test_a_file_without_its_columns_is_told(tmp_path):
    (tmp_path / "sends.csv").write_text("a,b\n1,2\n")
    with pytest.raises(BadSend, match="列"):
        GrowingCsv(tmp_path / "sends.csv", Reading(Watching.of("au", on=START.date()).prices), False).piece(
            Place()
        )

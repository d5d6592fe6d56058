"""The same rows whichever way a file is written, and by whichever of the two ways it is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import slow_counter

from madoguchi.mart import sources
from madoguchi.mart.blocks import Block, Fault
from madoguchi.mart.sources import SourceNotFit, blocks_of, sources_in

ROWS = slow_counter.adversarial(5, 300)
COLUMNS = list(slow_counter.NAMES)


def texts(blocks: list[Block]) -> list[tuple[int, dict[str, str]]]:
    """line -> values of every row."""
    found = []
    for block in blocks:
        cells = {
            name: [column.words[place] for place in column.places] for name, column in block.columns.items()
        }
        found += [
            (line, {name: column[at] for name, column in cells.items()})
            for at, line in enumerate(block.lines)
        ]
    return found


def read(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    faults: list[Fault] = []
    return texts(list(blocks_of(path, faults.append))), faults


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.csv"
    path.write_bytes(data)
    return path


@pytest.fixture
def plain(tmp_path) -> bytes:
    return slow_counter.write(tmp_path / "plain.csv", ROWS).read_bytes().replace(b"\r\n", b"\n")


WAYS = {
    "as it is": lambda data: data,
    "with a mark": lambda data: b"\xef\xbb\xbf" + data,
    "of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "without its last line end": lambda data: data.rstrip(b"\n"),
    "with quotation marks": lambda data: data.replace(b"support_scam", b'"support_scam"'),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [1_000, 16_000_000])
def test_every_way_of_writing_gives_the_same_rows(tmp_path, monkeypatch, plain, way, size):
    monkeypatch.setattr(sources, "_BYTES", size)
    found, faults = read(written(tmp_path, WAYS[way](plain)))
    assert found == list(enumerate(ROWS, start=2)) and not faults


def test_empty_lines_are_passed_over_and_counted(tmp_path):
    found, _ = read(written(tmp_path, b"case_id,received_on,registered_on,centre\n\n1,,,\n\n\n2,,,\n"))
    assert [line for line, _ in found] == [3, 6]


def test_a_row_over_several_lines_keeps_the_lines_right(tmp_path):
    found, faults = read(
        written(tmp_path, b'case_id,received_on,registered_on,centre\n"1\n1",,,\n2,,\n3,,,\n')
    )
    assert [line for line, _ in found] == [2, 5] and [fault.line for fault in faults] == [4]


def test_a_quotation_mark_that_does_not_close_is_told(tmp_path):
    found, faults = read(written(tmp_path, b'case_id,received_on,registered_on,centre\n1,,,\n2,"x,,\n3,,,\n'))
    assert len(found) == 1 and faults[0].line == 3 and "先は読んでいません" in faults[0].why


def test_letters_that_are_not_utf8_are_told_by_their_line(tmp_path):
    data = "case_id,received_on,registered_on,centre\n1,,,\n2,,,課\n".encode("cp932")
    found, faults = read(written(tmp_path, data))
    assert len(found) == 1 and faults[0].line == 3 and "UTF-8" in faults[0].why


@pytest.mark.parametrize(
    ("header", "what"),
    [
        ("case_id,received_on,registered_on", "centre"),
        ("case_id,case_id,received_on,registered_on,centre", "二つ"),
        ("case_id,received_on,registered_on,centre,name", "5 列目"),
        ("", "case_id"),
    ],
)
def test_a_header_that_does_not_fit_is_told(tmp_path, header, what):
    with pytest.raises(SourceNotFit, match=what):
        read(written(tmp_path, header.encode() + b"\n"))


def typed(row: slow_counter.Record) -> list[object]:
    """A row as a spreadsheet or a table of another program holds it."""
    return [
        dt.date.fromisoformat(value)
        if name.endswith("_on") and value
        else int(value)
        if name == "contract_amount" and value
        else {"true": True, "false": False}.get(value, value or None)
        for name, value in row.items()
    ]


def test_a_spreadsheet_gives_the_same_rows(tmp_path):
    book = openpyxl.Workbook()
    for row in (COLUMNS, *map(typed, ROWS)):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found, _ = read(tmp_path / "a.xlsx")
    assert found == list(enumerate(ROWS, start=2))


def test_a_table_of_another_program_gives_the_same_rows(tmp_path):
    columns = [pa.array(column) for column in zip(*map(typed, ROWS), strict=True)]
    pq.write_table(pa.table(columns, names=COLUMNS), tmp_path / "a.parquet")
    found, _ = read(tmp_path / "a.parquet")
    assert [row for _, row in found] == ROWS


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_a_file_that_is_none_is_told(tmp_path, name):
    (tmp_path / name).write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(SourceNotFit, match="読めません"):
        read(tmp_path / name)


def test_a_folder_gives_its_files_by_name(tmp_path):
    for name in ("b.csv", "a.xlsx", "note.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in sources_in(tmp_path)] == ["a.xlsx", "b.csv"]
    with pytest.raises(SourceNotFit, match="種類"):
        sources_in(tmp_path / "note.txt")

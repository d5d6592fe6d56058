"""Taking records in: line by line, twice without effect, in one moment or not at all; and nobody gets in by any column."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import slow_counter
from marts import NOW, built

from madoguchi.engines import engine_of
from madoguchi.mart import build as building
from madoguchi.mart import questions
from madoguchi.mart.manifest import NoMart, alone, files_of, manifest_of
from madoguchi.mart.questions import Asked
from madoguchi.mart.sources import SourceNotFit

HEADER = ",".join(slow_counter.NAMES)
GOOD = "1,2021-03-31,2021-04-02,C01,東京都,false,complaint,support_scam,70s,male,100,cash,advice,,"


def file(folder: Path, *rows: str, name: str = "a.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def count(mart: Path, day: str) -> dict[int, int]:
    engine = engine_of("duckdb")
    rows = questions.yearly(Asked(engine, mart, dt.date.fromisoformat(day), "support_scam")).rows
    engine.close()
    return {row["fiscal_year"]: row["count"] for row in rows}


def kept(mart: Path) -> str:
    """All that the mart holds, as one text."""
    paths = [path for path in mart.rglob("*") if path.is_file()]
    tables = [str(pq.read_table(path).to_pylist()) for path in paths if path.suffix == ".parquet"]
    return "\n".join([*tables, *(path.read_bytes().decode("utf-8", "replace") for path in paths)])


# --- what does not fit ------------------------------------------------------------------------------------

BAD = {
    "received_on": ("9,2021/04/01,2021-04-02,C01,,,,,,,,,,,", "2021-12-31 の形"),
    "registered_on": ("9,2021-04-03,2021-04-02,C01,,,,,,,,,,,", "受付日より前"),
    "revised_on": ("9,2021-04-01,2021-04-02,C01,,,,,,,,,,2021-04-01,", "登録日より前"),
    "centre": ("9,2021-04-01,2021-04-02,山田太郎,,,,,,,,,,,", "センター"),
    "case_id": (",2021-04-01,2021-04-02,C01,,,,,,,,,,,", "番号"),
    "prefecture": ("9,2021-04-01,2021-04-02,C01,東京,,,,,,,,,,", "2けた"),
    "via_other_centre": ("9,2021-04-01,2021-04-02,C01,,maybe,,,,,,,,,", "true か false"),
    "kind": ("9,2021-04-01,2021-04-02,C01,,,苦情,,,,,,,,", "complaint"),
    "scheme": ("9,2021-04-01,2021-04-02,C01,,,,some_scam,,,,,,,", "support_scam"),
    "contract_amount": ('9,2021-04-01,2021-04-02,C01,,,,,,,"35,000",,,,', "整数"),
    "payment_methods": ("9,2021-04-01,2021-04-02,C01,,,,,,,,cash|card,,,", "「|」で区切ります"),
    "": ("9,2021-04-01,2021-04-02,C01", "列の数"),
}


@pytest.mark.parametrize("column", BAD)
def test_a_row_that_does_not_fit_is_told_by_its_line_and_the_others_come_in(tmp_path, column):
    row, why = BAD[column]
    done = built(file(tmp_path, GOOD, row, GOOD.replace("1,", "2,", 1)), tmp_path / "mart")
    (fault,) = done.told[0].faults
    assert (fault.line, fault.column, fault.left_out) == (3, column, False) and why in fault.why
    assert (done.loaded[0].taken, done.loaded[0].refused) == (2, 1)


@pytest.mark.parametrize("day", ["2026-11-23", "1984-03-31", "2021-02-30", "20210401", "", "昨日"])
def test_a_day_that_cannot_be_is_refused(tmp_path, day):
    done = built(file(tmp_path, f"1,2021-04-01,{day},C01,,,,,,,,,,,"), tmp_path / "mart")
    assert [fault.column for fault in done.told[0].faults] == ["registered_on"]


def test_a_withdrawal_says_since_when(tmp_path):
    done = built(file(tmp_path, GOOD, GOOD + "true"), tmp_path / "mart")
    assert [(fault.line, fault.column) for fault in done.told[0].faults] == [(3, "revised_on")]


def test_two_rows_that_contradict_each_other_are_not_chosen_from_in_silence(tmp_path):
    done = built(file(tmp_path, GOOD, GOOD, GOOD.replace("100", "200")), tmp_path / "mart")
    assert [(fault.line, fault.column) for fault in done.told[0].faults] == [(4, "case_id")]
    assert (done.loaded[0].taken, done.loaded[0].there, done.loaded[0].refused) == (1, 1, 1)


def test_a_row_that_contradicts_the_mart_is_told_and_changes_nothing(tmp_path):
    built(file(tmp_path, GOOD), tmp_path / "mart")
    done = built(
        file(tmp_path, "", GOOD.replace("support_scam", "phishing"), name="b.csv"), tmp_path / "mart"
    )
    assert [fault.line for fault in done.told[0].faults] == [3] and done.manifest.rows == 1
    assert count(tmp_path / "mart", "2021-12-31") == {2020: 1}


def test_what_was_refused_stands_in_the_folder_without_its_value(tmp_path):
    built(file(tmp_path, BAD["centre"][0]), tmp_path / "mart")
    written = (tmp_path / "mart" / "refused" / "a.csv.refused.csv").read_text(encoding="utf-8-sig")
    assert written.startswith("line,column,result,why\n2,centre,refused,") and "山田" not in written


# --- two clocks ---------------------------------------------------------------------------------------------


def test_january_to_march_lie_in_the_fiscal_year_before(tmp_path):
    days = ("2021-01-01", "2021-03-31", "2021-04-01")
    rows = [f"{at},{day},2021-04-02,C01,,,,support_scam,,,,,,," for at, day in enumerate(days)]
    built(file(tmp_path, *rows), tmp_path / "mart")
    assert count(tmp_path / "mart", "2021-04-02") == {2020: 2, 2021: 1}


def test_what_comes_later_changes_today_and_not_yesterday(tmp_path):
    mart = tmp_path / "mart"
    built(file(tmp_path, GOOD), mart)
    before = count(mart, "2021-12-31")
    corrected = GOOD.replace("support_scam", "phishing").removesuffix(",,") + ",2022-01-05,"
    late = GOOD.replace("1,", "2,", 1).replace("2021-04-02", "2022-01-06")
    built(file(tmp_path, corrected, late, name="b.csv"), mart)
    found = [count(mart, day)[2020] for day in ("2021-12-31", "2022-01-04", "2022-01-05", "2022-01-06")]
    assert (before, found) == ({2020: 1}, [1, 1, 0, 1])


def test_a_correction_may_move_a_record_to_another_year(tmp_path):
    moved = "1,2021-04-01,2021-04-02,C01,,,,support_scam,,,,,,2021-06-01,"
    built(file(tmp_path, GOOD), tmp_path / "mart")
    built(file(tmp_path, moved, name="b.csv"), tmp_path / "mart")
    assert count(tmp_path / "mart", "2021-05-31") == {2020: 1}
    assert count(tmp_path / "mart", "2021-06-01") == {2020: 0, 2021: 1}


def test_a_correction_that_comes_before_its_record_counts_from_its_own_day(tmp_path):
    built(file(tmp_path, GOOD.removesuffix(",,") + ",2021-06-01,"), tmp_path / "mart")
    with pytest.raises(questions.NoFigure, match="2021-06-01"):
        count(tmp_path / "mart", "2021-05-31")
    built(file(tmp_path, GOOD, name="b.csv"), tmp_path / "mart")
    assert count(tmp_path / "mart", "2021-05-31") == {2020: 1}


# --- twice, halfway, at once ----------------------------------------------------------------------------------


def test_the_same_records_again_change_nothing(tmp_path):
    mart, one = tmp_path / "mart", file(tmp_path, GOOD)
    built(one, mart)
    assert built(one, mart).skipped == ("a.csv",)
    done = built(file(tmp_path, GOOD, GOOD.replace("1,", "2,", 1), name="longer.csv"), mart)
    assert (done.loaded[0].taken, done.loaded[0].there, done.manifest.rows) == (1, 1, 2)


def test_a_mended_file_brings_what_was_missing(tmp_path):
    built(file(tmp_path, GOOD, BAD["kind"][0]), tmp_path / "mart")
    done = built(file(tmp_path, GOOD, BAD["kind"][0].replace("苦情", "complaint")), tmp_path / "mart")
    assert done.is_whole and done.manifest.rows == 2
    assert not list((tmp_path / "mart" / "refused").iterdir())


@pytest.mark.parametrize("halfway", ["_written", "put", "_joined"])
def test_a_build_that_fails_leaves_the_mart_as_it_was(tmp_path, monkeypatch, halfway):
    built(file(tmp_path, GOOD), tmp_path / "mart")
    before = manifest_of(tmp_path / "mart")
    monkeypatch.setattr(building, halfway, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        built(file(tmp_path, GOOD.replace("1,", "2,", 1), name="b.csv"), tmp_path / "mart")
    assert manifest_of(tmp_path / "mart") == before and count(tmp_path / "mart", "2021-12-31") == {2020: 1}


def test_what_a_killed_build_left_is_swept_by_the_next(tmp_path):
    built(file(tmp_path, GOOD), tmp_path / "mart")
    stray = tmp_path / "mart" / "consultations" / "fiscal_year=2020" / "000099.parquet"
    staging = tmp_path / "mart" / ".staging-killed"
    stray.write_bytes(b"half")
    staging.mkdir()
    built(file(tmp_path, GOOD.replace("1,", "2,", 1), name="b.csv"), tmp_path / "mart")
    assert not stray.exists() and not staging.exists()


def test_a_reader_of_the_generation_before_still_finds_its_files(tmp_path):
    built(file(tmp_path, GOOD), tmp_path / "mart")
    before = manifest_of(tmp_path / "mart")
    built(file(tmp_path, GOOD.replace("1,", "2,", 1), name="b.csv"), tmp_path / "mart")
    assert all(path.is_file() for path in files_of(tmp_path / "mart", before.parts))


def test_two_builds_at_once_are_refused(tmp_path):
    with alone(tmp_path / "mart"), pytest.raises(NoMart, match="別の取りこみ"):
        built(file(tmp_path, GOOD), tmp_path / "mart")


KILLED = """
import os, sys, madoguchi.mart.build as b
from pathlib import Path
from marts import built
setattr(b, sys.argv[1], lambda *_, **__: os._exit(9))
built(Path(sys.argv[2]), Path(sys.argv[3]))
"""


@pytest.mark.parametrize("place", ["ranked", "_gathered", "_after", "put"])
def test_a_build_that_is_killed_leaves_a_whole_mart(tmp_path, place):
    built(file(tmp_path, GOOD), tmp_path / "mart")
    other = file(tmp_path, GOOD.replace("1,", "2,", 1), name="b.csv")
    command = [sys.executable, "-c", KILLED, place, str(other), str(tmp_path / "mart")]
    assert subprocess.run(command, check=False, cwd=Path(__file__).parent).returncode == 9
    assert count(tmp_path / "mart", "2021-12-31") == {2020: 1}
    built(other, tmp_path / "mart")
    assert count(tmp_path / "mart", "2021-12-31") == {2020: 2}


def test_the_folder_says_when_it_was_built(tmp_path):
    assert built(file(tmp_path, GOOD), tmp_path / "mart").manifest.built_at == NOW


# --- nobody gets in ---------------------------------------------------------------------------------------------

PLANTED = ("山田太郎", "090-1234-5678", "taro@example.jp", "4980123412341234", "東京都千代田区1-1-1")


@pytest.mark.parametrize("column", ["name", "phone", "address", "氏名", "memo", "summary", ""])
def test_a_column_that_could_hold_a_person_is_refused(tmp_path, column):
    with pytest.raises(SourceNotFit, match="記録の列にありません") as told:
        built(file(tmp_path, GOOD + ",山田太郎", header=f"{HEADER},{column}"), tmp_path / "mart")
    assert "山田" not in str(told.value) and not (tmp_path / "mart" / "mart.json").exists()


@pytest.mark.parametrize("value", PLANTED)
def test_no_planted_value_gets_in_by_any_column(tmp_path, value):
    names = (*slow_counter.NAMES, "occupation", "phrases", "product_code", "municipality_code")
    plain = dict(zip(slow_counter.NAMES, GOOD.split(","), strict=True))
    planted = [
        ",".join({**plain, "case_id": str(at), one: value}.get(name, "") for name in names)
        for at, one in enumerate(names)
    ]
    done = built(file(tmp_path, *planted, header=",".join(names)), tmp_path / "mart")
    assert value not in kept(tmp_path / "mart")
    assert all(value not in fault.why for fault in done.told[0].faults)


def test_a_word_that_is_in_no_list_stays_out_and_the_record_comes_in(tmp_path):
    path = file(tmp_path, GOOD + ",遠隔操作|山田太郎", header=f"{HEADER},phrases")
    done = built(path, tmp_path / "mart")
    assert [(fault.line, fault.left_out) for fault in done.told[0].faults] == [(2, True)]
    assert "遠隔操作" in kept(tmp_path / "mart") and done.loaded[0].taken == 1


@pytest.mark.parametrize(
    "centre", ["C01", "tokyo-01", "青空市消費生活センター", "第1相談室", "くらしのセンターA", "みどり町役場"]
)
def test_a_centre_has_a_code_or_the_name_of_a_desk(tmp_path, centre):
    assert built(file(tmp_path, GOOD.replace("C01", centre)), tmp_path / "mart").is_whole


@pytest.mark.parametrize(
    ("column", "given", "there"),
    [("prefecture", "13", "東京都"), ("sales_channel", "訪問販売", "door_to_door")],
)
def test_another_way_of_writing_a_code_is_understood(tmp_path, column, given, there):
    header = "case_id,received_on,registered_on,centre," + column
    assert built(
        file(tmp_path, f"1,2021-04-01,2021-04-02,C1,{given}", header=header), tmp_path / "mart"
    ).is_whole
    assert there in kept(tmp_path / "mart")


@pytest.mark.parametrize("column", ["occupation", "product_code", "phrases"])
def test_a_word_that_is_in_no_list_costs_no_record(tmp_path, column):
    header = "case_id,received_on,registered_on,centre," + column
    done = built(file(tmp_path, "1,2021-04-01,2021-04-02,C1,山田太郎", header=header), tmp_path / "mart")
    assert (done.loaded[0].taken, done.loaded[0].refused, done.loaded[0].left_out) == (1, 0, 1)
    assert "山田" not in kept(tmp_path / "mart")


def test_a_word_that_somebody_looked_at_may_come_in(tmp_path):
    path = file(tmp_path, GOOD + ",虚偽の警察手帳", header=f"{HEADER},phrases")
    assert built(path, tmp_path / "mart", "虚偽の警察手帳").is_whole


def test_the_number_of_a_case_is_not_in_the_mart(tmp_path):
    built(file(tmp_path, GOOD.replace("1,", "A-2021-000123,", 1)), tmp_path / "mart")
    assert "A-2021-000123" not in kept(tmp_path / "mart")
    assert (tmp_path / "mart" / ".key").stat().st_mode & 0o077 == 0

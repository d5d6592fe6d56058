"""The commands as people and programs use them: records of nobody, a mart, figures as JSON, as a table, as files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import psycopg
import pytest
from click.testing import CliRunner

from madoguchi.cli import main

YEARLY = ["statistics", "yearly", "--scheme", "support_scam", "--as-of", "2021-12-31"]
FIELDS = ["fiscal_year", "partial", "count", "same_period_count", "mean_contract_amount", "n_amount"]


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, list(words))
    return done.exit_code, done.stdout, done.stderr


def rows_in(postgresql: str) -> set[str]:
    """The tables of rows that stand there: other tests hold theirs open."""
    with psycopg.connect(postgresql) as own:
        return {name for (name,) in own.execute("SELECT relname FROM pg_class WHERE relname LIKE 'rows_%'")}


@pytest.fixture(scope="module")
def mart(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("commands")
    records, mart = str(folder / "practice.csv"), str(folder / "mart")
    assert run("mart", "practice", "--out", records, "--rows", "40000")[0] == 0
    assert run("mart", "build", "--from", records, "--out", mart)[0] == 0
    return mart


def test_the_json_is_that_of_the_interface(mart):
    code, out, err = run(*YEARLY, "--mart", mart, "--json")
    told = json.loads(out)
    assert (code, err) == (0, "") and {"definition", "as_of", "rows", "unknown"} <= told.keys()
    assert {"id", "version", "ja", "en"} <= told["definition"].keys() and told["as_of"] == "2021-12-31"
    assert [list(row) for row in told["rows"]] == [FIELDS] * 6
    assert list(told["rows"][-1].values())[:5] == [2021, True, 3_700, 3_755, 141_665]


def test_a_postgresql_that_is_named_gives_the_same_and_keeps_nothing(mart, postgresql):
    asked, before = (*YEARLY, "--mart", mart, "--json"), rows_in(postgresql)
    assert run(*asked, "--engine", postgresql) == run(*asked)
    assert rows_in(postgresql) == before


def test_an_engine_that_is_not_there_is_told_in_words(mart):
    code, _, err = run(*YEARLY, "--mart", mart, "--engine", "postgresql://nobody@127.0.0.1:1/none")
    assert code == 2 and "つながりません" in err and "Traceback" not in err


def test_means_of_payment_as_json(mart):
    words = ["--scheme", "support_scam", "--as-of", "2021-12-31", "--mart", mart, "--json"]
    rows = json.loads(run("statistics", "payment-methods", *words)[1])["rows"]
    assert {"fiscal_year": 2021, "payment_method": "prepaid_emoney", "count": 1_821} in rows
    assert {"fiscal_year": 2016, "payment_method": "credit_card", "count": 2_941} in rows


@pytest.mark.parametrize("name", ["age-sex", "regions", "outcomes", "risers"])
def test_every_question_has_a_table(mart, name):
    code, out, _ = run("statistics", name, "--mart", mart, "--as-of", "2021-12-31")
    assert code == 0 and "2021-12-31 までの登録分" in out and "定義 " in out
    assert max(len(line) for line in out.splitlines()) <= 90


def test_crossed_columns(mart):
    words = ["--by", "age_band", "--by", "payment_methods", "--mart", mart, "--as-of", "2021-12-31"]
    rows = json.loads(run("statistics", "cross", *words, "--json")[1])["rows"]
    assert {"fiscal_year", "age_band", "payment_methods", "count"} == set(rows[0])
    code, _, err = run("statistics", "cross", "--by", "centre", *words[2:])
    assert code == 2 and "使えるのは" in err


@pytest.mark.parametrize(("encoding", "codec"), [("utf-8", "utf-8-sig"), ("cp932", "cp932")])
def test_both_encodings_hold_the_same_rows(mart, tmp_path, encoding, codec):
    path = tmp_path / "figures.csv"
    assert run(*YEARLY, "--mart", mart, "--csv", str(path), "--encoding", encoding)[0] == 0
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode(codec))))
    assert [row["count"] for row in rows] == ["5418", "3220", "7211", "5532", "5495", "3700"]
    assert [row["same_period_count"] for row in rows] == ["", "", "", "", "", "3755"]
    assert {row["unit"] for row in rows} == {"件"} and {row["as_of"] for row in rows} == {"2021-12-31"}


def test_utf8_has_its_mark(mart, tmp_path):
    run(*YEARLY, "--mart", mart, "--csv", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbffiscal_year,")


def test_a_spreadsheet_holds_numbers_as_numbers(mart, tmp_path):
    assert run(*YEARLY, "--mart", mart, "--xlsx", str(tmp_path / "a.xlsx"))[0] == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rows = list(book["figures"].values)
    assert rows[0][:6] == tuple(FIELDS) and rows[-1][:6] == (2021, True, 3_700, 3_755, 141_665, rows[-1][5])
    assert not book["figures"].merged_cells.ranges and dict(book["about"].values)["definition"] == "yearly"


def test_nothing_is_overwritten(mart, tmp_path):
    (tmp_path / "a.csv").write_text("mine")
    code, _, err = run(*YEARLY, "--mart", mart, "--csv", str(tmp_path / "a.csv"))
    assert code == 2 and "上書き" in err and (tmp_path / "a.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--as-of", "1990-01-01"], "いちばん早い登録"),
        (["--as-of", "2999-01-01"], "まだ来ていません"),
        (["--as-of", "20211231"], "2021-12-31 の形"),
        (["--scheme", "no_such"], "手口はありません"),
        (["--engine", "oracle"], "duckdb"),
        (["--mart", "no-such-folder"], "データマートがありません"),
    ],
)
def test_a_figure_that_cannot_be_given_is_refused_with_the_reason(mart, words, why):
    code, out, err = run("statistics", "yearly", "--mart", mart, *words)
    assert (code, out) == (2, "") and why in err


def test_status_says_what_is_there(mart):
    told = json.loads(run("mart", "status", "--mart", mart, "--json")[1])
    assert told["rows"] == 40_000 and told["fiscal_years"][0]["fiscal_year"] == 2016
    assert "2021年度" in run("mart", "status", "--mart", mart)[1]


def test_a_row_that_is_refused_is_told_with_file_and_line_and_exit_1(tmp_path):
    records = tmp_path / "a.csv"
    records.write_text(
        "case_id,received_on,registered_on,centre\n1,2021-04-01,2021-04-02,C1\n2,昨日,2021-04-02,C1\n"
    )
    code, out, err = run("mart", "build", "--from", str(records), "--out", str(tmp_path / "mart"))
    assert code == 1 and f"{records}:3: received_on: 日付は" in err and "昨日" not in err + out


def test_a_list_of_words_is_a_file_of_lines(tmp_path):
    records, words = tmp_path / "a.csv", tmp_path / "words.txt"
    records.write_text(
        "case_id,received_on,registered_on,centre,phrases\n1,2021-04-01,2021-04-02,C1,偽の捜査令状\n"
    )
    words.write_text("偽の捜査令状\n")
    build = ["mart", "build", "--from", str(records), "--out", str(tmp_path / "mart")]
    assert [run(*build)[0], run(*build, "--words", str(words))[0]] == [1, 0]


def test_records_to_learn_at_do_not_overwrite(tmp_path: Path):
    (tmp_path / "a.csv").touch()
    for name, why in (("a.csv", "上書き"), ("a.txt", ".csv か .parquet")):
        code, _, err = run("mart", "practice", "--out", str(tmp_path / name))
        assert code == 2 and why in err

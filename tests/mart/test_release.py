"""Figures for the public: attacked from the very output, table by table and all tables together."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from madoguchi.cli import main
from madoguchi.disclosure.attack import Attack
from madoguchi.disclosure.cells import Sum
from madoguchi.mart.contributions import dominated_years
from madoguchi.mart.questions import Asked
from madoguchi.mart.release import released

ASKED = ["--scheme", "support_scam", "--as-of", "2021-12-31"]
TABLES = {"age-sex": ("age_band", "sex"), "regions": ("prefecture",), "outcomes": ("outcome",)}


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["statistics", *words])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def mart(tmp_path_factory) -> str:
    folder = tmp_path_factory.mktemp("release")
    records, mart = str(folder / "practice.csv"), str(folder / "mart")
    CliRunner().invoke(main, ["mart", "practice", "--out", records, "--rows", "40000"])
    CliRunner().invoke(main, ["mart", "build", "--from", records, "--out", mart])
    return mart


def all_told(mart: str, scheme: str) -> dict:
    asked = ["--public", "--mart", mart, "--scheme", scheme, *ASKED[2:], "--json"]
    return {name: json.loads(run(name, *asked)[1]) for name in ("yearly", *TABLES)}


@pytest.fixture(scope="module")
def told(mart) -> dict:
    return all_told(mart, "support_scam")


@pytest.fixture(scope="module")
def told_of_few(mart) -> dict:
    """A scheme of some hundred consultations a year."""
    return all_told(mart, "phishing")


def cells_of(told: dict, names: tuple[str, ...]) -> tuple[dict, list[Sum]]:
    """Every count that is told, None where it is hidden, and the sums that any reader knows."""
    years = {row["fiscal_year"]: row["count"] for row in told["yearly"]["rows"]}
    cells = {("year", year): count for year, count in years.items()}
    sums = []
    for name in names:
        rows = {
            (name, row["fiscal_year"], *(row[one] for one in TABLES[name])): row["count"]
            for row in told[name]["rows"]
        }
        cells |= rows
        sums += [Sum(("year", year), tuple(cell for cell in rows if cell[1] == year)) for year in years]
    return cells, sums


@pytest.mark.parametrize("names", [*((name,) for name in TABLES), tuple(TABLES)])
def test_nothing_can_be_counted_out_of_what_is_told(told, told_of_few, names):
    for one in (told, told_of_few):
        cells, sums = cells_of(one, names)
        gone = {cell for cell, count in cells.items() if count is None}
        shown = {cell: count for cell, count in cells.items() if count is not None}
        assert Attack(shown, gone, sums).broken() == {}
    assert gone and shown


@pytest.mark.parametrize("name", TABLES)
def test_no_count_of_1_to_9_is_told_and_each_gap_has_its_sign(told, name):
    rows = told[name]["rows"]
    assert not [row for row in rows if row["count"] is not None and 0 < row["count"] < 10]
    assert all((row["count"] is None) is (row["count_sign"] == "x") for row in rows)
    assert told[name]["disclosure"]["hidden"] == sum(row["count"] is None for row in rows)


def test_document_003_stays_as_it_is(told):
    last = told["yearly"]["rows"][-1]
    assert (last["count"], last["same_period_count"], last["mean_contract_amount"]) == (3_700, 3_755, 141_665)
    assert told["yearly"]["disclosure"]["hidden"] == 0


def test_counts_inside_a_cross_table_are_rounded_and_their_margins_not_told(mart):
    words = ["--by", "age_band", "--by", "outcome", "--public", "--mart", mart, *ASKED, "--json"]
    rows = json.loads(run("cross", *words)[1])["rows"]
    assert all(row["count"] is None or row["count"] % 5 == 0 for row in rows)
    assert any(row["count"] for row in rows)


def test_a_cross_table_that_is_too_fine_is_refused(mart):
    words = ["--by", "prefecture", "--by", "payment_methods", "--public", "--mart", mart, *ASKED]
    code, out, err = run("cross", *words)
    assert (code, out) == (2, "") and "区分の少ない列" in err


def test_what_grew_says_no_ratio_of_what_is_hidden(mart):
    rows = json.loads(run("risers", "--by", "outcome", "--public", "--mart", mart, *ASKED, "--json")[1])[
        "rows"
    ]
    for row in rows:
        hidden = row["count"] is None or row["same_period_count"] is None
        assert (row["difference"] is None) is hidden


def test_the_table_and_the_files_show_the_sign(mart, tmp_path):
    path, sheet = tmp_path / "a.csv", tmp_path / "a.xlsx"
    words = ["age-sex", "--public", "--mart", mart, *ASKED, "--csv", str(path), "--xlsx", str(sheet)]
    code, out, _ = run(*words, "--table")
    assert code == 0 and "  x" in out and "1〜9件は x" in out and "count_sign" not in out
    assert (
        path.read_text("utf-8-sig").splitlines()[0].startswith("fiscal_year,age_band,sex,count,count_sign,")
    )
    signs = [row[4] for row in openpyxl.load_workbook(sheet)["figures"].values]
    assert set(signs) == {"count_sign", "x", None}


def few(tmp_path, amounts: list[int]) -> str:
    """A mart of one year: one consultation for each amount."""
    lines = ["case_id,received_on,registered_on,centre,scheme,contract_amount"]
    lines += [f"{at},2020-05-01,2020-05-02,C1,support_scam,{yen}" for at, yen in enumerate(amounts)]
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    words = ["mart", "build", "--from", str(tmp_path / "a.csv"), "--out", str(tmp_path / "mart")]
    assert CliRunner().invoke(main, words).exit_code == 0
    return str(tmp_path / "mart")


@pytest.mark.parametrize(
    ("amounts", "mean"), [([1_000] * 30, 1_000), ([1_000] * 29 + [30_000], None), ([1_000] * 9, None)]
)
def test_a_mean_in_which_one_amount_stands_out_is_not_told(tmp_path, amounts, mean):
    words = ["yearly", "--public", "--mart", few(tmp_path, amounts), "--scheme", "support_scam", "--json"]
    row = json.loads(run(*words, "--as-of", "2021-12-31")[1])["rows"][0]
    assert row["mean_contract_amount"] == mean
    assert row["mean_contract_amount_sign"] == (None if mean else "x")


def test_nine_people_are_told_nowhere(tmp_path):
    told = json.loads(run("yearly", "--public", "--mart", few(tmp_path, [500] * 9), "--json")[1])
    assert told["rows"][0]["count"] is None and told["n"] is None
    assert 9 not in told["unknown"].values()


def test_all_engines_find_the_amounts_that_stand_out(engine, tmp_path):
    mart = few(tmp_path, [1_000] * 29 + [30_000])
    asked = Asked(engine, Path(mart), dt.date(2021, 12, 31), "support_scam")
    assert dominated_years(asked) == {2020}
    assert released("yearly", asked).rows[0]["mean_contract_amount"] is None

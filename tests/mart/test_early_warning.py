"""Early warning on a mart: what rises is named, as of any day, the same on both engines; what only looks so is told with its reason."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from marts import built
from warned import DAY, NEW, records, row, warned, written

from madoguchi.cli import main
from madoguchi.engines import Engine, engine_of
from madoguchi.mart.warning import Warned, Warnings

FIELDS = [
    "scheme",
    "where",
    "payment_method",
    "age_band",
    "phrase",
    "observed",
    "expected",
    "ratio",
    "since",
    "sure",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("warned")
    built(written(folder / "records.csv", records()), folder / "mart", NEW)
    return folder


@pytest.fixture(scope="module")
def own() -> Iterator[Engine]:
    engine = engine_of("duckdb")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def found(own, folder) -> Warnings:
    return warned(own, folder / "mart")


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["warn", *words])
    return done.exit_code, done.stdout, done.stderr


def test_the_cell_that_rises_comes_first(found):
    first = found.warnings[0]
    assert (first.scheme, first.where, first.payment_method) == ("support_scam", "大阪府", "bank_transfer")
    assert first.sure == "high" and not first.small and first.ratio > 1.8
    assert abs((first.since - dt.date(2026, 10, 4)).days) <= 2


def registered_by_hand(first: Warned) -> int:
    """As many as the records themselves say, counted one by one."""
    begin = DAY - dt.timedelta(days=first.days - 1)
    wanted = {"scheme": first.scheme, "prefecture": first.where, "payment_methods": first.payment_method}
    rows = [one for one in records() if wanted.items() <= one.items()]
    rows = [one for one in rows if first.age_band in (None, one["age_band"])]
    return sum(f"{begin}" <= one["received_on"] and one["registered_on"] <= f"{DAY}" for one in rows)


def test_observed_is_what_was_registered_by_then(found):
    first = found.warnings[0]
    assert first.observed == registered_by_hand(first)
    assert first.estimated > first.observed and first.expected_in_the_end > first.expected


def test_cells_that_rise_only_with_it_are_told_as_parts(found):
    rises = [one for one in found.warnings if one.kind == "rise"]
    parts = [near for near in found.why_not if near.why == "part_of"]
    assert {one.scheme for one in rises} == {"support_scam"} and len(rises) <= 2
    assert ("support_scam", None, None) in {(one.scheme, one.where, one.payment_method) for one in parts}
    assert all("support_scam" in (one.of or "") for one in parts)


def test_a_phrase_that_nobody_knew_is_told_with_where_it_comes_from(found):
    (burst,) = [one for one in found.warnings if one.kind == "new_phrase"]
    assert (burst.phrase, burst.scheme, burst.observed, burst.small) == (NEW, None, 7, True)
    assert burst.new_with == ("東京都",) and burst.sure != "high"


def test_before_the_rise_there_is_none(own, folder):
    before = warned(own, folder / "mart", dt.date(2026, 9, 16))
    assert [one for one in before.warnings if one.scheme == "support_scam"] == []


def test_late_records_change_no_answer_of_an_earlier_day(own, folder, tmp_path):
    day = DAY - dt.timedelta(days=7)
    known = [one for one in records() if one["registered_on"] <= f"{day}"]
    built(written(tmp_path / "known.csv", known), tmp_path / "mart", NEW)
    assert warned(own, tmp_path / "mart", day).warnings == warned(own, folder / "mart", day).warnings


def test_withdrawn_and_passed_on_records_raise_nothing(own, folder, tmp_path, found):
    many = [row(0, DAY, late=0, scheme="fake_shop", prefecture="東京都") for _ in range(90)]
    rows = [{**one, "case_id": f"V{at}"} for at, one in enumerate(many)]
    gone = [{**one, "revised_on": f"{DAY}", "withdrawn": "true"} for one in rows]
    built(written(tmp_path / "more.csv", [*records(), *rows, *gone]), tmp_path / "mart", NEW)
    assert warned(own, tmp_path / "mart").warnings == found.warnings


def test_all_engines_give_the_same(engine, folder, found):
    assert warned(engine, folder / "mart") == found


def test_the_budget_moves_the_limit(own, folder):
    few, many = (
        json.loads(run("--mart", str(folder / "mart"), "--as-of", "2026-09-30", "--budget", one, "--json")[1])
        for one in ("0.05", "50")
    )
    assert len(few) <= len(many)


def test_the_json_is_that_of_the_interface(folder, found):
    code, out, err = run("--mart", str(folder / "mart"), "--as-of", f"{DAY}", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "") and len(rows) == len(found.warnings)
    assert all(list(one)[: len(FIELDS)] == FIELDS for one in rows)


def test_the_whole_answer_has_its_budget_and_what_was_near(folder):
    whole = json.loads(run("--mart", str(folder / "mart"), "--as-of", f"{DAY}", "--json", "--whole")[1])
    assert whole["budget"] == 2.0 and whole["definition"]["version"] == 1
    assert whole["why_not"] and {"why", "observed", "expected"} <= whole["why_not"][0].keys()


def test_the_table_says_budget_delay_and_reasons(folder):
    code, out, _ = run("--mart", str(folder / "mart"), "--as-of", f"{DAY}", "--table")
    assert code == 0 and "一週間に 2 回まで" in out and "登録の遅れ" in out and NEW in out
    assert "警報にしなかった区分" in out and "ほかの警報の記録を除くと、いつもどおり" in out


def test_a_short_history_is_told(folder):
    code, _, err = run("--mart", str(folder / "mart"), "--as-of", "2025-01-15", "--json")
    assert code == 2 and "26 週分" in err and "直し方" in err

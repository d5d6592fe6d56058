"""Records that try to be counted wrongly, at random, beside the slow counter: at once, bit by bit, and on both engines."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import slow_counter
from marts import built

from madoguchi.mart import questions
from madoguchi.mart.questions import Asked, Figures

DAYS = ["2019-04-01", "2020-03-31", "2021-12-31", "2024-01-01"]


@pytest.fixture(scope="module", params=[(1, 1), (2, 10)], ids=["at once", "in ten parts"])
def records(request) -> tuple[list[slow_counter.Record], int]:
    seed, parts = request.param
    return slow_counter.adversarial(seed, 1_500), parts


@pytest.fixture(scope="module")
def rows(records) -> list[slow_counter.Record]:
    return records[0]


@pytest.fixture(scope="module")
def mart(records, tmp_path_factory) -> Path:
    folder, (rows, parts) = tmp_path_factory.mktemp("records"), records
    for part in range(parts):
        path = slow_counter.write(folder / f"{part}.csv", rows[part::parts])
        assert built(path, folder / "mart").is_whole
    return folder / "mart"


def ask(engine, mart, day: str, question, **more) -> Figures:
    return question(Asked(engine, mart, dt.date.fromisoformat(day), "support_scam", **more))


@pytest.mark.parametrize("day", DAYS)
def test_counts_and_means_agree(engine, mart, rows, day):
    ours, found = slow_counter.counted(rows, day, "support_scam"), ask(engine, mart, day, questions.yearly)
    assert {row["fiscal_year"]: row["count"] for row in found.rows if row["count"]} == slow_counter.counts(
        ours
    )
    means = {row["fiscal_year"]: row["mean_contract_amount"] for row in found.rows if row["n_amount"]}
    assert means == slow_counter.means(ours)
    assert found.n == len(ours)


@pytest.mark.parametrize(("day", "year_ago"), [("2021-12-31", "2020-12-31"), ("2020-02-29", "2019-02-28")])
def test_the_same_period_agrees(engine, mart, rows, day, year_ago):
    last = ask(engine, mart, day, questions.yearly).rows[-1]
    before = slow_counter.counts(slow_counter.counted(rows, year_ago, "support_scam"))
    assert last["partial"] and last["same_period_count"] == before[last["fiscal_year"] - 1]


def test_unknowns_are_counted_and_are_not_0(engine, mart, rows):
    found = ask(engine, mart, "2021-12-31", questions.yearly)
    ours = slow_counter.counted(rows, "2021-12-31", "support_scam")
    nowhere = slow_counter.counted(rows, "2021-12-31", "")
    assert found.unknown == {
        "via_other_centre": sum(not row["via_other_centre"] for row in ours),
        "contract_amount": sum(not row["contract_amount"] for row in ours),
        "scheme": len(nowhere),
    }


def test_a_kind_narrows_and_the_unknown_kinds_are_told(engine, mart, rows):
    found = ask(engine, mart, "2021-12-31", questions.yearly, kind="complaint")
    assert found.n == len(slow_counter.counted(rows, "2021-12-31", "support_scam", "complaint"))
    ours = slow_counter.counted(rows, "2021-12-31", "support_scam")
    assert found.unknown["kind"] == sum(not row["kind"] for row in ours)


def test_means_of_payment_agree(engine, mart, rows):
    found = ask(engine, mart, "2021-12-31", questions.payment_methods).rows
    ours = slow_counter.methods(slow_counter.counted(rows, "2021-12-31", "support_scam"))
    assert {
        (row["fiscal_year"], row["payment_method"]): row["count"] for row in found if row["count"]
    } == ours


def test_crossed_columns_agree(engine, mart, rows):
    found = ask(engine, mart, "2021-12-31", lambda one: questions.cross(one, ("age_band", "prefecture"))).rows
    ours = slow_counter.by(slow_counter.counted(rows, "2021-12-31", "support_scam"), "age_band", "prefecture")
    assert {tuple(row.values())[:-1]: row["count"] for row in found if row["count"]} == ours


def test_risers_are_the_difference_of_two_days(engine, mart, rows):
    asked = Asked(engine, mart, dt.date(2021, 12, 31))
    for row in questions.risers(asked).rows:
        now, before = (
            slow_counter.counts(slow_counter.counted(rows, day, row["scheme"]))[year]
            for day, year in (("2021-12-31", 2021), ("2020-12-31", 2020))
        )
        assert (row["count"], row["same_period_count"], row["difference"]) == (now, before, now - before)


@pytest.mark.parametrize("received", ["2020-03", "2020", "1999-01"])
def test_a_crowd_is_all_of_the_band_the_sex_and_the_time(engine, mart, rows, received):
    ours = slow_counter.counted(rows, "2021-12-31", "support_scam")
    those = [one for one in ours if (one["age_band"], one["sex"]) == ("70s", "female")]
    asked = Asked(engine, mart, dt.date(2021, 12, 31), "support_scam")
    found = questions.crowd(asked, age_band="70s", sex="female", received=received)
    assert found == sum(one["received_on"].startswith(received) for one in those)

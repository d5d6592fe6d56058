"""The load on the site is held to its bars: what is missed ends the benchmark with a fault, not with a line that nobody reads."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from site_load import Waited, missed

KEPT = {"page": Waited(900, 0, 150.0), "consultation": Waited(300, 0, 800.0), "ping": Waited(90, 0, 10.0)}


def test_at_the_bars_themselves_nothing_is_missed() -> None:
    assert missed(KEPT) == []


@pytest.mark.parametrize(
    ("name", "waited", "said"),
    [
        ("consultation", Waited(300, 0, 800.1), "p95(consultation) 800.1 ms > 800"),
        ("page", Waited(900, 0, 151.0), "p95(page) / p95(ping) 15.10 > 15"),
        ("page", Waited(900, 1, 150.0), "page: 1 failed > 0"),
    ],
)
def test_each_bar_is_missed_by_a_little(name: str, waited: Waited, said: str) -> None:
    assert missed(KEPT | {name: waited}) == [said]


def test_a_kind_of_request_that_was_never_sent_misses() -> None:
    assert missed({"page": KEPT["page"], "ping": KEPT["ping"]}) == ["consultation: no request"]
    assert len(missed({})) == 3

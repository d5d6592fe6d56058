"""Two processes of Spark beside the driver, as on a cluster: every question gives what DuckDB gives."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from marts import built

from madoguchi.engines import engine_of
from madoguchi.mart import questions
from madoguchi.mart.questions import Asked
from madoguchi.mart.synthetic import written
from madoguchi.mart.warning import warnings_of

CLUSTER = "local-cluster[2,1,1024]"
DAY = dt.date(2021, 12, 31)
QUESTIONS = {
    "yearly": questions.yearly,
    "payment_methods": questions.payment_methods,
    "age_sex": questions.age_sex,
    "regions": questions.regions,
    "outcomes": questions.outcomes,
    "risers": lambda asked: questions.risers(Asked(asked.engine, asked.mart, asked.day)),
    "cross": lambda asked: questions.cross(asked, ("age_band", "payment_methods")),
    "warn": lambda asked: warnings_of(asked, budget=2.0),
}


def answers(engine: str, mart: Path, folder: Path, **more: str) -> dict[str, object]:
    own = engine_of(engine, folder=folder, **more)
    asked = Asked(own, mart, DAY, "support_scam")
    try:
        return {name: msgspec.to_builtins(ask(asked)) for name, ask in QUESTIONS.items()}
    finally:
        own.close()


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> list[dict[str, object]]:
    """What DuckDB and a cluster answer; the cluster has a process of its own, for its workers are chosen once in one."""
    folder = tmp_path_factory.mktemp("cluster")
    written(folder / "practice.csv", 40_000, seed=3, tell=lambda _: None)
    built(folder / "practice.csv", folder / "mart")
    done = subprocess.run(
        [sys.executable, __file__, str(folder / "mart"), str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    here = answers("duckdb", folder / "mart", folder)
    return [json.loads(msgspec.json.encode(here)), json.loads(done.stdout.splitlines()[-1])]


@pytest.mark.parametrize("question", QUESTIONS)
def test_two_processes_give_what_one_gives(both, question):
    one, two = both
    assert one[question] and two[question] == one[question]


if __name__ == "__main__":
    mart, folder = map(Path, sys.argv[1:])
    print(msgspec.json.encode(answers("spark", mart, folder, master=CLUSTER)).decode())

"""Two processes of Spark beside the driver, as on a cluster: every question gives what DuckDB gives."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from madoguchi.mart.synthetic import written

DEEP = bool(os.environ.get("MADOGUCHI_DEEP"))
CLUSTER = "local-cluster[2,1,1024]"
QUESTIONS = [
    ["yearly"],
    ["payment-methods"],
    ["age-sex"],
    ["regions"],
    ["outcomes"],
    ["risers"],
    ["cross", "--by", "age_band", "--by", "payment_methods"],
]


def run(*words: str) -> str:
    command = [sys.executable, "-c", "from madoguchi.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def mart(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cluster")
    written(folder / "practice.csv", 40_000, seed=3, tell=lambda _: None)
    run("mart", "build", "--from", str(folder / "practice.csv"), "--out", str(folder / "mart"))
    return folder / "mart"


@pytest.mark.parametrize("question", QUESTIONS if DEEP else QUESTIONS[:1], ids=lambda words: words[0])
def test_two_processes_give_what_one_gives(mart, question):
    about = [] if question[0] == "risers" else ["--scheme", "support_scam"]
    words = ["statistics", *question, "--mart", str(mart), "--as-of", "2021-12-31", *about, "--json"]
    assert json.loads(run(*words, "--engine", CLUSTER)) == json.loads(run(*words))

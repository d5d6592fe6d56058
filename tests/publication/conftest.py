"""One mart and one publication for all tests here: drawing takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from drafts import written

from madoguchi.cli import main


@pytest.fixture(scope="session")
def mart(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("publication")
    records, mart = str(folder / "practice.csv"), str(folder / "mart")
    for words in (
        ["practice", "--out", records, "--rows", "40000"],
        ["build", "--from", records, "--out", mart],
    ):
        assert CliRunner().invoke(main, ["mart", *words]).exit_code == 0
    return Path(mart)


@pytest.fixture(scope="session")
def published(mart, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    draft, out = written(folder), folder / "out"
    done = CliRunner().invoke(main, ["publish", str(draft), "--mart", str(mart), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out

"""A folder for analysts with the mart of document 003, and people who work with it."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_under_test import MORNING, town
from django.test import override_settings

from madoguchi.mart.build import build
from madoguchi.mart.synthetic import written
from madoguchi.mart.values import Reading
from madoguchi.web.desk.analysis.study import Study
from madoguchi.web.desk.gates import Member

DAY = "2021-12-31"
AT = "/desk/analysis/"


class Every(frozenset[str]):
    """All centres, also those that a test makes later."""

    def __contains__(self, code: object) -> bool:
        return True


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("analysis")
    written(folder / "practice.csv", 60_000, seed=3, tell=lambda _: None)
    reading = Reading(dt.date(2026, 11, 22), frozenset())
    build(folder / "practice.csv", folder / "mart", reading=reading, at=MORNING, tell=lambda _: None)
    return folder


@pytest.fixture
def study(whole: Path, tmp_path: Path) -> Iterator[Study]:
    """A folder of its own for each test, with that mart, and a folder for what is published."""
    (tmp_path / "study").mkdir()
    os.symlink(whole / "mart", tmp_path / "study" / "mart")
    own = {
        "ANALYSIS": tmp_path / "study",
        "ANALYSIS_CENTRES": Every(),
        "PUBLICATIONS": tmp_path / "published",
    }
    with override_settings(**own, MADOGUCHI_AT=MORNING.isoformat()):
        yield Study(tmp_path / "study")


def analyst() -> Member:
    return town().person("network_analyst")

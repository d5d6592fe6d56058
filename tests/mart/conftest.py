"""One engine of each kind for all tests here: Spark takes seconds to start, PostgreSQL is one of this run's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from madoguchi.engines import Engine, engine_of

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from with_postgres import cluster


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of this run's own."""
    with cluster() as named:
        yield named["DATABASE_URL"]


@pytest.fixture(scope="session", params=["duckdb", "spark", "postgres"])
def engine(request, tmp_path_factory) -> Iterator[Engine]:
    more = {"folder": tmp_path_factory.mktemp("engine")}
    if request.param == "postgres":
        more = {"address": request.getfixturevalue("postgresql")}
    found = engine_of(request.param, **more)
    yield found
    found.close()

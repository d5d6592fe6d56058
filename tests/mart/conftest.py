"""One engine of each kind for all tests here: Spark takes seconds to start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from madoguchi.engines import Engine, engine_of


@pytest.fixture(scope="session", params=["duckdb", "spark"])
def engine(request, tmp_path_factory) -> Iterator[Engine]:
    found = engine_of(request.param, folder=tmp_path_factory.mktemp("engine"))
    yield found
    found.close()

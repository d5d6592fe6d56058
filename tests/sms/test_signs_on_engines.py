"""The same signs on DuckDB and on Spark as in memory, with a legal basis and without one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madoguchi.engines import Engine, engine_of
from madoguchi.sms.crossings import Watching
from madoguchi.sms.hijack_alerts import Alert, Looking, alerts
from madoguchi.sms.sends import Reading, moment_text
from madoguchi.sms.signs_on_engines import alerts_on
from madoguchi.sms.simulated import SimulatedLine, simulated

TODAY = dt.date(2026, 11, 22)
in_order = attrgetter("crossed_at", "sender", "level")


@pytest.fixture(scope="module", params=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    found = engine_of(request.param, folder=tmp_path_factory.mktemp("engine"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def cells() -> list[dict[str, str]]:
    return [row for line in simulated(6, seed=5, kinds=("usual", "firm", "chatty")) for row in cells_of(line)]


def cells_of(line: SimulatedLine) -> Iterator[dict[str, str]]:
    for one in (*line.events, *line.heard):
        yield {
            "sent_at": moment_text(one.at),
            "sender": line.sender,
            "recipient": str(one.who),
            "chars": "20",
            "text_family": str(one.family),
            "country": "US" if one.abroad else "JP",
            "delivered": "false" if one.failed else "true",
            "direction": "in" if one.is_in else "out",
        }


def on(engine: Engine, path: Path, watching: Watching, *, refused: list[int]) -> list[Alert]:
    def looking(day: int) -> Looking:
        return Looking.of(watching, from_day=day)

    return sorted(alerts_on(engine, path, looking=looking, refused=refused.append), key=in_order)


def in_memory(cells: Sequence[dict[str, str]], watching: Watching) -> list[Alert]:
    reading = Reading(watching.prices, with_texts=watching.basis is not None)
    rows = [row for row in map(reading.row, cells) if row.is_out or reading.with_texts]
    return sorted(alerts(rows, watching), key=in_order)


@pytest.mark.parametrize("basis", [None, "consent"])
def test_an_engine_agrees_with_memory(
    engine: Engine, cells: list[dict[str, str]], tmp_path: Path, basis: str | None
) -> None:
    bad = [{**cells[0], "chars": "x"}, {**cells[0], "direction": "both"}]
    pq.write_table(pa.Table.from_pylist([*cells, *bad]), tmp_path / "sends.parquet")
    watching, refused = Watching.of("docomo", on=TODAY, basis=basis), list[int]()
    found = on(engine, tmp_path / "sends.parquet", watching, refused=refused)
    assert found and found == in_memory(cells, watching) and refused == [2]

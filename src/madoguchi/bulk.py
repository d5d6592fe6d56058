"""Messages by the million, from tables, on a legal basis: verdict lines out, no text.

One machine: an engine reads the rows, the processes of ``batches`` read the messages. A cluster: its workers do both, with the
function that answers a line everywhere (``lines.answer_to``). Texts are in memory only, and no output carries one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from madoguchi.asking_engines import Spreading, Tables
from madoguchi.batches.encoded import Encoded
from madoguchi.knowledge import Knowledge, load
from madoguchi.lines import MENDS, Asking, Way, answer_to, check_source
from madoguchi.words import Basis

NEEDED = ("id", "text")
READ = tuple(name for name in MENDS if name != "anchors")
"""Columns that are looked at; what else a table holds is never read."""


class BadTable(ValueError):
    """A table that is none of messages. Says what is missing, and how to mend it (Japanese)."""


class Reading(NamedTuple):
    """How messages are read. ``at`` (aware): "now" for those that name no time."""

    at: dt.datetime
    basis: Basis
    knowledge: Knowledge | None = None


Opened = Callable[[], AbstractContextManager[Tables]]


def check_table(path: Path, out: Path | None, *, opened: Opened, reading: Reading, way: Way) -> int:
    """Reads the Parquet or CSV ``path``, file or folder, in its order into ``out`` (None: standard output).

    The engine is ``opened`` when its turn comes, behind the processes that read. Returns the exit code of ``lines.check_lines``.
    Raises BadTable, NoEngine, EngineFailed.
    """
    own = way._replace(basis=reading.basis)
    with closing(_rows(opened, path)) as rows:
        more = {"knowledge": reading.knowledge, "way": own}
        return check_source(path, out, source=Encoded(rows), at=reading.at, **more)


def _rows(opened: Opened, path: Path) -> Generator[bytes, None, None]:
    with opened() as engine:
        table = engine.messages(path)
        for batch in engine.batches(table.select(*columns_in(table.columns))):
            yield from lines_of(batch)


def check_spread(path: Path, folder: Path, *, engine: Spreading, reading: Reading) -> tuple[int, int]:
    """Reads ``path`` (also JSONL) with the workers of ``engine`` into files in the new ``folder``, in no order.

    Returns how many were answered and how many of them refused. Raises BadTable, EngineFailed.
    """
    table = engine.messages(path)
    columns = columns_in(table.columns) if "line" not in table.columns else ["line"]
    make = partial(_answered_in, name=path.name, at=reading.at, basis=reading.basis)
    return engine.spread(table.select(*columns), make=make, into=folder)


def columns_in(there: Any) -> list[str]:
    """Returns the columns that are read, of those that are ``there``. Raises BadTable."""
    missing = [name for name in NEEDED if name not in there]
    if missing:
        raise BadTable(f"列「{'・'.join(missing)}」がありません。直し方: {','.join(NEEDED)} の列を入れます。")
    return [name for name in READ if name in there]


def lines_of(batch: Any) -> Iterator[bytes]:
    """Yields the rows of ``batch`` (pyarrow.RecordBatch) as lines of JSON, ended; of a column ``line`` as they are."""
    names = batch.schema.names
    for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        if names == ["line"]:
            yield (row[0] or "").encode() + b"\n"
        else:
            yield msgspec.json.encode(_told(dict(zip(names, row, strict=True)))) + b"\n"


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a line says it: a cell in which nothing stands is not told."""
    told = {name: _cell(name, cell) for name, cell in row.items() if cell not in (None, "")}
    return {"text": "", **told}


def _cell(name: str, cell: Any) -> Any:
    if name == "urls":
        return cell.split("|") if isinstance(cell, str) else list(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat()
    return cell if isinstance(cell, str) else str(cell)


def _answered_in(batches: Iterator[Any], *, name: str, at: dt.datetime, basis: Basis) -> Iterator[Any]:
    """What is told of the rows of ``batches``: a column ``told``, and whether it is a refusal. Runs in a worker."""
    arrow, asking = import_module("pyarrow"), Asking(at, load(), basis)
    for batch in batches:
        found = [
            answer_to(None, line[:-1], asking=asking, name=name) for line in lines_of(batch) if line != b"\n"
        ]
        told = arrow.array([data.decode() for data, _ in found], arrow.string())
        refused = arrow.array([is_refused for _, is_refused in found], arrow.bool_())
        yield arrow.RecordBatch.from_arrays([told, refused], names=["told", "refused"])

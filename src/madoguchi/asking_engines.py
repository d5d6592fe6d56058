"""What an engine that reads tables can be asked, whichever it is; the engines themselves stand in ``engines``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, Protocol

Batches = Callable[[Iterator[Any]], Iterator[Any]]  # pyarrow.RecordBatch in and out


class NoEngine(RuntimeError):
    """The engine is not installed. Says how to install it."""


class EngineFailed(RuntimeError):
    """The engine could not read or reckon. Carries no row: what an engine says of its errors may hold one."""


class Engine(Protocol):
    """One of the engines. Expressions are Ibis expressions of tables that this engine gave."""

    def table(self, path: Path | Sequence[Path]) -> Any:
        """Returns the Parquet file or folder ``path``, or those files together, as a table.

        A moment that has an offset may come as microseconds since 1970, one without as text.
        """
        ...

    def micros(self, moment: Any) -> Any:
        """Returns the microseconds since 1970 of a column of moments; of texts as if they were of UTC, null where there is none."""
        ...

    def batches(self, asked: Any) -> Iterator[Any]:
        """Yields the rows of ``asked`` as pyarrow.RecordBatch."""
        ...

    def kept(self, asked: Any) -> Any:
        """Returns the rows of ``asked`` as a table, asked for once however often it is used."""
        ...

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        """Yields what ``make`` gives of ``rows``, sorted by ``by``; rows of one value of ``by[0]`` stand together.

        ``gives``: the pyarrow.Schema of what comes out. A group may begin in one batch and end in the next.
        """
        ...

    def close(self) -> None: ...


class Tables(Engine, Protocol):
    """An engine that gives tables of messages in the order in which they stand."""

    def messages(self, path: Path) -> Any:
        """Returns the Parquet or CSV (with a header, every cell text) ``path``, a file or a folder of either, as a table."""
        ...


class Spreading(Engine, Protocol):
    """An engine whose workers read messages."""

    def messages(self, path: Path) -> Any:
        """As ``Tables.messages``, in no order; of JSONL a table of the one column ``line``."""
        ...

    def spread(self, rows: Any, *, make: Batches, into: Path) -> tuple[int, int]:
        """Writes what ``make`` gives of ``rows`` (``told``: text, ``refused``: whether it is a refusal) line by line into files of
        the new folder ``into``, and returns how many it gave and how many are refusals.
        """
        ...


class Store(Engine, Protocol):
    """An engine that keeps tables in a file, and changes several of them at once or not at all, whatever kills its process."""

    def whole(self) -> AbstractContextManager[None]:
        """What is done inside stands in the file when it ends, for good; nothing of it where an error leaves it."""
        ...

    def given(self, rows: Any) -> Any:
        """Returns ``rows`` (pyarrow.Table) as a table for this step."""
        ...

    def kept_as(self, name: str) -> Any:
        """Returns the kept table ``name``; None where there is none."""
        ...

    def keep(self, name: str, asked: Any) -> None:
        """Keeps the rows of ``asked`` as the table ``name``, instead of what it was."""
        ...

    def add(self, name: str, asked: Any) -> None: ...

    def drop(self, name: str, of: Any) -> None:
        """Drops the rows of the table ``name`` whose value stands in ``of``, a table of the one column that is compared."""
        ...

    def drop_before(self, name: str, column: str, *, value: int) -> None: ...


class Group(NamedTuple):
    """The rows of one group that came (tuples), what was kept of it, and how far time has come (microseconds)."""

    key: str
    rows: list[tuple[Any, ...]]
    kept: bytes | None
    passed: int


class Step(NamedTuple):
    """What a group gives (rows), what is kept of it, and the moment with which it wants to be looked at again (microseconds)."""

    gives: list[tuple[Any, ...]]
    kept: bytes
    wakes: int | None


Asked = Callable[[Any], Any]  # a table in, an expression out
Stepping = Callable[[Group], Step]


class Counted(NamedTuple):
    """Of a stream: rows whose ``parts`` is null, and rows that came later than the bound."""

    refused: int
    late: int


class Streaming(Engine, Protocol):
    """An engine that takes a stream in groups and keeps their state."""

    def streamed(
        self, path: Path, asked: Asked, *, step: Stepping, gives: Any, into: tuple[Path, int]
    ) -> Counted:
        """Takes the Parquet files of the folder ``path`` that were not taken yet, and ends.

        ``asked``: a table in, rows out: the first column groups, the second is their moment in microseconds. ``into``: the folder
        for what comes out (``gives``, a pyarrow.Schema) and for the state, and the seconds that a row may come late.
        """
        ...


# --- what engines share ------------------------------------------------------------------------------------


def messages_in(path: Path) -> tuple[str, list[str]]:
    """What ``path`` holds (csv, parquet, jsonl) and its files, in the order of their names. Raises EngineFailed."""
    kinds = {".csv": "csv", ".parquet": "parquet", ".jsonl": "jsonl"}
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = {
        str(one): kinds[one.suffix.lower()]
        for one in files
        if one.suffix.lower() in kinds and not one.name.startswith((".", "_"))
    }
    if len(set(found.values())) != 1:
        raise EngineFailed(
            "直し方: .parquet か .csv か .jsonl の、どれか一つの種類だけのファイルかフォルダにします。"
        )
    return next(iter(found.values())), list(found)


def in_group(*of: Any, step: Stepping, **more: Any) -> Iterator[Any]:
    """Yields what a group of a stream gives, in a worker. ``of``: its key, its frames (pandas) and its state, as Spark gives them."""
    key, frames, state = of
    pandas: Any = import_module("pandas")
    names, gives = more["names"], more["gives"]
    rows = [row for one in frames for row in zip(*(one[name].tolist() for name in names), strict=True)]
    kept = bytes(state.get[0]) if state.exists else None
    passed = state.getCurrentWatermarkMs() * 1_000
    found = step(Group(str(key[0]), rows, kept, passed))
    state.update((found.kept,))
    if found.wakes is not None:
        # A watermark is told in whole milliseconds, and wakes those before it.
        state.setTimeoutTimestamp(max(found.wakes // 1_000, passed // 1_000) + 1)
    yield pandas.DataFrame(found.gives, columns=gives.names)


def counted_in(steps: list[Any]) -> Counted:
    """Returns what the progress of a stream's steps comes to."""
    late = sum(int(one["numRowsDroppedByWatermark"]) for step in steps for one in step["stateOperators"])
    seen = [dict(step["observedMetrics"]).get("read") for step in steps]
    return Counted(sum(int(one["refused"] or 0) for one in seen if one), late)


@contextmanager
def failing(*faults: type[Exception]) -> Iterator[None]:
    """Says of an engine's ``faults`` only their kind: what it says of its errors may hold a row. Raises EngineFailed."""
    try:
        yield
    except faults as fault:
        raise EngineFailed(
            f"読めませんでした（{type(fault).__name__}）。直し方: 壊れていない Parquet か、列の型を確かめてください。"
        ) from None


def micros_as(ibis: Any, name: str) -> Any:
    """Returns the engine's own function ``name``: a moment in, microseconds since 1970 out."""

    def micros(moment: Any) -> Any: ...

    return ibis.udf.scalar.builtin(micros, name=name, signature=(("timestamp",), "int64"))

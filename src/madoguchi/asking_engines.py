"""What an engine that reads tables can be asked, whichever it is; the engines themselves stand in ``engines``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
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

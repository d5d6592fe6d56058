"""The engines that read tables: DuckDB on one machine, Spark on a cluster. The only file that names one.

What is asked is written once, in Ibis: ``table`` gives a table to write it with, ``batches`` the answer. What only our own
code can say of a group of rows goes through ``grouped``: the same function over Arrow batches, in this process or in
Spark's workers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

Kind = Literal["duckdb", "spark"]
Batches = Callable[[Iterator[Any]], Iterator[Any]]  # pyarrow.RecordBatch in and out
_MEMORY = "1500MiB"
_ROWS = 100_000  # of one batch
_FILES = 1  # of a stream that are taken at once
_MOMENT = "moment_of_the_row"
_STEPS = 16  # tables that a store keeps aside at once


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
        """Returns the microseconds since 1970 of a column of moments."""
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


@contextmanager
def _failing(*faults: type[Exception]) -> Iterator[None]:
    try:
        yield
    except faults as fault:
        raise EngineFailed(
            f"読めませんでした（{type(fault).__name__}）。直し方: 壊れていない Parquet か、列の型を確かめてください。"
        ) from None


def engine_of(kind: Kind, *, folder: Path | None = None, **more: str) -> Engine:
    """Returns an engine; ``folder``: where it may put what does not fit into memory. Raises NoEngine."""
    if kind == "duckdb":
        return _DuckDB(folder, **more)
    return _Spark(folder, **more)


def store_of(path: Path, *, folder: Path | None = None, **more: str) -> Store:
    """Returns the store in the file ``path`` (made where there is none). Raises NoEngine, EngineFailed: also while another
    process has it.
    """
    try:
        return _Store(folder, path=str(path), **more)
    except EngineFailed:
        raise EngineFailed(
            f"{path} を開けません。直し方: ほかの処理が使っていれば止め、そうでなければ、前に作られたファイルか確かめてください。"
        ) from None


def _needed(extra: str, *names: str) -> list[Any]:
    if not all(find_spec(name.split(".")[0]) for name in names):
        raise NoEngine(
            f"この読み方には追加の部品 {extra} がいります。直し方: pip install 'madoguchi[{extra}]'"
        )
    return [import_module(name) for name in names]


def _micros_as(ibis: Any, name: str) -> Any:
    """The engine's own function ``name``: a moment in, microseconds since 1970 out."""

    def micros(moment: Any) -> Any: ...

    return ibis.udf.scalar.builtin(micros, name=name, signature=(("timestamp",), "int64"))


class _DuckDB:
    def __init__(
        self, folder: Path | None, *, memory: str = _MEMORY, threads: str = "", path: str = ":memory:"
    ) -> None:
        ibis, duckdb = _needed("mart", "ibis", "duckdb")
        self._fault = duckdb.Error
        more = {"temp_directory": str(folder)} if folder else {}
        self._ibis = ibis
        with _failing(self._fault):
            self._own = ibis.duckdb.connect(path, memory_limit=memory, preserve_insertion_order=False, **more)
        self._own.con.execute("SET TimeZone = 'UTC'")
        if threads:
            self._own.con.execute(f"SET threads = {int(threads)}")

        self._names = count()
        self._micros = _micros_as(ibis, "epoch_us")

    def table(self, path: Path | Sequence[Path]) -> Any:
        paths = [path] if isinstance(path, Path) else path
        with _failing(self._fault):
            return self._own.read_parquet(
                [str(one / "**/*.parquet" if one.is_dir() else one) for one in paths]
            )

    def micros(self, moment: Any) -> Any:
        return self._micros(moment)

    def batches(self, asked: Any) -> Iterator[Any]:
        # Not Ibis' own batches: Ibis 12 asks for them by a name that DuckDB 2 no longer has.
        with _failing(self._fault):
            yield from self._own.con.sql(self._own.compile(asked)).to_arrow_reader(_ROWS)

    def kept(self, asked: Any) -> Any:
        # Not Ibis' own ``cache``: what Ibis 12 writes to drop its table again, DuckDB 2 does not read.
        name = f"kept_{next(self._names)}"
        with _failing(self._fault):
            self._own.con.execute(f"CREATE TEMP TABLE {name} AS {self._own.compile(asked)}")
        return self._own.table(name, database=("temp", "main"))

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        yield from make(self.batches(rows.order_by(by)))

    def close(self) -> None:
        self._own.disconnect()


class _Store(_DuckDB):
    def _do(self, asked: str) -> None:
        with _failing(self._fault):
            self._own.con.execute(asked)

    @contextmanager
    def whole(self) -> Iterator[None]:
        self._do("BEGIN")
        try:
            yield
        except BaseException:
            with suppress(self._fault):
                self._own.con.execute("ROLLBACK")
            raise
        self._do("COMMIT")

    def given(self, rows: Any) -> Any:
        self._own.con.register("given", rows)
        return self._own.table("given")

    def kept(self, asked: Any) -> Any:
        # One name after another, again and again: nothing of a step is left beyond the next ones.
        name = f"kept_{next(self._names) % _STEPS}"
        self._do(f"CREATE OR REPLACE TEMP TABLE {name} AS {self._own.compile(asked)}")
        return self._own.table(name, database=("temp", "main"))

    def kept_as(self, name: str) -> Any:
        # Not Ibis' own list of tables: it asks for batches by a name that DuckDB 2 no longer has.
        there = self._own.con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [name]).fetchall()
        return self._own.table(name) if there else None

    def keep(self, name: str, asked: Any) -> None:
        self._do(f"CREATE OR REPLACE TABLE {name} AS {self._own.compile(asked)}")

    def add(self, name: str, asked: Any) -> None:
        self._do(f"INSERT INTO {name} BY NAME {self._own.compile(asked)}")

    def drop(self, name: str, of: Any) -> None:
        (column,) = of.columns
        self._do(f'DELETE FROM {name} WHERE "{column}" IN ({self._own.compile(of)})')  # noqa: S608

    def drop_before(self, name: str, column: str, *, value: int) -> None:
        self._do(f'DELETE FROM {name} WHERE "{column}" < {int(value)}')  # noqa: S608


class _Spark:
    def __init__(self, folder: Path | None, *, master: str = "local[2]", memory: str = "1g") -> None:
        ibis, sql, errors, java = _needed("spark", "ibis", "pyspark.sql", "pyspark.errors", "py4j.protocol")
        self._faults = errors.PySparkException, java.Py4JError
        # Its workers are this Python, with this package; it listens to nothing else.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        if master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = (
            sql.SparkSession.builder.master(master)
            .appName("madoguchi")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.memory", memory)
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.streaming.numRecentProgressUpdates", str(_ROWS))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(_ROWS))
        )
        if folder:
            builder = builder.config("spark.local.dir", str(folder)).config(
                "spark.sql.warehouse.dir", str(folder / "warehouse")
            )
        self._sql = sql
        self._session = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._own = ibis.pyspark.connect(self._session)

        self._names = count()
        self._micros = _micros_as(ibis, "unix_micros")

    def table(self, path: Path | Sequence[Path]) -> Any:
        """Moments come as microseconds, those without an offset as text: Ibis does not tell the two kinds apart here."""
        paths = [path] if isinstance(path, Path) else path
        with _failing(*self._faults):
            frame = self._session.read.parquet(*map(str, paths))
        return self._named(self._with_micros(frame))

    def _with_micros(self, frame: Any) -> Any:
        casts = {"timestamp": "unix_micros(`{}`)", "timestamp_ntz": "cast(`{}` as string)"}
        for name, kind in frame.dtypes:
            if kind in casts:
                frame = frame.withColumn(name, self._sql.functions.expr(casts[kind].format(name)))
        return frame

    def _named(self, frame: Any) -> Any:
        name = f"kept_{next(self._names)}"
        frame.createOrReplaceTempView(name)
        return self._own.table(name)

    def micros(self, moment: Any) -> Any:
        return self._micros(moment)

    def batches(self, asked: Any) -> Iterator[Any]:
        # Not by Ibis, which goes through pandas.
        with _failing(*self._faults):
            found = self._session.sql(self._own.compile(asked)).toArrow()
        yield from found.to_batches(_ROWS)

    def kept(self, asked: Any) -> Any:
        return self._named(self._session.sql(self._own.compile(asked)).persist())

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        frame = self._session.sql(self._own.compile(rows))
        parts = frame.repartition(by[0]).sortWithinPartitions(*by)
        yield from parts.mapInArrow(make, _as_spark(gives)).toArrow().to_batches()

    def streamed(
        self, path: Path, asked: Asked, *, step: Stepping, gives: Any, into: tuple[Path, int]
    ) -> Counted:
        folder, bound = into
        with _failing(*self._faults):
            schema = self._session.read.parquet(str(path)).schema
            reader = self._session.readStream.schema(schema).option("maxFilesPerTrigger", _FILES)
            frame = reader.parquet(str(path))
            rows = self._session.sql(self._own.compile(asked(self._named(self._with_micros(frame)))))
            by, at = rows.columns[:2]
            read = rows.observe("read", self._sql.functions.expr("count_if(parts IS NULL) AS refused"))
            moments = read.where("parts IS NOT NULL").selectExpr(
                "*", f"timestamp_micros(`{at}`) AS `{_MOMENT}`"
            )
            groups = moments.withWatermark(_MOMENT, f"{bound} seconds").groupBy(by)
            make = partial(_in_group, step=step, names=rows.columns[1:], gives=gives)
            how = _as_spark(gives), "kept binary", "append", "EventTimeTimeout"
            taken = groups.applyInPandasWithState(make, *how)
            out = taken.writeStream.format("parquet").option("path", str(folder / "told"))
            query = out.option("checkpointLocation", str(folder / "state")).trigger(availableNow=True).start()
            query.awaitTermination()
            return _counted(query.recentProgress)

    def close(self) -> None:
        with suppress(Exception):  # what it could not end is ended with this process
            self._session.stop()


def _as_spark(schema: Any) -> Any:
    (types,) = _needed("spark", "pyspark.sql.pandas.types")
    return types.from_arrow_schema(schema)


def _in_group(
    key: tuple[Any, ...], frames: Iterator[Any], state: Any, *, step: Stepping, **more: Any
) -> Iterator[Any]:
    """One group of a stream in a worker of Spark: its frames (pandas) and its state to plain values and back."""
    (pandas,) = _needed("spark", "pandas")
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


def _counted(steps: list[Any]) -> Counted:
    late = sum(int(one["numRowsDroppedByWatermark"]) for step in steps for one in step["stateOperators"])
    seen = [dict(step["observedMetrics"]).get("read") for step in steps]
    return Counted(sum(int(one["refused"] or 0) for one in seen if one), late)

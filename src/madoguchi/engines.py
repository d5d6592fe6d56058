"""The engines that read tables: DuckDB on one machine, Spark on a cluster, PostgreSQL for the mart alone. The only file that names one.

What is asked is written once, in Ibis: ``table`` gives a table to write it with, ``batches`` the answer. What only our own
code can say of a group of rows goes through ``grouped``: the same function over Arrow batches, in this process or in
Spark's workers.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, Literal

from madoguchi.asking_engines import (
    Asked,
    Batches,
    Counted,
    Engine,
    EngineFailed,
    Group,
    NoEngine,
    Spreading,
    Step,
    Stepping,
    Store,
    Streaming,
    Tables,
    counted_in,
    failing,
    in_group,
    messages_in,
    micros_as,
)

__all__ = [
    "Counted",
    "Engine",
    "EngineFailed",
    "Group",
    "Kind",
    "NoEngine",
    "Step",
    "Store",
    "Streaming",
    "engine_of",
    "spreading_of",
    "store_of",
    "tables_of",
]

Kind = Literal["duckdb", "spark", "postgres"]
_MEMORY = "1500MiB"
_ROWS = 100_000  # of one batch
_FILES = 1  # of a stream that are taken at once
_MOMENT = "moment_of_the_row"
_SPLIT = "4m"  # of a file of messages that one worker takes
_STEPS = 16  # tables that a store keeps aside at once


def engine_of(kind: Kind, *, folder: Path | None = None, **more: str) -> Engine:
    """Returns an engine; ``folder``: where it may put what does not fit into memory. Raises NoEngine."""
    if kind == "duckdb":
        return _DuckDB(folder, **more)
    return _Postgres(**more) if kind == "postgres" else _Spark(folder, **more)


def tables_of(folder: Path) -> Tables:
    """Returns the engine of one machine. Raises NoEngine."""
    return _DuckDB(folder)


def spreading_of(master: str) -> Spreading:
    """Returns the engine of a cluster; ``master``: its address. Raises NoEngine."""
    return _Spark(None, master=master)


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


class _DuckDB:
    def __init__(
        self, folder: Path | None, *, memory: str = _MEMORY, threads: str = "", path: str = ":memory:"
    ) -> None:
        ibis, duckdb = _needed("mart", "ibis", "duckdb")
        self._fault = duckdb.Error
        more = {"temp_directory": str(folder)} if folder else {}
        self._ibis = ibis
        with failing(self._fault):
            self._own = ibis.duckdb.connect(path, memory_limit=memory, preserve_insertion_order=False, **more)
        self._own.con.execute("SET TimeZone = 'UTC'")
        self._own.con.execute("SET enable_progress_bar = false")  # it would stand among the answers
        if threads:
            self._own.con.execute(f"SET threads = {int(threads)}")

        self._names = count()
        self._micros = micros_as(ibis, "epoch_us")

    def table(self, path: Path | Sequence[Path]) -> Any:
        paths = [path] if isinstance(path, Path) else path
        with failing(self._fault):
            return self._own.read_parquet(
                [str(one / "**/*.parquet" if one.is_dir() else one) for one in paths]
            )

    def messages(self, path: Path) -> Any:
        kind, names = messages_in(path)
        with failing(self._fault):
            self._own.con.execute("SET preserve_insertion_order = true")
            if kind == "csv":
                return self._own.read_csv(names, header=True, all_varchar=True, parallel=False)
            return self._own.read_parquet(names)

    def micros(self, moment: Any) -> Any:
        # Never by a moment of a zone: that goes through a calendar and costs more than all else of a row.
        bare = moment.try_cast("timestamp") if moment.type().is_string() else moment
        return self._micros(bare)

    def batches(self, asked: Any) -> Iterator[Any]:
        # Not Ibis' own batches: Ibis 12 asks for them by a name that DuckDB 2 no longer has.
        with failing(self._fault):
            yield from self._own.con.sql(self._own.compile(asked)).to_arrow_reader(_ROWS)

    def kept(self, asked: Any) -> Any:
        # Not Ibis' own ``cache``: what Ibis 12 writes to drop its table again, DuckDB 2 does not read.
        name = f"kept_{next(self._names)}"
        with failing(self._fault):
            self._own.con.execute(f"CREATE TEMP TABLE {name} AS {self._own.compile(asked)}")
        return self._own.table(name, database=("temp", "main"))

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        yield from make(self.batches(rows.order_by(by)))

    def close(self) -> None:
        self._own.disconnect()


class _Store(_DuckDB):
    def _do(self, asked: str) -> None:
        with failing(self._fault):
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
        self._micros = micros_as(ibis, "unix_micros")

    def table(self, path: Path | Sequence[Path]) -> Any:
        """Moments come as microseconds, those without an offset as text: Ibis does not tell the two kinds apart here."""
        paths = [path] if isinstance(path, Path) else path
        with failing(*self._faults):
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
        return self._micros(moment.try_cast("timestamp('UTC')") if moment.type().is_string() else moment)

    def batches(self, asked: Any) -> Iterator[Any]:
        # Not by Ibis, which goes through pandas.
        with failing(*self._faults):
            found = self._session.sql(self._own.compile(asked)).toArrow()
        yield from found.to_batches(_ROWS)

    def kept(self, asked: Any) -> Any:
        return self._named(self._session.sql(self._own.compile(asked)).persist())

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        frame = self._session.sql(self._own.compile(rows))
        parts = frame.repartition(by[0]).sortWithinPartitions(*by)
        yield from parts.mapInArrow(make, _as_spark(gives)).toArrow().to_batches()

    def messages(self, path: Path) -> Any:
        kind, names = messages_in(path)
        # Reading a message costs far more than a row does elsewhere. No shuffle makes the pieces: it would write texts to a disk.
        self._session.conf.set("spark.sql.files.maxPartitionBytes", _SPLIT)
        reader = self._session.read
        with failing(*self._faults):
            if kind == "csv":
                frame = reader.csv(names, header=True, multiLine=True, escape='"', quote='"')
            elif kind == "parquet":
                frame = reader.parquet(*names)
            else:
                frame = reader.text(names).withColumnRenamed("value", "line")
        return self._named(frame)

    def spread(self, rows: Any, *, make: Batches, into: Path) -> tuple[int, int]:
        functions = self._sql.functions
        seen = self._sql.Observation("told")
        with failing(*self._faults):
            frame = self._session.sql(self._own.compile(rows))
            told = frame.mapInArrow(make, "told string, refused boolean")
            counted = functions.count("*").alias("n"), functions.expr("count_if(refused) AS refused")
            told.observe(seen, *counted).select("told").write.text(str(into))
            found = seen.get
        return int(found["n"]), int(found["refused"])

    def streamed(
        self, path: Path, asked: Asked, *, step: Stepping, gives: Any, into: tuple[Path, int]
    ) -> Counted:
        folder, bound = into
        with failing(*self._faults):
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
            make = partial(in_group, step=step, names=rows.columns[1:], gives=gives)
            how = _as_spark(gives), "kept binary", "append", "EventTimeTimeout"
            taken = groups.applyInPandasWithState(make, *how)
            out = taken.writeStream.format("parquet").option("path", str(folder / "told"))
            query = out.option("checkpointLocation", str(folder / "state")).trigger(availableNow=True).start()
            query.awaitTermination()
            return counted_in(query.recentProgress)

    def close(self) -> None:
        with suppress(Exception):  # what it could not end is ended with this process
            self._session.stop()


_OF_POSTGRES = {
    "string": "text",
    "int64": "bigint",
    "int32": "integer",
    "date32[day]": "date",
    "bool": "boolean",
}


class _Postgres:
    """Asks a PostgreSQL (15 or newer): the rows of a mart are copied into tables of this connection, which go with it."""

    def __init__(self, *, address: str) -> None:
        ibis, psycopg = _needed("postgres", "ibis", "psycopg")
        self._fault, self._names = psycopg.Error, count()
        try:
            self._own = ibis.connect(address)
        except self._fault:
            raise NoEngine(
                "PostgreSQL につながりません。直し方: 動いているか、アドレスと名前が合っているか確かめます。"
            ) from None
        self._own.con.autocommit = True

    def table(self, path: Path | Sequence[Path]) -> Any:
        dataset, csv = import_module("pyarrow.dataset"), import_module("pyarrow.csv")
        paths = [str(path)] if isinstance(path, Path) else [str(one) for one in path]
        found, name = dataset.dataset(paths, format="parquet", partitioning=None), f"rows_{next(self._names)}"
        kinds = ", ".join(f'"{one.name}" {_OF_POSTGRES[str(one.type)]}' for one in found.schema)
        plain = csv.WriteOptions(include_header=False)
        with failing(self._fault), self._own.con.cursor() as asking:
            asking.execute(f"CREATE TEMP TABLE {name} ({kinds})")
            with asking.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as into:
                for batch in found.to_batches():
                    made = io.BytesIO()
                    csv.write_csv(batch, made, plain)
                    into.write(made.getvalue())
            asking.execute(f"ANALYZE {name}")
        return self._named(name)

    def micros(self, moment: Any) -> Any:
        raise NoEngine("PostgreSQL で読むのは、データマートだけです。直し方: duckdb か spark にします。")

    def batches(self, asked: Any) -> Iterator[Any]:
        arrow, schema = import_module("pyarrow"), asked.schema().to_pyarrow()
        with failing(self._fault), self._own.con.transaction(), self._own.con.cursor("rows") as asking:
            asking.execute(self._own.compile(asked))
            while rows := asking.fetchmany(_ROWS):
                columns = zip(zip(*rows, strict=True), schema, strict=True)
                yield arrow.record_batch([arrow.array(one, kind.type) for one, kind in columns], schema)

    def kept(self, asked: Any) -> Any:
        name = f"kept_{next(self._names)}"
        with failing(self._fault):
            self._own.con.execute(f"CREATE TEMP TABLE {name} AS {self._own.compile(asked)}")
        return self._named(name)

    def _named(self, name: str) -> Any:
        ((schema,),) = self._own.con.execute("SELECT pg_my_temp_schema()::regnamespace::text").fetchall()
        return self._own.table(name, database=schema)

    def grouped(self, rows: Any, by: list[str], *, make: Batches, gives: Any) -> Iterator[Any]:
        yield from make(self.batches(rows.order_by(by)))

    def close(self) -> None:
        self._own.disconnect()


def _as_spark(schema: Any) -> Any:
    (types,) = _needed("spark", "pyspark.sql.pandas.types")
    return types.from_arrow_schema(schema)

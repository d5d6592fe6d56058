"""Taking records in: read, looked at line by line, joined with what is there, and put into place in one moment or not at all.

A file may be taken in twice, and a longer copy of it too: a row that is there already changes nothing. What does not fit is told
with its line and stays out; nothing is guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from madoguchi.engines import Engine, engine_of
from madoguchi.mart.beside import ahead, behind
from madoguchi.mart.blocks import Fault, typed
from madoguchi.mart.manifest import (
    DATA,
    STAGING,
    Loaded,
    Manifest,
    NoMart,
    Part,
    alone,
    files_of,
    key_of,
    manifest_of,
    put,
    swept,
)
from madoguchi.mart.sources import blocks_of, sources_in
from madoguchi.mart.tables import COLUMNS, SUMS, schema
from madoguchi.mart.values import Reading
from madoguchi.mart.versions import OLD, ranked, several, standing

_LINES: Final = 1 << 40  # more than a file has
_MOST_TOLD = 100_000  # faults of a file that are written down
_GROUP = 250_000  # rows of a row group
_REPEATED: Final = [name for name in COLUMNS[1:] if name not in SUMS]  # a dictionary of them is short
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one file: ``faults`` by line, as many as are kept; ``number`` counts all (column, why, left_out)."""

    path: Path
    faults: Sequence[Fault]
    number: Counter[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. ``skipped``: files whose very bytes were taken in whole before."""

    manifest: Manifest
    loaded: tuple[Loaded, ...]
    told: tuple[Told, ...]
    skipped: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Returns whether everything that was brought is in the mart."""
        return not any(told.number for told in self.told)


@dataclass(slots=True)
class _Source:
    path: Path
    number: int
    sha256: str = ""
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)
    counted: Counter[tuple[str, str, bool]] = field(default_factory=Counter)

    def hear(self, fault: Fault) -> None:
        self.counted[fault.column, fault.why, fault.left_out] += 1
        if len(self.faults) < _MOST_TOLD:
            self.faults.append(fault)

    def hear_all(self, heard: deque[Fault], faults: Sequence[Fault] = ()) -> None:
        """Hears ``faults``, and of those that were ``heard`` beside so far."""
        for fault in faults:
            self.hear(fault)
        while heard:
            self.hear(heard.popleft())

    def told(self) -> Told:
        return Told(self.path, sorted(self.faults, key=lambda one: one.line), self.counted)


@dataclass(frozen=True, slots=True)
class _Build:
    mart: Path
    staging: Path
    before: Manifest
    engine: Engine
    tell: Progress


def build(source: Path, mart: Path, *, reading: Reading, at: dt.datetime, tell: Progress) -> Built:
    """Takes the file or folder ``source`` into ``mart``, which is made if need be; ``at``: the moment that is written down.

    Raises SourceNotFit, NoMart, NoEngine, EngineFailed, OSError; then the mart is as it was.
    """
    paths = sources_in(source)
    with ExitStack() as until:
        until.enter_context(alone(mart))
        before = _before(mart)
        swept(mart, before)
        staging = Path(until.enter_context(tempfile.TemporaryDirectory(prefix=STAGING, dir=mart)))
        engine = engine_of("duckdb", folder=staging)
        until.callback(engine.close)
        making = _Build(mart, staging, before, engine, tell)
        sources, skipped = _staged(making, paths, reading=reading)
        if any(one.rows for one in sources):
            parts, loaded = _joined(making, sources)
        else:
            parts, loaded = list(before.parts), tuple(_loaded(one, taken=0) for one in sources)
        after = _after(before, parts, loaded=loaded, at=at)
        _write_refused(mart, sources)
        put(mart, after)
    return Built(after, loaded, tuple(one.told() for one in sources), tuple(skipped))


def _before(mart: Path) -> Manifest:
    try:
        return manifest_of(mart)
    except NoMart:
        if (mart / "mart.json").exists():
            raise
        return Manifest()


def _after(before: Manifest, parts: Sequence[Part], *, loaded: Sequence[Loaded], at: dt.datetime) -> Manifest:
    kept = {part.path for part in parts}
    return Manifest(
        generation=before.generation + 1,
        built_at=at,
        parts=tuple(parts),
        before=tuple(part.path for part in before.parts if part.path not in kept),
        sources=(*before.sources, *loaded),
    )


# --- reading -------------------------------------------------------------------------------------------


def _staged(making: _Build, paths: Sequence[Path], *, reading: Reading) -> tuple[list[_Source], list[str]]:
    """Reads ``paths`` and puts what fits into the staging folder, a file each."""
    known = {one.sha256 for one in making.before.sources if not one.refused and not one.left_out}
    key, sources, skipped = key_of(making.mart), list[_Source](), list[str]()
    for path in paths:
        sha256 = _sha256(path)
        if sha256 in known:
            skipped.append(path.name)
            continue
        source = _Source(path, len(sources), sha256)
        sources.append(source)
        _stage(making, source, reading=reading, key=key)
    return sources, skipped


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stage(making: _Build, source: _Source, *, reading: Reading, key: bytes) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    compute = import_module("pyarrow.compute")
    written = schema().append(arrow.field("place", arrow.int64()))
    heard = deque[Fault]()
    with (
        parquet.ParquetWriter(
            making.staging / f"{source.number}.parquet",
            written,
            use_dictionary=_REPEATED,
            write_statistics=False,
        ) as file,
        behind() as writing,
    ):
        for block in ahead(blocks_of(source.path, heard.append)):
            table, faults = typed(block, reading, key=key)
            place = compute.add(table.column("line"), arrow.scalar(source.number * _LINES, arrow.int64()))
            writing(file.write_table, table.drop_columns("line").append_column("place", place))
            source.rows += table.num_rows
            source.hear_all(heard, faults)
            making.tell(f"{source.path.name}: {source.rows:,} 行")
    source.hear_all(heard)


# --- joining -------------------------------------------------------------------------------------------


def _joined(making: _Build, sources: Sequence[_Source]) -> tuple[list[Part], tuple[Loaded, ...]]:
    """Writes the fiscal years that change; returns the parts of all years, and what became of each file."""
    engine, before = making.engine, making.before
    new = engine.table([making.staging / f"{one.number}.parquet" for one in sources if one.rows])
    old = engine.table(files_of(making.mart, before.parts)) if before.parts else None
    keys = several(engine, new, old=old)
    found = ranked(engine, new, old=old, keys=keys)
    taken = _taken(engine, sources, new=new.anti_join(keys, "case_key"), found=found)
    stand = engine.kept(standing(found))
    years = _years(engine, new) | _years(engine, stand)
    parts = [part for part in before.parts if part.fiscal_year not in years]
    names = schema().names
    for year in sorted(years):
        rows = new.filter(new.fiscal_year == year).anti_join(keys, "case_key").select(*names)
        rows = rows.union(stand.filter(stand.fiscal_year == year))
        if old is not None:
            rows = rows.union(old.filter(old.fiscal_year == year).anti_join(keys, "case_key").select(*names))
        part = _written(making, rows, year=year)
        parts += [part] if part else []
        making.tell(f"{year}年度: {part.rows if part else 0:,} 行")
    return sorted(parts, key=lambda one: one.fiscal_year), tuple(
        _loaded(one, taken=taken[one.number]) for one in sources
    )


def _years(engine: Engine, rows: Any) -> set[int]:
    asked = rows.select("fiscal_year").distinct()
    return {year for batch in engine.batches(asked) for year in batch.column(0).to_pylist()}


def _taken(engine: Engine, sources: Sequence[_Source], *, new: Any, found: Any) -> Counter[int]:
    """How many rows of each file come in; those that contradict another one are told with their line."""
    taken: Counter[int] = Counter()
    stands = found.filter((found.nth == 0) & (found.place != OLD))
    for rows in (new.select("place"), stands.select("place")):
        by_source = rows.group_by((rows.place // _LINES).name("source")).agg(n=rows.count())
        for batch in engine.batches(by_source):
            for source, number in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                taken[int(source)] += number
    against = found.filter(found.nth > 0).select("place")
    for batch in engine.batches(against):
        for place in batch.column(0).to_pylist():
            source, line = divmod(place, _LINES)
            sources[source].hear(
                Fault(
                    line,
                    "case_id",
                    "同じ番号で同じ日の、中身の違う行が先にあります。訂正なら、もっと後の日を revised_on に入れます",
                )
            )
    return taken


def _loaded(source: _Source, *, taken: int) -> Loaded:
    refused = sum(n for (_, _, left_out), n in source.counted.items() if not left_out)
    left_out = sum(n for (_, _, left_out), n in source.counted.items() if left_out)
    against = sum(
        n for (column, why, _), n in source.counted.items() if column == "case_id" and "先に" in why
    )
    return Loaded(
        name=source.path.name,
        sha256=source.sha256,
        taken=taken,
        there=source.rows - taken - against,
        refused=refused,
        left_out=left_out,
    )


def _written(making: _Build, rows: Any, *, year: int) -> Part | None:
    """Writes a fiscal year, sorted so that one scheme lies together; None when nothing is left of it."""
    parquet, compute = import_module("pyarrow.parquet"), import_module("pyarrow.compute")
    folder = making.mart / DATA / f"fiscal_year={year}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{making.before.generation + 1:06}.parquet"
    first, last, number = dt.date.max, dt.date.min, 0
    with (
        parquet.ParquetWriter(path, schema(), compression="zstd", use_dictionary=_REPEATED) as file,
        behind() as writing,
    ):
        for table in _gathered(making.engine.batches(rows.order_by(["scheme", "known_on", "case_key"]))):
            writing(file.write_table, table)
            days = compute.min_max(table.column("known_on")).as_py()
            first, last = min(first, days["min"]), max(last, days["max"])
            number += table.num_rows
    if not number:
        path.unlink()
        return None
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return Part(
        path=path.relative_to(making.mart).as_posix(),
        fiscal_year=year,
        rows=number,
        first_known=first,
        last_known=last,
    )


def _gathered(batches: Iterator[Any]) -> Iterator[Any]:
    """Tables of the rows of a row group each."""
    arrow, kept, number = import_module("pyarrow"), list[Any](), 0
    made = partial(arrow.Table.from_batches)
    for batch in batches:
        kept.append(batch)
        number += batch.num_rows
        if number >= _GROUP:
            yield made(kept).cast(schema())
            kept, number = [], 0
    if kept:
        yield made(kept).cast(schema())


# --- what was refused -----------------------------------------------------------------------------------


def _write_refused(mart: Path, sources: Sequence[_Source]) -> None:
    """Writes down what is wrong, a file each, without any value of a record; the report of an earlier try goes."""
    folder = mart / "refused"
    folder.mkdir(exist_ok=True)
    for source in sources:
        target = folder / f"{source.path.name}.refused.csv"
        if not source.faults:
            target.unlink(missing_ok=True)
            continue
        beside = target.with_name(f".{target.name}.part")
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("line", "column", "result", "why"))
            for one in source.told().faults:
                rows.writerow((one.line, one.column, "left_out" if one.left_out else "refused", one.why))
        beside.replace(target)

"""Caps over a long log of sends: the watch on DuckDB, beside Polars and beside a dict and a deque in Python, on the same file.

``python benchmarks/watch_sends.py [--events N] [--carrier ID] [--folder F]``. Of N sends (50 million) of two million lines in a month, 1.4 % are
of 700 hijacked lines. The watch tells every crossing with its bill; the others only say who went over the cap of a day, which
is less. Each runs in a process of its own; what is told is sends a second of the whole process, seconds of cores, and the most
memory it held. Exit 1 where the watch is below six million a second or above 2 GiB, or finds other lines than the others.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

BAR, MOST_MIB = 6_000_000, 2_048
_SLICE = 2_000_000  # sends that Python alone is given: it would take minutes for all

_DAY = 86_400_000_000


def made(path: Path, events: int) -> None:
    """Writes the log: the same number of lines and of hijacked ones whatever its length."""
    duckdb: Any = import_module("duckdb")

    hijacked = events * 14 // 1_000
    duckdb.sql(
        f"""COPY (SELECT TIMESTAMP '2026-10-31 15:00:00' + INTERVAL (floor(random() * (CASE WHEN i < {hijacked} THEN 4 ELSE 31 END)
        * 86400)::BIGINT) SECOND AS sent_at, CASE WHEN i < {hijacked} THEN 'h' || (i % 700) ELSE
        lpad((hash(i) % 2000000)::VARCHAR, 11, '0') END AS sender, '' AS recipient,
        (CASE WHEN random() < 0.85 THEN 10 + random() * 60 ELSE 70 + random() * 400 END)::SMALLINT AS chars,
        CASE WHEN random() < 0.003 THEN 'US' ELSE 'JP' END AS country FROM range({events}) t(i))
        TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 1000000)"""  # noqa: S608
    )


def ours(path: Path, carrier: str) -> int:
    """The watch, with every crossing as it goes out."""
    from madoguchi.engines import engine_of
    from madoguchi.sms.crossings import Watching
    from madoguchi.sms.on_engines import crossings_on

    watching, engine = Watching.of(carrier, on=dt.date(2026, 11, 30)), engine_of("duckdb")
    found = list(crossings_on(engine, path, watching=watching, refused=lambda _: None))
    return len({(one.sender, one.window_start) for one in found if one.rule == "cap:day"})


def polars(path: Path, carrier: str) -> int:
    """The lines that went over on a day; no send that crossed, no bill."""
    pl: Any = import_module("polars")

    limit = 201 if carrier == "au" else 200
    units = pl.lit(1) if carrier != "docomo" else _parts(pl)
    at = pl.col("sent_at").dt.epoch("us")
    log = pl.scan_parquet(path).filter(pl.col("country") == "JP")
    days = log.group_by("sender", (at // _DAY).alias("day")).agg(units.sum().alias("n"))
    return int(days.filter(pl.col("n") >= limit).select(pl.len()).collect(engine="streaming").item())


def _parts(pl: Any) -> Any:
    chars, tiers = pl.col("chars"), (70, 134, 201, 268, 335, 402, 469, 536, 603)
    return sum(((chars > most).cast(pl.Int32) for most in tiers), pl.lit(1))


def dict_and_deque(path: Path, carrier: str) -> int:
    """The same by sliding windows of a day in Python, of the first sends only."""
    pq: Any = import_module("pyarrow.parquet")

    windows: dict[str, deque[int]] = defaultdict(deque)
    over = set()
    for batch in pq.ParquetFile(path).iter_batches(200_000, columns=["sender", "sent_at"]):
        for sender, at in zip(
            batch.column("sender").to_pylist(), batch.column("sent_at").cast("int64").to_pylist(), strict=True
        ):
            window = windows[sender]
            while window and window[0] <= at - _DAY:
                window.popleft()
            window.append(at)
            if len(window) >= 200:
                over.add(sender)
    return len(over)


WAYS: dict[str, Callable[[Path, str], int]] = {
    "ours": ours,
    "polars": polars,
    "dict_and_deque": dict_and_deque,
}


def one(way: str, path: Path, *, carrier: str) -> None:
    begun, found = time.perf_counter(), WAYS[way](path, carrier)
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {
        "seconds": time.perf_counter() - begun,
        "cores": used.ru_utime + used.ru_stime,
        "mib": used.ru_maxrss / 1024,
    }
    print(json.dumps({**told, "found": found}))


def run(way: str, path: Path, *, events: int, carrier: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--file", str(path), "--carrier", carrier],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    told["rate"] = events / told["seconds"]
    print(
        f"{way:15} {told['rate'] / 1e6:6.2f} million sends a second, {told['seconds']:.1f} s, "
        f"{told['cores']:.1f} s of cores, {told['mib']:,.0f} MiB, {told['found']:,} found"
    )
    return told


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=50_000_000)
    options.add_argument("--carrier", default="docomo")
    options.add_argument("--folder", type=Path)
    options.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way:
        one(given.way, given.file, carrier=given.carrier)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        whole, part = folder / f"{given.events}.parquet", folder / f"{_SLICE}.parquet"
        for path, events in ((whole, given.events), (part, _SLICE)):
            if not path.exists():
                made(path, events)
        print(
            f"{given.events:,} sends, {whole.stat().st_size / 2**20:,.0f} MiB, load {os.getloadavg()[0]:.1f}"
        )
        us = run("ours", whole, events=given.events, carrier=given.carrier)
        beside = run("polars", whole, events=given.events, carrier=given.carrier)
        alone = run("dict_and_deque", part, events=_SLICE, carrier=given.carrier)
    print(f"of Polars {us['rate'] / beside['rate']:.2f}, of Python {us['rate'] / alone['rate']:.1f}")
    missed = [
        name
        for name, kept in (
            ("rate", us["rate"] >= BAR),
            ("memory", us["mib"] <= MOST_MIB),
            ("found", us["found"] == beside["found"]),
        )
        if not kept
    ]
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Caps over a stream of sends: the watch with every step kept for good, beside a dict and a deque in Python that keep nothing.

``python benchmarks/watch_stream.py [--events N] [--carrier ID] [--folder F] [--parquet]``. N sends (10 million) of two million lines in a
month, up to 30 seconds late, 1.4 % of them of hijacked lines that
send a thousand each; a CSV, or a folder of Parquet files. Each way runs in a process of its own;
what is told is sends a second of the whole process, seconds of cores for a million of them, the most memory held, and what the
kept state comes to for a line. Exit 1 where the watch is below half a million a second or above 2 GiB.
"""

from __future__ import annotations

import argparse
import csv
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
from functools import partial
from importlib import import_module
from pathlib import Path

BAR, MOST_MIB, LATE = 500_000, 2_048, 30
_FILES = 8  # of Parquet
_DAY = dt.timedelta(days=1)


def made(path: Path, events: int) -> None:
    """Writes the stream as it arrives: a CSV, or a folder of Parquet files."""
    duckdb = import_module("duckdb")
    duckdb.sql("SET enable_progress_bar = false")
    hijacked, is_folder = events * 14 // 1_000, path.suffix != ".csv"
    many = max(hijacked // 1_000, 1)
    duckdb.sql(
        f"""CREATE TABLE sent AS SELECT TIMESTAMP '2026-11-01' + INTERVAL (floor(random() * (CASE WHEN i < {hijacked} THEN 4 ELSE 30 END)
        * 86400)::BIGINT) SECOND AS sent, CASE WHEN i < {hijacked} THEN 'h' || (i % {many}) ELSE lpad((hash(i) % 2000000)::VARCHAR, 11, '0') END
        AS sender, (CASE WHEN random() < 0.85 THEN 10 + random() * 60 ELSE 70 + random() * 400 END)::SMALLINT AS chars,
        CASE WHEN random() < 0.003 THEN 'US' ELSE 'JP' END AS country, random() * {LATE} AS late FROM range({events}) t(i)"""  # noqa: S608
    )
    columns = (
        "strftime(sent, '%Y-%m-%dT%H:%M:%S+09:00') AS sent_at, sender, NULL AS recipient, chars, country"
    )
    arrived = f"SELECT {columns} FROM sent ORDER BY sent + to_seconds(late)"  # noqa: S608
    if not is_folder:
        duckdb.sql(f"COPY ({arrived}) TO '{path}' (HEADER)")
        return
    path.mkdir()
    for part in range(_FILES):
        some = f"{arrived} LIMIT {events // _FILES} OFFSET {part * (events // _FILES)}"
        duckdb.sql(f"COPY ({some}) TO '{path}/{part:03}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 1000000)")


def ours(path: Path, carrier: str, *, folder: Path, signs: bool = False) -> dict[str, float]:
    """The watch as the command line runs it, with its state and what it told in files; ``signs``: hijack signs too."""
    from madoguchi.cli.sends_stream import Asked, watch_it
    from madoguchi.engines import store_of
    from madoguchi.sms.crossings import Watching
    from madoguchi.sms.stream import Stream

    watching = Watching.of(carrier, on=dt.date(2026, 11, 30))
    state, out = folder / "state.duckdb", folder / "told.jsonl"
    asked = Asked(sends=path, late=LATE, state=state, out=out, follow=False, as_json=True, signs=signs)
    watch_it(asked, watching)
    store = store_of(state)
    try:
        progress, lines = (
            Stream(store, watching, LATE, signs).progress,
            store.kept_as("sums").sender.nunique(),
        )
        (number,) = next(iter(store.batches(lines.as_table()))).column(0).to_pylist()
    finally:
        store.close()
    return {"found": progress.crossed, "late": progress.late, "bytes_a_line": state.stat().st_size / number}


def dict_and_deque(path: Path, carrier: str, *, folder: Path) -> dict[str, float]:
    """Sliding windows of a day in Python, of sends in no order but that of their arrival; nothing is kept, no bill is made."""
    windows: dict[str, deque[dt.datetime]] = defaultdict(deque)
    over = set()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at, window = dt.datetime.fromisoformat(row["sent_at"]), windows[row["sender"]]
            while window and window[0] <= at - _DAY:
                window.popleft()
            window.append(at)
            if len(window) >= 200:
                over.add(row["sender"])
    return {"found": len(over)}


WAYS: dict[str, Callable[..., dict[str, float]]] = {
    "ours": ours,
    "with_signs": partial(ours, signs=True),
    "dict_and_deque": dict_and_deque,
}


def one(way: str, path: Path, *, carrier: str) -> None:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        begun = time.perf_counter()
        found = WAYS[way](path, carrier, folder=Path(folder))
        seconds, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cores": used.ru_utime + used.ru_stime,
                "mib": used.ru_maxrss / 1024,
                **found,
            }
        )
    )


def run(way: str, path: Path, *, events: int, carrier: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--file", str(path), "--carrier", carrier],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    told["rate"] = events / told["seconds"]
    more = "".join(
        f", {told[name]:,.0f} {name.replace('_', ' ')}" for name in ("late", "bytes_a_line") if name in told
    )
    print(
        f"{way:15} {told['rate'] / 1e6:5.2f} million sends a second, {told['cores'] / events * 1e6:.1f} s of cores a million, "
        f"{told['mib']:,.0f} MiB, {told['found']:,.0f} found{more}"
    )
    return told


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--carrier", default="docomo")
    options.add_argument("--folder", type=Path)
    options.add_argument("--parquet", action="store_true")
    options.add_argument("--signs", action="store_true", help="hijack signs as well, reported beside it")
    options.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.way:
        one(given.way, given.file, carrier=given.carrier)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder, part = given.folder or Path(temporary), max(given.events // 10, 1)
        whole = folder / f"stream-{given.events}{'' if given.parquet else '.csv'}"
        alone = folder / f"stream-{part}.csv"
        for path, events in ((whole, given.events), (alone, part)):
            if not path.exists():
                subprocess.run([sys.executable, "-c", _MADE, str(path), str(events)], check=True)
        print(f"{given.events:,} sends, load {os.getloadavg()[0]:.1f}")
        us = run("ours", whole, events=given.events, carrier=given.carrier)
        if given.signs:
            run("with_signs", alone, events=part, carrier=given.carrier)
        peer = run("dict_and_deque", alone, events=part, carrier=given.carrier)
    print(
        f"of Python {us['rate'] / peer['rate']:.1f}, by cores {peer['cores'] / part / us['cores'] * given.events:.1f}"
    )
    missed = [
        name for name, kept in (("rate", us["rate"] >= BAR), ("memory", us["mib"] <= MOST_MIB)) if not kept
    ]
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


# What makes the log holds it in memory: in a process of its own, which is gone when the watch begins.
_MADE = "import sys, pathlib; sys.path.insert(0, 'benchmarks'); import watch_stream as w; w.made(pathlib.Path(sys.argv[1]), int(sys.argv[2]))"

if __name__ == "__main__":
    sys.exit(main())

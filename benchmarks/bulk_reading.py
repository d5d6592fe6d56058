"""Messages read in bulk from one Parquet: one process, two, and Spark on as many cores; and the most memory held for ten times as many.

``python benchmarks/bulk_reading.py [--messages N] [--short N] [--spark]``. Each run is a process of its own, from its start to its last
line. Exit 1 where two processes are below 1.8 times one, where answers differ, or where ten times as many messages take 64 MiB more.
The messages of the memory run are short and no two are the same; ``--messages 0 --short 1000000`` reads ten million of them.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from texts import texts

_RATIO, _MORE_MIB, _GROUP = 1.8, 64, 20_000
_PROGRAM = """
import json, resource, sys, time
from madoguchi.cli import main
begun = time.perf_counter()
try:
    main(sys.argv[1:])
except SystemExit as end:
    code = end.code
# Not RUSAGE_SELF: that one begins with what the process held that started this one.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
print(json.dumps([code, time.perf_counter() - begun, most]))
"""


class Run(NamedTuple):
    """Seconds by the clock, and the most MiB that a process held."""

    seconds: float
    mib: float
    out: Path

    def told(self) -> list[bytes]:
        parts = sorted(self.out.glob("part-*")) if self.out.is_dir() else [self.out]
        return sorted(line for part in parts for line in part.read_bytes().splitlines())


def written(path: Path, messages: list[str]) -> Path:
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    ids = [str(at) for at in range(len(messages))]
    table = arrow.table({"id": ids, "text": messages, "medium": ["sms"] * len(ids)})
    parquet.write_table(table, path, row_group_size=max(1, min(len(ids) // 64, _GROUP)))
    return path


def run(path: Path, out: Path, *more: str) -> Run:
    asked = ("check", "--lines", str(path), "--out", str(out), "--basis", "consent", *more)
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *asked, "--at", "2026-11-21T20:40:00+09:00"],
        capture_output=True,
        text=True,
        check=True,
    )
    code, seconds, mib = json.loads(done.stdout.splitlines()[-1])
    if code:
        raise RuntimeError(f"ended with {code}: {done.stderr[-500:]}")
    return Run(seconds, mib, out)


def rates(folder: Path, messages: int, *, spark: bool) -> list[str]:
    path, cores = written(folder / "in.parquet", list(texts(messages))), 2
    ways: dict[str, tuple[str, ...]] = {
        "1 process": ("--engine", "duckdb", "--workers", "1"),
        f"{cores} processes": ("--engine", "duckdb", "--workers", str(cores)),
    }
    if spark:
        ways |= {
            "Spark, 1 core": ("--engine", "local[1]"),
            f"Spark, {cores} cores": ("--engine", f"local[{cores}]"),
        }
    found: dict[str, Run] = {}
    for way, more in ways.items():
        begun = time.perf_counter()
        found[way] = run(path, folder / way.replace(" ", "-"), *more)
        print(
            f"{way:16} {messages / found[way].seconds:8,.0f} messages/s {found[way].seconds:8.1f} s "
            f"({time.perf_counter() - begun:.1f} s with its start) {found[way].mib:6,.0f} MiB the largest process"
        )
    one, two, *others = found.values()
    print(f"{one.seconds / two.seconds:.2f} x one")
    missed = [] if one.seconds / two.seconds >= _RATIO else ["ratio"]
    return missed + (["answers"] if any(each.told() != one.told() for each in (two, *others)) else [])


def memory(folder: Path, messages: int) -> list[str]:
    most = []
    for rows in (messages, 10 * messages):
        path = written(folder / f"{rows}.parquet", [f"{at}番です" for at in range(rows)])
        most.append(run(path, folder / f"{rows}.jsonl", "--engine", "duckdb", "--workers", "1").mib)
        print(f"{rows:12,} short messages {most[-1]:6,.0f} MiB")
    return [] if most[1] < most[0] + _MORE_MIB else ["memory"]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--short", type=int, default=50_000, help="of the first memory run")
    options.add_argument("--spark", action="store_true")
    given = options.parse_args()
    print(f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        missed = rates(Path(name), given.messages, spark=given.spark) if given.messages else []
        missed += memory(Path(name), given.short)
    print(f"missed: {', '.join(missed)}" if missed else "every bar is kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""`check --lines` on two processes beside one: the same lines, the same bytes, in the same run.

Rounds take turns, so that whatever else the machine does meets both; the best round of each counts. The time runs from
the first line read to the last answer written, with what is shared (knowledge, patterns) ready before. The CPU time of
all processes together says what the sharing costs, on a busy machine too. Memory is the most that any process held,
shared pages counted in each.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from madoguchi.lines import Way, check_lines
from texts import texts

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
WARM = 300


def written(path: Path, stories: list[str]) -> Path:
    rows = (
        json.dumps({"id": str(at), "text": story}, ensure_ascii=False) for at, story in enumerate(stories)
    )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


class Taken(NamedTuple):
    """Seconds of a run: by the clock, and of all cores together."""

    clock: float
    cpu: float


def taken_by(source: Path, out: Path, *, workers: int) -> Taken:
    start, cpu = time.perf_counter(), sum(os.times()[:4])
    code = check_lines(source, out, at=AT, way=Way(workers=workers))
    if code != 0:
        raise RuntimeError(f"check_lines ended with {code}")
    return Taken(time.perf_counter() - start, sum(os.times()[:4]) - cpu)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def best(folder: Path, *, rounds: int, processes: int) -> dict[int, Taken]:
    """Returns the seconds of the best round for one process and for many; refuses answers that differ."""
    taken: dict[int, Taken] = {}
    for _ in range(rounds):
        for workers in (1, processes):
            took = taken_by(folder / "in.jsonl", folder / f"{workers}.jsonl", workers=workers)
            taken[workers] = min(took, taken.get(workers, took))
    if digest(folder / "1.jsonl") != digest(folder / f"{processes}.jsonl"):
        raise RuntimeError("one process and many wrote different bytes")
    return taken


def mib(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--lines", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    wish = parser.parse_args()
    if len(os.sched_getaffinity(0)) < wish.processes:
        sys.exit(
            f"only {len(os.sched_getaffinity(0))} cores may be used: no ratio for {wish.processes} processes"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder / "in.jsonl", list(texts(WARM, seed=1)))
        taken_by(folder / "in.jsonl", folder / "warm.jsonl", workers=1)
        written(folder / "in.jsonl", list(texts(wish.lines)))
        taken = best(folder, rounds=wish.rounds, processes=wish.processes)
    for workers, took in taken.items():
        rate, times, cpu = wish.lines / took.clock, taken[1].clock / took.clock, took.cpu / wish.lines * 1000
        print(f"{workers} processes{rate:>10,.0f} lines/s   {times:.2f} x one   {cpu:.2f} ms of CPU a line")
    print(
        f"memory {mib(resource.RUSAGE_SELF):.0f} MiB asking, {mib(resource.RUSAGE_CHILDREN):.0f} MiB answering"
    )


if __name__ == "__main__":
    main()

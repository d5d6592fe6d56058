"""A desk with 100,000 cases dies: how long the backup takes, the restore with all its checks, and a rotation of every case key.

``python benchmarks/dead_pc.py [--cases N]``. The cases are those of filled_desk.py. Backup and restore are the commands that a
person types, in processes of their own, from their start to their end, with the program's own start in them. The rotation is stopped
half way and goes on.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from filled_desk import filled

_COMMAND = (sys.executable, "-c", "from madoguchi.cli import main; main()", "desk")


def rotate() -> tuple[int, float]:
    """Gives every case key another wrapping, stopped half way; returns how many and the seconds of the whole."""
    from madoguchi.web.accounts.models import Centre
    from madoguchi.web.desk import case_keys
    from madoguchi.web.desk.gates import within
    from madoguchi.web.desk.models import CaseKey

    centre = Centre.objects.get(code="bench")
    half = CaseKey.objects.count() // 2
    began = time.perf_counter()
    with within(centre):
        newest = case_keys.begin_rotation(centre)
    key, moved = case_keys._bytes_of(newest), 0
    while moved < half:
        moved += case_keys._rotate_some(centre, newest, key, case_keys._BATCH)
    moved += case_keys.rotate(centre)
    return moved, time.perf_counter() - began


def typed(folder: Path, *words: str, answer: str = "") -> tuple[str, str]:
    """Runs the command as a person types it; returns how long it took and what it said."""
    environment = {
        **os.environ,
        "MADOGUCHI_DATA": str(folder / "data"),
        "MADOGUCHI_KEYS": str(folder / "keys"),
    }
    began, worked = time.perf_counter(), _worked()
    done = subprocess.run(
        [*_COMMAND, *words],
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds = time.perf_counter() - began
    return f"{seconds:6.1f} s ({_worked() - worked:.1f} s of a core)", done.stdout


def _worked() -> float:
    """The seconds of a core that commands took so far; beside other work on the machine the clock says more."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--cases", type=int, default=100_000)
    count = arguments.parse_args().cases
    with tempfile.TemporaryDirectory(prefix="madoguchi-dead-pc-") as name:
        old, new = Path(name) / "old", Path(name) / "new"
        old.mkdir()
        new.mkdir()
        began = time.perf_counter()
        key = filled(old, count)
        size = (old / "data" / "madoguchi.sqlite3").stat().st_size / 2**20
        print(f"{count:,} cases made in {time.perf_counter() - began:.0f} s, {size:,.0f} MiB", flush=True)
        took, _ = typed(old, "backup", str(old / "x.backup"))
        size = (old / "x.backup").stat().st_size / 2**20
        print(f"backup, read back     {took}, {size:,.0f} MiB", flush=True)
        took, said = typed(new, "restore", str(old / "x.backup"), answer=f"{key}\n")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"restore, all checked  {took}, at most {memory:,.0f} MiB of memory")
        print("".join(f"    {line}\n" for line in said.splitlines() if "件" in line), end="", flush=True)
        worked = time.process_time()
        moved, seconds = rotate()
        worked = time.process_time() - worked
        print(
            f"rotation of {moved:,} case keys, stopped half way: {seconds:.1f} s ({worked:.1f} s of a core)"
        )


if __name__ == "__main__":
    main()

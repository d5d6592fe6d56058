"""A desk with 100,000 cases dies: how long the backup takes, the restore with all its checks, and a rotation of every case key.

``python benchmarks/dead_pc.py [--cases N]``. The cases are those of filled_desk.py. Backup and restore are the commands that a
person types, in processes of their own, from their start to their end, with the program's own start in them. So is the rotation: it is
killed half way, and the same command goes on.
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


def killed_half_way(folder: Path, count: int) -> None:
    """Types the command that wraps every case key anew, and kills it when half of ``count`` are wrapped."""
    with subprocess.Popen(
        [*_COMMAND, "keys", "rotate"], stdout=subprocess.PIPE, text=True, env=_environment(folder)
    ) as process:
        for line in process.stdout or ():
            told = line.split("件")[0].rpartition(" ")[0].rpartition(" ")[2].replace(",", "")
            if told.isdecimal() and int(told) * 2 >= count:
                process.kill()


def rotated(folder: Path, count: int) -> str:
    """Gives every case key another wrapping, killed half way and typed again; returns how long both took together."""
    began, worked = time.perf_counter(), _worked()
    killed_half_way(folder, count)
    typed(folder, "keys", "rotate")
    return _took(began, worked)


def typed(folder: Path, *words: str, answer: str = "") -> tuple[str, str]:
    """Runs the command as a person types it; returns how long it took and what it said."""
    began, worked = time.perf_counter(), _worked()
    done = subprocess.run(
        [*_COMMAND, *words],
        input=answer,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(folder),
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return _took(began, worked), done.stdout


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "MADOGUCHI_DATA": str(folder / "data"), "MADOGUCHI_KEYS": str(folder / "keys")}


def _took(began: float, worked: float) -> str:
    return f"{time.perf_counter() - began:6.1f} s ({_worked() - worked:.1f} s of a core)"


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
        print(f"rotation, killed once {rotated(old, count)}")


if __name__ == "__main__":
    main()

"""From the command line to the first answer: `madoguchi check` beside `python -c pass`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

MADOGUCHI = str(Path(sys.executable).with_name("madoguchi"))
STORY = "母が画面の番号に電話して遠隔操作され、3万5千円のカードを2枚買って番号を伝えました。"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import madoguchi": [sys.executable, "-c", "import madoguchi"],
    "madoguchi --help": [MADOGUCHI, "--help"],
    "madoguchi check": [MADOGUCHI, "check", "--json", "--at", "2026-11-21T20:40:00+09:00", STORY],
}


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    for command in COMMANDS.values():
        seconds(command)  # byte code and disk cache
    taken = {name: median(seconds(command) for _ in range(runs)) for name, command in COMMANDS.items()}
    for name, value in taken.items():
        ratio = value / taken["python -c pass"]
        print(f"{name:<18}{value * 1000:>8.0f} ms   {ratio:>6.1f} x python -c pass")


if __name__ == "__main__":
    main()

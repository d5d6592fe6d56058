"""A flood from one address while 20 people are on the site: how long 95 of 100 of them wait, beside a quiet hour.

Prints, a round, p95 of pages and consultations without and with the flood, and what the flood was told; then the middle of the
rounds' ratios. People, flood and server share the machine; the flood has a process of its own, so that people do not wait for it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from site_load import BIN, HERE, Waited, free_port, people, running

HANDS = 20
_LAST = [
    "nice",
    "-n",
    "19",
]  # the flood is sent from elsewhere: its sender shall take no core away from server and people
MOST_SLOWER = 2.0


@contextmanager
def flooding(port: int, told: list[int]) -> Iterator[None]:
    """Floods until the block ends; then ``told`` holds what flooders.py counts."""
    command = [
        *_LAST,
        str(BIN / "locust"),
        "-f",
        str(HERE / "flooders.py"),
        "Flooder",
        "--headless",
        "--only-summary",
    ]
    command += ["-u", str(HANDS), "-r", str(HANDS), "-H", f"http://127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as flood:
        try:
            yield
        finally:
            flood.terminate()
            said = flood.communicate(timeout=30)[0]
    told += next(
        ([int(one) for one in line.split()[1:]] for line in said.splitlines() if line[:5] == "FLOOD"), []
    )


def one_round(
    port: int, *, users: int, seconds: int
) -> tuple[dict[str, Waited], dict[str, Waited], list[int]]:
    """How people waited in quiet and then in a flood, and what the flood was told."""
    told: list[int] = []
    quiet = people(port, users=users, seconds=seconds)
    with flooding(port, told):
        flooded = people(port, users=users, seconds=seconds)
    return quiet, flooded, told


@contextmanager
def site() -> Iterator[int]:
    """The site, with its first pages behind it; yields its port."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        with running([str(BIN / "madoguchi"), "serve", "--port", str(port), "--data", folder], port):
            people(port, users=10, seconds=5)
            yield port


def main() -> None:
    """Prints the figures; exit 1 where people failed, the flood was told wrong, or people waited more than twice as long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    os.environ["MADOGUCHI_PINGS"] = "0"  # what people wait for are pages
    ratios: dict[str, list[float]] = {"page": [], "consultation": []}
    failed = 0
    with site() as port:
        rounds = [one_round(port, users=wanted.users, seconds=wanted.seconds) for _ in range(wanted.rounds)]
    for number, (quiet, flooded, (away, unsaid, served, cut, broken)) in enumerate(rounds, start=1):
        failed += sum(waited.failures for waited in (*quiet.values(), *flooded.values())) + unsaid + broken
        print(
            f"round {number}: flood {away} turned away with a wait, {unsaid} without, {served} served, {cut} hung up on, {broken} broken"
        )
        for name, found in ratios.items():
            found.append(flooded[name].p95 / max(quiet[name].p95, 1.0))
            print(
                f"  {name:13} p95 {quiet[name].p95:6.1f} -> {flooded[name].p95:6.1f} ms  x {found[-1]:.2f}",
                flush=True,
            )
    middle = {name: statistics.median(found) for name, found in ratios.items()}
    print("middle of the rounds:", ", ".join(f"{name} x {ratio:.2f}" for name, ratio in middle.items()))
    raise SystemExit(bool(failed) or any(ratio > MOST_SLOWER for ratio in middle.values()))


if __name__ == "__main__":
    main()

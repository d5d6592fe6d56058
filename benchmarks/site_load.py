"""200 people on the site at once, from 200 addresses: how long 95 of 100 wait, beside a bare Django page on the same server.

Prints p95 of pages, of consultations (2,000 characters) and of /ping/, the failures, the ratio page / ping, and the bars: what is
missed ends it with exit 1. Server and people share the machine.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
START_SECONDS = 30.0
MOST_MS = 800.0  # within which 95 of 100 consultations are answered
MOST_TIMES = 15.0  # how many times as long a page may take as a /ping/ of the same server


class Waited(NamedTuple):
    """A kind of request: how many, how many failed, and within how many ms 95 of 100 were answered."""

    requests: int
    failures: int
    p95: float


def free_port() -> int:
    """Returns a port of loopback on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """Runs a server until the block ends."""
    with subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"port {port}: no server after {START_SECONDS} s")


def people(port: int, *, users: int, seconds: int) -> dict[str, Waited]:
    """Sends ``users`` people for ``seconds`` and returns how they waited, by kind of request."""
    command = [
        str(BIN / "locust"),
        "-f",
        str(HERE / "visitors.py"),
        "Visitor",
        "--headless",
        "--only-summary",
    ]
    command += [
        "-u",
        str(users),
        "-r",
        str(min(50, users / 5)),
        "-t",
        f"{seconds}s",
        "-H",
        f"http://127.0.0.1:{port}",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rows = [line.split() for line in told.splitlines() if line.startswith("LOAD ")]
    return {name: Waited(int(sent), int(failed), float(p95)) for _, name, sent, failed, p95 in rows}


def site(users: int, seconds: int) -> dict[str, Waited]:
    """The site under load."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [str(BIN / "madoguchi"), "serve", "--port", str(port), "--data", folder]
        with running(command, port):
            return people(port, users=users, seconds=seconds)


def bare(users: int, seconds: int) -> dict[str, Waited]:
    """The bare page under the same load."""
    port = free_port()
    command = [str(BIN / "granian"), "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    with running([*command, "bare_page:application"], port, PYTHONPATH=str(HERE)):
        return people(port, users=users, seconds=seconds)


def missed(ours: dict[str, Waited]) -> list[str]:
    """Returns a sentence for every bar that ``ours`` (the site under load) misses; a kind that was never asked for misses."""
    absent = [f"{name}: no request" for name in ("page", "consultation", "ping") if name not in ours]
    failed = [f"{name}: {waited.failures} failed > 0" for name, waited in ours.items() if waited.failures]
    if absent:
        return [*absent, *failed]
    times, told = _times(ours["page"], ours["ping"]), ours["consultation"].p95
    slow = [f"p95(consultation) {told:.1f} ms > {MOST_MS:.0f}"] if told > MOST_MS else []
    heavy = [f"p95(page) / p95(ping) {times:.2f} > {MOST_TIMES:.0f}"] if times > MOST_TIMES else []
    return [*failed, *slow, *heavy]


def _times(one: Waited, other: Waited) -> float:
    return one.p95 / max(other.p95, 0.1)


def main() -> None:
    """Prints the figures and the bars; exit 1 where a request failed or a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    wanted = parser.parse_args()
    ours, theirs = site(wanted.users, wanted.seconds), bare(wanted.users, wanted.seconds // 3)
    for name, waited in (*ours.items(), *((f"bare {name}", waited) for name, waited in theirs.items())):
        print(f"{name:20} {waited.requests:6} requests  {waited.failures:4} failed  p95 {waited.p95:7.1f} ms")
    for name, beside in (("ping", ours.get("ping")), ("bare page", theirs.get("page"))):
        if beside and "page" in ours:
            print(f"p95(page) / p95({name}) = {_times(ours['page'], beside):.2f}")
    faults = missed(ours)
    print(
        f"bars: no failure, p95(consultation) <= {MOST_MS:.0f} ms, p95(page) / p95(ping) <= {MOST_TIMES:.0f}"
    )
    print("every bar is kept" if not faults else "missed: " + "; ".join(faults))
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()

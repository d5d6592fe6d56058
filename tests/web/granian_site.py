"""The site as people meet it: `madoguchi serve` in a process of its own, with its own folder, on a free port."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
EVENING = "2026-11-21T20:40+09:00"


@dataclass
class Running:
    """A site that runs: where, what it said, where its data lies."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    address: str = ""  # whom a trusted proxy would say the requests come from

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> bytes:
        return (self.folder / "said.log").read_bytes()

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        if self.address:
            headers = {"X_Forwarded_For": self.address, **headers}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)
        line.request(
            method, path, body or None, {name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = line.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def command(*options: str) -> list[str]:
    return [sys.executable, "-c", "from madoguchi.cli import main; main()", "serve", *options]


def environment(**more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MADOGUCHI_", "DJANGO_", "DATABASE_"))
    }
    return {**kept, "PYTHONPATH": str(SRC), **more}


@contextlib.contextmanager
def running(folder: Path, *around: str, **more: str) -> Iterator[Running]:
    """Runs the site in ``folder`` until the block ends. ``around``: a program to run it under; ``more``: environment."""
    port = free_port()
    options = ("--port", str(port), "--data", str(folder / "data"), "--at", EVENING)
    folder.mkdir(parents=True, exist_ok=True)
    with opened([*around, *command(*options)], folder, port=port, env=environment(**more)) as site:
        yield site


@contextlib.contextmanager
def opened(words: list[str], folder: Path, *, port: int, env: Mapping[str, str]) -> Iterator[Running]:
    """Runs ``words`` in ``folder``, a command that opens ``port``; gives it once it answers, and stops it at the end."""
    with (folder / "said.log").open("ab") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log, env=env, cwd=folder)
    site = Running(port, folder, process)
    try:
        _wait_for(site)
        yield site
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _wait_for(site: Running) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and site.process.poll() is None:
        with contextlib.suppress(OSError):
            if site.ask("GET", "/ping/").status in (200, 301):  # 301: it wants HTTPS
                return
        time.sleep(0.1)
    raise AssertionError(site.said.decode(errors="replace"))

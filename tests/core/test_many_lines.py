"""`check --lines` as a process of its own: all cores, the same bytes, and nothing lost when somebody pulls the plug."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from generate_stories import stories

ROOT = Path(__file__).resolve().parents[2]
EVENING = "2026-11-21T20:40:00+09:00"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONWARNINGS": "error"}
# Every answer takes some milliseconds more and checkpoints come often, so that there is a middle in which to be killed,
# however fast the reading becomes. With a second thread nothing may be forked.
_PROGRAM = """
import sys, threading, time
from madoguchi import lines
from madoguchi.batches import progress, unfinished
from madoguchi.cli import main
consulted, progress._EVERY, unfinished.CHECKPOINT_SECONDS = lines._consulted, 0.1, 0.05
lines._consulted = lambda *asked: time.sleep(0.003) or consulted(*asked)
if __name__ == "__main__":
    if sys.argv[0].endswith("threaded.py"):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    main(prog_name="madoguchi")
"""
WITH_ERRORS = 1
COUNT = 640


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with lines, one in fifty of them refused, and the answers of one process."""
    made = tmp_path_factory.mktemp("many")
    rows = [{"id": str(at), "text": text if at % 50 else 5} for at, text in enumerate(stories(COUNT, 1), 1)]
    (made / "in.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    for name in ("program.py", "threaded.py"):
        (made / name).write_text(_PROGRAM, encoding="utf-8")
    assert check(made, "--workers", "1", out=made / "one.jsonl").returncode == WITH_ERRORS
    return made


def command(folder: Path, *more: str, out: Path | None, source: str | None = None) -> list[str]:
    """The command for the lines of ``folder``."""
    named = ["--lines", source or str(folder / "in.jsonl"), *(["--out", str(out)] if out else []), *more]
    return [sys.executable, str(folder / "program.py"), "check", *named, "--at", EVENING]


def check(folder: Path, *more: str, out: Path | None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(folder, *more, out=out), capture_output=True, env=ENVIRONMENT, check=False)


def one(folder: Path) -> bytes:
    return (folder / "one.jsonl").read_bytes()


@contextlib.contextmanager
def started(folder: Path, *more: str, out: Path | None, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A run in a session of its own; whatever is left of it ends with the block."""
    running = subprocess.Popen(
        command(folder, *more, out=out, source=options.pop("source", None)),
        env=ENVIRONMENT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )
    with running:
        try:
            yield running
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)


def stat_of(number: str) -> list[str]:
    """State, parent, group, session … of a process; empty when it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return []


def members(session: int) -> list[int]:
    """The processes of a session that live (a zombie does not)."""
    found = [(number, stat_of(number)) for number in os.listdir("/proc") if number.isdigit()]
    return [int(number) for number, stat in found if stat[3:4] == [str(session)] and stat[0] != "Z"]


def wait_until(true: Any, seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not (found := bool(true())) and time.monotonic() < until:
        time.sleep(0.01)
    return found


def workers_of(running: subprocess.Popen[bytes]) -> list[int]:
    return [number for number in members(running.pid) if number != running.pid]


def answered(out: Path) -> int:
    with contextlib.suppress(OSError, ValueError):
        return int(json.loads(Path(f"{out}.part.json").read_bytes())["answers"])
    return 0


# --- the same answer --------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", ["2", "5"])
def test_many_processes_write_the_bytes_of_one(folder: Path, tmp_path: Path, workers: str) -> None:
    done = check(folder, "--workers", workers, out=tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr) == (WITH_ERRORS, b"", b"")
    assert (tmp_path / "out").read_bytes() == one(folder)


def test_standard_output_gets_the_same(folder: Path) -> None:
    done = check(folder, out=None)
    assert (done.returncode, done.stderr, done.stdout) == (WITH_ERRORS, b"", one(folder))


def test_spawned_processes_write_the_same(folder: Path, tmp_path: Path) -> None:
    line = command(folder, "--workers", "2", out=tmp_path / "out")
    line[1] = str(folder / "threaded.py")
    done = subprocess.run(line, capture_output=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stderr) == (WITH_ERRORS, b"")
    assert (tmp_path / "out").read_bytes() == one(folder)


def test_every_line_is_answered_once_and_in_order(folder: Path) -> None:
    ids = [json.loads(row)["id"] for row in one(folder).splitlines()]
    assert ids == [str(number) for number in range(1, COUNT + 1)]


# --- processes that are killed ----------------------------------------------------------------------


def test_a_killed_worker_costs_nothing_but_time(folder: Path, tmp_path: Path) -> None:
    with started(folder, "--workers", "2", out=tmp_path / "out") as running:
        for done in (16, 80, 160):
            assert wait_until(lambda: answered(tmp_path / "out") >= done and workers_of(running))  # noqa: B023
            os.kill(workers_of(running)[-1], signal.SIGKILL)
        assert (running.wait(60), running.stderr.read()) == (WITH_ERRORS, b"")
    assert (tmp_path / "out").read_bytes() == one(folder)


def test_killed_ten_times_and_gone_on_with_it_writes_the_same(folder: Path, tmp_path: Path) -> None:
    out, before = tmp_path / "out", 0
    for _ in range(10):
        with started(folder, "--workers", "2", out=out) as running:
            assert wait_until(lambda: answered(out) > before)  # noqa: B023
            running.kill()
        before = answered(out)
    assert 0 < before < COUNT and not out.exists()
    assert check(folder, out=out).returncode == WITH_ERRORS
    assert (out.read_bytes(), os.listdir(tmp_path)) == (one(folder), ["out"])


def test_nobody_is_left_when_the_one_who_asks_is_killed(folder: Path, tmp_path: Path) -> None:
    with started(folder, "--workers", "2", out=tmp_path / "out") as running:
        assert wait_until(lambda: len(workers_of(running)) == 2)
        running.kill()
        running.wait()
        assert wait_until(lambda: not members(running.pid))


@pytest.mark.parametrize("whom", [os.kill, os.killpg])
def test_ctrl_c_ends_all_quietly_and_keeps_what_is_done(folder: Path, tmp_path: Path, whom: Any) -> None:
    out = tmp_path / "out"
    with started(folder, "--workers", "2", out=out) as running:
        assert wait_until(lambda: answered(out) and len(workers_of(running)) == 2)
        whom(running.pid, signal.SIGINT)
        assert running.wait(60) == 130 and not members(running.pid)
        said = running.stderr.read().decode()
    kept = f"{answered(out)}件までの答えは {out}.part にあります"
    assert said == f"madoguchi: {kept}。同じ命令で、続きから始まります。\n"


def test_a_reader_that_leaves_early_ends_all_quietly(folder: Path) -> None:
    with started(folder, "--workers", "2", out=None) as running:
        assert running.stdout.readline()
        running.stdout.close()
        assert running.wait(60) == 1 and running.stderr.read() == b""
        assert not members(running.pid)


# --- pipes and terminals ----------------------------------------------------------------------------


def test_standard_input_is_gone_on_with_too(folder: Path, tmp_path: Path) -> None:
    out, source = tmp_path / "out", (folder / "in.jsonl").read_bytes()
    line = command(folder, out=out, source="-")
    with started(folder, out=out, source="-", stdin=subprocess.PIPE) as running:
        os.write(running.stdin.fileno(), source[:40_000])
        assert wait_until(lambda: answered(out))
        running.kill()
    subprocess.run(line, input=source, env=ENVIRONMENT, check=False, stderr=subprocess.DEVNULL)
    named = one(folder).replace(f"{folder / 'in.jsonl'}:".encode(), "標準入力:".encode())
    assert out.read_bytes() == named


def test_a_slow_pipe_is_answered_line_by_line(folder: Path) -> None:
    rows = (folder / "in.jsonl").read_bytes().splitlines()
    with started(folder, out=None, source="-", stdin=subprocess.PIPE) as running:
        for number in range(3):
            running.stdin.write(rows[number] + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == str(number + 1)


def seen_on_a_terminal(folder: Path, out: Path) -> str:
    ours, theirs = pty.openpty()
    with started(folder, "--workers", "2", out=out, stderr=theirs) as running:
        running.wait(60)
    os.close(theirs)
    found = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error
        while piece := os.read(ours, 4_096):
            found += piece
    os.close(ours)
    return found.decode()


def test_a_terminal_sees_count_speed_share_and_what_is_left(folder: Path, tmp_path: Path) -> None:
    shown = seen_on_a_terminal(folder, tmp_path / "out").split("\r")
    assert any(all(word in part for word in ("件  毎秒", "%  あと", "秒")) for part in shown), shown
    assert shown[-2].startswith(f"{COUNT}件")


# --- wrong use --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more", [["--workers", "2"], ["--anew"], ["--lines", "x", "--anew"], ["--workers", "0"]]
)
def test_what_would_have_no_effect_is_refused(folder: Path, more: list[str]) -> None:
    line = [sys.executable, str(folder / "program.py"), "check", "荷物が届かない", *more]
    done = subprocess.run(line, capture_output=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, done.stdout) == (2, b"") and b"Traceback" not in done.stderr


def test_another_time_does_not_fit_what_is_done(folder: Path, tmp_path: Path) -> None:
    with started(folder, out=tmp_path / "out") as running:
        assert wait_until(lambda: answered(tmp_path / "out"))
        running.kill()
    line = [*command(folder, out=tmp_path / "out")[:-1], "2026-11-24T11:00"]
    done = subprocess.run(line, capture_output=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 2 and "--at が違う" in done.stderr.decode()

"""A worker of the stream that is killed (SIGKILL) at random moments and begun again until it has come to the end of its log.

``python killed_worker.py LOG FOLDER KILLS SEED [signs]``: one worker that nobody kills tells into FOLDER/whole.jsonl, others into FOLDER/0.jsonl and
so on, until KILLS were killed. Workers are forked, so that a kill meets their work and not the loading of the program.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sys
import time
from functools import partial
from importlib import import_module
from pathlib import Path

from in_pieces import BOUND
from small_caps import small

from madoguchi.cli import sends_stream
from madoguchi.sms import pieces
from madoguchi.sms.crossings import Watching

_PIECES = 25
_LONGEST = 0.9  # seconds until a kill


def work(log: Path, folder: Path, name: str, *, most: int, last: int = 0) -> None:
    """The work of one worker. ``last``: it kills itself when it has written for the last-th time and kept nothing of that yet."""
    pieces.GrowingCsv = partial(pieces.GrowingCsv, most=most)  # type: ignore[misc,assignment]
    if last:
        sends_stream._Out.write = _and_dies(sends_stream._Out.write, last)  # type: ignore[method-assign]
    state, out = folder / f"{name}.duckdb", folder / f"{name}.jsonl"
    watching, signs = Watching.of("docomo", on=dt.date(2026, 11, 22)), sys.argv[-1] == "signs"
    more = {"late": BOUND // (1 if signs else 100), "state": state, "out": out, "signs": signs}
    asked = sends_stream.Asked(sends=log, follow=False, as_json=True, **more)  # type: ignore[arg-type]
    watching = watching if signs else small(watching)
    sends_stream.watch_it(asked, watching)


def _and_dies(write, last: int):  # type: ignore[no-untyped-def]
    left = [last]

    def written(self, told):  # type: ignore[no-untyped-def]
        position = write(self, told)
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return position

    return written


def forked(*given: object, **more: int) -> int:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        work(*given, **more)  # type: ignore[arg-type]
        os._exit(0)
    return child


def ended(child: int, *, after: float | None) -> bool:
    """Waits for the worker, kills it after so many seconds, and says whether it came to its end. Raises where it failed."""
    until = time.monotonic() + (after if after is not None else 600)
    while not (found := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
            found = os.waitpid(child, 0)
            break
        time.sleep(0.005)
    code = os.waitstatus_to_exitcode(found[1])
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the worker failed: {code}")
    return code == 0


def main(log: Path, folder: Path, *, kills: int, seed: int) -> None:
    chance, killed, rounds = random.Random(seed), 0, 0
    size = log.stat().st_size
    assert ended(forked(log, folder, "whole", most=size + 1), after=None)
    while killed < kills:
        while True:
            last = chance.choice([0, 0, 1, 2, 3])
            child = forked(
                log, folder, str(rounds), most=size // chance.randrange(_PIECES // 2, _PIECES), last=last
            )
            if ended(child, after=None if killed >= kills and not last else chance.uniform(0.02, _LONGEST)):
                break
            killed += 1
        rounds += 1
    print(killed, rounds)


if __name__ == "__main__":
    for name in (
        "ibis",
        "ibis.backends.duckdb",
        "duckdb",
        "pyarrow.csv",
        "pyarrow.compute",
        "madoguchi.sms.stream",
    ):
        import_module(name)
    main(Path(sys.argv[1]), Path(sys.argv[2]), kills=int(sys.argv[3]), seed=int(sys.argv[4]))

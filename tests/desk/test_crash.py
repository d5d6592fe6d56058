"""The server is killed (kill -9) while three people write: what was acknowledged is there, once, and the log is whole."""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from pathlib import Path

from crash_site import Acknowledged, Desk, write_until

CYCLES = 200 if os.environ.get("MADOGUCHI_DEEP") else 40
PEOPLE = 3


def cycle(desk: Desk, kept: Acknowledged, chance: random.Random) -> float:
    """The desk comes up, unsure writes are sent again, three people write, and it is killed. How long it took to come up."""
    stop = threading.Event()
    crew = [threading.Thread(target=write_until, args=(stop, desk, kept)) for _ in range(PEOPLE)]
    with desk.running() as seconds:
        for key in [kept.unsure.pop() for _ in range(len(kept.unsure))]:
            kept.cases[key] = desk.post("/desk/cases/", key=key).headers["Location"].split("/")[3]
        for one in crew:
            one.start()
        wait_for(kept, kept.count + chance.randint(6, 30))
        time.sleep(chance.uniform(0, 0.1))
    stop.set()
    for one in crew:
        one.join()
    return seconds


def wait_for(kept: Acknowledged, count: int) -> None:
    """Waits until so many writes were acknowledged: how many are under way when it is killed hangs on no machine's speed."""
    until = time.monotonic() + 20
    while kept.count < count and time.monotonic() < until:
        time.sleep(0.01)


def lost(kept: Acknowledged, found: dict[str, list[str]]) -> list[str]:
    wanted = {
        "cases": list(kept.cases.values()),
        **{name: getattr(kept, name) for name in ("memos", "consents", "dues", "files", "asked")},
    }
    return [
        f"{name} {case_id}"
        for name, ids in wanted.items()
        for case_id in ids
        if case_id not in set(found[name])
    ]


def doubled(found: dict[str, list[str]]) -> list[str]:
    once = ("numbers", "memos", "consents", "dues", "files")
    return [f"{name} {one}" for name in once for one in set(found[name]) if found[name].count(one) > 1]


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    desk, kept, chance = Desk(tmp_path), Acknowledged(), random.Random(1)
    slowest = max(cycle(desk, kept, chance) for _ in range(CYCLES))
    cycle(desk, kept, chance)  # what nobody was sure of is sent once more
    found = desk.kept()
    print(f"{CYCLES} kills, {len(kept.asked)} whole cases, slowest start {slowest:.1f} s")
    assert lost(kept, found) == doubled(found) == found["faults"] == found["unsearched"] == []
    assert found["entries"] == found["done"] and desk.refused() == []
    assert len(kept.asked) > CYCLES and integrity(tmp_path) == "ok"


def integrity(folder: Path) -> str:
    path = folder / "data" / "madoguchi.sqlite3"
    if not path.exists():
        return "ok"  # PostgreSQL keeps its own
    with sqlite3.connect(path) as file:
        return str(file.execute("PRAGMA integrity_check").fetchone()[0])

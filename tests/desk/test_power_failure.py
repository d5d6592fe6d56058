"""The power fails while three people write: what was acknowledged is on the disk. A desk that only seemed to write would lose it."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash_site import Acknowledged, Desk
from failing_disk import FailingDisk
from granian_site import SRC
from test_crash import cycle, doubled, integrity, lost

CYCLES = 50 if os.environ.get("MADOGUCHI_DEEP") else 15
CANARIES = 2
# A desk whose database is told to write later, and whose own check of that is told to look away.
CARELESS = """
from madoguchi.web import database, database_url
database_url._SQLITE = database_url._SQLITE.replace("synchronous=FULL", "synchronous=NORMAL")
database._SQLITE = {**database._SQLITE, "synchronous": 1}
"""


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FailingDisk]:
    """A disk that is on, with the folders of a desk on it; the desk's own log lies elsewhere. What PostgreSQL keeps is its own to keep."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    found = FailingDisk(tmp_path / "store", tmp_path / "disk")
    found.on()
    for name in ("data", "keys"):
        (found.mount / name).mkdir()
        (tmp_path / name).symlink_to(found.mount / name)
    number = os.open(found.mount, os.O_RDONLY)
    os.fsync(number)
    os.close(number)
    yield found
    found.off()


def after(disk: FailingDisk, desk: Desk, *, cycles: int) -> Acknowledged:
    """What was acknowledged over so many power failures."""
    kept, chance = Acknowledged(), random.Random(7)
    for _ in range(cycles):
        cycle(desk, kept, chance)
        disk.off()
        disk.on()
    return kept


def test_nothing_acknowledged_is_lost_when_the_power_fails(disk: FailingDisk, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    disk.off()  # before anybody has signed in: keys and tables are there
    disk.on()
    kept = after(disk, desk, cycles=CYCLES)
    found = desk.kept()
    print(f"{CYCLES} power failures, {kept.count} acknowledged writes, {len(lost(kept, found))} lost")
    assert lost(kept, found) == doubled(found) == found["faults"] == found["unsearched"] == []
    assert desk.refused() == [] and kept.count > CYCLES and integrity(tmp_path) == "ok"


def test_the_same_desk_writing_carelessly_loses_what_it_acknowledged(
    disk: FailingDisk, tmp_path: Path
) -> None:
    (tmp_path / "careless").mkdir()
    (tmp_path / "careless" / "sitecustomize.py").write_text(CARELESS)
    kept = after(disk, desk := Desk(tmp_path, PYTHONPATH=f"{tmp_path}/careless:{SRC}"), cycles=CANARIES)
    gone = lost(kept, desk.kept())
    print(f"synchronous=NORMAL: {len(gone)} of {kept.count} acknowledged writes lost")
    assert gone

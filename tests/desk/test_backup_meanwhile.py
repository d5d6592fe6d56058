"""A backup that is made while three people write holds everything that was acknowledged before it, and a whole log."""

import copy
import threading
from pathlib import Path

import pytest
from crash_site import Acknowledged, Desk, write_until
from doomed_pc import Pc
from test_crash import doubled, lost, wait_for


def backed_up_meanwhile(desk: Desk, pc: Pc, to: Path) -> tuple[Acknowledged, Acknowledged]:
    """Three people write before, during and after a backup; what was acknowledged before it, and in all."""
    stop, kept = threading.Event(), Acknowledged()
    crew = [threading.Thread(target=write_until, args=(stop, desk, kept)) for _ in range(3)]
    with desk.running():
        for one in crew:
            one.start()
        wait_for(kept, 40)
        before = copy.deepcopy(kept)
        done = pc.types("backup", str(to))
        assert done.returncode == 0, done.stderr
        stop.set()
        for one in crew:
            one.join()
    return before, kept


@pytest.fixture
def pcs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Pc, Pc]:
    """Two PCs, both empty and both with SQLite."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.delenv(name, raising=False)
    found = Pc(tmp_path / "old"), Pc(tmp_path / "new")
    for pc in found:
        pc.folder.mkdir()
    return found


def test_a_backup_while_people_write_is_whole(pcs: tuple[Pc, Pc], tmp_path: Path) -> None:
    old, new = pcs
    desk, paper = Desk(old.folder), old.makes_a_key()
    before, after = backed_up_meanwhile(desk, old, tmp_path / "x.backup")
    done = new.types("restore", str(tmp_path / "x.backup"), typed=f"{paper}\n")
    assert done.returncode == 0 and after.count > before.count, done.stderr
    desk.env |= new.env
    found = desk.kept()
    assert lost(before, found) == doubled(found) == found["faults"] == found["unsearched"] == []

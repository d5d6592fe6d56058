"""What a backup refuses, and what it leaves behind when it is stopped: nothing."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from doomed_pc import Pc

from madoguchi.web.desk.backup.recovery_key import new_key


@pytest.fixture(scope="module")
def pc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pc]:
    """A PC with one case and a recovery key."""
    found = Pc(tmp_path_factory.mktemp("pc"))
    found.filled(["森 一郎"], cases=1)
    assert "復旧鍵がまだありません" in found.types("backup", ".").stderr
    found.makes_a_key()
    yield found


def test_there_is_one_key_and_another_only_when_it_is_asked_for(pc: Pc) -> None:
    done = pc.types("recovery-key")
    assert done.returncode == 2 and "もうあります" in done.stderr and "--new" in done.stderr


def test_a_key_that_was_copied_wrongly_is_not_taken(pc: Pc) -> None:
    before = pc.files()
    done = pc.types("recovery-key", "--new", typed="XXXXX\n" * 5)
    assert done.returncode == 2 and "鍵を決めませんでした" in done.stderr
    assert {
        path for path, data in pc.files().items() if before.get(path) != data and "recovery" in path
    } == set()


def test_the_paper_can_be_checked(pc: Pc) -> None:
    paper = pc.makes_a_key("--new")
    assert "合っています" in pc.types("recovery-key", "--check", typed=f"{paper}\n").stdout
    other = pc.types("recovery-key", "--check", typed="X\n" * 5)
    assert other.returncode == 2 and "復旧鍵を読めませんでした" in other.stderr
    another = pc.types("recovery-key", "--check", typed=f"{new_key()}\n")
    assert another.returncode == 2 and "しるし" in another.stderr


def test_it_overwrites_nothing_and_is_never_put_into_the_data(pc: Pc, tmp_path: Path) -> None:
    taken = tmp_path / "x.backup"
    taken.write_bytes(b"mine")
    assert "もうあります" in pc.types("backup", str(taken)).stderr and taken.read_bytes() == b"mine"
    assert "データのフォルダーの中" in pc.types("backup", str(pc.folder / "data" / "x")).stderr
    assert "ありません" in pc.types("backup", str(tmp_path / "no" / "x")).stderr


def test_a_link_among_the_data_is_told(pc: Pc, tmp_path: Path) -> None:
    link = pc.folder / "data" / "elsewhere"
    link.symlink_to(tmp_path)
    done = pc.types("backup", str(tmp_path))
    link.unlink()
    assert done.returncode == 2 and "リンク" in done.stderr and not list(tmp_path.iterdir())


def test_what_a_killed_backup_left_goes_with_the_next(pc: Pc, tmp_path: Path) -> None:
    left = pc.folder / "data" / ".backup"
    left.mkdir()
    (left / "madoguchi.sqlite3").write_bytes(b"x")
    assert pc.types("backup", str(tmp_path)).returncode == 0 and not left.exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".backup"]


def test_a_database_that_is_broken_is_told_and_not_backed_up(tmp_path: Path) -> None:
    pc = Pc(tmp_path)
    pc.filled(["森 一郎"], cases=1)
    pc.makes_a_key()
    with sqlite3.connect(tmp_path / "data" / "madoguchi.sqlite3") as file:
        file.execute("PRAGMA writable_schema=ON")
        file.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'due_next'")
    file.close()
    done = pc.types("backup", str(tmp_path / "x.backup"))
    assert done.returncode == 2 and "壊れて" in done.stderr and not (tmp_path / "x.backup").exists()

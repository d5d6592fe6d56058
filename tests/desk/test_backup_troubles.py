"""What a backup refuses, and what it leaves behind when it is stopped: nothing. What was wrong before it is told after the restore."""

import contextlib
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from desk_under_test import KEYS, case_of, town
from django.conf import settings
from doomed_pc import Pc
from doors_under_test import at_work
from test_log_page import rows

from madoguchi.cli import main
from madoguchi.web import housekeeping
from madoguchi.web.desk.backup import making, recovery_key
from madoguchi.web.desk.backup.leftovers import holding, one_at_a_time, snapshot_in, sweep_restores
from madoguchi.web.desk.backup.recovery_key import new_key, public_of

KEY = new_key()


@pytest.fixture(scope="module", autouse=True)
def _desk() -> None:
    """A desk with a case and a recovery key."""
    case_of(town().person("counsellor"))
    making.keep_public_half(public_of(KEY))


def told(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["desk", *words], input=typed)


def test_without_a_recovery_key_there_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "public_half", lambda: None)
    done = told("backup", str(tmp_path))
    assert done.exit_code == 2 and "復旧鍵がまだありません" in done.output and not list(tmp_path.iterdir())


def test_there_is_one_key_and_another_only_when_it_is_asked_for() -> None:
    done = told("recovery-key")
    assert done.exit_code == 2 and "もうあります" in done.output and "--new" in done.output


def test_another_recovery_key_stands_in_the_log_of_every_centre(monkeypatch: pytest.MonkeyPatch) -> None:
    here, there, other = town(), town(), new_key()
    with monkeypatch.context() as patched:
        patched.setattr(recovery_key, "new_key", lambda: other)
        assert told("recovery-key", "--new", typed=f"{other}\n").exit_code == 0
    assert making.public_half() == public_of(other)
    making.keep_public_half(public_of(KEY))
    for one in (here, there):
        assert [row[3] for row in rows(at_work(one.person("auditor")))] == ["控えを開く復旧鍵を決めた"]


def test_a_key_that_was_copied_wrongly_is_not_taken() -> None:
    done = told("recovery-key", "--new", typed=f"XXXXX\n{new_key()}\n" * 3)
    assert done.exit_code == 2 and "鍵を決めませんでした" in done.output and "別の鍵です" in done.output
    assert making.public_half() == public_of(KEY)


def test_the_paper_of_a_key_that_was_not_taken_is_gone(tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    done = told("recovery-key", "--new", "--out", str(paper), typed="X\n" * 5)
    assert done.exit_code == 2 and "印刷したら" in done.output and not paper.exists()


def test_the_paper_can_be_checked() -> None:
    assert "合っています" in told("recovery-key", "--check", typed=f"{KEY.lower()}\n").output
    other = told("recovery-key", "--check", typed="X\n" * 5)
    assert other.exit_code == 2 and "復旧鍵を読めませんでした" in other.output
    another = told("recovery-key", "--check", typed=f"{new_key()}\n")
    assert another.exit_code == 2 and "しるし" in another.output


def test_it_overwrites_nothing_and_is_never_put_into_the_data(tmp_path: Path) -> None:
    taken = tmp_path / "x.backup"
    taken.write_bytes(b"mine")
    assert "もうあります" in told("backup", str(taken)).output and taken.read_bytes() == b"mine"
    assert "データのフォルダーの中" in told("backup", str(settings.DATA / "x")).output
    assert "ありません" in told("backup", str(tmp_path / "no" / "x")).output


def test_a_link_among_the_data_is_told(tmp_path: Path) -> None:
    link = settings.DATA / "elsewhere"
    link.symlink_to(tmp_path)
    done = told("backup", str(tmp_path))
    link.unlink()
    assert done.exit_code == 2 and "リンク" in done.output and not list(tmp_path.iterdir())


def test_what_a_killed_backup_left_goes_with_the_next(tmp_path: Path) -> None:
    left = settings.DATA / ".backup"
    left.mkdir()
    (left / "madoguchi.sqlite3").write_bytes(b"x")
    assert told("backup", str(tmp_path)).exit_code == 0 and not left.exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".backup"]


def test_what_is_at_work_is_not_swept(tmp_path: Path) -> None:
    (left := snapshot_in(settings.DATA)).mkdir()
    with one_at_a_time(settings.DATA), holding(tmp_path / ".restoring-1"):
        housekeeping.clear()
        assert left.is_dir() and sweep_restores(tmp_path) == ()
    housekeeping.clear()
    assert not left.exists() and sweep_restores(tmp_path) == (tmp_path / ".restoring-1",)


def test_two_backups_at_once_are_one(tmp_path: Path) -> None:
    with one_at_a_time(settings.DATA):
        done = told("backup", str(tmp_path))
    assert done.exit_code == 2 and "ほかで控えを作っています" in done.output and not list(tmp_path.iterdir())


def test_no_outer_key_goes_while_a_backup_is_made() -> None:
    told("keys", "outer")
    keys = sorted(path.name for path in KEYS.rglob("outer-*.key"))
    with one_at_a_time(settings.DATA):
        done = told("keys", "outer", "--forget-old", typed="y\n")
    assert done.exit_code == 2 and "ほかで控えを作っています" in done.output
    assert sorted(path.name for path in KEYS.rglob("outer-*.key")) == keys and len(keys) > 1


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Pc, str]:
    """A PC with one case, and what stands on its paper."""
    pc = Pc(tmp_path_factory.mktemp("pc"))
    pc.filled(["森 一郎"], cases=1)
    return pc, pc.makes_a_key()


def copied(pc: Pc, to: Path, script: str) -> Pc:
    """The same PC, with something done to its database behind the desk's back."""
    shutil.copytree(pc.folder, to)
    with contextlib.closing(sqlite3.connect(to / "data" / "madoguchi.sqlite3")) as file:
        file.executescript(script)
    return Pc(to)


def test_a_database_that_is_broken_is_told_and_not_backed_up(kept: tuple[Pc, str], tmp_path: Path) -> None:
    broken = "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'due_next'"
    done = copied(kept[0], tmp_path / "old", broken).types("backup", str(tmp_path / "x.backup"))
    assert done.returncode == 2 and "壊れて" in done.stderr and not (tmp_path / "x.backup").exists()


def test_a_backup_that_no_key_in_it_opens_is_no_backup(kept: tuple[Pc, str], tmp_path: Path) -> None:
    old = copied(kept[0], tmp_path / "old", "SELECT 1")
    (key,) = (old.folder / "keys").rglob("outer-0001.key")
    key.unlink()
    done = old.types("backup", str(tmp_path / "x.backup"))
    assert done.returncode == 2 and "outer-0001.key がないので" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def restored(kept: tuple[Pc, str], folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """What is said when a PC to which ``script`` was done is backed up and restored in ``folder``/new."""
    old, new = copied(kept[0], folder / "old", script), Pc(folder / "new")
    new.folder.mkdir()
    done = old.types("backup", str(folder / "x.backup"))
    assert done.returncode == 0, done.stderr
    return new.types("restore", str(folder / "x.backup"), typed=f"{kept[1]}\n")


def test_what_was_wrong_before_is_told_and_all_is_restored(kept: tuple[Pc, str], tmp_path: Path) -> None:
    log = "UPDATE audit_entry SET act = 'read_case' WHERE seq = 2;"
    done = restored(kept, tmp_path, log + "UPDATE case_text SET sealed = zeroblob(60) WHERE field = 'memo'")
    assert done.returncode == 1 and (tmp_path / "new" / "data" / "madoguchi.sqlite3").is_file()
    assert "つながらない所" in done.stderr and "文章が 1 件、開きません" in done.stderr


def test_a_key_that_does_not_open_is_told(kept: tuple[Pc, str], tmp_path: Path) -> None:
    done = restored(kept, tmp_path, "UPDATE case_key SET wrapped = zeroblob(60)")
    assert done.returncode == 1 and "事案の鍵が 1 件、開きません" in done.stderr


def files_of(pc: Pc) -> list[Path]:
    """The files of cases; the name of each is an id."""
    return [path for path in (pc.folder / "data" / "files").glob("*/*") if len(path.name) == 32]


def test_a_file_that_is_lost_or_does_not_open_is_told(kept: tuple[Pc, str], tmp_path: Path) -> None:
    old = copied(kept[0], tmp_path / "old", "SELECT 1")
    for spoil, said in (("truncate", "1 個、開きません"), ("unlink", "1 個、ありません")):
        (file,) = files_of(old)
        file.write_bytes(bytes(60)) if spoil == "truncate" else file.unlink()
        assert old.types("backup", str(tmp_path / f"{spoil}.backup")).returncode == 0
        new = Pc(tmp_path / f"new-{spoil}")
        new.folder.mkdir()
        done = new.types("restore", str(tmp_path / f"{spoil}.backup"), typed=f"{kept[1]}\n")
        assert done.returncode == 1 and f"添えたファイルが {said}" in done.stderr


# As a program does for which these tables are today's.
BACKED_UP = """
import json, sys
from pathlib import Path
from madoguchi.web import serving
serving.set_up()
from madoguchi.web.desk.backup.making import back_up
from madoguchi.web.public.clock import now
print(back_up(Path(json.loads(sys.stdin.read())["to"]), at=now()).manifest.counts.centres)
"""


def test_a_backup_of_a_newer_program_is_told(kept: tuple[Pc, str], tmp_path: Path) -> None:
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('desk', '9999_later', '2030-01-01')"
    old, new = copied(kept[0], tmp_path / "old", later), Pc(tmp_path / "new")
    new.folder.mkdir()
    assert old.told(BACKED_UP, {"to": str(tmp_path / "x.backup")}) == 1
    done = new.types("restore", str(tmp_path / "x.backup"), typed=f"{kept[1]}\n")
    assert done.returncode == 2 and "新しい版" in done.stderr and not list((tmp_path / "new").iterdir())

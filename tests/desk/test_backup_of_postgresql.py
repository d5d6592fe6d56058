"""A desk on PostgreSQL dies with its server: one file and a paper bring it back into an empty database."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from doomed_pc import Pc
from own_database import new_database
from planted import PLANTED
from test_backup_troubles import BACKED_UP

pytestmark = pytest.mark.skipif(
    "DATABASE_OWNER_URL" not in os.environ,
    reason="about PostgreSQL: `make test` runs these files once more beside one",
)


@dataclass(frozen=True)
class Kept:
    """A PC on PostgreSQL, the secret of somebody's app, what stands on the paper, and the backup."""

    pc: Pc
    secret: str
    paper: str
    file: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    pc = Pc(tmp_path_factory.mktemp("pc"), new_database(os.environ))
    secret, paper, file = (
        pc.filled(PLANTED, cases=3),
        pc.makes_a_key(),
        tmp_path_factory.mktemp("stick") / "x",
    )
    done = pc.types("backup", str(file))
    assert done.returncode == 0, done.stderr
    return Kept(pc, secret, paper, file)


def test_every_text_is_there_and_the_old_account_opens(kept: Kept, tmp_path: Path) -> None:
    before, new = kept.pc.seen(kept.secret), Pc(tmp_path, new_database(os.environ))
    done = new.types("restore", str(kept.file), typed=f"{kept.paper}\n")
    assert done.returncode == 0 and "問題は見つかりませんでした" in done.stdout, done.stderr
    after = new.seen(kept.secret)
    del before["entries"], after["entries"]
    assert after == before and len(after["cases"]) == 3 and after["door"] == [302, 302]


def test_a_role_that_may_not_pass_the_lock_is_told(kept: Kept, tmp_path: Path) -> None:
    owner = {name: url for name, url in kept.pc.more.items() if name != "DATABASE_BACKUP_URL"}
    done = Pc(kept.pc.folder, owner).types("backup", str(tmp_path))
    assert done.returncode == 2 and "BYPASSRLS" in done.stderr and not list(tmp_path.iterdir())


def test_a_database_with_tables_in_it_is_never_written_to(kept: Kept, tmp_path: Path) -> None:
    done = Pc(tmp_path, kept.pc.more).types("restore", str(kept.file), typed=f"{kept.paper}\n")
    assert done.returncode == 2 and "もう表があります" in done.stderr and not list(tmp_path.iterdir())


def test_a_backup_of_postgresql_asks_for_one(kept: Kept, tmp_path: Path) -> None:
    done = Pc(tmp_path).types("restore", str(kept.file), typed=f"{kept.paper}\n")
    assert done.returncode == 2 and "DATABASE_URL" in done.stderr and not list(tmp_path.iterdir())


def test_a_backup_that_no_key_in_it_opens_is_no_backup(kept: Kept, tmp_path: Path) -> None:
    pc = Pc(shutil.copytree(kept.pc.folder, tmp_path / "old"), kept.pc.more)
    (key,) = (pc.folder / "keys").rglob("outer-0001.key")
    key.unlink()
    done = pc.types("backup", str(tmp_path / "x.backup"))
    assert done.returncode == 2 and "outer-0001.key がないので" in done.stderr


def newer(kept: Kept, to: Path) -> Path:
    """A backup that a newer program made."""
    with psycopg.connect(kept.pc.more["DATABASE_BACKUP_URL"], autocommit=True) as base:
        later = "('desk', '9999_later', '2030-01-01')"
        base.execute(f"INSERT INTO django_migrations (app, name, applied) VALUES {later}")
        told = kept.pc.told(BACKED_UP, {"to": str(to)})
        base.execute("DELETE FROM django_migrations WHERE name = '9999_later'")
    assert told == 1
    return to


def test_what_is_in_the_database_after_a_restore_that_failed_is_told(kept: Kept, tmp_path: Path) -> None:
    file, new = newer(kept, tmp_path / "x.backup"), Pc(tmp_path / "new", new_database(os.environ))
    new.folder.mkdir()
    first, again = (new.types("restore", str(file), typed=f"{kept.paper}\n") for _ in range(2))
    assert first.returncode == again.returncode == 2 and "もう表があります" in again.stderr
    assert "新しい版" in first.stderr and "データベースには控えの中身が入っています" in first.stderr
    assert not list(new.folder.iterdir())

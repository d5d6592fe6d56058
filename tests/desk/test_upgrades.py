"""What an earlier program kept, this one opens: every frozen desk is brought to today's tables, and nothing is lost on the way."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from doomed_pc import Pc
from own_database import new_database

from madoguchi.web import serving

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from freeze_database import DUMP, FROZEN, NOTE
from with_postgres import programs

HERE = "DATABASE_OWNER_URL" in os.environ
NAMES = sorted(
    path.name for path in FROZEN.glob("*.tar.xz") if path.name.endswith("-postgresql.tar.xz") == HERE
)
OPENED = f"""
import json, sys
sys.path.insert(0, {str(FROZEN.parents[2] / "tools")!r})
from madoguchi.web import serving
serving.prepare()
from django.conf import settings
from django.db import connections
connection = connections["owner" if "owner" in settings.DATABASES else "default"]
CATALOGUE = (
    "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
    "SELECT relname, relrowsecurity, relforcerowsecurity, relacl::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
)
def tables():
    asked, sized = connection.introspection, connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for table in asked.table_names(cursor):
            for one in asked.get_table_description(cursor, table):
                yield [table, one.name, one.null_ok, one.internal_size if sized else 0]
            for one in asked.get_constraints(cursor, table).values():
                yield [table, one["columns"], one["unique"], one["index"], one["check"]]
        for statement in CATALOGUE if sized else ():
            cursor.execute(statement)
            yield from map(list, cursor.fetchall())
found = {{"tables": sorted(tables(), key=str)}}
"""
TABLES = f"{OPENED}print(json.dumps(found))"
LOOK = f"""{OPENED}
from freeze_database import seen, worked
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.search import outbox
here = Centre.objects.get(code="mori")
outbox.feed(here, most=10**6)
found |= seen() | {{"searched": len(outbox.index_of(here).sealed_of()), "missing": outbox.missing(here)}}
found["written"] = worked("新しい相談")
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Old:
    """A desk as an earlier program left it, and what that program read in it."""

    pc: Pc
    seen: dict[str, Any]

    def looked_at(self) -> Any:
        """What today's program reads there; it writes one case more."""
        return self.pc.told(LOOK, {})


def unpacked(name: str, folder: Path) -> Old:
    """The frozen desk ``name``, in ``folder`` and, if it was in PostgreSQL, in a database of its own."""
    with tarfile.open(FROZEN / name) as tar:
        tar.extractall(folder, filter="data")
    named = new_database(os.environ) if HERE else {}
    if HERE:
        url = urlsplit(named["DATABASE_BACKUP_URL"]).geturl()
        words = [str(programs() / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", str(folder / DUMP), url]
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return Old(Pc(folder, named), json.loads((folder / NOTE).read_text(encoding="utf-8")))


def test_every_release_froze_a_desk_of_its_own() -> None:
    changes = (FROZEN.parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## (\d\S*) (?!\(not released\))", changes, re.MULTILINE)
    frozen = {path.name for path in FROZEN.glob("*.tar.xz")}
    assert {f"{one}{kind}.tar.xz" for one in released for kind in ("", "-postgresql")} <= frozen


@pytest.fixture(params=NAMES)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Old:
    return unpacked(request.param, tmp_path)


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Old:
    """A desk that this program made."""
    pc = Pc(tmp_path_factory.mktemp("new"), new_database(os.environ) if HERE else {})
    return Old(pc, pc.told(TABLES, {}))


def test_every_case_opens_as_it_was_read_then_and_the_desk_works_on(old: Old, new: Old) -> None:
    done = old.pc.types("upgrade", "--without-backup")
    assert done.returncode == 0 and "問題は見つかりませんでした" in done.stdout, done.stderr
    found, before = old.looked_at(), old.seen
    assert found["cases"] == before["cases"] and found["keys"] == before["keys"] == 3
    assert found["faults"] == found["missing"] == [] and found["searched"] == 3
    assert found["entries"][: len(before["entries"])] == before["entries"] and found["written"]
    assert found["tables"] == new.seen["tables"]


def changed(old: Old, *statements: str) -> Old:
    """The same desk, changed by SQL that no program of ours sends."""
    if HERE:
        with psycopg.connect(old.pc.more["DATABASE_BACKUP_URL"]) as base:
            for statement in statements:
                base.execute(statement)
        return old
    with contextlib.closing(sqlite3.connect(old.pc.folder / "data" / "madoguchi.sqlite3")) as file, file:
        file.executescript(";".join(statements))
    return old


def left(old: Old) -> object:
    """What would not be the same if anything of the database had been changed."""
    if HERE:
        with psycopg.connect(old.pc.more["DATABASE_BACKUP_URL"]) as base:
            tables = base.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            rows = "SELECT count(*), max(xmin::text::bigint), max(xmax::text::bigint) FROM public."
            return {name: base.execute(f"{rows}{name}").fetchone() for (name,) in sorted(tables)}
    return (old.pc.folder / "data" / "madoguchi.sqlite3").read_bytes()


@pytest.fixture
def oldest(tmp_path: Path) -> Old:
    return unpacked(NAMES[0], tmp_path)


@pytest.mark.parametrize("words", [("desk", "centre", "list"), ("serve",)])
def test_without_being_asked_nothing_is_changed_and_it_says_how(oldest: Old, words: tuple[str, ...]) -> None:
    before = left(oldest)
    done = oldest.pc.runs(*words)
    assert done.returncode == 2 and "前の版" in done.stderr and "何も変えていません" in done.stderr
    assert f"madoguchi desk --data {oldest.pc.folder / 'data'} upgrade" in done.stderr
    assert left(oldest) == before


LATER = (
    "INSERT INTO django_migrations (app, name, applied) VALUES ('{}', '9999_later', '2030-01-01 00:00:00+00')"
)


@pytest.mark.parametrize("app", ["desk", "accounts", "public"])
@pytest.mark.parametrize("words", [("serve",), ("desk", "upgrade", "--without-backup")])
def test_what_a_newer_program_made_is_refused_untouched(
    oldest: Old, app: str, words: tuple[str, ...]
) -> None:
    before = left(changed(oldest, LATER.format(app)))
    done = oldest.pc.runs(*words)
    assert (
        done.returncode == 2
        and f"新しい版で作られたデータです（知らないもの: {app} 9999_later）" in done.stderr
    )
    assert left(oldest) == before


def test_the_backup_comes_first_and_brings_the_desk_back(oldest: Old, tmp_path: Path) -> None:
    paper, stick = oldest.pc.makes_a_key(), tmp_path / "stick"
    stick.mkdir()
    done = oldest.pc.types("upgrade", str(stick))
    assert done.returncode == 0 and "事案 3 件" in done.stdout, done.stderr
    (tmp_path / "other").mkdir()
    other = Pc(tmp_path / "other", new_database(os.environ) if HERE else {})
    assert other.types("restore", str(next(stick.iterdir())), typed=f"{paper}\n").returncode == 0
    assert Old(other, {}).looked_at()["cases"] == oldest.seen["cases"]


def test_where_no_backup_can_be_made_nothing_is_changed(oldest: Old, tmp_path: Path) -> None:
    before = left(oldest)
    done = oldest.pc.types("upgrade", str(tmp_path / "x.backup"))
    assert done.returncode == 2 and "復旧鍵がまだありません" in done.stderr
    assert left(oldest) == before and not (tmp_path / "x.backup").exists()


def test_a_desk_that_is_open_is_not_changed(oldest: Old) -> None:
    before = left(oldest)
    with serving.alone(oldest.pc.folder / "data"):
        done = oldest.pc.types("upgrade", "--without-backup")
    assert done.returncode == 2 and "もう開いています" in done.stderr and left(oldest) == before


def test_what_is_new_already_is_left_alone(new: Old) -> None:
    assert "新しくするものは、ありません" in new.pc.types("upgrade", "--without-backup").stdout


@pytest.mark.parametrize("words", [(), ("x", "--without-backup")])
def test_it_asks_for_a_place_or_for_none(new: Old, words: tuple[str, ...]) -> None:
    assert "どちらか一つ" in new.pc.types("upgrade", *words).stderr

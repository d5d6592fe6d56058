"""A dead PC loses nothing: from one file and a paper, everything is there again; and whatever is not whole changes nothing."""

import datetime as dt
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from doomed_pc import COMMAND, Pc
from planted import PLANTED, shapes

from madoguchi.web.desk.backup.recovery_key import key_typed, new_key
from madoguchi.web.desk.backup.restoring import Places, restore
from madoguchi.web.desk.backup.troubles import CannotRestore

CASES = 5
EVENING = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Kept:
    """What is left of a PC that died: the file, the paper; and what was seen on it, and what lay on it."""

    file: Path
    paper: str
    seen: dict[str, Any]
    secret: str
    said: str
    disk: dict[str, bytes]

    def altered(self, at: Path, *, flip: int = -1, size: int | None = None) -> Path:
        """A copy at ``at`` with one bit flipped, or cut off after ``size`` bytes."""
        data = bytearray(self.file.read_bytes()[:size])
        if flip >= 0:
            data[flip] ^= 1 << flip % 8
        at.write_bytes(data)
        return at


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """A PC is filled, backed up onto a stick, used no more, and dies."""
    pc, stick = Pc(tmp_path_factory.mktemp("pc")), tmp_path_factory.mktemp("stick")
    secret = pc.filled(PLANTED, cases=CASES)
    pc.types("tls", "make", "--name", "desk.town.internal")
    seen, paper = pc.seen(secret), pc.makes_a_key()
    done = pc.types("backup", str(stick))
    assert done.returncode == 0, done.stderr
    yield Kept(next(stick.iterdir()), paper, seen, secret, done.stdout, pc.files())


@pytest.fixture(scope="module")
def restored(kept: Kept, tmp_path_factory: pytest.TempPathFactory) -> tuple[Pc, str]:
    """Another PC, empty, on which the backup is restored by what stands on the paper, and what it said."""
    pc = Pc(tmp_path_factory.mktemp("new"))
    done = pc.types("restore", str(kept.file), typed=f"{kept.paper.lower()}\n")
    assert done.returncode == 0, done.stderr
    return pc, done.stdout


def test_every_text_identity_consent_file_and_search_is_there_and_the_old_account_opens(
    kept: Kept, restored: tuple[Pc, str]
) -> None:
    found = restored[0].seen(kept.secret)
    entries, before = found.pop("entries"), dict(kept.seen)
    assert len(found["cases"]) == CASES and found["door"] == [302, 302] and found["faults"] == []
    assert entries[: len(before["entries"])] == before.pop("entries")
    assert found == before and found["today"] > 0 and len(found["hits"]) > 0


def test_it_says_what_it_found(restored: tuple[Pc, str]) -> None:
    said = restored[1]
    assert (
        f"事案 {CASES} 件" in said and f"事案の鍵 {CASES} 件" in said and "問題は見つかりませんでした" in said
    )
    assert f"添えたファイル {CASES} 個" in said


def test_every_key_and_the_certificate_are_there_as_they_were(kept: Kept, restored: tuple[Pc, str]) -> None:
    folder = restored[0].folder
    names = {
        Path(path).name for path in kept.disk if path.endswith((".key", ".pub", ".crt", "-key", "-salt"))
    }
    found = {path.name: path.read_bytes() for path in folder.rglob("*") if path.name in names}
    assert found == {Path(path).name: data for path, data in kept.disk.items() if Path(path).name in names}
    assert {"accounts.key", "audit.key", "marks.key", "outer-0001.key", "search.key", "ca.key"} <= names
    assert {oct(path.stat().st_mode & 0o777) for path in folder.rglob("*.key")} == {"0o600"}


def test_the_log_says_that_it_was_restored(kept: Kept, restored: tuple[Pc, str]) -> None:
    acts = [act for _, act, _ in restored[0].seen(kept.secret)["entries"]]
    assert acts.count("restore") == 1 and len(acts) > len(kept.seen["entries"])


def test_the_backup_holds_nothing_of_what_was_told(kept: Kept) -> None:
    data = kept.file.read_bytes()
    hits = [value for value in PLANTED if any(shape in data for shape in shapes(value))]
    names = [
        word
        for word in ("試験町", "doomed", "SQLite format", "case_text", kept.paper)
        if word.encode() in data
    ]
    print(f"{len(PLANTED)} planted values, {len(hits)} found in {len(data):,} bytes")
    assert hits == names == [] and len(data) > 3_000_000


def test_the_paper_is_nowhere_on_the_pc(kept: Kept) -> None:
    key = key_typed(kept.paper)
    shown = {key, key.replace("-", ""), kept.paper}
    assert not [path for path, data in kept.disk.items() if any(one.encode() in data for one in shown)]


def refused(kept: Kept, backup: Path, folder: Path, key: str = "") -> str:
    """What is said to somebody who restores ``backup`` into ``folder``, in which nothing may come to be."""
    places = Places(folder / "data", folder / "keys", folder / "tls")
    with pytest.raises(CannotRestore) as error:
        restore(backup, key or key_typed(kept.paper), places=places, at=EVENING)
    assert not list(folder.rglob("*"))
    return str(error.value)


def test_another_key_opens_nothing(kept: Kept, tmp_path: Path) -> None:
    assert "この復旧鍵では開きません" in refused(kept, kept.file, tmp_path, new_key())


def positions(size: int) -> list[int]:
    """Every byte of the head, the seams of the pieces, the end, and some in between."""
    seams = [67 + number * (2**20 + 16) + more for number in range(4) for more in (-17, -1, 0, 1)]
    chance = random.Random(3)
    return sorted({*range(67), *seams, size - 1, size - 16, *(chance.randrange(size) for _ in range(40))})


def test_one_flipped_bit_anywhere_and_nothing_is_restored(kept: Kept, tmp_path: Path) -> None:
    place, copy = tmp_path / "pc", tmp_path / "copy"
    place.mkdir()
    size = kept.file.stat().st_size
    said = [refused(kept, kept.altered(copy, flip=at), place) for at in positions(size) if at < size]
    told = ("控えのファイルではない", "復旧鍵では開きません", "壊れているか")
    print(f"{len(said)} flipped bits refused in {size:,} bytes")
    assert len(said) > 100 and all(any(word in one for word in told) for one in said)


def test_cut_off_anywhere_and_nothing_is_restored(kept: Kept, tmp_path: Path) -> None:
    place, copy = tmp_path / "pc", tmp_path / "copy"
    place.mkdir()
    size = kept.file.stat().st_size
    cuts = [0, 5, 30, 59, 60, *(59 + number * (2**20 + 16) for number in range(1, 4)), size - 16, size - 1]
    for cut in cuts:
        assert "控え" in refused(kept, kept.altered(copy, size=cut), place)


def test_what_follows_the_end_is_refused_too(kept: Kept, tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    longer.write_bytes(kept.file.read_bytes() + b"\0" * 32)
    (tmp_path / "pc").mkdir()
    assert "壊れているか" in refused(kept, longer, tmp_path / "pc")


@pytest.mark.parametrize("room", ["data", "keys", "madoguchi-tls"])
def test_nothing_that_is_there_is_overwritten(
    kept: Kept, restored: tuple[Pc, str], tmp_path: Path, room: str
) -> None:
    shutil.copytree(restored[0].folder / room, tmp_path / room)
    before = Pc(tmp_path).files()
    done = Pc(tmp_path).types("restore", str(kept.file), typed=f"{kept.paper}\n")
    assert done.returncode == 2 and "上書きはしません" in done.stderr and "-old" in done.stderr
    assert Pc(tmp_path).files() == before


def test_a_mistyped_group_is_named_and_asked_for_again(kept: Kept, tmp_path: Path) -> None:
    groups = kept.paper.split()
    wrong = " ".join([*groups[:2], groups[2][:4] + ("0" if groups[2][4] != "0" else "1"), *groups[3:]])
    done = Pc(tmp_path).types("restore", "--only-check", str(kept.file), typed=f"{wrong}\n{kept.paper}\n")
    assert done.returncode == 0 and "左から 3 番目の組" in done.stderr and f"事案 {CASES} 件" in done.stdout
    assert not list(tmp_path.iterdir())


def killed_in_a_restore(kept: Kept, pc: Pc) -> list[Path]:
    """What is left in ``pc`` of a restore that was killed as soon as there was anything."""
    words, pipe = [sys.executable, "-c", COMMAND, "desk", "restore", str(kept.file)], subprocess.PIPE
    with subprocess.Popen(words, cwd=pc.folder, env=pc.env, stdin=pipe, stdout=pipe, text=True) as process:
        process.stdin.write(f"{kept.paper}\n")
        process.stdin.flush()
        while not list(pc.folder.glob(".restoring-*/madoguchi.sqlite3")) and process.poll() is None:
            time.sleep(0.005)
        process.kill()
    return left_in(pc)


def left_in(pc: Pc) -> list[Path]:
    return sorted(path for path in pc.folder.rglob(".restoring-*"))


def test_what_a_killed_restore_left_is_swept_and_named_by_the_next(kept: Kept, tmp_path: Path) -> None:
    pc = Pc(tmp_path)
    left = killed_in_a_restore(kept, pc)
    done = pc.types("restore", str(kept.file), typed=f"{kept.paper}\n")
    assert left and done.returncode == 0, done.stderr
    assert left_in(pc) == [] and str(left[0]) in done.stdout

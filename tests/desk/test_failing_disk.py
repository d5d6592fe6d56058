"""The disk of these tests keeps what was synced and nothing else: a test of the test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from failing_disk import FailingDisk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[FailingDisk]:
    found = FailingDisk(tmp_path / "store", tmp_path / "disk")
    found.on()
    yield found
    found.off()


def synced(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    os.fsync(number)
    os.close(number)


def after_a_power_failure(disk: FailingDisk) -> dict[str, bytes]:
    disk.off()
    disk.on()
    return {path.name: path.read_bytes() for path in disk.mount.iterdir() if path.is_file()}


def test_only_what_was_synced_is_there(disk: FailingDisk) -> None:
    for name in ("both", "name alone", "neither"):
        (disk.mount / name).write_bytes(b"kept")
    synced(disk.mount / "both")
    (disk.mount / "neither").unlink()
    synced(disk.mount)
    (disk.mount / "neither").write_bytes(b"x")
    (disk.mount / "both").rename(disk.mount / "renamed")
    assert after_a_power_failure(disk) == {"both": b"kept", "name alone": b""}


def test_what_was_overwritten_or_removed_unsynced_is_as_before(disk: FailingDisk) -> None:
    path = disk.mount / "file"
    path.write_bytes(b"before")
    synced(path)
    synced(disk.mount)
    path.write_bytes(b"after, and longer")
    path.unlink()
    assert after_a_power_failure(disk) == {"file": b"before"}


def test_a_folder_that_was_not_synced_takes_its_files_along(disk: FailingDisk) -> None:
    folder = disk.mount / "folder"
    folder.mkdir()
    (folder / "file").write_bytes(b"x")
    synced(folder / "file")
    synced(folder)
    assert after_a_power_failure(disk) == {} and not folder.exists()

"""A disk that forgets, when its power fails, whatever nobody asked it to keep: ``python failing_disk.py STORE MOUNT``.

What is written lives in this process alone. fsync of a file puts its bytes into STORE, fsync of a folder the names in it, as POSIX
promises it and no more: a file whose folder was not synced is gone, a name whose file was not synced is an empty file, what was
renamed has its old name. Killing the process is the power failure; started again on the same STORE, it shows what was kept.
"""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

_FOLDER = 0  # stands for a folder where the number of a file would stand


@dataclass
class File:
    """A file: its bytes now, and which stretches of them the disk does not have yet."""

    number: int
    data: bytearray = field(default_factory=bytearray)
    unsynced: list[tuple[int, int]] = field(default_factory=list)

    def put(self, data: bytes, offset: int) -> None:
        self.data.extend(bytes(max(0, offset - len(self.data))))
        self.data[offset : offset + len(data)] = data
        self.unsynced.append((offset, offset + len(data)))

    def cut(self, length: int) -> None:
        self.data.extend(bytes(max(0, length - len(self.data))))
        del self.data[length:]


class Store:
    """What survives: the bytes of files under their numbers, and the names of each folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._index = folder, folder / "names.json"
        self.names: dict[str, int] = json.loads(self._index.read_text()) if self._index.exists() else {}

    def bytes_of(self, number: int) -> bytearray:
        """Nothing, of a file that was never synced."""
        path = self._folder / str(number)
        return bytearray(path.read_bytes()) if path.exists() else bytearray()

    def keep_file(self, file: File) -> None:
        with open(self._folder / str(file.number), "r+b" if self.has(file) else "w+b", buffering=0) as kept:
            kept.truncate(len(file.data))
            for start, end in file.unsynced:
                os.pwrite(kept.fileno(), file.data[start:end], start)
        file.unsynced.clear()

    def has(self, file: File) -> bool:
        return (self._folder / str(file.number)).exists()

    def keep_names(self, folder: str, names: dict[str, int]) -> None:
        others = {path: number for path, number in self.names.items() if above(path) != folder}
        self.names = {**others, **{path: number for path, number in names.items() if above(path) == folder}}
        beside = self._index.with_suffix(".new")
        beside.write_text(json.dumps(self.names))
        beside.replace(self._index)

    def reachable(self) -> dict[str, int]:
        """The names, without those in folders whose own name was not kept."""
        found = {"/": _FOLDER}
        for path in sorted(self.names, key=lambda one: one.count("/")):
            if found.get(above(path)) == _FOLDER:
                found[path] = self.names[path]
        del found["/"]
        return found


def above(path: str) -> str:
    return str(PurePosixPath(path).parent)


def serve(store: Path, mount: Path) -> None:
    """Mounts the disk and serves it until it is killed."""
    import mfusepy

    disk = operations(mfusepy, Store(store))
    mfusepy.FUSE(disk, str(mount), foreground=True, nothreads=True)


def operations(mfusepy: Any, store: Store) -> Any:
    """What the kernel asks of the disk."""

    def no(number: int) -> Exception:
        found: Exception = mfusepy.FuseOSError(number)
        return found

    class Disk(mfusepy.Operations):  # type: ignore[misc]
        def __init__(self) -> None:
            self.names = store.reachable()
            self.files = {number: File(number, store.bytes_of(number)) for number in self.names.values()}
            self.next = max([*store.names.values(), *self.files, 0]) + 1
            self.modes: dict[str, int] = {}

        def file(self, path: str) -> File:
            if self.names.get(path, _FOLDER) == _FOLDER:
                raise no(errno.ENOENT)
            return self.files[self.names[path]]

        def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
            number = _FOLDER if path == "/" else self.names.get(path)
            if number is None:
                raise no(errno.ENOENT)
            kind, size = (
                (stat.S_IFDIR, 0) if number == _FOLDER else (stat.S_IFREG, len(self.files[number].data))
            )
            mode = self.modes.get(path, 0o700 if number == _FOLDER else 0o600)
            return {
                "st_mode": kind | mode,
                "st_size": size,
                "st_nlink": 1,
                "st_uid": os.getuid(),
                "st_gid": os.getgid(),
            }

        def readdir(self, path: str, fh: int) -> list[str]:
            return [".", "..", *(PurePosixPath(one).name for one in self.names if above(one) == path)]

        def mkdir(self, path: str, mode: int) -> int:
            self.names[path], self.modes[path] = _FOLDER, mode
            return 0

        def rmdir(self, path: str) -> int:
            if any(above(one) == path for one in self.names):
                raise no(errno.ENOTEMPTY)
            del self.names[path]
            return 0

        def create(self, path: str, mode: int, fi: Any = None) -> int:
            self.names[path], self.modes[path] = self.next, stat.S_IMODE(mode)
            self.files[self.next] = File(self.next)
            self.next += 1
            return self.next - 1

        def open(self, path: str, flags: int) -> int:
            file = self.file(path)
            if flags & os.O_TRUNC:
                file.cut(0)
            return file.number

        def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
            return bytes(self.files[fh].data[offset : offset + size])

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            self.files[fh].put(data, offset)
            return len(data)

        def truncate(self, path: str, length: int, fh: int | None = None) -> int:
            self.file(path).cut(length)
            return 0

        def unlink(self, path: str) -> int:
            self.file(path)
            del self.names[path]
            return 0

        def link(self, target: str, source: str) -> int:
            self.names[target] = self.file(source).number
            return 0

        def rename(self, old: str, new: str) -> int:
            moved = {
                one: new + one[len(old) :] for one in self.names if one == old or one.startswith(f"{old}/")
            }
            for one, to in moved.items():
                self.names[to] = self.names.pop(one)
            return 0

        def fsync(self, path: str, datasync: int, fh: int) -> int:
            store.keep_file(self.files[fh])
            return 0

        def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
            store.keep_names(path, self.names)
            return 0

        def chmod(self, path: str, mode: int) -> int:
            self.modes[path] = stat.S_IMODE(mode)
            return 0

        def utimens(self, path: str, times: Any = None) -> int:
            return 0

        def statfs(self, path: str) -> dict[str, int]:
            return {
                "f_bsize": 4096,
                "f_frsize": 4096,
                "f_blocks": 1 << 20,
                "f_bfree": 1 << 19,
                "f_bavail": 1 << 19,
            }

    return Disk()


@dataclass
class FailingDisk:
    """The disk from outside: mounted at ``mount``, its power may fail."""

    store: Path
    mount: Path
    process: subprocess.Popen[bytes] | None = None

    def on(self) -> None:
        """Mounts it. Where the system has no FUSE this fails, and says so."""
        assert Path("/dev/fuse").exists(), (
            "/dev/fuse is missing: a power failure cannot be shown on this machine"
        )
        for folder in (self.store, self.mount):
            folder.mkdir(exist_ok=True)
        command = [sys.executable, __file__, str(self.store), str(self.mount)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE)
        until = time.monotonic() + 20
        while not os.path.ismount(self.mount):
            assert self.process.poll() is None and time.monotonic() < until, self._said()
            time.sleep(0.02)

    def _said(self) -> str:
        assert self.process is not None and self.process.stderr is not None
        self.process.kill()
        return f"the disk cannot be mounted: {self.process.stderr.read().decode()}"

    def off(self) -> None:
        """The power fails."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
        subprocess.run(["fusermount3", "-u", "-z", str(self.mount)], check=False, capture_output=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]))

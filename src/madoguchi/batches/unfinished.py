"""Answers that become a file only when all are there; what is done survives Ctrl-C, a kill and a power cut.

They grow in ``F.part``. About once a second they reach the disk, and then ``F.part.json`` says how far they are and of
what they are the answers. Who runs the same command again goes on from there, with the same bytes at the end; where
anything differs, nobody's work is thrown away unasked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from madoguchi.batches.crew import Answered
from madoguchi.batches.incoming import Mark

if sys.platform != "win32":
    import fcntl

CHECKPOINT_SECONDS = 1.0
_SHARE = 20  # no more than one twentieth of the time is spent waiting for the disk
_SCHEMA = 1
_MAX_STATE = 65_536
_PACKAGE = Path(__file__).resolve().parents[1]
_OURS_ALONE = 0o600
_PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class CannotGoOn(ValueError):
    """There are answers of an interrupted run that do not fit this one. Says why, and how to mend it."""


class Asked(NamedTuple):
    """What the answers depend on beside the lines. ``fixed``: ``at`` was asked for, it is not just the clock."""

    name: str
    at: dt.datetime
    knowledge: str
    fixed: bool = False


_Moment = Annotated[dt.datetime, msgspec.Meta(tz=True)]
_Count = Annotated[int, msgspec.Meta(ge=0)]


class _State(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What ``F.part.json`` holds: how many bytes of the part count, and of what they are the answers."""

    schema: int = _SCHEMA
    name: str
    at: _Moment
    knowledge: str
    program: str
    lines: _Count
    read: _Count
    sha256: str
    answers: _Count
    refused: _Count
    written: _Count


class Part:
    """A target that can be gone on with. ``mark``: the place behind the last line that is answered, None at the start."""

    def __init__(self, out: Path, asked: Asked, *, anew: bool) -> None:
        self._out, self._asked = out, asked
        self._path, self._about = out.with_name(f"{out.name}.part"), out.with_name(f"{out.name}.part.json")
        self._number, found = self._opened()
        try:
            self._begin(None if anew or not found else self._fitting())
        except BaseException:
            os.close(self._number)
            raise

    def write(self, answered: Answered) -> None:
        """Adds answers; about once a second all that is there reaches the disk."""
        with _naming(self._path):
            _write(self._number, answered.data)
        self.answers += len(answered.batch.lines)
        self.refused += answered.refused
        self._written += len(answered.data)
        self.mark = answered.batch.mark
        if self.mark and time.monotonic() >= self._due:
            self._checkpoint(self.mark)

    def finish(self) -> None:
        """Puts the file into its place, complete and on the disk."""
        with _naming(self._path):
            os.fsync(self._number)
            os.replace(self._path, self._out)
            self._forget()
            _sync(self._out.parent)

    def keep(self) -> None:
        """Keeps what is done and says where; where there is nothing to go on from, nothing is left."""
        with contextlib.suppress(OSError):
            if self.mark and self.answers > self._kept:
                self._checkpoint(self.mark)
        if not self._kept:
            self._forget()
            self._path.unlink(missing_ok=True)
        elif self._kept > self._first:
            _say(f"{self._kept:,}件までの答えは {self._path} にあります。同じ命令で、続きから始まります。")

    def close(self) -> None:
        """Lets go of the file, and of the lock with it."""
        os.close(self._number)

    def other_input(self) -> CannotGoOn:
        """Returns the error for an input that does not begin with what is answered."""
        return self._refusal("読むファイルの、もう答えたところが変わっている")

    # --- how it begins ----------------------------------------------------------------------------------

    def _begin(self, state: _State | None) -> None:
        if state is None:
            self._forget()  # first: the record must never speak of bytes that are not there
        os.ftruncate(self._number, state.written if state else 0)
        os.lseek(self._number, 0, os.SEEK_END)
        self.answers, self.refused, self._written = (
            (state.answers, state.refused, state.written) if state else (0, 0, 0)
        )
        self._first = self._kept = self.answers
        self._due = time.monotonic() + CHECKPOINT_SECONDS
        self.mark = Mark(state.lines, state.read, state.sha256) if state else None
        self.at = state.at if state else self._asked.at
        if state:
            _say(
                f"{self._path} の続きから始めます（{self.answers:,}件まで済み。「いま」は {state.at.isoformat()} のまま）。"
            )

    def _opened(self) -> tuple[int, bool]:
        """Returns the part, locked, and whether it was there. Another run may rename it meanwhile: then look again."""
        while True:
            try:
                number, found = _open_or_make(self._path)
            except FileExistsError:
                continue
            try:
                _refuse_strange(number, self._path)
                _lock(number, self._path)
                if _is_still(number, self._path):
                    return number, found
            except BaseException:
                os.close(number)
                raise
            os.close(number)

    def _fitting(self) -> _State | None:
        """Returns what is known about the part. Raises CannotGoOn when it does not fit what is asked now."""
        state, asked = self._known(), self._asked
        if state is None:
            return None
        if state.schema != _SCHEMA or state.program != _program():
            raise self._refusal("プログラムが変わっている")
        if state.knowledge != asked.knowledge:
            raise self._refusal("知識（または自分の窓口）が変わっている")
        if state.name != asked.name:
            raise self._refusal(f"読むファイルが違う（前は {state.name}）")
        if asked.fixed and state.at != asked.at:
            raise self._refusal(f"--at が違う（前は {state.at.isoformat()}）")
        if not self._reaches(state.written):
            raise self._refusal("途中までの答えが書きかえられている")
        return state

    def _known(self) -> _State | None:
        try:
            with open(os.open(self._about, os.O_RDONLY | _PLAIN), "rb") as file:
                _refuse_strange(file.fileno(), self._about)
                return msgspec.json.decode(file.read(_MAX_STATE), type=_State)
        except FileNotFoundError:
            return None  # killed before anything reached the disk
        except (ValueError, msgspec.MsgspecError):
            raise self._refusal(f"その記録（{self._about.name}）が読めない") from None

    def _reaches(self, written: int) -> bool:
        if os.fstat(self._number).st_size < written:
            return False
        os.lseek(self._number, max(written - 1, 0), os.SEEK_SET)
        return written == 0 or os.read(self._number, 1) == b"\n"

    def _refusal(self, why: str) -> CannotGoOn:
        return CannotGoOn(
            f"{self._path}: 途中までの答えがありますが、{why}ので、続きからは始められません。\n"
            "同じものに戻すか、初めからでよければ --anew を付けてください（途中までの答えは消えます）。"
        )

    def _forget(self) -> None:
        for path in (self._about, _new(self._about)):
            path.unlink(missing_ok=True)

    def _checkpoint(self, mark: Mark) -> None:
        """First the answers reach the disk, then the word that they are there."""
        began, asked = time.monotonic(), self._asked
        with _naming(self._path):
            os.fsync(self._number)
        state = _State(
            **mark._asdict(),
            name=asked.name,
            at=self.at,
            knowledge=asked.knowledge,
            program=_program(),
            answers=self.answers,
            refused=self.refused,
            written=self._written,
        )
        _replace(self._about, msgspec.json.format(msgspec.json.encode(state)) + b"\n")
        if not self._kept:
            _sync(self._out.parent)
        now = time.monotonic()
        self._kept, self._due = self.answers, now + max(CHECKPOINT_SECONDS, _SHARE * (now - began))


@contextlib.contextmanager
def part_of(out: Path, asked: Asked, *, anew: bool) -> Iterator[Part]:
    """Yields the target that becomes ``out`` (resolved) when the block ends well, and is kept when it does not.

    ``anew``: answers of an interrupted run are thrown away. Raises CannotGoOn, and OSError for what cannot be written.
    """
    part = Part(out, asked, anew=anew)
    try:
        yield part
        part.finish()
    except BaseException:
        part.keep()
        raise
    finally:
        part.close()


def refuse_target(source: Path, out: Path) -> None:
    """Raises OSError when the answers to ``source`` cannot or must not become ``out`` (resolved)."""
    if not out.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "", str(out.parent))
    if out.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(out))
    if out.exists() and not out.is_file():
        raise _strange(out)
    for written in (out, out.with_name(f"{out.name}.part"), out.with_name(f"{out.name}.part.json")):
        if written.exists() and source.exists() and written.samefile(source):
            raise OSError(errno.EINVAL, "読むファイルと同じです", str(written))


def _say(words: str) -> None:
    print(f"madoguchi: {words}", file=sys.stderr)


@cache
def _program() -> str:
    """Returns 12 hex digits over the program's own files: the same program, the same answers."""
    digest = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(str(path.relative_to(_PACKAGE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


# --- files ------------------------------------------------------------------------------------------


def _open_or_make(path: Path) -> tuple[int, bool]:
    """Returns the file and whether it was there. A link is not followed: its owner could be somebody else."""
    try:
        return os.open(path, os.O_RDWR | _PLAIN), True
    except FileNotFoundError:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _PLAIN, _OURS_ALONE), False
    except OSError as error:
        raise _strange(path) if error.errno == errno.ELOOP else error from None


def _refuse_strange(number: int, path: Path) -> None:
    """What lies there under the name of our part must be a file of our own."""
    found = os.fstat(number)
    own = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1 or not own:
        raise _strange(path)


def _strange(path: Path) -> OSError:
    return OSError(errno.EINVAL, "自分のふつうのファイルではありません", str(path))


def _lock(number: int, path: Path) -> None:
    """Held until the file is closed or the process ends, however it ends."""
    if sys.platform == "win32":
        return
    try:
        fcntl.lockf(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):
            raise OSError(errno.EBUSY, "ほかの実行が書いているところです", str(path)) from None
        # a file system without locks: go on without one


def _is_still(number: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(number), os.stat(path))
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors of the disk name no file of their own accord."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def _write(number: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(number, left) :]


def _replace(path: Path, data: bytes) -> None:
    """The old content or the new one, never half of it."""
    new = _new(path)
    new.unlink(missing_ok=True)
    number = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, _OURS_ALONE)
    try:
        _write(number, data)
        os.fsync(number)
    finally:
        os.close(number)
    os.replace(new, path)


def _new(path: Path) -> Path:
    return path.with_name(f"{path.name}.new")


def _sync(folder: Path) -> None:
    """The new name reaches the disk too."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

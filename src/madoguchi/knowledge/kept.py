"""What reading the knowledge came to, kept beside it as Python keeps its compiled modules: the next start need not read it again.

Such a file holds data only (msgpack), lies in ``__pycache__`` and is used only while every file of the knowledge has the content, and every
file of the program the size and the time, that it had; else it is passed over and written anew. Where Python is told to write no such files
(``PYTHONDONTWRITEBYTECODE``), or may not, nothing is kept and nothing is lost but a third of a second.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

_T = TypeVar("_T")
_PROGRAM = Path(__file__).parents[1]
_FOLDER = Path(__file__).parent / "__pycache__"
_MADE_FROM = (".py", ".yaml", ".tsv")

Stamp = tuple[tuple[str, int, int], ...]


def read_kept(name: str, shape: type[_T], *, program: Path = _PROGRAM, folder: Path = _FOLDER) -> _T | None:
    """Returns what was kept as ``name``, as ``shape``; None when there is nothing, or when it is not of today's files."""
    try:
        kept = (folder / f"{name}.kept").read_bytes()
        stamp, value = msgspec.msgpack.decode(kept, type=tuple[Stamp, msgspec.Raw])
        return msgspec.msgpack.decode(value, type=shape) if stamp == stamp_of(program) else None
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def keep(name: str, value: object, *, program: Path = _PROGRAM, folder: Path = _FOLDER) -> None:
    """Keeps ``value`` as ``name`` where that is allowed; a half-written file is never seen."""
    if sys.dont_write_bytecode:
        return
    stamp = stamp_of(program)
    raw = msgspec.msgpack.encode((stamp, msgspec.Raw(msgspec.msgpack.encode(value))))
    with contextlib.suppress(OSError):
        folder.mkdir(exist_ok=True)
        number, half = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
        try:
            with open(number, "wb") as file:
                file.write(raw)
            os.chmod(
                half, 0o644
            )  # as Python's own: whoever installed the program, everybody may read what it knows
            os.replace(half, folder / f"{name}.kept")
        except OSError:
            Path(half).unlink(missing_ok=True)
            raise


@lru_cache(maxsize=4)
def stamp_of(program: Path) -> Stamp:
    """Returns name, size in bytes and mark of every file of the program (its time in ns) and of its knowledge (the CRC-32 of its bytes).

    A changed digit of a telephone number leaves the size as it was, and some ways of copying leave the time.
    """
    found: list[tuple[str, int, int]] = []
    for folder, folders, names in os.walk(program):
        folders[:] = [one for one in folders if one != "__pycache__"]
        for name in names:
            if name.endswith(_MADE_FROM):
                path = Path(folder, name)
                told = path.stat()
                mark = told.st_mtime_ns if path.suffix == ".py" else crc32(path.read_bytes())
                found.append((str(path.relative_to(program)), told.st_size, mark))
    return tuple(sorted(found))

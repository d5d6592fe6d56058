"""Puts papers into a folder, or one picture beside others: readable by their owner only, nothing overwritten, all of them or none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

_NEW_AND_OURS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class AlreadyThere(LookupError):
    """A file of this name exists; says which and what to do (Japanese)."""


def write_papers(papers: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Writes every paper (file name -> bytes) into ``folder``, which is made if need be, and returns the paths.

    Raises AlreadyThere before anything is written when a name is taken, OSError when the folder cannot be written to;
    what was written by then is taken back.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    taken = [name for name in papers if os.path.lexists(folder / name)]
    if taken:
        raise AlreadyThere(_taken(folder, taken))
    written: list[Path] = []
    try:
        for name, content in papers.items():
            _write(folder / name, content, written)
    except BaseException:
        _take_back(written)
        raise
    return written


def write_new(path: Path, content: bytes) -> None:
    """Writes ``content`` to ``path``, for its owner only. Raises AlreadyThere when the name is taken, be it by a link."""
    written: list[Path] = []
    try:
        _write(path, content, written)
    except AlreadyThere:
        raise AlreadyThere(f"{path}: もうあります。上書きはしません。ほかの名前にしてください。") from None
    except BaseException:
        _take_back(written)
        raise


def _take_back(written: Sequence[Path]) -> None:
    for path in written:
        with contextlib.suppress(OSError):
            path.unlink()


def _write(path: Path, content: bytes, written: list[Path]) -> None:
    try:
        number = os.open(path, _NEW_AND_OURS, 0o600)
    except FileExistsError:
        raise AlreadyThere(_taken(path.parent, [path.name])) from None
    written.append(path)
    with os.fdopen(number, "wb") as file:
        file.write(content)


def _taken(folder: Path, names: Sequence[str]) -> str:
    return (
        f"{folder}: {'、'.join(names)} がもうあります。上書きはしません。"
        "別のフォルダーを --out に渡すか、前のものを移してください。"
    )

"""The files of a publication at their place: the folder appears whole or not at all, and none is written over."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from madoguchi.papers.writing import AlreadyThere, write_papers


def placed(files: Mapping[str, bytes], out: Path) -> None:
    """Writes ``files`` (by name, with their folder) as the new folder ``out``. Raises AlreadyThere, OSError."""
    if out.exists():
        raise AlreadyThere(f"{out}: もうあります。上書きはしません。ほかの名前にしてください。")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".publication-", dir=out.parent) as folder:
        whole = Path(folder) / "whole"
        for part in ("", "data"):
            names = {
                name: data for name, data in files.items() if str(Path(name).parent) in (part, part or ".")
            }
            write_papers({Path(name).name: data for name, data in names.items()}, whole / part)
        whole.rename(out)

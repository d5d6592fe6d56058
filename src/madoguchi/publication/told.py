"""What was published before, read from the folder where publications lie: each with what became of it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from madoguchi.publication.draft import Change

_MOST, _LARGEST = 2_000, 1_000_000  # publications; bytes of a file


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """``publication.json``, as ``publish`` writes it."""

    number: int
    title: str
    published_on: dt.date
    as_of: dt.date
    publisher: str
    text: str
    scheme: str | None = None
    changes: list[Change] = msgspec.field(default_factory=list)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A publication, ``later`` what others said of it since (with the day), and its years (rows of ``yearly.json``)."""

    entry: Entry
    later: tuple[tuple[dt.date, Change], ...]
    years: list[dict[str, Any]]

    @property
    def state(self) -> Literal["stands", "corrected", "withdrawn"]:
        kinds = {change.kind for _, change in self.later}
        return "withdrawn" if "withdrawal" in kinds else "corrected" if kinds else "stands"

    @property
    def changed(self) -> dt.date:
        """The last day on which something was said of it."""
        return max((day for day, _ in self.later), default=self.entry.published_on)


def seal_of(folder: Path | None) -> tuple[tuple[str, int], ...]:
    """Returns what changes when a publication comes or goes: names and moments. Empty without a folder."""
    if folder is None or not folder.is_dir():
        return ()
    files = sorted(folder.glob("*/publication.json"), key=_number_of, reverse=True)[:_MOST]
    return tuple((str(path.parent), path.stat().st_mtime_ns) for path in files)


def _number_of(path: Path) -> tuple[int, str]:
    """The newest first: folders are called by their number."""
    name = path.parent.name
    return (int(name) if name.isascii() and name.isdigit() else 0, name)


def told(folders: Sequence[Path]) -> list[Told]:
    """Returns the publications in ``folders``, the newest first.

    One that cannot be read is left out: the others stand. Of two with one number, that of the folder called by it stands, else the first.
    """
    read = [(entry, folder) for folder in folders if (entry := entry_of_folder(folder)) is not None]
    read.sort(key=lambda one: one[1].name != str(one[0].number))
    found = list({entry.number: (entry, folder) for entry, folder in reversed(read)}.values())
    said = [(one.published_on, change) for one, _ in found for change in one.changes]
    made = [
        Told(
            entry=entry,
            later=tuple(
                sorted((one for one in said if one[1].number == entry.number), key=lambda one: one[0])
            ),
            years=table_of_folder(folder, "yearly"),
        )
        for entry, folder in found
    ]
    return sorted(made, key=lambda one: one.entry.number, reverse=True)


def entry_of_folder(folder: Path) -> Entry | None:
    """Returns what the publication in ``folder`` says of itself; None where that cannot be read."""
    try:
        return msgspec.json.decode(_bytes(folder / "publication.json"), type=Entry)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def table_of_folder(folder: Path, name: str) -> list[dict[str, Any]]:
    """Returns the rows of a table of the publication in ``folder``; none where it has no such table, or none that can be read."""
    try:
        rows = msgspec.json.decode(_bytes(folder / "data" / f"{name}.json"))["rows"]
        return [row for row in rows if isinstance(row, dict)]
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return []


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LARGEST)

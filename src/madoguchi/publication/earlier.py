"""What a publication tells beside an earlier one: two shown numbers of two days whose difference is a handful speak of a handful of people.

Nothing is hidden because of it: corrections and late registrations move the years that are over by a few each time. Whoever reads the
draft sees it and decides (decision 033, what it costs).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from madoguchi.publication.draft import Draft
from madoguchi.publication.live import Value, values_in
from madoguchi.publication.told import entry_of_folder, table_of_folder

_SMALL: Final = 10
_TABLES: Final = ("yearly", "payment_methods", "age_sex", "regions", "outcomes")


class Beside(NamedTuple):
    """An earlier publication and the cells (by the names of live numbers) that differ from it by 1 to 9."""

    number: int
    as_of: dt.date
    cells: tuple[str, ...]

    def ja(self) -> str:
        """Returns it as a sentence."""
        return (
            f"第{self.number}号（{self.as_of} まで）との差が1〜9件の欄が {len(self.cells):,} あります（{self.cells[0]} など）。"
            "差から、その間に登録・訂正された数件のことが分かります。出してよいか、読む人が決めます。"
        )


def beside_earlier(draft: Draft, values: Mapping[str, Value], *, folders: Sequence[Path]) -> list[Beside]:
    """Returns what ``values`` tell beside the earlier publications of the same scheme in ``folders``, withdrawn ones too."""
    return [one for folder in folders if (one := _beside(draft, values, folder)) is not None]


def _beside(draft: Draft, values: Mapping[str, Value], folder: Path) -> Beside | None:
    entry = entry_of_folder(folder)
    if entry is None or entry.scheme != draft.scheme or entry.number >= draft.number:
        return None
    cells = tuple(sorted(_close(values, _values(folder))))
    return Beside(entry.number, entry.as_of, cells) if cells else None


def _close(now: Mapping[str, Value], then: Mapping[str, Value]) -> Iterator[str]:
    for name, value in now.items():
        before = then[name].count if name in then else None
        if before is not None and value.count is not None and 0 < abs(value.count - before) < _SMALL:
            yield name


def _values(folder: Path) -> dict[str, Value]:
    tables = {name: [_named(row) for row in table_of_folder(folder, name)] for name in _TABLES}
    try:
        return values_in(tables)
    except (KeyError, TypeError, AttributeError):
        return {}  # a file that somebody changed tells nothing


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "area_code"}

"""Live numbers: what stands between braces in a text is a cell of a table, and is read from it each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from madoguchi.mart.release import Released

_FIELD: Final = re.compile(r"\{([a-z_]{1,40}(?:\.[^{}|.\s]{1,40}){1,4})\}")
_MEASURED: Final = re.compile(r"[0-9][0-9,.]{0,15}[千万億]{0,2}(?:件|円|人|倍|割|%)")
_FULL: Final = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Value:
    """A cell: ``count`` is None where it is hidden; ``partial`` where its year is not over."""

    count: int | None
    partial: bool


def values_of(tables: Mapping[str, Released]) -> dict[str, Value]:
    """Returns every cell of ``tables`` by the name that a text calls it: ``yearly.2021.count``, ``regions.2021.東京都``."""
    return values_in({name: figures.rows for name, figures in tables.items()})


def values_in(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Value]:
    """Returns the same of rows alone, ``yearly`` among them."""
    partial = {row["fiscal_year"] for row in tables["yearly"] if row["partial"]}
    found = {}
    for name, rows in tables.items():
        for row in rows:
            year = row["fiscal_year"]
            for column, value in row.items():
                if f"{column}_sign" not in row:
                    continue
                by = [str(row[one]) for one in row if isinstance(row[one], str) and not one.endswith("_sign")]
                last = [column] if name == "yearly" else []
                absent = value is None and row[f"{column}_sign"] is None
                if not absent:
                    found[".".join([name, str(year), *by, *last])] = Value(value, year in partial)
    return found


def fields_of(text: str) -> Iterator[str]:
    """Yields the names of the cells in ``text``."""
    yield from (hit[1] for hit in _FIELD.finditer(text))


def filled(text: str, values: Mapping[str, Value]) -> str:
    """Returns ``text`` with its numbers; ``…`` where there is none to show."""

    def shown(hit: re.Match[str]) -> str:
        value = values.get(hit[1])
        return "…" if value is None or value.count is None else f"{value.count:,}"

    return _FIELD.sub(shown, text)


def typed_numbers(text: str) -> list[str]:
    """Returns the measures that were typed into ``text`` by hand: nothing would notice when they change."""
    return _MEASURED.findall(_FIELD.sub("", text).translate(_FULL))


def sentences(text: str) -> list[str]:
    return [one for one in text.replace("\n", "。").split("。") if one.strip()]

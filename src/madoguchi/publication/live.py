"""Live numbers: what stands between braces in a text is a cell of a table, and is read from it each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from madoguchi.mart.release import Released

_FIELD: Final = re.compile(r"\{([a-z_]{1,40}(?:\.[^{}|.\s]{1,40}){1,4})\}")
# 数件 counts; 一人 and 二人 by their kanji, and what goes on in one of these ways, count nobody.
_MEASURED: Final = re.compile(
    r"[0-9][0-9,.]{0,15}[千万億]{0,2} {0,3}(?:件|円|名|人|倍|割|%)"
    r"|[〇一二三四五六七八九十百千万数]{1,8} {0,3}(?:件|円|名|割)|[三四五六七八九十百千数]{1,8} {0,3}人"
)
_NO_MEASURE: Final = ("人で悩", "人で決", "人で考", "人暮らし", "人ひとり", "名前", "名義", "名称")


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


def seal_of_values(values: Mapping[str, Value]) -> str:
    """Returns what changes when any of ``values`` does."""
    cells = "\n".join(f"{name} {value.count} {value.partial}" for name, value in sorted(values.items()))
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


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
    plain = unicodedata.normalize("NFKC", _FIELD.sub("", text))
    return [hit[0] for hit in _MEASURED.finditer(plain) if not plain.startswith(_NO_MEASURE, hit.end() - 1)]


def sentences(text: str) -> list[str]:
    return [one for one in text.replace("\n", "。").split("。") if one.strip()]

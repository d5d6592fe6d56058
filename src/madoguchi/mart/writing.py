"""Figures as files that a machine reads without asking: one table, a header of ASCII names in its first row, numbers only where a
number stands, empty where nothing is known (never 0), the day and the definition in every row.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final, Literal

from madoguchi.mart.questions import Figures

Encoding = Literal["utf-8", "cp932"]
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet takes a text that begins so for a formula
_COLUMNS: Final = 72
_SIGN: Final = "_sign"  # beside a count that may be hidden: why it is empty
Value = str | int | float | bool | None


class NotWritable(LookupError):
    """The file cannot be made here; says why and how to mend it (Japanese)."""


def columns_of(figures: Figures) -> list[str]:
    """Returns the names of the columns: those of the rows, then what they are of."""
    names = list(figures.rows[0]) if figures.rows else []
    return [*names, "unit", "scheme", "kind", "as_of", "definition", "definition_version"]


def rows_of(figures: Figures) -> Iterator[list[Value]]:
    """Yields the rows in the order of ``columns_of``."""
    about: list[Value] = [
        figures.definition.unit,
        figures.scheme,
        figures.kind,
        figures.as_of.isoformat(),
        figures.definition.id,
        figures.definition.version,
    ]
    for row in figures.rows:
        yield [*row.values(), *about]


def csv_of(figures: Figures, encoding: Encoding) -> bytes:
    """Returns the figures as CSV: UTF-8 with its mark, or the code page of Japanese Windows; the same rows."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(columns_of(figures))
    for row in rows_of(figures):
        writer.writerow([_cell(value) for value in row])
    return made.getvalue().encode("utf-8-sig" if encoding == "utf-8" else "cp932")


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def xlsx_of(figures: Figures) -> bytes:
    """Returns the figures as a spreadsheet: the figures, what they mean and what is unknown, a sheet each. Raises NotWritable."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        raise NotWritable("xlsx を作る部品がありません。直し方: pip install 'madoguchi[mart]'") from None
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "figures"
    _fill(sheet, [columns_of(figures), *rows_of(figures)])
    _fill(book.create_sheet("about"), [["item", "value"], *about_of(figures)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Value]]) -> None:
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # a text, whatever it begins with


def about_of(figures: Figures) -> Iterator[list[Value]]:
    """Yields what the figures are of, an item and its value a row."""
    definition = figures.definition
    yield ["definition", definition.id]
    yield ["definition_version", definition.version]
    yield ["ja", definition.ja]
    yield ["en", definition.en]
    yield ["unit", definition.unit]
    yield ["as_of", figures.as_of.isoformat()]
    yield ["known_until", figures.known_until.isoformat()]
    yield ["scheme", figures.scheme]
    yield ["kind", figures.kind]
    yield ["n", figures.n]
    for name, number in figures.unknown.items():
        yield [f"unknown_{name}", number]
    for at, note in enumerate(figures.notes, start=1):
        yield [f"note_{at}", note]


def table_of(figures: Figures) -> str:
    """Returns the figures for a terminal: aligned columns, ``…`` where something is not known, then what they mean."""
    names = [name for name in figures.rows[0] if not name.endswith(_SIGN)] if figures.rows else []
    shown = [[row.get(name + _SIGN) or _shown(name, row[name]) for name in names] for row in figures.rows]
    widths = [max(map(_width, column)) for column in zip(names, *shown, strict=True)]
    right = [all(isinstance(row[name], int | float | None) for row in figures.rows) for name in names]
    lines = ["  ".join(map(_set, row, widths, right)).rstrip() for row in (names, *shown)]
    definition = figures.definition
    unknown = "、".join(f"{name} {_number(number)}" for name, number in figures.unknown.items())
    return "\n".join(
        [
            *(lines if names else ["（あてはまる記録はありません）"]),
            "",
            f"{figures.as_of} までの登録分。単位: {definition.unit}。n = {_number(figures.n)}。",
            f"不明: {unknown or 'なし'}。",
            *_wrapped(f"定義 {definition.id} 第{definition.version}版: {definition.ja}"),
            *(line for note in figures.notes for line in _wrapped(note)),
        ]
    )


def _number(number: int | None) -> str:
    return "x" if number is None else f"{number:,}"


def _shown(name: str, value: Value) -> str:
    if value is None:
        return "…"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:,}" if isinstance(value, int) and name != "fiscal_year" else str(value)


def _wrapped(text: str) -> Iterator[str]:
    """Lines of at most ``_COLUMNS``."""
    line = ""
    for char in text:
        if _width(line + char) > _COLUMNS and char not in "、。）":
            yield line
            line = ""
        line += char
    yield line


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _set(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space

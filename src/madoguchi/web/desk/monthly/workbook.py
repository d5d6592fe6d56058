"""The report as a spreadsheet. Numbers are numbers; every text is a text, whatever it begins with: no cell can become a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any

from madoguchi.web.desk.monthly.printing import HIDDEN, Part, Printed, SumRow
from madoguchi.web.practice import LINE

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (34, 12, 12, 16, 14, 16)
_STARTS = ("=", "+", "-", "@")  # a program that reads text as a formula does so by the first sign
Value = str | int | float | None


class NoWorkbook(LookupError):
    """The package for spreadsheets is not installed; says how to mend it (Japanese)."""


def workbook_of(shown: Printed, *, at: dt.datetime, practice: bool = False) -> bytes:
    """Returns the report as xlsx, made at ``at``. Raises NoWorkbook."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        raise NoWorkbook(
            "表計算のファイルを作る部品（openpyxl）がありません。次で入れます: pip install 'madoguchi[desk]'"
        ) from None
    book = openpyxl.Workbook()
    book.properties.created = book.properties.modified = at.astimezone(dt.UTC).replace(tzinfo=None)
    book.properties.creator = "Madoguchi"
    sheet = book.active
    sheet.title = "月報"
    for number, row in enumerate(_rows(shown, practice=practice), start=1):
        for column, value in enumerate(row, start=1):
            put(sheet.cell(number, column), value)
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def put(cell: Any, value: Value) -> None:
    """Puts ``value`` into ``cell``: a number as a number, anything else as plain text."""
    if value is None or not isinstance(value, str):
        cell.value = value
        if isinstance(value, int | float):
            cell.number_format = "#,##0.##" if isinstance(value, float) else "#,##0"
        return
    plain = "".join(char for char in value if char.isprintable())
    cell.value = plain
    cell.data_type = "s"
    cell.quotePrefix = plain.lstrip().startswith(_STARTS)


def _rows(shown: Printed, *, practice: bool) -> Iterator[Sequence[Value]]:
    if practice:
        yield (f"{LINE}（作りものの相談です）",)
    yield (shown.title,)
    yield (shown.centre,)
    yield (shown.about,)
    yield from ((note,) for note in shown.notes)
    yield ()
    cases, wide = shown.cases, 4 if shown.compares else 2
    yield ("", "この月", "前の月", "差")[:wide]
    yield (cases.name, _or(cases.now), _or(cases.before), _or(cases.change))[:wide]
    for part in shown.parts:
        yield ()
        yield from (row[:wide] for row in _part(part))
    yield ()
    wide += 2 if shown.compares else 3
    yield ("金額と時間", "分かっている", "不明", "合計", "中央値", "前の月の合計")[:wide]
    yield from (_sum(one)[:wide] for one in shown.sums)


def _part(part: Part) -> Iterator[Sequence[Value]]:
    yield (f"{part.name}{'＊' if part.several else ''}", "この月", "前の月", "差")
    for row in part.rows:
        yield (row.name, _or(row.now), _or(row.before), _or(row.change))


def _sum(one: SumRow) -> Sequence[Value]:
    return (
        f"{one.name}（{one.unit}）",
        _or(one.known),
        _or(one.unknown),
        _or(one.total),
        _or(one.middle),
        _or(one.total_before),
    )


def _or(value: Value) -> Value:
    return HIDDEN if value is None else value

"""The report on one page of A4: the tables side by side, smaller letters and without empty lines where it would not fit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.papers import Operator
from madoguchi.papers.blocks import AnyBlock, Line, Para, Sheet, Table, ours, theirs
from madoguchi.papers.frame import operator_lines
from madoguchi.papers.typesetting import fitting
from madoguchi.web.desk.monthly.printing import Part, Printed, SumRow, signed, written
from madoguchi.web.practice import LINE

_SIZES = (10.0, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points
_EACH = (4.6, 1.2, 1.2, 1.2)
_SUMS = (2.6, 1.4, 1.2, 2.4, 2.0, 2.4)
Cells = tuple[Line, ...]


def paper_of(shown: Printed, *, operator: Operator, at: dt.datetime, practice: bool = False) -> bytes:
    """Returns the report as a PDF of one page, made at ``at``. Raises CannotSet without the extra ``papers``."""

    def shorter(step: int) -> Sheet | None:
        size = step // 2
        if size >= len(_SIZES):
            return None
        bare = bool(step % 2)
        return _sheet(shown, operator, size=_SIZES[size], bare=bare, practice=practice)

    return fitting(shorter, at=at)[1]


def _sheet(shown: Printed, operator: Operator, *, size: float, bare: bool, practice: bool) -> Sheet:
    name = f"{LINE}　{shown.title}" if practice else shown.title
    return Sheet(
        title=name,
        header=(ours(name, bold=True), theirs(shown.centre)),
        footer=operator_lines(operator, shipped_phrases()),
        blocks=tuple(_blocks(shown, bare=bare)),
        size=size,
        leading=0.45,
    )


def _blocks(shown: Printed, *, bare: bool) -> Iterator[AnyBlock]:
    yield Para(text=theirs(shown.about))
    cases = shown.cases
    told = f"{cases.name} {written(cases.now)}件"
    beside = f"（前の月 {written(cases.before)}件、差 {signed(cases.change)}）" if shown.compares else ""
    yield Para(text=theirs(told + beside, bold=True))
    each, sums = (4, 6) if shown.compares else (2, 5)
    yield Table(rows=tuple(_side_by_side(shown.parts, each, bare=bare)), widths=_EACH[:each] * 2)
    head = ("金額と時間", "分かっている", "不明", "合計", "中央値", "前の月の合計")[:sums]
    yield Table(
        rows=tuple(_sum(one)[:sums] for one in shown.sums),
        widths=_SUMS[:sums],
        head=tuple(theirs(word) for word in head),
    )
    yield from (Para(text=theirs(note)) for note in shown.notes)


def _side_by_side(parts: Sequence[Part], each: int, *, bare: bool) -> Iterator[Cells]:
    """Two columns of tables of about the same length, every table whole, ``each`` of them so many cells wide."""
    tables = [[line[:each] for line in _lines(part, bare=bare)] for part in parts]
    half = sum(map(len, tables)) / 2
    left: list[Cells] = []
    right: list[Cells] = []
    for table in tables:
        (left if len(left) + len(table) / 2 <= half and not right else right).extend(table)
    nothing: Cells = ((),) * each
    for at in range(max(len(left), len(right))):
        yield (
            *(left[at] if at < len(left) else nothing),
            *(right[at] if at < len(right) else nothing),
        )


def _lines(part: Part, *, bare: bool) -> Iterator[Cells]:
    head = (f"{part.name}{'＊' if part.several else ''}", "この月", "前の月", "差")
    yield tuple(theirs(word, bold=True) for word in head)
    for row in part.rows:
        if not (bare and row.is_empty):
            yield (
                theirs(row.name),
                theirs(written(row.now)),
                theirs(written(row.before)),
                theirs(signed(row.change)),
            )


def _sum(one: SumRow) -> Cells:
    sums = (written(told, one.unit) for told in (one.total, one.middle, one.total_before))
    return tuple(theirs(cell) for cell in (one.name, written(one.known), written(one.unknown), *sums))

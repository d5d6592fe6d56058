"""What was registered, as files that another system takes without second typing: the import format ``consultations``
(docs/how-to/count-with-the-mart.md), one row a registration, and no column for a person.

A correction is a further row of the same case with its day; a withdrawal too. An empty cell is unknown, never 0.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Final

import msgspec
from django.conf import settings

from madoguchi.mart.tables import COLUMNS, OCCUPATIONS
from madoguchi.web.accounts.models import Centre
from madoguchi.web.accounts.noting import CONSOLE
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import Member, looking, own_cases_for, within
from madoguchi.web.desk.models import Case, Registered
from madoguchi.web.desk.monthly.months import Month
from madoguchi.web.desk.monthly.workbook import MEDIA_TYPE, NoWorkbook, put
from madoguchi.web.public.clock import now

Row = Mapping[str, Any]
TYPES: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": MEDIA_TYPE,
    "json": "application/json",
}
_MARK = "\ufeff"  # a spreadsheet takes UTF-8 for something else without it; the mart reads either
_BATCH = 500


def rows_of_case(member: Member, case: Case) -> list[Row]:
    """Returns every registration of ``case``, the first one first. Raises NotAllowed."""
    with looking(member.centre):
        found = own_cases_for(member, "export").filter(pk=case.pk)
        return list(_rows(Registered.objects.filter(case__in=found).order_by("pk").select_related("case")))


def rows_of_month(member: Member, month: Month | None) -> list[Row]:
    """Returns what the member's centre registered, corrected or withdrew in ``month`` (None: ever), in that order. Raises NotAllowed."""
    with looking(member.centre):
        own_cases_for(member, "export")
        told = Registered.objects.filter(centre=member.centre).order_by("pk").select_related("case")
        return [
            row
            for row in _rows(told.iterator(_BATCH))
            if month is None or month.first <= _known_on(row) < month.after.first
        ]


def lines_of_centre(centre: Centre) -> Iterator[list[str | int]]:
    """Yields every registration of ``centre`` as a line of the import format, for whoever sits at the machine; it stands in the log."""
    with within(centre):
        told = Registered.objects.filter(centre=centre).order_by("pk").select_related("case")
        yield from ([_cell(row[name]) for name in COLUMNS] for row in _rows(told.iterator(_BATCH)))
        log.note(centre, log.Said("export", CONSOLE, fields=("registered", "mart")), at=now())


def _known_on(row: Row) -> dt.date:
    return dt.date.fromisoformat(str(row["revised_on"] or row["registered_on"]))


def _rows(told: Any) -> Iterator[Row]:
    for one in told:
        yield row_of(one)


def row_of(one: Registered) -> Row:
    """Returns a registration by column: None or an empty list is unknown. The number of a case carries its centre before it."""
    held: Mapping[str, Any] = one.record
    occupation = held.get("occupation", "")
    found: dict[str, Any] = {
        **{name: held.get(name) for name in COLUMNS},
        # Invented rows say so themselves: a table has no other place for it.
        "case_id": f"{'practice:' if settings.PRACTICE else ''}{held['centre']}:{one.case.number}",
        "registered_on": one.registered_on.isoformat(),
        "revised_on": one.revised_on.isoformat() if one.revised_on else None,
        "withdrawn": True if one.withdrawn else None,
        # Free words may say who somebody is: only those of the list go out.
        "occupation": occupation if occupation in OCCUPATIONS else None,
        "phrases": [],
    }
    return {name: None if found[name] in ("", "unknown") else found[name] for name in COLUMNS}


def _cell(value: object) -> str | int:
    """A value as it stands in a table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "|".join(map(str, value))
    return value if isinstance(value, int) else str(value or "")


def csv_of(rows: Sequence[Row]) -> bytes:
    """Returns ``rows`` as CSV: UTF-8 with its mark, a header, lists joined by ``|``."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    return (_MARK + made.getvalue()).encode()


def xlsx_of(rows: Sequence[Row]) -> bytes:
    """Returns ``rows`` as a spreadsheet: sums are numbers, every other cell a text that never becomes a formula. Raises NoWorkbook."""
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError:
        raise NoWorkbook(
            "表計算のファイルを作る部品（openpyxl）がありません。CSV を使うか、次で入れます: pip install 'madoguchi[desk]'"
        ) from None
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "consultations"
    lines = (COLUMNS, *([_cell(row[name]) for name in COLUMNS] for row in rows))
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            put(sheet.cell(number, column), value if value != "" else None)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def json_of(rows: Sequence[Row]) -> bytes:
    """Returns ``rows`` as JSON: unknown is null, a list a list, a sum a whole number of yen."""
    told = {"schema": 1, "consultations": [dict(row) for row in rows]}
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


MADE: Final[Mapping[str, Callable[[Sequence[Row]], bytes]]] = {
    "csv": csv_of,
    "xlsx": xlsx_of,
    "json": json_of,
}

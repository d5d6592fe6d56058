"""Counting a month: which cases stand behind every number. Unknown is a line of its own and never 0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, get_args

from django.db.models import QuerySet

from madoguchi.web.desk import log
from madoguchi.web.desk.gates import Member, cases_for, counted_for, within
from madoguchi.web.desk.lists import lists
from madoguchi.web.desk.models import Case, Party, Registered
from madoguchi.web.desk.monthly.months import Month
from madoguchi.web.desk.shown import UNKNOWN

Scope = Literal["registered", "all"]
SCOPES: Mapping[Scope, str] = {"registered": "登録した相談", "all": "受け付けた相談すべて"}
NOTHING = "unknown"  # the code of the line of what is not known
STRANGE = (
    "not_in_list"  # of what no list has (any more): its own words are never printed, they may be somebody's
)
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A table of the report. ``several``: one case may stand in several lines, so that they add up to more than there are cases."""

    key: str
    name: str
    names: str
    several: bool = False


HEADINGS = (
    Heading("kind", "相談区分", "kinds"),
    Heading("scheme", "手口", "schemes"),
    Heading("sales_channel", "販売購入形態", "channels"),
    Heading("content_categories", "内容別分類", "contents", several=True),
    Heading("age_band", "契約当事者の年代", "ages"),
    Heading("payment_methods", "支払方法", "payments", several=True),
    Heading("outcome", "処理結果", "outcomes"),
)
SUMS: Mapping[str, tuple[str, str]] = {
    "contract_amount": ("契約購入金額", "円"),
    "paid_amount": ("既支払額", "円"),
    "minutes_spent": ("所要時間", "分"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What of one case is counted: its codes by table, its sums."""

    case_id: str
    codes: Mapping[str, Sequence[str]]
    sums: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: the cases of this month behind it, and of the month before."""

    code: str
    name: str
    now: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the report, every code of its list a line, what is not known last."""

    heading: Heading
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of a month that are known: of which cases, together, the middle one, the largest. None: of none is it known."""

    known: tuple[str, ...]
    unknown: tuple[str, ...]
    total: int | None
    middle: float | None
    largest: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum that is reported, this month and the month before."""

    key: str
    name: str
    unit: str
    now: Figures
    before: Figures


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a centre for a month; ``cases`` and ``cases_before`` are how many were received.

    ``taken_over``: how many more came from another centre, which counts them itself (経由相談); they are in no number here.
    """

    centre: str
    month: Month
    scope: Scope
    at: dt.datetime
    cases: int
    cases_before: int
    tables: tuple[Table, ...]
    sums: tuple[Sum, ...]
    taken_over: int


def report_of(member: Member, month: Month, *, scope: Scope, at: dt.datetime) -> Report:
    """Returns the report of the member's centre for ``month``; the log notes who read it. Raises NotAllowed."""
    with within(member.centre):
        now = _counted(member, month, scope)
        before = _counted(member, month.before, scope)
        taken_over = _of(member, month).filter(via_other_centre=True).count()
        noted = log.Said("read_report", member.staff.id, fields=(f"month.{month}", f"scope.{scope}"))
        log.note(member.centre, noted, at=at)
    named = _names()
    tables = tuple(
        Table(one, tuple(_lines(one.key, named[one.key], now=now, before=before))) for one in HEADINGS
    )
    sums = tuple(
        Sum(key, name, unit, _figures(key, now), _figures(key, before)) for key, (name, unit) in SUMS.items()
    )
    return Report(member.centre.name, month, scope, at, len(now), len(before), tables, sums, taken_over)


def _lines(
    key: str, names: Mapping[str, str], *, now: Sequence[Counted], before: Sequence[Counted]
) -> Iterable[Line]:
    mine, theirs = _by_code(key, now), _by_code(key, before)
    strange = [STRANGE] if STRANGE in {*mine, *theirs} else []
    for code in (*(one for one in names if one != NOTHING), *strange, NOTHING):
        name = {NOTHING: UNKNOWN, STRANGE: "一覧にないもの"}.get(code) or names[code]
        yield Line(code, name, tuple(mine.get(code, ())), tuple(theirs.get(code, ())))


def _by_code(key: str, rows: Sequence[Counted]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        for code in dict.fromkeys(row.codes[key]) or (NOTHING,):
            found.setdefault(code, []).append(row.case_id)
    return found


def _figures(key: str, rows: Sequence[Counted]) -> Figures:
    known = [(row.case_id, value) for row in rows if (value := row.sums[key]) is not None]
    values = [value for _, value in known]
    return Figures(
        known=tuple(pk for pk, _ in known),
        unknown=tuple(row.case_id for row in rows if row.sums[key] is None),
        total=sum(values) if values else None,
        middle=median(values) if values else None,
        largest=max(values, default=0),
    )


# --- the cases of a month ---------------------------------------------------------------------------


def _counted(member: Member, month: Month, scope: Scope) -> list[Counted]:
    """Bare values and no objects: a month of a prefecture is some thousand rows, and on SQLite nobody writes meanwhile."""
    in_order = _of(member, month).exclude(via_other_centre=True).order_by("received_at", "pk")
    return _as_registered(in_order) if scope == "registered" else _as_they_stand(in_order)


def _of(member: Member, month: Month) -> QuerySet[Case]:
    return counted_for(member).filter(received_on__gte=month.first, received_on__lt=month.after.first)


def _as_registered(cases: QuerySet[Case]) -> list[Counted]:
    """What was registered last, also where the case was opened again since; what was withdrawn is not counted."""
    minutes = dict(cases.values_list("pk", "minutes_spent"))
    newest: dict[str, tuple[bool, Mapping[str, Any]]] = {}
    for some in _batches(list(minutes)):
        rows = Registered.objects.filter(case__in=some).order_by("pk")
        for case_id, withdrawn, record in rows.values_list("case_id", "withdrawn", "record"):
            newest[case_id] = withdrawn, record
    found = ((pk, newest.get(pk)) for pk in minutes)
    named = _names()
    return [
        _one(pk, {"minutes_spent": minutes[pk], **one[1]}, named) for pk, one in found if one and not one[0]
    ]


def _as_they_stand(cases: QuerySet[Case]) -> list[Counted]:
    named = [one.key for one in HEADINGS if one.key != "age_band"]
    rows = list(cases.values("pk", *named, *SUMS))
    ages: dict[str, str] = {}
    for some in _batches([row["pk"] for row in rows]):
        consumers = Party.objects.filter(case__in=some, part="consumer")
        ages.update(consumers.values_list("case_id", "age_band"))
    known = _names()
    return [_one(row["pk"], {**row, "age_band": ages.get(row["pk"], "")}, known) for row in rows]


def _batches(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    for at in range(0, len(ids), _BATCH):
        yield ids[at : at + _BATCH]


def _names() -> dict[str, Mapping[str, str]]:
    """The codes that each table has lines for."""
    named = lists()
    return {one.key: named[one.names] for one in HEADINGS}


def _one(case_id: str, record: Mapping[str, Any], named: Mapping[str, Mapping[str, str]]) -> Counted:
    codes = {key: _codes(record.get(key), names) for key, names in named.items()}
    return Counted(case_id, codes, {key: record.get(key) for key in SUMS})


def _codes(held: object, names: Mapping[str, str]) -> Sequence[str]:
    found = held if isinstance(held, list) else [held]
    return [str(code) if code in names else STRANGE for code in found if code and code != NOTHING]


# --- what proves a number ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a report: which table (or sum) and which line of it; ``code`` "known" or "unknown" of a sum."""

    month: Month
    scope: Scope
    table: str
    code: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A case behind a number. Of one that was disposed of only its number is left."""

    case_id: str
    number: str
    received_on: dt.date
    disposed: bool


def cases_behind(member: Member, cell: Cell, *, at: dt.datetime) -> list[Proof]:
    """Returns the cases that a number counts, the first received first; the log notes it.

    Raises NotAllowed for somebody who may not read cases.
    """
    with within(member.centre):
        cases_for(member, "read_case", today=at.date())
        rows = _counted(member, cell.month, cell.scope)
        ids = [row.case_id for row in rows if _is_behind(row, cell)]
        noted = ("cases", f"month.{cell.month}", f"{cell.table}.{cell.code}")
        log.note(member.centre, log.Said("read_report", member.staff.id, fields=noted), at=at)
        found = {case.pk: case for case in counted_for(member).in_bulk(ids).values()}
    return [_proof(found[pk]) for pk in ids if pk in found]


def _is_behind(row: Counted, cell: Cell) -> bool:
    if cell.table in SUMS:
        return (row.sums[cell.table] is None) == (cell.code == NOTHING)
    if cell.table == "cases":
        return True
    codes = row.codes.get(cell.table)
    return codes is not None and (cell.code in codes or (not codes and cell.code == NOTHING))


def _proof(case: Case) -> Proof:
    return Proof(case.pk, case.number, case.received_on, case.disposed_on is not None)


def has_line(table: str, code: str) -> bool:
    """Returns whether a report has the number ``code`` of ``table``."""
    if table in SUMS:
        return code in ("known", NOTHING)
    names = _names().get(table)
    return code == "all" if table == "cases" else names is not None and code in (*names, STRANGE, NOTHING)


def scope_of(written: str) -> Scope:
    """Returns the scope that was asked for; registered cases for anything else."""
    return next((one for one in get_args(Scope) if one == written), "registered")

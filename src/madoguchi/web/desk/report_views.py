"""The monthly report: the page, what stands behind each number of it, and the files that may go out."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madoguchi.papers import CannotSet
from madoguchi.web.desk import log
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, within
from madoguchi.web.desk.monthly.circulars import circulars_of
from madoguchi.web.desk.monthly.counting import (
    HEADINGS,
    NOTHING,
    SCOPES,
    SUMS,
    Cell,
    Report,
    cases_behind,
    has_line,
    report_of,
    scope_of,
)
from madoguchi.web.desk.monthly.months import month_of
from madoguchi.web.desk.monthly.paper import paper_of
from madoguchi.web.desk.monthly.printing import printed
from madoguchi.web.desk.monthly.workbook import MEDIA_TYPE, NoWorkbook, workbook_of
from madoguchi.web.desk.pages import shown
from madoguchi.web.public.clock import now

_TYPES = {"xlsx": MEDIA_TYPE, "pdf": "application/pdf"}
_MOST_SHOWN = 500


def _report(request: HttpRequest, member: Member) -> Report:
    asked = request.GET
    month = month_of(asked.get("month", ""), today=now().date())
    return report_of(member, month, scope=scope_of(asked.get("cases", "")), at=now())


@require_safe
@at_the_desk("read_report")
def report(request: HttpRequest, member: Member) -> HttpResponse:
    """The report of a month. Who may read cases sees every number, and gets from each to its cases; others as it may go out."""
    return _page(request, member)


def _page(request: HttpRequest, member: Member, *, error: str = "", status: int = 200) -> HttpResponse:
    found, may_read = _report(request, member), member.may("read_case")
    figures = printed(found, limit=None if may_read else settings.SMALL_CELLS)
    more = {"report": found, "shown": figures, "may_read": may_read, "scopes": SCOPES, "error": error}
    more["circulars"] = (
        circulars_of(found) if may_read else []
    )  # which tricks there were is a small number too
    return shown(request, member, name="report", more=more, status=status)


@require_safe
@at_the_desk("read_report")
def report_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """The report as a file that may go out: small cells are hidden, whoever asks."""
    if kind not in _TYPES:
        raise NotThere
    found = _report(request, member)
    figures = printed(found, limit=settings.SMALL_CELLS)
    try:
        if kind == "xlsx":
            made = workbook_of(figures, at=found.at, practice=settings.PRACTICE)
        else:
            made = paper_of(figures, operator=settings.OPERATOR, at=found.at, practice=settings.PRACTICE)
    except (NoWorkbook, CannotSet) as error:
        return _page(request, member, error=str(error), status=503)
    noted = log.Said(
        "export_report", member.staff.id, fields=(f"month.{found.month}", f"scope.{found.scope}", kind)
    )
    with within(member.centre):
        log.note(member.centre, noted, at=now())
    name = f"{'practice-' if settings.PRACTICE else ''}monthly-report-{found.month}.{kind}"
    sent = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=_TYPES[kind], headers=sent)


@require_safe
@at_the_desk("read_case")
def report_cases(request: HttpRequest, member: Member) -> HttpResponse:
    """The cases behind one number of the report."""
    if not member.may("read_report"):
        raise NotAllowed("read_report")
    asked = request.GET
    month = month_of(asked.get("month", ""), today=now().date())
    table, code = asked.get("table", ""), asked.get("code", "")
    if not has_line(table, code):
        raise NotThere
    cell = Cell(month, scope_of(asked.get("cases", "")), table, code)
    found = cases_behind(member, cell, at=now())
    more = {"cell": cell, "found": found[:_MOST_SHOWN], "count": len(found), "name": _name_of(cell)}
    return shown(request, member, name="report_cases", more=more)


def _name_of(cell: Cell) -> str:
    names = {one.key: one.name for one in HEADINGS} | {key: name for key, (name, _) in SUMS.items()}
    what = names.get(cell.table, "受付件数")
    known = "不明" if cell.code == NOTHING else "分かっているもの" if cell.table in SUMS else ""
    return f"{what}{'　' if known else ''}{known}"

"""Files of what was registered: one case, or all that a centre registered in a month. Each is noted in the log before it is handed out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madoguchi.web.desk import log, log_together, readings
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member, NotThere, looking
from madoguchi.web.desk.monthly.months import month_of
from madoguchi.web.desk.monthly.workbook import NoWorkbook
from madoguchi.web.desk.pages import of_case, refusal, shown
from madoguchi.web.desk.registered_files import MADE, TYPES, rows_of_case, rows_of_month
from madoguchi.web.desk.shown import registered_lines, registered_texts
from madoguchi.web.practice import LINE
from madoguchi.web.public.clock import now

_SETTLED = frozenset({"approved", "registered", "closed"})
_BY_HAND = "txt"
_MOST_MONTH = 7


@require_safe
@at_the_desk("export")
def of_one_case(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The file of one case: as it is typed over by hand (txt), or in the import format (csv, xlsx, json)."""
    whole = readings.read_case(member, case_id, at=now())
    if whole.case.centre_id != member.centre.pk:
        raise NotThere
    kind = request.GET.get("kind", "csv")
    try:
        made = _by_hand(whole) if kind == _BY_HAND else _made(kind, rows_of_case(member, whole.case))
    except (NotFit, NoWorkbook) as error:
        codes, texts = _lines_of(whole), registered_texts(whole)
        told: dict[str, Any] = {"codes": codes, "texts": texts, "all_lines": [*texts, *codes]}
        told |= {**of_case(whole, "register"), **refusal(request, error)}
        return shown(request, member, name="register", more=told, status=422)
    _noted(member, on=case_id, fields=("registered", kind))
    return _file(made, kind, name=f"registered-{whole.case.number}")


@require_safe
@at_the_desk("export")
def of_a_month(request: HttpRequest, member: Member) -> HttpResponse:
    """What was registered, corrected or withdrawn in a month; ``month=all``: ever. Nothing but the header where nothing was."""
    typed, kind = request.GET.get("month", "")[:_MOST_MONTH], request.GET.get("kind", "csv")
    month = None if typed == "all" else month_of(typed, today=now().date())
    try:
        made = _made(kind, rows_of_month(member, month), needed=False)
    except NoWorkbook as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    _noted(member, on="", fields=("registered", f"month.{month or 'all'}", kind))
    return _file(made, kind, name=f"registered-{month or 'all'}")


def _made(kind: str, rows: Any, *, needed: bool = True) -> bytes:
    make = MADE.get(kind)
    if make is None:
        raise NotThere
    if needed and not rows:
        raise NotFit("まだ登録していません。「転記した。登録済みにする」を押すと、このファイルを出せます。")
    return make(rows)


def _by_hand(whole: readings.WholeCase) -> bytes:
    """Item by item in the order of the published ones, names and ways to reach people as ＊."""
    if whole.case.state not in _SETTLED:
        raise NotFit("決裁がすんでいません。決裁のあとで、このファイルを出せます。")
    lines = [*registered_texts(whole), *_lines_of(whole)]
    practice = f"{LINE}（作りものの相談です）\r\n" if settings.PRACTICE else ""
    head = f"{practice}受付番号: {whole.case.number}\r\n"
    return ("\ufeff" + head + "".join(f"{name}: {_one_line(value)}\r\n" for name, value in lines)).encode()


def _lines_of(whole: readings.WholeCase) -> list[tuple[str, str]]:
    with looking(whole.case.centre):
        return registered_lines(whole.case)


def _one_line(value: str) -> str:
    return " / ".join(line.strip() for line in value.splitlines() if line.strip())


def _noted(member: Member, *, on: str, fields: tuple[str, ...]) -> None:
    log_together.noted(member.centre, log.Said("export", member.staff.id, on, fields), at=now())


def _file(made: bytes, kind: str, *, name: str) -> HttpResponse:
    type_ = TYPES.get(kind, "text/plain; charset=utf-8")
    practice = "practice-" if settings.PRACTICE else ""
    sent = {"Content-Disposition": f'attachment; filename="{practice}{name}.{kind}"'}
    return HttpResponse(made, content_type=type_, headers=sent)

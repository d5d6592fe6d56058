"""The analyst's pages over the mart: what is unusual, what stands behind it, what is counted, and the figures to take away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from madoguchi.knowledge import load
from madoguchi.knowledge.reader import KnowledgeError
from madoguchi.mart.questions import CROSSED, Figures
from madoguchi.mart.release import Released
from madoguchi.mart.tables import AGES, KINDS, PAYMENTS, PREFECTURES
from madoguchi.mart.warning import Near, Warned
from madoguchi.mart.warning_table import SURE, WHY, name_of
from madoguchi.mart.writing import NotWritable, csv_of, xlsx_of
from madoguchi.publication.charts import bars_of, png_of, spoken, svg_of
from madoguchi.publication.labels import COLUMNS, TITLES, age_of
from madoguchi.publication.labels import shown as as_word
from madoguchi.web.desk import log
from madoguchi.web.desk.analysis import definitions, narratives
from madoguchi.web.desk.analysis.narratives import Cell
from madoguchi.web.desk.analysis.study import (
    NO_ANSWER,
    QUESTIONS,
    NoStudy,
    Question,
    Study,
    answer,
    study,
    warned,
)
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.monthly.workbook import MEDIA_TYPE
from madoguchi.web.desk.pages import refusal, shown, status_of
from madoguchi.web.public.clock import now

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_DRAWN: Final = ("yearly", "payment_methods", "regions", "outcomes", "age_sex")
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "cp932": "text/csv; charset=windows-31j",
    "xlsx": MEDIA_TYPE,
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_MOST: Final = 80  # letters of anything that was typed into a field of a search
TROUBLES: Final = (NoStudy, NotFit, KnowledgeError, OSError, *NO_ANSWER)


def who(member: Member) -> str:
    """Returns who did something, as it stands in files: two people may have one name."""
    return f"{member.staff.name}（{member.staff.login}）"


def _day_asked(request: HttpRequest) -> dt.date | None:
    try:
        return min(dt.date.fromisoformat(request.GET.get("as_of", "")[:10]), now().date())
    except ValueError:
        return None


def day_in(request: HttpRequest, member: Member) -> dt.date:
    """Returns the day that was asked for, or the last one of which the mart knows anything; never one that has not come."""
    today = now().date()
    if asked := _day_asked(request):
        return asked
    try:
        return min(study(member.centre.code).known_until() or today, today)
    except TROUBLES:
        return today  # the page itself says what is missing


def scheme_in(request: HttpRequest) -> str | None:
    """Returns the scheme that was asked for, if there is one of that name."""
    asked = request.GET.get("scheme", "")
    return asked if asked in load().schemes else None


def schemes() -> dict[str, str]:
    """Returns the names of all schemes by id."""
    return {one.id: one.name for one in load().schemes.values()}


# --- what is unusual -------------------------------------------------------------------------------------


@require_safe
@at_the_desk("analyse")
def unusual(request: HttpRequest, member: Member) -> HttpResponse:
    """The early warning as of a day."""
    day, error, told = day_in(request, member), None, {}
    try:
        found = warned(study(member.centre.code), day, scheme=scheme_in(request))
        told = {
            "found": found,
            "rows": [{"one": one, "name": _name(one), "sure": SURE[one.sure], "to": _behind(one, day)}
                     for one in found.warnings],
            "near": [{"one": one, "name": _name(one), "why": WHY[one.why]} for one in found.why_not[:15]],
            "known": [(days, round(100 * share)) for days, share in found.registered_after.items() if days != "0"],
        }  # fmt: skip
    except TROUBLES as trouble:
        error = trouble
    more = {**told, "day": day, "schemes": schemes(), "scheme": scheme_in(request), **refusal(request, error)}
    return shown(request, member, name="analysis_unusual", more=more, status=status_of(error))


def _name(one: Warned | Near) -> str:
    from madoguchi.mart.cells import Cell as Watched

    return name_of(Watched(one.scheme, one.where, one.payment_method, one.age_band, one.phrase))


def _behind(one: Warned, day: dt.date) -> str:
    asked = {
        name: getattr(one, name) or "" for name in ("scheme", "where", "payment_method", "age_band", "phrase")
    }
    return f"{reverse('desk-behind')}?{urlencode({**asked, 'as_of': day.isoformat()})}"


# --- what stands behind ----------------------------------------------------------------------------------


@_PAGE
@at_the_desk("analyse")
def behind(request: HttpRequest, member: Member) -> HttpResponse:
    """The newest masked summaries of a cell; POST keeps which of them do not belong to it."""
    cell, error, told = _cell(request, None), None, {}
    day = _day_asked(request) or now().date()  # the summaries have a clock of their own, not the mart's
    try:
        own = study(member.centre.code)
        one = _definition_of(own, request)
        cell, fits = _cell(request, one), partial(definitions.fitting, one=one) if one else None
        if request.method == "POST":
            there = narratives.keys_of(own, cell, until=day.isoformat(), fits=fits)
            read = [key for key in request.POST.getlist("read")[: narratives.SHOWN] if key in there]
            verdicts = {key: request.POST.get(f"wrong-{key}") == "1" for key in read}
            narratives.mark(own, cell, verdicts=verdicts, who=who(member), at=now().isoformat())
            return HttpResponseRedirect(request.get_full_path())
        found = narratives.behind(own, cell, until=day.isoformat(), fits=fits)
        noted(member, "read_summary", fields=("narratives", cell.scheme or "any"))
        told = {
            "found": found,
            "one": one,
            "precision": narratives.precision(narratives.marked(own, cell)),
            "ages": [(age_of(band), n) for band, n in found.ages],
            "payments": [(as_word("payment_method", one), n) for one, n in found.payments],
            "is_there": own.narratives.is_file(),
        }
    except TROUBLES as trouble:
        error = trouble
    names = {
        "schemes": schemes(),
        "prefectures": PREFECTURES,
        "ages_all": [(one, age_of(one)) for one in AGES],
        "payments_all": [(one, as_word("payment_method", one)) for one in PAYMENTS],
    }
    more = {**told, **names, "cell": cell, "day": day, **refusal(request, error)}
    return shown(request, member, name="analysis_behind", more=more, status=status_of(error))


def _cell(request: HttpRequest, one: definitions.Defined | None) -> Cell:
    if one is not None:
        return Cell(definition=_name_of(one))
    asked = {
        name: request.GET.get(name, "")[:_MOST]
        for name in ("scheme", "where", "payment_method", "age_band", "phrase")
    }
    return Cell(**asked)


def _name_of(one: definitions.Defined) -> str:
    return f"{one.id}-v{one.version}"


def _definition_of(own: Study, request: HttpRequest) -> definitions.Defined | None:
    asked = request.GET.get("definition", "")
    if not asked:
        return None
    found = next((one for one in definitions.defined(own) if _name_of(one) == asked), None)
    if found is None:
        raise NotFit("その版の定義はありません。定義の画面から開き直してください。")
    return found


# --- what is counted -------------------------------------------------------------------------------------


@_PAGE
@at_the_desk("analyse")
def defined(request: HttpRequest, member: Member) -> HttpResponse:
    """The definitions with their numbers; POST keeps a new one, or a new version."""
    error, told = None, {}
    try:
        own = study(member.centre.code)
        if request.method == "POST":
            definitions.save(own, _definition(request, member))
            return HttpResponseRedirect(reverse("desk-definitions"))
        told = _counted(own)
    except TROUBLES as trouble:
        error = trouble
    more = {**told, "day": now().date(), "schemes": schemes(), **refusal(request, error)}
    return shown(request, member, name="analysis_definitions", more=more, status=status_of(error))


def _counted(own: Study) -> dict[str, Any]:
    found = definitions.counted(own, definitions.defined(own))
    return {
        "found": [
            {
                "one": one,
                "ja": one.defined.ja(),
                "to": _sample(one.defined),
                "precision": narratives.precision(
                    narratives.marked(own, Cell(definition=_name_of(one.defined)))
                ),
            }
            for one in found
        ]
    }


def _sample(one: definitions.Defined) -> str:
    asked = {"definition": _name_of(one), "as_of": one.until.isoformat()}
    return f"{reverse('desk-behind')}?{urlencode(asked)}"


def _definition(request: HttpRequest, member: Member) -> definitions.Defined:
    said = {name: request.POST.get(name, "").strip()[:_MOST] for name in ("id", "name", "scheme", "until")}
    words = {
        name: tuple(request.POST.get(name, "").replace("、", " ").split()) for name in ("words", "without")
    }
    try:
        until = dt.date.fromisoformat(said["until"])
    except ValueError:
        raise NotFit("日付を、2026-11-30 の形で入れてください。") from None
    if said["scheme"] and said["scheme"] not in load().schemes:
        raise NotFit("手口は、一覧から選んでください。")
    return definitions.Defined(
        id=said["id"],
        version=0,
        name=said["name"],
        until=until,
        saved_by=who(member),
        saved_on=now().date(),
        scheme=said["scheme"],
        words=words["words"],
        without=words["without"],
    )


# --- figures ---------------------------------------------------------------------------------------------


@require_safe
@at_the_desk("analyse")
def figures(request: HttpRequest, member: Member) -> HttpResponse:
    """One question as a table, with its picture where it has one, and as files."""
    question, error, told = _question(request, member), None, {}
    try:
        own = study(member.centre.code)
        told = _table(own, answer(own, question), question)
    except TROUBLES as trouble:
        error = trouble
    more = {
        **told,
        "question": question,
        "questions": QUESTIONS,
        "kinds": KINDS,
        "crossed": [(one, COLUMNS.get(one.removesuffix("s"), one)) for one in CROSSED],
        "schemes": schemes(),
        "asked": request.GET.urlencode(),
        **refusal(request, error),
    }
    return shown(request, member, name="analysis_figures", more=more, status=status_of(error))


def _question(request: HttpRequest, member: Member) -> Question:
    name, kind = request.GET.get("question", ""), request.GET.get("kind", "")
    by = tuple(one for one in (request.GET.get("by1", ""), request.GET.get("by2", "")) if one in CROSSED)
    return Question(
        name if name in QUESTIONS else "yearly",
        day_in(request, member),
        scheme_in(request),
        kind if kind in KINDS else None,
        by if name == "cross" else (),
        request.GET.get("public", "") == "1",
    )


def _table(own: Study, found: Figures, question: Question) -> dict[str, Any]:
    names = [one for one in (found.rows[0] if found.rows else {}) if not one.endswith("_sign")]
    rows = [[_cell_of(row, name) for name in names] for row in found.rows]
    alt = (
        _alt(own, found, question)
        if isinstance(found, Released) and question.name in _DRAWN and found.rows
        else ""
    )
    return {
        "found": found,
        "head": [COLUMNS.get(name, name) for name in names],
        "rows": rows,
        "alt": alt,
        "title": QUESTIONS[question.name],
    }


def _alt(own: Study, found: Released, question: Question) -> str:
    return spoken(bars_of(found, _partial(own, question)), TITLES[question.name])


def _cell_of(row: dict[str, Any], name: str) -> str:
    sign, value = row.get(f"{name}_sign"), row[name]
    if sign or value is None:
        return sign or "…"
    if isinstance(value, bool):
        return "途中" if value else ""
    return str(value) if name == "fiscal_year" else as_word(name, value)


def _partial(own: Study, question: Question) -> frozenset[int]:
    yearly = answer(own, replace(question, name="yearly", by=()))
    return frozenset(row["fiscal_year"] for row in yearly.rows if row["partial"])


@require_safe
@at_the_desk("analyse")
def figures_file(request: HttpRequest, member: Member, kind: str) -> HttpResponse:
    """The same as a file. Pictures are of what may go out alone."""
    if kind not in _TYPES:
        raise NotThere
    question = _question(request, member)
    if kind in ("svg", "png"):
        question = replace(question, public=True, by=())
        if question.name not in _DRAWN:
            raise NotThere
    try:
        own = study(member.centre.code)
        found = answer(own, question)
        made = _drawn(own, found, question, kind) if kind in ("svg", "png") else _written(found, kind)
    except (NotWritable, *TROUBLES) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    if kind not in ("svg", "png"):
        noted(
            member,
            "export",
            fields=("figures", question.name, kind, "public" if question.public else "internal"),
        )
    ends = "csv" if kind == "cp932" else kind
    way = "inline" if kind == "svg" else "attachment"
    sent = {"Content-Disposition": f'{way}; filename="{question.name}-{question.day}.{ends}"'}
    return HttpResponse(made, content_type=_TYPES[kind], headers=sent)


def _written(found: Figures, kind: str) -> bytes:
    if kind == "xlsx":
        return xlsx_of(found)
    if kind == "json":
        return msgspec.json.format(msgspec.json.encode(found), indent=1)
    return csv_of(found, "cp932" if kind == "cp932" else "utf-8")


def _drawn(own: Study, found: Figures, question: Question, kind: str) -> bytes:
    bars = bars_of(found, _partial(own, question)) if isinstance(found, Released) else []
    if not bars:
        raise NotThere  # nothing to draw
    drawn = svg_of(bars, as_of=question.day.isoformat())
    return drawn.encode() if kind == "svg" else png_of(drawn)


def noted(member: Member, act: str, *, fields: tuple[str, ...]) -> None:
    """Who looked at what stands in the log of their centre."""
    with within(member.centre):
        log.note(member.centre, log.Said(act, member.staff.id, fields=fields), at=now())

"""The analyst's pages of drafts: written with live numbers, cases retold, read by two, and put where the site tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from madoguchi.knowledge import load
from madoguchi.mart.tables import AGES, SEXES
from madoguchi.papers.writing import AlreadyThere
from madoguchi.publication.draft import Case, Change, Check, Table
from madoguchi.publication.earlier import beside_earlier
from madoguchi.publication.labels import TITLES, age_of
from madoguchi.publication.live import seal_of_values
from madoguchi.publication.making import Forbidden
from madoguchi.publication.told import seal_of
from madoguchi.web.desk import log
from madoguchi.web.desk.analysis import drafts
from madoguchi.web.desk.analysis.drafts import Changing, Open, Subject
from madoguchi.web.desk.analysis.study import Study, study
from madoguchi.web.desk.analysis_views import TROUBLES, noted, schemes, who
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.pages import refusal, shown, status_of
from madoguchi.web.public.clock import now

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_TEXTS: Final = ("title", "subtitle", "lead", "short", "line", "source", "publisher", "contact")
_MOST: Final = 4_000  # letters of a field
_FAILED: Final = (*TROUBLES, Forbidden, AlreadyThere)
TABLES: Final[tuple[Table, ...]] = get_args(Table)


@_PAGE
@at_the_desk("analyse")
def begun(request: HttpRequest, member: Member) -> HttpResponse:
    """All drafts; POST begins one."""
    error, told = None, {}
    try:
        own = study(member.centre.code)
        if request.method == "POST":
            asked = request.POST.get("scheme", "")
            number = drafts.begin(
                own,
                Subject(
                    _text(request, "title"),
                    asked if asked in load().schemes else None,
                    _day(request, "as_of"),
                ),
                publisher=settings.OPERATOR.name or member.centre.name,
                published=settings.PUBLICATIONS,
            )
            return HttpResponseRedirect(reverse("desk-draft", args=[number]))
        told = {"drafts": drafts.drafts(own)}
    except _FAILED as trouble:
        error = trouble
    more = {**told, "day": now().date(), "schemes": schemes(), **refusal(request, error)}
    return shown(request, member, name="analysis_drafts", more=more, status=status_of(error))


@_PAGE
@at_the_desk("analyse")
def draft(request: HttpRequest, member: Member, number: str) -> HttpResponse:
    """A draft with its check list; POST changes it, signs it or publishes it."""
    error: Exception | None = None
    own = _study(member)
    if request.method == "POST":
        try:
            _act(request, member, own, number)
            return HttpResponseRedirect(reverse("desk-draft", args=[number]))
        except _FAILED as trouble:
            error = trouble
    try:
        found = _open(own, number)
    except TROUBLES as trouble:
        return shown(
            request, member, name="analysis_drafts", more={"error": str(trouble), "drafts": []}, status=422
        )
    if found.draft.cases:
        # the words that were told stand beside each case
        noted(member, "read_summary", fields=("draft", number))
    more = {
        "found": found,
        "draft": found.draft,
        "cases": list(zip(found.draft.cases, found.originals, strict=True)),
        "texts": [(name, _LABELS[name], getattr(found.draft, name)) for name in _TEXTS],
        "fields": sorted(name for name, value in found.values.items() if value.count is not None),
        "tables": [(one, TITLES[one], one in found.draft.tables) for one in TABLES],
        "ages": [(one, age_of(one)) for one in AGES],
        "sexes": SEXES,
        "me": who(member),
        "faults": getattr(error, "faults", None) or found.faults,
        "beside": [
            one.ja()
            for one in beside_earlier(
                found.draft,
                found.values,
                folders=[Path(name) for name, _ in seal_of(settings.PUBLICATIONS)],
            )
        ],
        "can_publish": settings.PUBLICATIONS is not None,
        **refusal(request, error),
    }
    return shown(request, member, name="analysis_draft", more=more, status=status_of(error))


_LABELS: Final = {
    "title": "見出し（40字まで）",
    "subtitle": "副題",
    "lead": "本文",
    "short": "広報紙の文（400字まで）",
    "line": "短い文（120字まで）",
    "source": "出典",
    "publisher": "公表する所",
    "contact": "問い合わせ先",
}


def _study(member: Member) -> Study:
    try:
        return study(member.centre.code)
    except TROUBLES:
        raise NotThere from None


def _open(own: Study, number: str) -> Open:
    return drafts.open_draft(own, number, today=now().date(), published=settings.PUBLICATIONS)


def _act(request: HttpRequest, member: Member, own: Study, number: str) -> None:
    act = request.POST.get("act", "")
    if act == "publish":
        _publish(member, own, number)
        return
    do = _ACTS.get(act)
    if do is None:
        raise NotFit("何をするかが送られていません。開き直してください。")
    found = _open(own, number)
    if found.is_published:
        raise NotFit("公表した原稿は変えられません。直すときは、新しい原稿を始め、その号で訂正します。")
    values = found.values
    with drafts.changing(own, number, request.POST.get("version", "")) as change:
        do(change, request, member, values)


def _publish(member: Member, own: Study, number: str) -> None:
    out: Path | None = settings.PUBLICATIONS
    if out is None:
        raise NotFit("公表のフォルダーがありません。直し方: MADOGUCHI_PUBLICATIONS にフォルダーを決めます。")
    done = drafts.publish(own, number, out=out, at=now())
    with within(member.centre):
        said = log.Said("export", member.staff.id, fields=("publication", str(done)))
        log.note(member.centre, said, at=now())


def _save(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    said: dict[str, Any] = {name: _text(request, name) for name in _TEXTS}
    for name in ("points", "advice"):
        lines = _text(request, name).splitlines()
        said[name] = [line.strip() for line in lines if line.strip()]
    said["tables"] = [one for one in TABLES if one == "yearly" or one in request.POST.getlist("tables")]
    change.say(values, published_on=_day(request, "published_on"), **said)


def _reread(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    change.reread(values)


def _case(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    names = ("headline", "text", "age_band", "sex", "received")
    said = {name: _text(request, name) for name in names}
    agreed = request.POST.get("agreed") == "1"
    told = Case(**said, original="", agreed=agreed, rewritten_by=who(member), second_reader="")
    change.tell(told, _text(request, "original"))


def _second(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    change.second(_place(request), who(member))


def _drop(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    change.drop(_place(request))


def _sign(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    ticked = {name: request.POST.get(name) == "1" for name in ("names_of_traders", "easy_to_read")}
    change.sign(Check(who=who(member), on=now().date(), tables=seal_of_values(values), **ticked))


_KINDS: Final[dict[str, Literal["correction", "withdrawal"]]] = {
    "correction": "correction",
    "withdrawal": "withdrawal",
}


def _changed(change: Changing, request: HttpRequest, member: Member, values: Any) -> None:
    kind, number = _KINDS.get(request.POST.get("kind", "")), request.POST.get("number", "")
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 5):
        raise NotFit("訂正か取り下げかと、前の号の番号を入れてください。")
    said = {name: _text(request, name) for name in ("why", "old", "new")}
    if not said["why"]:
        raise NotFit("訂正・取り下げのわけを入れてください。")
    change.change(Change(number=int(number), kind=kind, **said))


_ACTS: Final[dict[str, Callable[[Changing, HttpRequest, Member, Any], None]]] = {
    "save": _save,
    "reread": _reread,
    "case": _case,
    "second": _second,
    "drop": _drop,
    "sign": _sign,
    "change": _changed,
}


def _text(request: HttpRequest, name: str) -> str:
    typed = request.POST.get(name, "").strip()
    if len(typed) > _MOST:
        raise NotFit(f"{len(typed):,}字あります。一つの欄は{_MOST:,}字までです。短くするか、分けてください。")
    return typed


def _place(request: HttpRequest) -> int:
    typed = request.POST.get("at", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else -1


def _day(request: HttpRequest, name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(request.POST.get(name, "")[:10])
    except ValueError:
        raise NotFit("日付を、2026-11-30 の形で入れてください。") from None

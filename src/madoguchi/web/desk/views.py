"""The pages of the desk. Each view is one call of the domain: a read through the gate, or a write of ``cases``."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from madoguchi.plain_text import UnreadableText
from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.approval import NotForYou
from madoguchi.web.desk.cases.codes_given import CodeNotKnown
from madoguchi.web.desk.cases.consents import NoConsent
from madoguchi.web.desk.cases.frame import KeyNotFit
from madoguchi.web.desk.cases.proposing import still_open
from madoguchi.web.desk.cases.record import ChangedMeanwhile, NotFit
from madoguchi.web.desk.codes import METHODS, TEXT_NAMES, Method, PartyWord
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.drafting import draft_of
from madoguchi.web.desk.forms import agreed_of, codes_of, moment_of, party_of, sending, version_of
from madoguchi.web.desk.gates import Member, NotThere, within
from madoguchi.web.desk.hearing import heard_in
from madoguchi.web.desk.proposals import Proposed, proposals_of
from madoguchi.web.desk.search.duplicates import duplicates_of
from madoguchi.web.desk.search.similar import similar
from madoguchi.web.desk.shown import lists, registered_lines
from madoguchi.web.desk.states import NotNow
from madoguchi.web.desk.todays import DUE_NAMES, today_of
from madoguchi.web.public.clock import now

_REFUSED = (NotFit, CodeNotKnown, NoConsent, NotForYou, KeyNotFit, UnreadableText, NotNow, ChangedMeanwhile)
_CONFLICTS = (NotNow, ChangedMeanwhile)
_MOST_DESKS = 6
_PAGE = require_http_methods(["GET", "HEAD", "POST"])


def _shown(
    request: HttpRequest, member: Member, name: str, *, more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    frame = {"operator": settings.OPERATOR, "member": member, "key": secrets.token_hex(16), "now": now()}
    return render(request, f"desk/{name}.html", {**frame, **more}, status=status)


def _case(
    request: HttpRequest, member: Member, case_id: str, *, page: str, error: Exception | None = None
) -> HttpResponse:
    """The page ``page`` of a case; ``error``: why what was sent was not taken."""
    whole = readings.read_case(member, case_id, at=now())
    status = 200 if error is None else 409 if isinstance(error, _CONFLICTS) else 422
    more = {
        "case": whole.case,
        "whole": whole,
        "page": page,
        "error": str(error or ""),
        **_PAGES[page](member, whole),
    }
    return _shown(request, member, page, more=more, status=status)


def _write(
    request: HttpRequest, member: Member, case_id: str, *, page: str, do: Callable[[], object]
) -> HttpResponse:
    """Does a write and goes to the page; what is refused is said on it, with what was kept before."""
    try:
        do()
    except _REFUSED as error:
        return _case(request, member, case_id, page=page, error=error)
    return HttpResponseRedirect(reverse(f"desk-{page}", args=[case_id]))


# --- what each page shows ---------------------------------------------------------------------------


def _intake(_: Member, whole: readings.WholeCase) -> dict[str, Any]:
    heard = heard_in(whole.texts.get("memo", ""), at=now())
    return {"asked": heard.asked, "lists": lists(), "dues": readings.dues_of(whole), "due_names": DUE_NAMES}


def _record(member: Member, whole: readings.WholeCase) -> dict[str, Any]:
    heard = heard_in(whole.texts.get("memo", ""), at=now())
    with within(member.centre):
        proposed = still_open(whole.case, proposals_of(heard))
    draft = draft_of(heard)
    sourced = [
        (one.text, [heard.memo[slice(*span)] for span in one.spans])
        for one in (draft.title, *draft.summary, *draft.handling)
    ]
    return {"draft": draft, "sourced": sourced, "proposed": proposed, "lists": lists()}


def _approval(member: Member, whole: readings.WholeCase) -> dict[str, Any]:
    lines = [(TEXT_NAMES[field], text) for field, text in whole.texts.items() if field != "memo"]
    with within(member.centre):
        return {
            "lines": lines,
            "codes": registered_lines(whole.case),
            "history": readings.approvals_of(whole),
        }


def _register(member: Member, whole: readings.WholeCase) -> dict[str, Any]:
    with within(member.centre):
        return {"codes": registered_lines(whole.case)}


def _beside(member: Member, whole: readings.WholeCase) -> dict[str, Any]:
    memo = whole.texts.get("memo", "")
    heard = heard_in(memo, at=now())
    found: dict[str, Any] = {
        "heard": heard,
        "plan": heard.answer.plan,
        "desks": heard.answer.contacts[:_MOST_DESKS],
    }
    if member.may("search"):
        found["similar"] = similar(member, memo, at=now(), but=whole.case.id)
        found["same"] = duplicates_of(member, whole.case.id, at=now())
    return found


def _consents(member: Member, whole: readings.WholeCase) -> dict[str, Any]:
    with within(member.centre):
        return {"consents": readings.consents_of(whole)}


_PAGES: Mapping[str, Callable[[Member, readings.WholeCase], dict[str, Any]]] = {
    "intake": _intake,
    "record": _record,
    "approval": _approval,
    "register": _register,
    "beside": _beside,
    "consents": _consents,
}


# --- the addresses ----------------------------------------------------------------------------------


@require_safe
@at_the_desk("read_case")
def today(request: HttpRequest, member: Member) -> HttpResponse:
    """Today's desk."""
    rights = {"may_open": member.may("open_case"), "may_decide": member.may("decide")}
    more = {"today": today_of(member, at=now()), "methods": METHODS, **rights}
    return _shown(request, member, "today", more=more)


@require_POST
@at_the_desk("open_case")
def open_case(request: HttpRequest, member: Member) -> HttpResponse:
    """Opens a case and goes to its intake."""
    method: Method = next((one for one in METHODS if one == request.POST.get("method")), "phone")
    return HttpResponseRedirect(
        reverse("desk-intake", args=[cases.open_case(member, sending(request), method)])
    )


@require_POST
@at_the_desk("read_case")
def by_number(request: HttpRequest, member: Member) -> HttpResponse:
    """Goes to the case with a number, also an old one."""
    found = readings.find_number(member, request.POST.get("number", "").strip()[:24], at=now())
    return HttpResponseRedirect(reverse("desk-intake", args=[found]))


@_PAGE
@at_the_desk("read_case")
def intake(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The intake of a case; POST ends it: the memo is settled and stays as it is."""
    if request.method != "POST":
        return _case(request, member, case_id, page="intake")
    return _write(request, member, case_id, page="intake", do=lambda: _save_memo(request, member, case_id))


@require_POST
@at_the_desk("write_text")
def memo(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Saves the memo while it is typed, and says what is still to ask."""
    try:
        _save_memo(request, member, case_id)
    except _REFUSED as error:
        return HttpResponse(str(error), status=409 if isinstance(error, _CONFLICTS) else 422)
    whole = readings.read_case(member, case_id, at=now())
    return _shown(
        request, member, "asked", more={"case": whole.case, "saved": now(), **_intake(member, whole)}
    )


def _save_memo(request: HttpRequest, member: Member, case_id: str) -> None:
    text = request.POST.get("memo", "").replace("\r\n", "\n")
    settled = request.POST.get("settled") == "yes"
    version = version_of(request)
    cases.write_text(member, sending(request), case_id, "memo", text, settled=settled, version=version)


@require_POST
@at_the_desk("write_party")
def people(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Who called, and whose contract it is."""

    def do() -> None:
        part: PartyWord = "consumer" if request.POST.get("part") == "consumer" else "caller"
        codes, identity = party_of(request, part)
        cases.set_party(member, sending(request), case_id, part, codes, identity, version=version_of(request))

    return _write(request, member, case_id, page="intake", do=do)


@require_POST
@at_the_desk("write_due")
def due(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Notes something that has its hour, or ticks it off."""

    def do() -> None:
        if done := request.POST.get("done"):
            cases.finish_due(member, sending(request), case_id, done)
        else:
            kind = next((one for one in DUE_NAMES if one == request.POST.get("kind")), "follow_up")
            note = request.POST.get("note", "")
            cases.add_due(member, sending(request), case_id, kind, moment_of(request), note)

    return _write(request, member, case_id, page="intake", do=do)


@_PAGE
@at_the_desk("read_case")
def consents(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The consents of a case; POST records one or ends one."""

    def do() -> None:
        if ended := request.POST.get("revoke"):
            cases.revoke_consent(member, sending(request), case_id, ended)
        else:
            cases.record_consent(member, sending(request), case_id, agreed_of(request))

    if request.method != "POST":
        return _case(request, member, case_id, page="consents")
    return _write(request, member, case_id, page="consents", do=do)


@_PAGE
@at_the_desk("read_case")
def record(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The record in five minutes; POST keeps its codes and texts."""

    def do() -> None:
        sent, texts = sending(request), ("title", "summary", "handling")
        cases.set_codes(member, sent, case_id, codes_of(request), version=version_of(request))
        for field in texts:
            own = cases.Sending(f"{sent.key[:48]}-{field}", sent.at)
            cases.write_text(member, own, case_id, field, request.POST.get(field, "").strip())  # type: ignore[arg-type]

    if request.method != "POST":
        return _case(request, member, case_id, page="record")
    return _write(request, member, case_id, page="record", do=do)


@require_safe
@at_the_desk("read_case")
def beside(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """What lies beside the memo: similar cases, what the scheme asks for, the desks that are open."""
    return _case(request, member, case_id, page="beside")


@require_POST
@at_the_desk("write_codes")
def take(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """Takes one proposed code, or leaves it out: only what the memo really suggests can be taken."""

    def do() -> None:
        whole = readings.read_case(member, case_id, at=now())
        answer, _, value = request.POST.get("answer", "").partition(":")
        found = _proposed(whole.texts.get("memo", ""), value)
        cases.answer_proposal(
            member, sending(request), case_id, found, "taken" if answer == "taken" else "left_out"
        )

    return _write(request, member, case_id, page="record", do=do)


def _proposed(text: str, name: str) -> Proposed:
    found = proposals_of(heard_in(text, at=now()))
    for one in found:
        if f"{one.field}={one.value}" == name:
            return one
    raise NotFit("その提案は、いまのメモからは出てきません。画面を開き直してください。")


@_PAGE
@at_the_desk("read_case")
def approval(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The approval of a case; POST asks for it, or decides."""

    def do() -> None:
        decision = request.POST.get("decision", "")
        if decision == "ask":
            cases.ask_approval(member, sending(request), case_id)
        else:
            comment = request.POST.get("comment", "")
            cases.decide(member, sending(request), case_id, decision, comment)  # type: ignore[arg-type]

    if request.method != "POST":
        return _case(request, member, case_id, page="approval")
    return _write(request, member, case_id, page="approval", do=do)


@_PAGE
@at_the_desk("read_case")
def register(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """What is registered; POST registers, ends or opens again."""
    acts = {"register": cases.register, "close": cases.close, "reopen": cases.reopen}

    def do() -> None:
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise NotThere
        act(member, sending(request), case_id)

    if request.method != "POST":
        return _case(request, member, case_id, page="register")
    return _write(request, member, case_id, page="register", do=do)

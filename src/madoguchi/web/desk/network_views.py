"""The pages between cases and between centres: showing a case to another centre, taking one over, making two into one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.consult import TOKYO
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import cases, network, readings
from madoguchi.web.desk.cases.consents import NoConsent
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.codes import Scope
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.forms import number_of, sending, version_of
from madoguchi.web.desk.gates import Member, NotThere, looking
from madoguchi.web.desk.pages import REFUSED, of_case, refusal, shown, status_of
from madoguchi.web.desk.taking_in.desk_records import new_number
from madoguchi.web.public.clock import now
from madoguchi.web.public.numbers import NotANumber

_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@_PAGE
@at_the_desk("read_case")
def links(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """To whom a case is shown, and what it is one with; POST shows it to a centre, or makes it a part of another case."""
    found: network.Candidate | None = None
    if request.method == "POST":
        network.candidate(member, case_id, at=now())  # another centre's is read here and nothing else
        try:
            if request.POST.get("act") == "share":
                _share(request, member, case_id)
            elif request.POST.get("into_id"):
                into = cases.merge(
                    member, sending(request), case_id, request.POST["into_id"], version=version_of(request)
                )
                return HttpResponseRedirect(reverse("desk-links", args=[into]))
            else:
                found = _candidate(request, member, case_id)
        except REFUSED as error:
            return _shown(request, member, case_id, error=error)
        if found is None:
            return HttpResponseRedirect(reverse("desk-links", args=[case_id]))
    return _shown(request, member, case_id, found=found)


def _share(request: HttpRequest, member: Member, case_id: str) -> None:
    centre_id, _, rest = request.POST.get("to", "").partition("/")
    consent_id, _, scope = rest.partition("/")
    centre = Centre.objects.filter(pk=centre_id).first()
    if centre is None or scope not in network.SCOPE_NAMES:
        raise NoConsent("見せるセンターを、一覧から選んでください。")
    how_far: Scope = "case" if scope == "case" else "summary"
    cases.share(member, sending(request), case_id, centre, consent_id, how_far)


def _candidate(request: HttpRequest, member: Member, case_id: str) -> network.Candidate:
    """The case with the number that was typed: it is shown once before two become one."""
    typed = number_of(request, "into")
    try:
        into = network.candidate(member, readings.find_number(member, typed, at=now()), at=now())
    except NotThere:
        raise NotFit(
            f"受付番号「{typed}」の相談は、このセンターにありません。番号を確かめてください。"
        ) from None
    if into.case_id == case_id:
        raise NotFit("この相談の番号です。まとめる先の相談の番号を入れてください。")
    return into


def _shown(
    request: HttpRequest,
    member: Member,
    case_id: str,
    *,
    found: network.Candidate | None = None,
    error: Exception | None = None,
) -> HttpResponse:
    whole = readings.read_case(member, case_id, at=now())
    own = whole.case.centre_id == member.centre.pk
    more: dict[str, Any] = {"own": own, "found": found, "may_merge": own and member.may("merge")}
    if own:
        with looking(member.centre):
            more["shares"] = network.shares_of(whole)
            more["offers"] = network.offers_of(whole.case, today=now().date())
            more["outside"] = network.outside_of(whole, today=now().date()) if member.may("export") else []
            more["number"] = new_number()
            more["parts"] = network.parts_of(whole.case)
    told = {**of_case(whole, "links"), **more, **refusal(request, error)}
    return shown(request, member, name="links", more=told, status=status_of(error))


@_PAGE
@at_the_desk("read_case")
def from_others(request: HttpRequest, member: Member) -> HttpResponse:
    """The cases that other centres show this one; POST opens an own case on one of them."""
    error: Exception | None = None
    if request.method == "POST":
        case_id = request.POST.get("take", "")
        whole = readings.read_case(member, case_id, at=now())
        try:
            made = cases.take_over(member, sending(request), whole)
            return HttpResponseRedirect(reverse("desk-intake", args=[made]))
        except REFUSED as refused:
            error = refused
    more = {"others": network.from_others(member, at=now()), "may_open": member.may("open_case")}
    told = {**more, **refusal(request, error)}
    return shown(request, member, name="from_others", more=told, status=status_of(error))


@require_POST
@at_the_desk("export")
def hand_over(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The record as a file for a desk elsewhere, sealed under the number that the page showed."""
    consent, number = request.POST.get("consent", "")[:32], request.POST.get("number", "")
    try:
        made = network.handed_over(
            member, case_id, consent_id=consent, number=number, at=now().astimezone(TOKYO)
        )
    except NotANumber:
        return _shown(request, member, case_id, error=NotFit("画面が古くなりました。開き直してください。"))
    except REFUSED as error:
        return _shown(request, member, case_id, error=error)
    name = f"kiroku-{now().astimezone(TOKYO):%Y%m%d-%H%M}.txt"
    heads = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made, content_type="text/plain; charset=us-ascii", headers=heads)

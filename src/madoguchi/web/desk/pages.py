"""What the pages of the desk share: the frame, what a person typed, and which errors are said on the page itself."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from madoguchi.plain_text import UnreadableText
from madoguchi.web.desk import readings
from madoguchi.web.desk.cases.approval import NotForYou
from madoguchi.web.desk.cases.codes_given import CodeNotKnown
from madoguchi.web.desk.cases.consents import NoConsent
from madoguchi.web.desk.cases.frame import KeyNotFit
from madoguchi.web.desk.cases.record import ChangedMeanwhile, NotFit
from madoguchi.web.desk.codes import STATE_NAMES
from madoguchi.web.desk.file_kinds import NotAFile
from madoguchi.web.desk.forms import TYPED_NAMES
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.states import NotNow
from madoguchi.web.desk.taking_in.brought import NotBrought
from madoguchi.web.public.clock import now

REFUSED = (
    *(NotFit, CodeNotKnown, NoConsent, NotForYou, KeyNotFit),
    *(UnreadableText, NotNow, ChangedMeanwhile, NotBrought, NotAFile),
)
CONFLICTS = (NotNow, ChangedMeanwhile)
_OF_THE_PAGE = frozenset({"csrfmiddlewaretoken", "key", "version", "part", "settled", "brought", "take"})


def shown(
    request: HttpRequest, member: Member, *, name: str, more: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Returns the page ``name`` of the desk's templates."""
    frame = {"operator": settings.OPERATOR, "member": member, "key": secrets.token_hex(16), "now": now()}
    case = more.get("case")
    frame["may_take_in"] = case and case.centre_id == member.centre.pk and member.may("take_in")
    return render(request, f"desk/{name}.html", {**frame, **more}, status=status)


def status_of(error: Exception | None) -> int:
    """Returns the status of a page that says ``error``."""
    return 200 if error is None else 409 if isinstance(error, CONFLICTS) else 422


def refusal(request: HttpRequest, error: Exception | None) -> dict[str, Any]:
    """Returns what a page says about ``error``: why, and what was typed, to take up again. Nobody writes a record twice."""
    if error is None:
        return {}
    own = ((name, request.POST.get(name, "").strip()) for name in request.POST if name not in _OF_THE_PAGE)
    return {"error": str(error), "typed": [(TYPED_NAMES.get(name, name), text) for name, text in own if text]}


def of_case(whole: readings.WholeCase, page: str) -> dict[str, Any]:
    """Returns what every page of a case shows."""
    return {"case": whole.case, "whole": whole, "page": page, "state": STATE_NAMES[whole.case.state]}


def written(
    request: HttpRequest, do: Callable[[], object], *, page: str, case_id: str
) -> HttpResponse | Exception:
    """Does a write and returns the way back to ``page``, or the error that the page has to say."""
    try:
        do()
    except REFUSED as error:
        return error
    return HttpResponseRedirect(reverse(f"desk-{page}", args=[case_id]))

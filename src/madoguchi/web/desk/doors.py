"""The door of the desk: who comes in to a view, and as whom. No view of the desk is reached but through it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from madoguchi.web.accounts.pages import csrf_protected
from madoguchi.web.accounts.sessions import SignedIn, claim_of, is_at_work, signed_in
from madoguchi.web.accounts.troubles import CSP, not_allowed, not_there, too_large
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, member_at_work
from madoguchi.web.desk.permissions import Act
from madoguchi.web.public.clock import now

_P = ParamSpec("_P")
View = Callable[Concatenate[HttpRequest, _P], HttpResponse]
ViewOfMember = Callable[Concatenate[HttpRequest, Member, _P], HttpResponse]
SIGN_IN, SECOND, CENTRE = "/desk/sign-in/", "/desk/second/", "/desk/centre/"
_SIGNED_OUT = "サインインの時間が終わりました。別のタブでサインインすると、この画面のまま続けられます。"


def at_the_desk(
    act: Act, *, else_to: Callable[[Member], str] | None = None
) -> Callable[[ViewOfMember[_P]], View[_P]]:
    """Decorates a view of the desk: it gets the ``Member`` who asks, after the request, and only one who may do ``act``.

    ``else_to``: the path to which somebody else is led, by their rights; empty: nowhere.

    Who is not signed in whole is led to what is missing; who has no role for ``act`` gets a page that says so (403). NotThere
    raised by the view becomes the one answer of "not yours" and "does not exist" (404), NotAllowed the page of the roles. A form
    without its mark is refused before.
    """

    def decorate(view: ViewOfMember[_P]) -> View[_P]:
        @wraps(view)
        def answered(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            member = _member(request)
            if member is None:
                return _led(request, signed_in(request))
            if not member.may(act):
                other = else_to(member) if else_to else ""
                return HttpResponseRedirect(other) if other else not_allowed()
            try:
                response = view(request, member, *args, **kwargs)
            except NotThere:
                return not_there()
            except NotAllowed:
                return not_allowed()
            response.headers.setdefault("Content-Security-Policy", CSP)
            return response

        protected: View[_P] = csrf_protected(answered)

        @wraps(view)
        def counted(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            try:
                return protected(request, *args, **kwargs)
            except RequestDataTooBig:
                return too_large()

        counted.act = act  # type: ignore[attr-defined]
        return counted  # type: ignore[return-value]

    return decorate


def _member(request: HttpRequest) -> Member | None:
    """Asked anew for every request: a role that ended last night has ended."""
    said = claim_of(request)
    if said is None or not said.second or not said.centre_id:
        return None
    try:
        member = member_at_work(said, today=now().date())
    except NotThere:
        return None
    is_at_work(request)
    return member


def _led(request: HttpRequest, who: SignedIn | None) -> HttpResponse:
    """To what is missing. What a script asked for is not answered with a page: it would stand in the middle of another."""
    if request.headers.get("HX-Request"):
        return HttpResponse(_SIGNED_OUT, status=401, headers={"HX-Trigger": "signed-out"})
    to = SIGN_IN if who is None else CENTRE if who.second else SECOND
    after = f"?{urlencode({'to': request.path})}" if request.method == "GET" else ""
    return HttpResponseRedirect(f"{to}{after}")

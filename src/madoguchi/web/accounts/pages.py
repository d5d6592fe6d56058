"""What the pages of signing in share: the frame, who may post, and what no browser may keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware

from madoguchi.web.accounts.sessions import ROOM, SignedIn
from madoguchi.web.accounts.troubles import CSP, no_key
from madoguchi.web.desk.keyring import KeyMissing
from madoguchi.web.desk.sealing import CannotOpen
from madoguchi.web.faults import note

_P = ParamSpec("_P")
_READ, _WRITE = ("GET", "HEAD"), ("POST",)


class _Csrf(CsrfViewMiddleware):
    """Our pages send no referrer, so that a browser says ``Origin: null`` of our own forms; that it was ours it says elsewhere."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        own = request.META.get("HTTP_SEC_FETCH_SITE") == "same-origin"
        if request.META.get("HTTP_ORIGIN") == "null":
            return own
        return bool(super()._origin_verified(request))  # type: ignore[misc]


csrf_protected: Any = decorator_from_middleware(_Csrf)


def page(
    *, read: bool = True, write: bool = True
) -> Callable[
    [Callable[Concatenate[HttpRequest, _P], HttpResponse]],
    Callable[Concatenate[HttpRequest, _P], HttpResponse],
]:
    """Decorates a page that may be opened without being at work: forms are protected, other methods refused."""
    methods = (*(_READ if read else ()), *(_WRITE if write else ()))

    def decorate(
        view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
            if request.method not in methods:
                response = HttpResponse(status=405)
                response.headers["Allow"] = ", ".join(methods)
                return response
            try:
                return view(request, *args, **kwargs)
            except (KeyMissing, CannotOpen) as error:
                note("no_key", error)
                return no_key()

        protected: Callable[Concatenate[HttpRequest, _P], HttpResponse] = csrf_protected(answered)
        return protected

    return decorate


def shown(
    request: HttpRequest, name: str, *, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Returns the page ``name`` of the templates."""
    told = {"operator": settings.OPERATOR, **(more or {})}
    response = render(request, f"accounts/{name}.html", told, status=status)
    response.headers["Content-Security-Policy"] = CSP
    return response


def target_of(request: HttpRequest) -> str:
    """Returns the page of the desk where somebody wanted to go; anything else that was sent is the first page."""
    said = (request.POST if request.method == "POST" else request.GET).get("to", "")
    plain = said.replace("-", "").replace("/", "")
    fits = said.startswith(ROOM) and said.isascii() and plain.isalnum() and "//" not in said
    return said if fits else ROOM


def to_sign_in(who: SignedIn | None) -> HttpResponse:
    """Leads to what is missing: the password, or the second factor."""
    return HttpResponseRedirect("/desk/second/" if who else "/desk/sign-in/")

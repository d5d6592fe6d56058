"""Pages for what went wrong. Every one still carries the first instruction and the general plan: nobody is sent away empty."""

from __future__ import annotations

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madoguchi.knowledge import known_in
from madoguchi.plan import plan_for
from madoguchi.web.site import frame
from madoguchi.web.tongue import TONGUES, Tongue
from madoguchi.words import Told


def too_often(request: HttpRequest, tongue: Tongue, *, seconds: float) -> HttpResponse:
    """An address asked too often (429)."""
    response = _trouble(request, tongue, "too_often", status=429)
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def lost(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """A page that cannot be opened by itself, or a form that is none of ours (400)."""
    return _trouble(request, tongue, "lost", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More bytes than anything here may have (413); nothing of them was read."""
    return _trouble(request, tongue_of(request), "too_large", status=413)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """A form that another site sent (403)."""
    return _trouble(request, tongue_of(request), "from_elsewhere", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page (404)."""
    return _trouble(request, tongue_of(request), "not_found", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django refused to read (400)."""
    return _trouble(request, tongue_of(request), "lost", status=400)


def fault(request: HttpRequest) -> HttpResponse:
    """Our own mistake (500); nothing of the request is told."""
    return _trouble(request, tongue_of(request), "fault", status=500)


def tongue_of(request: HttpRequest) -> Tongue:
    """The language that the address names."""
    first = request.path.split("/")[1] if request.path.startswith("/") else ""
    return next((one for one in TONGUES if one == first), "ja")


def _trouble(request: HttpRequest, tongue: Tongue, what: str, *, status: int) -> HttpResponse:
    plan = plan_for(Told(), known_in(tongue))
    data = {**frame(request, tongue, page="trouble"), "what": what, "plan": plan}
    return render(request, "public/trouble.html", data, status=status)

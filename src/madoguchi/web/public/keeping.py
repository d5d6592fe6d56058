"""Keep, come back, delete: the only places where something of a person touches the disk, and only because they asked."""

from __future__ import annotations

import hashlib
import hmac

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from madoguchi.web.public import drafts, limits
from madoguchi.web.public.clock import now
from madoguchi.web.public.days import day_of
from madoguchi.web.public.numbers import NotANumber, encoded, number_of
from madoguchi.web.public.screens import screen
from madoguchi.web.public.troubles import lost, too_often
from madoguchi.web.public.walk import Lost, Walk, read, sealed
from madoguchi.web.site import frame
from madoguchi.web.tongue import Tongue, words_in


@require_POST
def keep(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Keeps the walk and says its number. The same form sent twice gives the same number."""
    try:
        walk = read(request.POST.get("walk", ""))
        if walk.story is None:
            raise Lost
        number = walk.number or _number(request.POST.get("once", ""))
        limits.count(request, limits.KEPT)
    except Lost:
        return lost(request, tongue)
    except limits.TooOften as often:
        return too_often(request, tongue, seconds=often.seconds)
    kept = msgspec.structs.replace(walk, number=number)
    until = drafts.keep(kept, number, now=now())
    return screen(
        request, "papers", walk=kept, tongue=tongue, kept_until=day_of(until.date(), words_in(tongue))
    )


def _number(once: str) -> str:
    """The number that belongs to the token of a form: only this installation can tell, and the token is random."""
    if not 16 <= len(once) <= 80:
        raise Lost
    made = hmac.new(settings.SECRET_KEY.encode(), b"number" + once.encode(), hashlib.sha256).digest()
    return encoded(made[:10])


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Asks for a continue number, and goes on where it was left."""
    if request.method != "POST":
        return _again(request, tongue)
    try:
        walk = _found(request)
    except limits.TooOften as often:
        return too_often(request, tongue, seconds=often.seconds)
    if walk is None:
        return _again(request, tongue, error="again.error.unknown", status=422)
    return screen(request, "do", walk=sealed(walk), tongue=tongue)


def _found(request: HttpRequest) -> Walk | None:
    """The walk of the number that was typed. After some wrong ones in an hour nobody of that address is heard."""
    limits.check(request, limits.WRONG_NUMBERS)
    try:
        number = number_of(request.POST.get("number", ""))
    except NotANumber:
        return None
    walk = drafts.find(number, now=now())
    if walk is None:
        limits.count(request, limits.WRONG_NUMBERS)
        return None
    return msgspec.structs.replace(walk, number=number)


def _again(request: HttpRequest, tongue: Tongue, *, error: str = "", status: int = 200) -> HttpResponse:
    data = {**frame(request, tongue, page="again"), "error": error}
    return render(request, "public/again.html", data, status=status)


@require_POST
def forget(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Deletes what is kept, at once, and tells the browser to forget too."""
    try:
        walk = read(request.POST.get("walk", ""))
    except Lost:
        return lost(request, tongue)
    if walk.number:
        drafts.forget(walk.number)
    response = render(request, "public/forgotten.html", frame(request, tongue, page="forgotten"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response

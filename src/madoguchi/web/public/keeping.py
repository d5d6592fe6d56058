"""Keep, come back, delete: the only places where something of a person touches the disk, and only because they asked."""

from __future__ import annotations

import hashlib
import hmac

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madoguchi.plain_text import UnreadableText
from madoguchi.web.public import drafts, limits
from madoguchi.web.public.clock import now
from madoguchi.web.public.counting import counted
from madoguchi.web.public.days import day_of
from madoguchi.web.public.numbers import NotANumber, encoded, number_of
from madoguchi.web.public.screens import screen
from madoguchi.web.public.troubles import lost, not_so, too_large, too_often
from madoguchi.web.public.walk import Lost, Walk, read, sealed
from madoguchi.web.site import frame
from madoguchi.web.tongue import Tongue, words_in

_POST = ("POST",)
_AGAIN = ("GET", "HEAD", "POST")


def keep(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Keeps the walk and says its number. The same form sent twice gives the same number."""
    if request.method != "POST":
        return not_so(request, _POST)
    try:
        limits.count(request, limits.PAGES)
        walk = counted(request, read(request.POST.get("walk", "")))
        if walk.story is None:
            raise Lost
        number = walk.number or _number(request.POST.get("once", ""))
        limits.count(request, limits.KEPT)
        limits.count_in_all(limits.KEPT_IN_ALL)
        met = drafts.keep(walk, number, now=now())
        until = day_of((now() + drafts.KEPT).date(), words_in(tongue))
        return screen(request, "papers", walk=met.walk, tongue=tongue, kept_until=until, met=met)
    except limits.TooOften as often:
        return too_often(request, tongue, often=often)
    except RequestDataTooBig:
        return too_large(request)
    except (Lost, LookupError, UnreadableText):
        return lost(request, tongue)


def _number(once: str) -> str:
    """The number that belongs to the token of a form: only this installation can tell, and the token is random."""
    if not 16 <= len(once) <= 80:
        raise Lost
    made = hmac.new(settings.SECRET_KEY.encode(), b"number" + once.encode("utf-8", "replace"), hashlib.sha256)
    return encoded(made.digest()[:10])


def again(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Asks for a continue number, and goes on where it was left."""
    if request.method not in _AGAIN:
        return not_so(request, _AGAIN)
    try:
        limits.count(request, limits.PAGES)
        if request.method != "POST":
            return _again(request, tongue)
        walk = _found(request)
        if walk is None:
            return _again(request, tongue, error="again.error.unknown", status=422)
        return screen(request, "do", walk=walk, tongue=tongue)
    except limits.TooOften as often:
        return too_often(request, tongue, often=often)
    except RequestDataTooBig:
        return too_large(request)
    except (
        Lost,
        LookupError,
        UnreadableText,
    ):  # kept by another version, with answers that are none any more
        return lost(request, tongue)


def _found(request: HttpRequest) -> Walk | None:
    """The walk of the number that was typed, however many wrong ones came before it. Raises WrongNumbers."""
    try:
        number = number_of(request.POST.get("number", ""))
    except NotANumber:
        return None
    limits.look_up(request)
    walk = drafts.find(number, now=now())
    if walk is None:
        limits.was_wrong(request)
        return None
    return sealed(msgspec.structs.replace(walk, number=number))


def _again(request: HttpRequest, tongue: Tongue, *, error: str = "", status: int = 200) -> HttpResponse:
    data = {**frame(request, tongue, page="again"), "error": error}
    return render(request, "public/again.html", data, status=status)


def forget(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """Deletes what is kept, at once, and tells the browser to forget too."""
    if request.method != "POST":
        return not_so(request, _POST)
    try:
        limits.count(request, limits.PAGES)
        walk = read(request.POST.get("walk", ""))
    except limits.TooOften as often:
        return too_often(request, tongue, often=often)
    except RequestDataTooBig:
        return too_large(request)
    except Lost:
        return lost(request, tongue)
    if walk.number:
        drafts.forget(walk.number, now=now())
    response = render(request, "public/forgotten.html", frame(request, tongue, page="forgotten"))
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response

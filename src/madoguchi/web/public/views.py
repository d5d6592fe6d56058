"""The pages. Each view takes what came, asks the walk what follows, and shows it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from madoguchi.plain_text import UnreadableText
from madoguchi.web.public import drafts, limits
from madoguchi.web.public.agreements import asked_anew
from madoguchi.web.public.answers import read_once
from madoguchi.web.public.clock import now
from madoguchi.web.public.counting import counted
from madoguchi.web.public.entry import NotTaken
from madoguchi.web.public.foreign_words import marked_as_japanese
from madoguchi.web.public.meeting import Met
from madoguchi.web.public.pages import PAGES, target_of
from madoguchi.web.public.screens import screen
from madoguchi.web.public.troubles import lost, not_so, too_large, too_often
from madoguchi.web.public.walk import Lost, Walk, read
from madoguchi.web.site import frame, prefix_of
from madoguchi.web.tongue import Tongue

_FIRST = ("who", "tell")
_READ = ("GET", "HEAD")
_WALK = (*_READ, "POST")


def start(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """The first page: the first instruction before anything else."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return HttpResponse(_still(tongue, "start", prefix_of(tongue)))


def walk(request: HttpRequest, tongue: Tongue, *, name: str) -> HttpResponse:
    """A page of the walk: GET begins, POST goes on."""
    if request.method not in _WALK:
        return not_so(request, _WALK)
    try:
        limits.count(request, limits.PAGES)
        if request.method != "POST":
            return _begin(request, tongue, name)
        with read_once():
            return _go_on(request, tongue, name)
    except limits.TooOften as often:
        return too_often(request, tongue, often=often)
    except RequestDataTooBig:
        return too_large(request)
    except (Lost, LookupError, UnreadableText):
        return lost(request, tongue)


def _begin(request: HttpRequest, tongue: Tongue, name: str) -> HttpResponse:
    if name not in _FIRST:
        return lost(request, tongue)
    return screen(request, name, walk=Walk(message=request.GET.get("message") == "1"), tongue=tongue)


def _go_on(request: HttpRequest, tongue: Tongue, name: str) -> HttpResponse:
    """What came is counted before it is read, whatever its form says: there is no way round the limits."""
    if name not in PAGES:
        raise Lost
    page, came = PAGES[name], counted(request, read(request.POST.get("walk", "")))
    if request.POST.get("go") and name != "do":  # a way elsewhere: what the form holds is not taken
        return _shown(request, tongue, name, came=came, gone=came)
    if page.needs_story and came.story is None:
        raise Lost
    try:
        gone = counted(request, asked_anew(came, page.take(came, request)))
    except NotTaken as error:
        return screen(request, name, walk=came, tongue=tongue, error=error.key, why=error.why)
    return _shown(request, tongue, name, came=came, gone=gone)


def _shown(request: HttpRequest, tongue: Tongue, name: str, *, came: Walk, gone: Walk) -> HttpResponse:
    """The page after ``name``, with what another device has kept under the same number meanwhile."""
    met = drafts.meet(came, gone, now=now()) if gone.number else Met(gone, "alone")
    if met.state == "too_long":  # what was typed comes back in its form, to be made shorter
        return screen(request, name, walk=met.walk, tongue=tongue, met=met, error="met.too_long")
    following = target_of(request.POST, PAGES[name], walk=met.walk, tongue=tongue)
    return screen(request, following, walk=met.walk, tongue=tongue, met=met)


def about(request: HttpRequest, tongue: Tongue, *, page: str) -> HttpResponse:
    """A page that says something about the site."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return HttpResponse(_still(tongue, page, f"{prefix_of(tongue)}{page}/"))


@lru_cache
def _still(tongue: Tongue, page: str, path: str) -> bytes:
    """A page that is the same for everybody, made once: nobody is ever refused it."""
    asked = HttpRequest()
    asked.method, asked.path = "GET", path
    shown = {**frame(asked, tongue, page=page), "signed_by": settings.SIGNER.key}
    text = render_to_string(f"public/{page}.html", shown)
    return (marked_as_japanese(text) if tongue == "en" else text).encode()


def ping(request: HttpRequest) -> HttpResponse:
    """Says that the site is there; what speeds are compared with."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return HttpResponse("ok\n", content_type="text/plain")

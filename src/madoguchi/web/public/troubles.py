"""Pages for what went wrong. Every one still carries the first instruction and the general plan: nobody is sent away empty.

A program that asked under ``/api/`` gets the same as JSON.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from madoguchi.plan import plan_for
from madoguchi.told import Told
from madoguchi.web.api.answers import refused
from madoguchi.web.knowing import known_in
from madoguchi.web.public.foreign_words import marked_as_japanese
from madoguchi.web.public.limits import TooOften, TooSimilar, WrongNumbers
from madoguchi.web.shield import dressed, is_for_programs
from madoguchi.web.site import frame
from madoguchi.web.tongue import TONGUES, Tongue, words_in

_KINDS = {TooSimilar: "too_similar", WrongNumbers: "wrong_numbers"}
# Who comes back has told something already, perhaps that a card was given: they are not told that they may just wait.
_CAME_BACK = Told(safety=frozenset({"fears_swindle"}), handed_over=True)


def too_often(request: HttpRequest, tongue: Tongue, *, often: TooOften) -> HttpResponse:
    """An address asked too often, tried one message in many shapes, or too many wrong numbers (429)."""
    what = next((name for kind, name in _KINDS.items() if isinstance(often, kind)), "too_often")
    response = _trouble(request, tongue, what, status=429)
    response.headers["Retry-After"] = str(math.ceil(often.seconds))
    return response


def lost(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """A page that cannot be opened by itself, or a form that is none of ours (400)."""
    return _trouble(request, tongue, "lost", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    """More bytes than anything here may have (413); what came of them was not kept."""
    return _trouble(request, tongue_of(request), "too_large", status=413)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """A form that another site sent (403)."""
    return _trouble(request, tongue_of(request), "from_elsewhere", status=403)


def not_so(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """The address is there, but not for this method (405); ``Allow`` says for which."""
    response = _trouble(request, tongue_of(request), "lost", status=405)
    response.headers["Allow"] = ", ".join(methods)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page (404)."""
    return _trouble(request, tongue_of(request), "not_found", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django refused to read (400)."""
    return _trouble(request, tongue_of(request), "lost", status=400)


def fault(request: HttpRequest) -> HttpResponse:
    """Our own mistake (500); nothing of the request is told."""
    return _trouble(request, tongue_of(request), "fault", status=500)


def early(path: str, what: str, *, status: int, seconds: float = 0.0) -> HttpResponse:
    """What is answered before a request is read, for the address ``path`` alone; ``seconds`` until it may come again."""
    response = dressed(_told(path, _tongue_of(path), what, status))
    if seconds:
        response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def tongue_of(request: HttpRequest) -> Tongue:
    """The language that the address names."""
    return _tongue_of(request.path)


def _tongue_of(path: str) -> Tongue:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return next((one for one in TONGUES if one == first), "ja")


def _trouble(request: HttpRequest, tongue: Tongue, what: str, *, status: int) -> HttpResponse:
    return _told(request.path, tongue, what, status)


def _told(path: str, tongue: Tongue, what: str, status: int) -> HttpResponse:
    if is_for_programs(path):
        words = words_in(tongue)
        said, mend = words(f"trouble.{what}"), words(f"trouble_mend.{what}")
        return refused(status, what=f"{said}。", mend=mend, where=path[:80])
    return HttpResponse(_page(tongue, what), status=status)


@lru_cache
def _page(tongue: Tongue, what: str) -> bytes:
    """Made once: a flood must cost less to turn away than to send."""
    shared = frame(HttpRequest(), tongue, page="trouble")
    plan = plan_for(_CAME_BACK if what == "wrong_numbers" else Told(), known_in(tongue))
    text = render_to_string("public/trouble.html", {**shared, "what": what, "plan": plan})
    return (marked_as_japanese(text) if tongue == "en" else text).encode()

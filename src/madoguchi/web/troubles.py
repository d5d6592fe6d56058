"""Whose page says what went wrong: the desk's own under its addresses, that for people in trouble elsewhere."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

from madoguchi.web.accounts import troubles as desks
from madoguchi.web.faults import number_of
from madoguchi.web.public import troubles as public
from madoguchi.web.shield import Answer, dressed

_ROOM: Final = "/desk/"


def is_desks(path: str) -> bool:
    """Returns whether ``path`` is an address of the desk, in a process that opens the desk."""
    return "desk" in settings.ROOMS and (path.startswith(_ROOM) or "public" not in settings.ROOMS)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that Django refused to read (400, or 413 for too much of it)."""
    if not is_desks(request.path):
        return public.bad_request(request, exception)
    return desks.too_large() if isinstance(exception, RequestDataTooBig) else desks.unreadable()


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refused for a reason that no page of ours has words for (403 at the desk)."""
    return desks.not_allowed() if is_desks(request.path) else public.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page (404)."""
    return desks.no_page(request) if is_desks(request.path) else public.not_found(request, exception)


def fault(request: HttpRequest) -> HttpResponse:
    """Our own mistake (500); nothing of the request is told, at the desk the number by which the operator finds it."""
    return desks.fault(number_of(request)) if is_desks(request.path) else public.fault(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """More bytes than anything here may have (413)."""
    return desks.too_large() if is_desks(request.path) else public.too_large(request)


def from_elsewhere(request: HttpRequest) -> HttpResponse:
    """A form that another site sent (403)."""
    return desks.from_elsewhere() if is_desks(request.path) else public.from_elsewhere(request)


def early(path: str, what: str, *, status: int, seconds: float = 0.0, number: str = "") -> HttpResponse:
    """What is answered before a request is read, for the address ``path`` alone; ``seconds`` until it may come again."""
    if not is_desks(path):
        return public.early(path, what, status=status, seconds=seconds)
    response = dressed(desks.fault(number) if what == "fault" else desks.early(what, status))
    if seconds:
        response.headers["Retry-After"] = str(int(-(-seconds // 1)))
    return response


def in_words(answer: Answer) -> Answer:
    """No answer of the site is an empty page: a method that an address does not take (405) is said in words.

    What a script of the desk asked for is said in one line: a whole page would stand in the middle of another.
    """

    def worded(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if response.status_code == 405 and not response.content:
            methods = [one.strip() for one in response.headers.get("Allow", "").split(",")]
            response = desks.not_so(methods) if is_desks(request.path) else public.not_so(request, methods)
        if request.headers.get("HX-Request") and is_desks(request.path):
            return desks.in_one_line(response)
        return response

    return worded

"""The page of the log, for those who may read it and perhaps nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_shown import page_of_log
from madoguchi.web.desk.pages import shown
from madoguchi.web.public.clock import now

_MOST_NUMBER = 40  # signs of a case number; an old one may have the other centre's code before it
_MOST_DIGITS = 15


@require_safe
@at_the_desk("read_log")
def log_page(request: HttpRequest, member: Member) -> HttpResponse:
    """Who did what in this centre, newest first; ``number`` keeps to one case, ``before`` goes on to older entries."""
    number = request.GET.get("number", "").strip()[:_MOST_NUMBER]
    found = page_of_log(member, number=number, before=_before(request), at=now())
    return shown(request, member, name="log", more={"found": found, "number": number})


def _before(request: HttpRequest) -> int | None:
    asked = request.GET.get("before", "")
    fits = asked.isascii() and asked.isdigit() and len(asked) <= _MOST_DIGITS
    return int(asked) if fits else None

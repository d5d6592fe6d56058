"""The page of published numbers: what was published, with its corrections and withdrawals, in calm words and one small table."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from madoguchi.publication.told import seal_of, told
from madoguchi.web.public.foreign_words import marked_as_japanese
from madoguchi.web.public.troubles import not_so
from madoguchi.web.site import frame, prefix_of
from madoguchi.web.tongue import Tongue

_READ = ("GET", "HEAD")


def statistics(request: HttpRequest, tongue: Tongue) -> HttpResponse:
    """What was published, the newest first; the same for everybody."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return HttpResponse(_made(tongue, seal_of(settings.PUBLICATIONS)))


@lru_cache(maxsize=6)
def _made(tongue: Tongue, seal: tuple[tuple[str, int], ...]) -> bytes:
    """Made once for each state of the folder."""
    asked = HttpRequest()
    asked.method, asked.path = "GET", f"{prefix_of(tongue)}statistics/"
    found = told([Path(name) for name, _ in seal])
    text = render_to_string(
        "public/statistics.html", {**frame(asked, tongue, page="statistics"), "told": found}
    )
    return (marked_as_japanese(text) if tongue == "en" else text).encode()

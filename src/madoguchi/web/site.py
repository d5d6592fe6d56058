"""What every page shares: the language, who runs the site, and the way to a person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from madoguchi.web.knowing import known_in
from madoguchi.web.tongue import TONGUES, Tongue, words_in

_EVERYBODYS = (
    ("police_110", "call.police"),
    ("ambulance_119", "call.ambulance"),
    ("hotline_188", "call.consumers"),
)


def prefix_of(tongue: Tongue) -> str:
    """Returns where the pages of ``tongue`` begin: ``/`` for Japanese, ``/easy/``, ``/en/``."""
    return "/" if tongue == "ja" else f"/{tongue}/"


def numbers_to_call(tongue: Tongue) -> list[tuple[str, str]]:
    """Returns the three numbers that everybody may need, each with the key of the words for it."""
    desks = known_in(tongue).contacts
    phones = ((desks[one].phone, key) for one, key in _EVERYBODYS)
    return [(phone.value, key) for phone, key in phones if phone]


def frame(request: HttpRequest, tongue: Tongue, *, page: str) -> dict[str, Any]:
    """Returns the data of the frame around ``page``."""
    return {
        "words": words_in(tongue),
        "tongue": tongue,
        "tongues": [(one, words_in(one)("language.own"), prefix_of(one)) for one in TONGUES],
        "base": prefix_of(tongue),
        "page": page,
        "here": request.path.removeprefix(prefix_of(tongue)) if request.method == "GET" else "",
        "title": words_in(tongue)(f"{page}.title"),
        "operator": settings.OPERATOR,
        "calls": numbers_to_call(tongue),
    }

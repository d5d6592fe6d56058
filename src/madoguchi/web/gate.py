"""Whoever is over a limit learns it before anything of the request is read: a look at the counts, and a page that is ready.

It only looks. What is counted, and when, is for the views to say (limits.py); so a refused request still counts nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse

from madoguchi.web import troubles
from madoguchi.web.buckets import Buckets
from madoguchi.web.public import limits
from madoguchi.web.tongue import TONGUES


class _Door(NamedTuple):
    """Addresses that begin with ``path`` (behind the language), what their requests are counted by, and what a refusal ``says``."""

    path: str
    buckets: tuple[Buckets, ...]
    methods: tuple[str, ...]
    says: str = "too_often"


_READ = ("GET", "HEAD", "POST")
_POST = ("POST",)
_PAGES = (limits.PAGES,)
_PROGRAMS, _BY_KEY = "/api/consultations", (limits.WRONG_KEYS,)
_DOORS = (
    _Door("/walk/", _PAGES, _READ),
    _Door("/paper/", (limits.PAPERS,), _POST),
    _Door("/keep/", (limits.PAGES, limits.KEPT), _POST),
    _Door("/again/", (limits.NUMBERS,), _POST, says="wrong_numbers"),
    _Door("/again/", _PAGES, _READ),
    _Door("/forget/", _PAGES, _POST),
    _Door(_PROGRAMS, (limits.CONSULTATIONS, limits.CONSULTATIONS_A_DAY), _POST),
    _Door("/feed.", (limits.FEEDS,), ("GET", "HEAD")),
)
_TONGUES = tuple(f"/{tongue}/" for tongue in TONGUES)


def refusal(method: str, path: str, *, address: str, has_key: bool = False) -> HttpResponse | None:
    """Returns the answer to who has no token left for ``path``, with the seconds to wait; None when they may come in.

    ``has_key``: an operator's key came along; whose it is, and what it may, the pages see.
    """
    begins = next((tongue for tongue in _TONGUES if path.startswith(tongue)), "/")
    bare = path[len(begins) - 1 :]
    for door in _DOORS:
        if bare.startswith(door.path) and method in door.methods:
            buckets = _BY_KEY if has_key and door.path == _PROGRAMS else door.buckets
            wait = max(bucket.wait(address) for bucket in (*buckets, limits.WORK))
            if wait:
                says = "too_often" if limits.WORK.wait(address) else door.says
                return troubles.early(path, says, status=429, seconds=wait)
    return None

"""Who asks under ``/api/``: an operator with a key and a quota of its own, or whoever is behind an address."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from madoguchi.web.addresses import address_of
from madoguchi.web.api.asking import Refused
from madoguchi.web.api.operator_keys import Keys
from madoguchi.web.public import limits

_WRONG = {
    "where": "Authorization",
    "what": "この鍵は使えません。",
    "mend": "「Authorization: Bearer 鍵」の形か、取り消されていないかを確かめてください。鍵を付けなければ、アドレスごとの回数で聞けます。",
}


def counted(request: HttpRequest) -> str:
    """Counts the question, and returns by what its asker is known here. Raises Refused (401), TooOften."""
    told = request.headers.get("Authorization")
    if told is None:
        limits.count(request, limits.CONSULTATIONS, limits.CONSULTATIONS_A_DAY)
        return address_of(request)
    limits.count(request, limits.WRONG_KEYS)  # before it is looked up: of many at once none slips past
    scheme, _, key = told.partition(" ")
    keys = _keys(settings.DATA)
    holder = keys.holder_of(key.strip()) if scheme.lower() == "bearer" else None
    if holder is None:
        raise Refused(401, **_WRONG)
    limits.WRONG_KEYS.give_back(address_of(request))
    wait = keys.take(holder)
    if wait:
        raise limits.TooOften(wait)
    return f"key {holder.id}"


@lru_cache(maxsize=4)
def _keys(folder: Path) -> Keys:
    return Keys(folder)

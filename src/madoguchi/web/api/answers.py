"""What programs get back: JSON, kept nowhere, readable by no other site's page (no CORS)."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from django.http import HttpResponse

from madoguchi.plan import plan_for
from madoguchi.ruby import without
from madoguchi.told import Told
from madoguchi.web.knowing import known_in
from madoguchi.web.tongue import words_in
from madoguchi.words import Consultation, Plan

JSON = "application/json"


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong: where, what, and how to mend it (Japanese)."""

    where: str
    what: str
    mend: str


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Stands in the place of an answer. Where the fault is not the text's, ``first`` and ``plan`` still help."""

    error: Error
    first: str | None = None
    plan: Plan | None = None


def answered(found: object, *, status: int = 200, kind: str = JSON) -> HttpResponse:
    """Returns ``found`` (a type of ours, or JSON's own) as an answer."""
    return HttpResponse(msgspec.json.encode(found), content_type=kind, status=status)


def refused(status: int, *, what: str, mend: str, where: str) -> HttpResponse:
    """Returns why there is no answer; over a limit and at our own fault with the first instruction and the general plan."""
    error = Error(where=where, what=what, mend=mend)
    if status not in (429, 500):
        return answered(Refusal(error=error), status=status)
    words = words_in("ja")
    first = without(f"{words('start.on_the_phone')}？ {words('start.hang_up')}{words('start.unplug')}")
    return answered(Refusal(error=error, first=first, plan=_general_plan()), status=status)


@lru_cache
def _general_plan() -> Plan:
    return plan_for(Told(), known_in("ja"))


def public(answer: Consultation, id_: str | None) -> Consultation:
    """Returns ``answer`` without weights and the ids of signs: nobody shall measure here how to pass unnoticed."""
    schemes = tuple(
        msgspec.structs.replace(
            finding,
            weight=None,
            signs=tuple(msgspec.structs.replace(sign, id=None) for sign in finding.signs),
        )
        for finding in answer.schemes
    )
    return msgspec.structs.replace(answer, id=id_, schemes=schemes)

"""The log of a centre as its page shows it: who, when, which act, on which number, which fields. No value stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from madoguchi.knowledge import load
from madoguchi.web.accounts.models import Centre, Staff
from madoguchi.web.accounts.noting import CONSOLE, UNKNOWN
from madoguchi.web.desk import log
from madoguchi.web.desk.act_names import name_of
from madoguchi.web.desk.cases.joining import number_there
from madoguchi.web.desk.forms import TYPED_NAMES
from madoguchi.web.desk.gates import Member, NotAllowed, within
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.desk.models import Case, OldNumber

A_PAGE = 100
_NOBODY = {CONSOLE: "この機械の前の人", UNKNOWN: "サインインしなかった人", "": "まどぐち"}


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry in words; ``on``: the number of a case, a person, or nothing."""

    seq: int
    at: dt.datetime
    who: str
    act: str
    on: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageOfLog:
    """Some entries, newest first; ``older``: the number before which the next page goes on, None: this is the last one."""

    entries: tuple[Noted, ...]
    older: int | None


def page_of_log(member: Member, *, number: str, before: int | None, at: dt.datetime) -> PageOfLog:
    """Returns a page of the log of the member's centre, of the case with ``number`` only if that is not empty. Raises NotAllowed.

    A number that this centre does not know has no entries. That the log was read stands in it from then on.
    """
    if not member.may("read_log"):
        raise NotAllowed("read_log")
    with within(member.centre):
        rows = AuditEntry.objects.filter(centre=member.centre).order_by("-seq")
        if number:
            rows = rows.filter(on__in=_cases_of(member.centre, number))
        if before is not None:
            rows = rows.filter(seq__lt=before)
        found = list(rows[: A_PAGE + 1])
        shown = tuple(_in_words(member.centre, found[:A_PAGE]))
        fields = ("number",) if number else ()
        log.note(member.centre, log.Said("read_log", member.staff.id, fields=fields), at=at)
    return PageOfLog(shown, found[A_PAGE - 1].seq if len(found) > A_PAGE else None)


def _cases_of(centre: Centre, number: str) -> list[str]:
    own = Case.objects.filter(centre=centre, number=number).values_list("pk", flat=True)
    old = OldNumber.objects.filter(centre=centre, number=number).values_list("case_id", flat=True)
    return [*own, *old]


def _number(case: Case, centre: Centre) -> str:
    """What another centre shows us has its code before its number."""
    return case.number if case.centre_id == centre.pk else number_there(case)


def _in_words(centre: Centre, rows: list[AuditEntry]) -> Iterable[Noted]:
    on = {row.on for row in rows}
    numbers = {
        case.pk: _number(case, centre) for case in Case.objects.filter(pk__in=on).select_related("centre")
    }
    asked = Q(pk__in={row.actor for row in rows}) | Q(pk__in=on)
    people = {one.pk: f"{one.name}（{one.login}）" for one in Staff.objects.filter(asked)}
    for row in rows:
        yield Noted(
            row.seq,
            row.at,
            people.get(row.actor) or _NOBODY.get(row.actor, "分からない人"),
            name_of(row.act),
            numbers.get(row.on) or people.get(row.on, ""),
            tuple(_field_name(name) for name in row.fields),
        )


def _field_name(name: str) -> str:
    """What a field is called: a letter by its form."""
    room, _, form = name.partition(".")
    found = load().letters.get(form) if room == "letter" else None
    return found.name if found else TYPED_NAMES.get(name, name)

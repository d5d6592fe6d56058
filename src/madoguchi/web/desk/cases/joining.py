"""Two cases that are one, and a case that goes on at another centre. No number is lost, and nothing of anybody's record is put over another's."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F

from madoguchi.web.desk import log
from madoguchi.web.desk.cases.frame import Doing, creates, lock_case, put_out
from madoguchi.web.desk.cases.record import (
    PARTY_CODES,
    NotFit,
    assert_unchanged,
    new_case,
    put_counterpart,
    put_party,
    put_text,
)
from madoguchi.web.desk.codes import CounterpartKind, PartyWord, TextField
from madoguchi.web.desk.gates import case_for
from madoguchi.web.desk.models import Case, Counterpart, Due, OldNumber, Registered
from madoguchi.web.desk.states import assert_now

if TYPE_CHECKING:
    from madoguchi.web.desk.readings import WholeCase

_CODES = (
    *("kind", "scheme", "secondary_schemes", "stages", "product_code", "sales_channel", "content_categories"),
    *("payment_methods", "keywords", "contracted_on", "contract_amount", "paid_amount"),
)
_TEXTS: tuple[TextField, ...] = ("memo", "title", "summary", "course", "goods")


@creates("merge")
def merge(doing: Doing, case_id: str, into_id: str, *, version: int) -> str:
    """Makes the case ``case_id`` a part of ``into_id``, of the same centre; returns the id of the latter.

    What was written stays where it was written, to be read. The other side and what has its hour go over; every number of the first leads
    to the second. Raises NotFit for two that cannot be one, NotNow, ChangedMeanwhile, NotThere.
    """
    if case_id == into_id:
        raise NotFit("同じ相談です。まとめる先の受付番号を入れてください。")
    locked = {one: lock_case(doing.member, one, act="merge") for one in sorted((case_id, into_id))}
    this, into = locked[case_id], locked[into_id]
    for one in locked.values():
        assert_now(one, "merge")
    doing.case = this
    assert_unchanged(doing, version)
    _withdraw(this, into, on=doing.at.date())
    target = Doing(doing.member, doing.at, into)
    _counterparts(doing, target)
    _dues(doing, target)
    OldNumber.objects.filter(case=this).update(case=into)
    Case.objects.filter(merged_into=this).update(merged_into=into)
    Case.objects.filter(pk=this.pk).update(merged_into=into)
    doing.fields.update(("merged_into", *target.fields))
    _touched(target)
    return into.id


def _withdraw(this: Case, into: Case, *, on: dt.date) -> None:
    """What was registered of ``this`` is registered no more, by a further row; ``into`` has to stand for it. Raises NotFit."""
    last = Registered.objects.filter(case=this).order_by("-pk").first()
    if last is None or last.withdrawn:
        return
    if not Registered.objects.filter(case=into).exists():
        raise NotFit(
            f"{this.number} は登録してあり、{into.number} はまだ登録していません。このまままとめると、月報の件数から消えます。"
            f"先に {into.number} を登録するか、{into.number} のほうを {this.number} にまとめてください。"
        )
    Registered.objects.create(
        case=this,
        centre=last.centre,
        registered_on=last.registered_on,
        revised_on=on,
        withdrawn=True,
        record=last.record,
    )


def _counterparts(of: Doing, to: Doing) -> None:
    for row in Counterpart.objects.filter(case=of.this).order_by("pk"):
        kind: CounterpartKind = row.kind  # type: ignore[assignment]
        value = of.opened(row.sealed, f"counterpart/{kind}/{bytes(row.mark).hex()}")
        known = row.role if row.role in settings.COUNTERPART_ROLES else ""
        put_counterpart(to, kind, value=value, role=known)


def _dues(of: Doing, to: Doing) -> None:
    """What was sealed for one case opens in no other: the note is sealed anew."""
    for due in Due.objects.filter(case=of.this, done_at=None):
        note = of.opened(due.sealed_note, f"due/{due.pk}") if due.sealed_note else ""
        Due.objects.filter(pk=due.pk).update(case=to.this, sealed_note=to.sealed(note, f"due/{due.pk}"))
        to.fields.add("due")


def _touched(target: Doing) -> None:
    """The frame notes the case that went; of the one that stays this is noted here."""
    Case.objects.filter(pk=target.this.pk).update(version=F("version") + 1)
    put_out(target.this)
    said = log.Said("merge", target.member.staff.id, target.this.pk, tuple(sorted(target.fields)))
    log.note(target.member.centre, said, at=target.at)


@creates("open_case")
def take_over(doing: Doing, whole: WholeCase) -> str:
    """Opens a case of the own centre on one that another centre shares whole, as it was read; returns its id. The other one stays as it is.

    The new case is the centre's own, under its own keys, and remains when the consent ends: the consent was to hand it over. Taken over
    once, it is given again. Raises NotThere for a case that is not shared whole any more, NotFit for an own one.
    """
    found = case_for(doing.member, whole.case.pk, act="read_case", today=doing.at.date())
    if found.centre_id == doing.member.centre.pk:
        raise NotFit("この相談は、もともと自分のセンターのものです。")
    number = number_there(found)
    before = OldNumber.objects.filter(centre=doing.member.centre, number=number).first()
    if before is not None:
        return before.case_id
    made = new_case(doing, found.method)  # type: ignore[arg-type]  # as it is there, also where nobody wrote it down
    _copied(doing, whole)
    OldNumber.objects.create(centre=doing.member.centre, number=number, case=doing.this)
    return made


def number_there(case: Case) -> str:
    """Returns the number of another centre's case as it is kept here: the centre's code before it."""
    return f"{case.centre.code}:{case.number}"


def _copied(doing: Doing, whole: WholeCase) -> None:
    codes = {name: getattr(whole.case, name) for name in _CODES}
    Case.objects.filter(pk=doing.this.pk).update(via_other_centre=True, **codes)
    doing.fields.update(("via_other_centre", *(name for name, value in codes.items() if value)))
    for field in _TEXTS:
        if text := whole.texts.get(field):
            put_text(doing, field, text=text, settled=field == "memo")
    for part, (row, identity) in whole.parties.items():
        word: PartyWord = "consumer" if part == "consumer" else "caller"
        put_party(doing, word, coded={name: getattr(row, name) for name in PARTY_CODES}, identity=identity)
    for one in whole.other_side:
        role = one.role if one.role in settings.COUNTERPART_ROLES else ""
        put_counterpart(doing, one.kind, value=one.value, role=role)  # type: ignore[arg-type]

"""Bringing over what was recorded before the desk: a case that is over already, under its old number, marked as old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from madoguchi.consult import TOKYO
from madoguchi.web.desk import case_keys
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.cases.frame import Doing, creates
from madoguchi.web.desk.cases.record import (
    Identity,
    NotFit,
    PartyCodes,
    coded_of,
    put_counterpart,
    put_party,
    put_text,
    set_given,
)
from madoguchi.web.desk.codes import CounterpartKind, PartyWord, TextField
from madoguchi.web.desk.models import Case, OldNumber, Registered
from madoguchi.web.desk.registering import record_of

MOST_NUMBER = 23
_OLD = "K"  # the desk's own numbers begin with a year: an old one never looks like one of them


class OldCase(msgspec.Struct, frozen=True):
    """A case of before as the desk takes it; what nobody wrote down is empty or None."""

    number: str
    received_on: dt.date
    closed_on: dt.date | None = None
    registered_on: dt.date | None = None
    codes: Codes = Codes()
    texts: Mapping[TextField, str] = msgspec.field(default_factory=dict)
    parties: Mapping[PartyWord, tuple[PartyCodes, Identity]] = msgspec.field(default_factory=dict)
    counterparts: tuple[tuple[CounterpartKind, str], ...] = ()


class BroughtBefore(NotFit):
    """The old number is in the centre already."""


@creates("open_case")
def bring_over(doing: Doing, old: OldCase) -> str:
    """Brings ``old`` over, ended as it was; returns its id. Raises BroughtBefore, and as the single writes do."""
    centre = doing.member.centre
    if not 0 < len(old.number) <= MOST_NUMBER:
        raise NotFit(f"前の番号は 1〜{MOST_NUMBER} 文字です。")
    if OldNumber.objects.filter(centre=centre, number=old.number).exists():
        raise BroughtBefore(f"前の番号 {old.number} は、もう入っています。")
    doing.case = Case.objects.create(
        centre=centre,
        number=f"{_OLD}{old.number}",
        state="closed",
        counsellor=doing.member.staff,
        received_at=dt.datetime.combine(old.received_on, dt.time(), tzinfo=TOKYO),
        received_on=old.received_on,
        registered_on=old.registered_on,
        closed_on=old.closed_on,
        from_old_records=True,
    )
    doing.fields.update(("old_number", "from_old_records"))
    OldNumber.objects.create(centre=centre, number=old.number, case=doing.case)
    case_keys.make_key(doing.case)
    _filled(doing, old)
    return doing.case.id


def _filled(doing: Doing, old: OldCase) -> None:
    set_given(doing, old.codes)
    for field, text in old.texts.items():
        put_text(doing, field, text=text, settled=True)
    for part, (codes, identity) in old.parties.items():
        put_party(doing, part, coded=coded_of(codes), identity=identity)
    for kind, value in old.counterparts:
        put_counterpart(doing, kind, value=value)
    if old.registered_on:
        Registered.objects.create(
            case=doing.this,
            centre=doing.this.centre,
            registered_on=old.registered_on,
            record=record_of(doing.this),
        )

"""Every read of a case: through the gate, opened, and noted in the log, for reading what is personal is an act of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from madoguchi.web.desk import case_keys, log
from madoguchi.web.desk.cases.record import Identity
from madoguchi.web.desk.codes import TEXT_NAMES, TextField
from madoguchi.web.desk.gates import Member, NotThere, case_for, within
from madoguchi.web.desk.models import Case, CaseText, Counterpart, OldNumber, Party
from madoguchi.web.desk.permissions import Act
from madoguchi.web.desk.sealing import opened


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, opened: its codes, its newest texts, who the parties are, what is known of the other side."""

    case: Case
    texts: Mapping[TextField, str]
    parties: Mapping[str, tuple[Party, Identity]]
    counterparts: tuple[tuple[str, str], ...]


def read_case(member: Member, case_id: str, *, at: dt.datetime) -> WholeCase:
    """Returns the case ``case_id``, opened; the log notes who read it. Raises NotThere, NotAllowed."""
    with within(member.centre):
        case = case_for(member, case_id, act="read_case", today=at.date())
        _note(member, case, "read_case", at)
        key = case_keys.key_of(case)
        return WholeCase(
            case=case,
            texts=texts_of(case, key),
            parties=_parties(case, key),
            counterparts=_counterparts(case, key),
        )


def find_number(member: Member, number: str, *, at: dt.datetime) -> str:
    """Returns the id of the case of the member's centre with ``number``, also an old one. Raises NotThere."""
    with within(member.centre):
        found = Case.objects.filter(centre=member.centre, number=number).values_list("pk", flat=True).first()
        old = OldNumber.objects.filter(centre=member.centre, number=number).first()
        case_id = found or (old.case_id if old else None)
        if case_id is None:
            raise NotThere
        case_for(member, case_id, act="read_case", today=at.date())
        return case_id


def texts_of(case: Case, key: bytes) -> dict[TextField, str]:
    """Returns the newest revision of each text of ``case``, opened with its ``key``."""
    newest: dict[str, CaseText] = {
        row.field: row for row in CaseText.objects.filter(case=case).order_by("revision")
    }
    return {
        field: opened(bytes(row.sealed), key=key, place=f"{case.pk}/{field}/{row.revision}").decode(
            "utf-8", "surrogatepass"
        )
        for field in TEXT_NAMES
        if (row := newest.get(field))
    }


def _parties(case: Case, key: bytes) -> dict[str, tuple[Party, Identity]]:
    found = {}
    for party in Party.objects.filter(case=case):
        whole = opened(bytes(party.sealed), key=key, place=f"{case.pk}/party/{party.part}")
        found[party.part] = party, msgspec.json.decode(whole, type=Identity)
    return found


def _counterparts(case: Case, key: bytes) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            row.kind,
            opened(
                bytes(row.sealed),
                key=key,
                place=f"{case.pk}/counterpart/{row.kind}/{bytes(row.mark).hex()}",
            ).decode(),
        )
        for row in Counterpart.objects.filter(case=case).order_by("pk")
    )


def _note(member: Member, case: Case, act: Act, at: dt.datetime) -> None:
    """In the log of the centre that reads: it can name its own people."""
    log.note(member.centre, log.Said(act, member.staff.id, case.id), at=at)

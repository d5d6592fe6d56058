"""Where what stands in a record was taken from, as far as it was brought by somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from madoguchi.web.database import rows_of
from madoguchi.web.desk.cases.taking_in import Origin, mark_of_brought
from madoguchi.web.desk.gates import Member, cases_for, looking
from madoguchi.web.desk.models import TakenIn
from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.sealing import opened
from madoguchi.web.desk.taking_in.brought import WAYS
from madoguchi.web.desk.taking_in.naming import label_of

SIGNED: Mapping[str, str] = {
    "known": "署名を確かめました",
    "stranger": "署名がありますが、この机の知らない鍵です。だれが作ったかは確かめられません",
    "own": "この窓口の、相談する人のページに残っていたものです",
    "unsigned": "署名がありません。だれが作ったかは確かめられません",
}

_TAKEN = "SELECT id, sealed FROM taken_in WHERE case_id = %s ORDER BY at DESC"


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that was taken in: the row, what it said of itself, what it was, and the names of what was taken."""

    row: TakenIn
    origin: Origin
    way: str
    signed: str
    labels: tuple[str, ...]


def taken_in_of(whole: WholeCase) -> list[Taken]:
    """Returns what was taken into the case, the newest first. Call it within the transaction of whoever asks."""
    rows = TakenIn.objects.filter(case=whole.case).select_related("by").order_by("-at")
    return [_taken(whole, row) for row in rows]


def _taken(whole: WholeCase, row: TakenIn) -> Taken:
    origin = _origin(whole, row.pk, row.sealed)
    labels = tuple(map(label_of, origin.fields))
    return Taken(row, origin, WAYS.get(origin.way, ""), SIGNED.get(origin.checked, ""), labels)  # type: ignore[call-overload]


def was_taken(member: Member, digest: str, *, at: dt.datetime) -> TakenIn | None:
    """Returns when the very same thing was last taken into a case of the member's centre, whichever; None: never."""
    with looking(member.centre):
        own = cases_for(member, "take_in", today=at.date()).filter(centre=member.centre)
        rows = TakenIn.objects.filter(case__in=own, mark=mark_of_brought(digest)).select_related("by", "case")
        return rows.order_by("-at").first()


def _origin(whole: WholeCase, row_id: str, sealed: bytes) -> Origin:
    place = f"{whole.case.pk}/taken_in/{row_id}"
    return msgspec.json.decode(opened(bytes(sealed), key=whole.key, place=place), type=Origin)


def sources_of(whole: WholeCase) -> dict[str, str]:
    """Returns which parts of the record came from what a person brought: part -> the names of the fields."""
    rooms: dict[str, list[str]] = {}
    for row_id, sealed in rows_of(_TAKEN, whole.case.pk):
        for field in _origin(whole, row_id, sealed).fields:
            room, _, _ = field.rpartition(".")
            rooms.setdefault(room or "codes", []).append(label_of(field))
    return {room: "、".join(dict.fromkeys(labels)) for room, labels in rooms.items()}

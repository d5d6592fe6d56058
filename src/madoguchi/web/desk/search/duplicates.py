"""The same other side in another case: the same number, account, address or name, told by its mark and not by its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from madoguchi.consult import TOKYO
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import Member, NotAllowed, case_for, cases_for, looking
from madoguchi.web.desk.log_together import noted
from madoguchi.web.desk.models import Case, Counterpart


@dataclass(frozen=True, slots=True)
class Same:
    """Another case of the own centre with the same other side; ``kinds``: in what (phone, url, account, email, name)."""

    case_id: str
    number: str
    received_on: dt.date
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """``own``: newest first. ``shared``: how many cases of other centres, of those that they share whole with this one."""

    own: tuple[Same, ...]
    shared: int


def duplicates_of(member: Member, case_id: str, *, at: dt.datetime) -> Duplicates:
    """Returns which other cases name the same other side as the case ``case_id``. Raises NotThere, NotAllowed.

    Shown are the own centre's cases by number and day. Of other centres there is a number only, and it counts nothing but cases that
    they share whole ("case") with the member's centre on that day: such a case may be read anyhow. A case of which only the summary
    is shared is not counted, for its summary does not tell the other side; a case that is not shared is not counted for anybody,
    whatever their role: that there is one would already tell. Merged cases do not count. The log notes the reading.
    """
    day = at.astimezone(TOKYO).date()
    with looking(member.centre):
        case = case_for(member, case_id, act="read_case", today=day)
        if not member.may("search"):
            raise NotAllowed("search")
        marks = list(Counterpart.objects.filter(case=case).values_list("kind", "mark"))
        found, cases = _same(member, case, marks, day) if marks else ({}, [])
    noted(member.centre, log.Said("search", member.staff.id, case.pk, ("counterpart",)), at=at)
    own = [one for one in cases if one.centre_id == member.centre.pk]
    told = tuple(Same(one.pk, one.number, one.received_on, tuple(found[one.pk])) for one in own)
    return Duplicates(told, len(cases) - len(own))


def _same(
    member: Member, case: Case, marks: Iterable[tuple[str, bytes]], day: dt.date
) -> tuple[dict[str, list[str]], list[Case]]:
    """In what each of the other cases is the same, and the cases, the newest first."""
    readable = cases_for(member, "read_case", today=day).exclude(pk=case.pk)
    found = _kinds(marks, readable)
    return found, list(readable.filter(pk__in=list(found)).order_by("-received_on", "pk"))


def _kinds(marks: Iterable[tuple[str, bytes]], readable: QuerySet[Case]) -> dict[str, list[str]]:
    """In what each readable case is the same."""
    same = [Q(kind=kind, mark=bytes(mark)) for kind, mark in marks]
    found: dict[str, list[str]] = {}
    if not same:
        return found
    may = Exists(readable.filter(pk=OuterRef("case"), merged_into=None))  # asked of the few that are the same
    rows = Counterpart.objects.filter(reduce(or_, same), may).order_by("kind").values_list("case_id", "kind")
    for case_id, kind in rows.distinct():
        found.setdefault(case_id, []).append(kind)
    return found

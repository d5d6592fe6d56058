"""Today's desk: what waits, what has its hour, what came back. Numbers and codes alone: others see the screen, names come on opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from madoguchi.consult import TOKYO
from madoguchi.knowledge import load
from madoguchi.web.desk.codes import STATE_NAMES
from madoguchi.web.desk.gates import Member, looking, own_cases_for
from madoguchi.web.desk.models import Case, Due

_MOST = 100
_SHOWN = ("pk", "number", "received_on", "scheme", "state")
_STATES = ("returned", "for_approval", "in_hand", "approved", "registered")
DUE_NAMES = {
    "call_back": "折り返し",
    "cooling_off": "クーリング・オフの期限",
    "deadline": "期限",
    "follow_up": "続き",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the list: ``what`` it looks like, ``state`` in words, ``due`` what has its hour and when."""

    case_id: str
    number: str
    received_on: dt.date
    what: str
    state: str
    due: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """The lists of the desk, each at most a hundred lines, the most pressing first."""

    due: tuple[Line, ...]
    returned: tuple[Line, ...]
    for_approval: tuple[Line, ...]
    in_hand: tuple[Line, ...]
    approved: tuple[Line, ...]
    registered: tuple[Line, ...]


def today_of(member: Member, *, at: dt.datetime) -> Today:
    """Returns what waits for ``member`` at ``at``. Raises NotAllowed for a role that reads no case."""
    with looking(member.centre):
        cases = own_cases_for(member, "read_case").filter(merged_into=None)
        by_state = {state: tuple(_in_state(cases, state)) for state in _STATES}
        # Asked of each open one in their order, and not of every case of the centre: those are a hundred thousand.
        dues = Due.objects.filter(Exists(cases.filter(pk=OuterRef("case"))), done_at=None).order_by("at")
        rows = dues.values_list("kind", "at", *(f"case__{name}" for name in _SHOWN))[:_MOST]
        return Today(
            due=tuple(_due(kind, due_at, _line(case), at) for kind, due_at, *case in rows), **by_state
        )


def _in_state(cases: QuerySet[Case], state: str) -> Iterator[Line]:
    rows = cases.filter(state=state).order_by("received_at").values_list(*_SHOWN)
    return (_line(row) for row in rows[:_MOST])


def _line(row: Sequence[Any]) -> Line:
    case_id, number, received_on, code, state = row
    scheme = load().schemes.get(code)
    return Line(
        case_id=case_id,
        number=number,
        received_on=received_on,
        what=scheme.name if scheme else "手口は未入力",
        state=STATE_NAMES[state],
    )


def _due(kind: str, due_at: dt.datetime, line: Line, at: dt.datetime) -> Line:
    local = due_at.astimezone(TOKYO)
    days = (local.date() - at.astimezone(TOKYO).date()).days
    left = (
        f"残り{days}日（{local.month}月{local.day}日）"
        if days > 0
        else f"今日 {local:%H:%M}"
        if days == 0
        else "過ぎています"
    )
    return replace(line, due=f"{DUE_NAMES.get(kind, kind)} {left}", late=due_at < at)

"""Today's desk: what waits, what has its hour, what came back. Numbers and codes alone: others see the screen, names come on opening."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from madoguchi.consult import TOKYO
from madoguchi.knowledge import load
from madoguchi.web.desk.codes import STATE_NAMES
from madoguchi.web.desk.gates import Member, cases_for, within
from madoguchi.web.desk.models import Case, Due

_MOST = 100
_SHOWN = ("number", "received_on", "scheme", "state")
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


def today_of(member: Member, *, at: dt.datetime) -> Today:
    """Returns what waits for ``member`` at ``at``. Raises NotAllowed for a role that reads no case."""
    with within(member.centre):
        cases = cases_for(member, "read_case", today=at.date()).filter(centre=member.centre, merged_into=None)
        by_state = {
            state: tuple(
                _line(case)
                for case in cases.filter(state=state).order_by("received_at").only(*_SHOWN)[:_MOST]
            )
            for state in ("returned", "for_approval", "in_hand", "approved")
        }
        # Asked of each open one in their order, and not of every case of the centre: those are a hundred thousand.
        dues = Due.objects.filter(Exists(cases.filter(pk=OuterRef("case"))), done_at=None).order_by("at")
        dues = dues.select_related("case").only("kind", "at", *(f"case__{name}" for name in _SHOWN))
        return Today(due=tuple(_due(one, at) for one in dues[:_MOST]), **by_state)


def _line(case: Case, *, due: str = "", late: bool = False) -> Line:
    scheme = load().schemes.get(case.scheme)
    return Line(
        case_id=case.id,
        number=case.number,
        received_on=case.received_on,
        what=scheme.name if scheme else "手口は未入力",
        state=STATE_NAMES[case.state],
        due=due,
        late=late,
    )


def _due(one: Due, at: dt.datetime) -> Line:
    local = one.at.astimezone(TOKYO)
    days = (local.date() - at.astimezone(TOKYO).date()).days
    left = (
        f"残り{days}日（{local.month}月{local.day}日）"
        if days > 0
        else f"今日 {local:%H:%M}"
        if days == 0
        else "過ぎています"
    )
    return _line(one.case, due=f"{DUE_NAMES.get(one.kind, one.kind)} {left}", late=one.at < at)

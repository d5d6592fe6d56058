"""The frame of every write: one transaction that asks the gate, changes, notes the act in the log, and remembers that it was done.

A write that was acknowledged is committed. The same write sent again (the same key) is not done again; it gives what it gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec

from django.db import IntegrityError

from madoguchi.consult import TOKYO
from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import case_keys, log
from madoguchi.web.desk.gates import Member, NotAllowed, NotThere, own_cases_for, within
from madoguchi.web.desk.models import Case, Done, Outbox
from madoguchi.web.desk.permissions import Act
from madoguchi.web.desk.sealing import opened, sealed
from madoguchi.web.desk.search.waking import WAKING
from madoguchi.web.desk.states import assert_now

_P = ParamSpec("_P")
_MOST_KEY = 64
# What neither is searched nor hides anything of what is: a search does not wait for it (search/outbox.py).
_UNSEARCHED = frozenset(("memo", "method", "due", "due.done", "letter", "condition"))


@dataclass(frozen=True, slots=True)
class Sending:
    """What comes with every write: ``key``, made by the page that sends it, and ``at``, when it came, in Japan's time."""

    key: str
    at: dt.datetime

    def __post_init__(self) -> None:
        """Days of a case are Japan's, whatever zone a moment comes in."""
        object.__setattr__(self, "at", self.at.astimezone(TOKYO))


@dataclass
class Doing:
    """A write in the making. ``fields`` become names in the log; ``case`` is locked until the end."""

    member: Member
    at: dt.datetime
    case: Case | None = None
    fields: set[str] = field(default_factory=set)

    @property
    def this(self) -> Case:
        """The case that is written to."""
        if self.case is None:
            raise NotThere
        return self.case

    @cached_property
    def key(self) -> bytes:
        """The key of the case."""
        return case_keys.key_of(self.this)

    def sealed(self, text: str, place: str) -> bytes:
        """Returns ``text`` sealed for ``place`` in this case."""
        return sealed(text.encode("utf-8", "surrogatepass"), key=self.key, place=f"{self.this.pk}/{place}")

    def opened(self, data: bytes, place: str) -> str:
        """Returns the text that was sealed for ``place`` in this case. Raises CannotOpen."""
        whole = opened(bytes(data), key=self.key, place=f"{self.this.pk}/{place}")
        return whole.decode("utf-8", "surrogatepass")


class KeyNotFit(ValueError):
    """The key of a write is missing or too long."""


def creates(
    act: Act,
) -> Callable[[Callable[Concatenate[Doing, _P], str]], Callable[Concatenate[Member, Sending, _P], str]]:
    """Decorates a write that makes something in the member's own centre; it returns the id of what it made."""

    def decorate(
        write: Callable[Concatenate[Doing, _P], str],
    ) -> Callable[Concatenate[Member, Sending, _P], str]:
        @wraps(write)
        def written(member: Member, sent: Sending, /, *args: _P.args, **kwargs: _P.kwargs) -> str:
            if not member.may(act):
                raise NotAllowed(act)
            return _once(member, sent, act, lambda doing: write(doing, *args, **kwargs))

        return written

    return decorate


def changes(
    act: Act,
) -> Callable[[Callable[Concatenate[Doing, _P], str]], Callable[Concatenate[Member, Sending, str, _P], str]]:
    """Decorates a write to one case, whose id comes third; the gate is asked and the case locked before it."""

    def decorate(
        write: Callable[Concatenate[Doing, _P], str],
    ) -> Callable[Concatenate[Member, Sending, str, _P], str]:
        @wraps(write)
        def written(
            member: Member, sent: Sending, case_id: str, /, *args: _P.args, **kwargs: _P.kwargs
        ) -> str:
            def change(doing: Doing) -> str:
                doing.case = lock_case(member, case_id, act=act)
                assert_now(doing.case, act)
                return write(doing, *args, **kwargs)

            return _once(member, sent, act, change)

        return written

    return decorate


def lock_case(member: Member, case_id: str, *, act: Act) -> Case:
    """Returns a case of the own centre, locked to the end of the write: who changes it at the same time waits. Raises NotThere, NotAllowed.

    Another centre's is never written to, shared or not.
    """
    own = own_cases_for(member, act).select_for_update(no_key=True)
    for found in own.filter(pk=case_id):
        found.centre = member.centre
        return found
    raise NotThere


def _once(member: Member, sent: Sending, act: Act, do: Callable[[Doing], str]) -> str:
    if not 0 < len(sent.key) <= _MOST_KEY:
        raise KeyNotFit(f"書きこみの鍵は 1〜{_MOST_KEY} 文字です。ページを開き直してください。")
    try:
        with within(member.centre):
            row = Done.objects.create(staff=member.staff, key=sent.key, act=act, at=sent.at)
            doing = Doing(member, sent.at)
            row.made = do(doing)
            Done.objects.filter(pk=row.pk).update(made=row.made)
            _note(member.centre, act, doing, row.made)
            return row.made
    except IntegrityError:
        before = _made_before(
            member, sent, act
        )  # the same write came before, or twice at once and the other one won
        if before is None:
            raise
        return before


def _made_before(member: Member, sent: Sending, act: Act) -> str | None:
    row = Done.objects.filter(staff=member.staff, key=sent.key, act=act).first()
    return row.made if row else None


def _note(centre: Centre, act: Act, doing: Doing, made: str) -> None:
    on = doing.case.pk if doing.case else made
    if doing.case:
        Case.objects.filter(pk=doing.case.pk).update(version=doing.case.version + 1)
        put_out(doing.case, what=_what(doing))
    # Last: who else is noted in this centre waits from here to the end.
    log.note(centre, log.Said(act, doing.member.staff.id, on, tuple(sorted(doing.fields))), at=doing.at)


def put_out(case: Case, *, what: str = "index") -> None:
    """Puts ``case`` into the outbox of the search, and wakes who feeds the index when the write is committed."""
    Outbox.objects.create(case=case, what=what)
    if what == "index":
        WAKING.after_commit(case.centre_id)


def _what(doing: Doing) -> str:
    return "later" if doing.fields and doing.fields <= _UNSEARCHED else "index"

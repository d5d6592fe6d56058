"""The page of the other side: numbers, addresses, accounts and names, what the memo holds of them, and other cases with the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from madoguchi.web.desk import cases, readings
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.codes import CounterpartKind
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.forms import sending
from madoguchi.web.desk.gates import Member, looking
from madoguchi.web.desk.pages import of_case, refusal, shown, status_of, written
from madoguchi.web.desk.search.duplicates import duplicates_of
from madoguchi.web.desk.taking_in.naming import KINDS
from madoguchi.web.desk.taking_in.origins import sources_of
from madoguchi.web.desk.taking_in.told import other_side_in
from madoguchi.web.desk.writing import counterpart_levelled
from madoguchi.web.public.clock import now

_PAGE = require_http_methods(["GET", "HEAD", "POST"])
_MOST = 12
_KINDS: tuple[CounterpartKind, ...] = get_args(CounterpartKind)


@dataclass(frozen=True, slots=True)
class Found:
    """A number or address that stands in the memo and not yet among the other side."""

    kind: CounterpartKind
    value: str

    @property
    def label(self) -> str:
        """What its kind is called."""
        return KINDS[self.kind]


@_PAGE
@at_the_desk("read_case")
def counterparts(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    """The other side of a case; POST adds, changes or removes something of it."""
    if request.method != "POST":
        return _shown(request, member, case_id)
    done = written(request, lambda: _write(request, member, case_id), page="counterparts", case_id=case_id)
    return done if isinstance(done, HttpResponse) else _shown(request, member, case_id, error=done)


def _write(request: HttpRequest, member: Member, case_id: str) -> None:
    typed, sent, role = request.POST, sending(request), request.POST.get("role", "")
    kind: CounterpartKind = next((one for one in _KINDS if one == typed.get("kind")), "name")
    if "found" in typed:
        whole = readings.read_case(member, case_id, at=now())
        if not any(one.kind == kind and one.value == typed["found"] for one in found_in(whole)):
            raise NotFit("その番号は、いまのメモからは出てきません。画面を開き直してください。")
        cases.add_counterpart(member, sent, case_id, kind, typed["found"], role)
    elif typed.get("act") == "remove":
        cases.remove_counterpart(member, sent, case_id, typed.get("id", ""))
    elif typed.get("act") == "change":
        value = typed.get("value", "")
        cases.change_counterpart(member, sent, case_id, typed.get("id", ""), kind, value, role)
    else:
        cases.add_counterpart(member, sent, case_id, kind, typed.get("value", ""), role)


def _shown(
    request: HttpRequest, member: Member, case_id: str, *, error: Exception | None = None
) -> HttpResponse:
    whole = readings.read_case(member, case_id, at=now())
    own = whole.case.centre_id == member.centre.pk
    more: dict[str, Any] = {
        "kinds": KINDS,
        "roles": settings.COUNTERPART_ROLES,
        "may_write": own and member.may("write_counterpart"),
    }
    with looking(member.centre):
        more |= {"counterparts": readings.counterparts_of(whole), "sources": sources_of(whole)}
    more["proposed"] = found_in(whole)
    if member.may("search"):
        more["same"] = duplicates_of(member, case_id, at=now())
    told = {**of_case(whole, "counterparts"), **more, **refusal(request, error)}
    return shown(request, member, name="counterparts", more=told, status=status_of(error))


def found_in(whole: readings.WholeCase) -> list[Found]:
    """Returns what the memo holds of numbers and addresses and is not kept yet; not the parties' own, not those of desks."""
    people = [identity for _, identity in whole.parties.values()]
    mine = {counterpart_levelled("phone", one.phone) for one in people if one.phone}
    mine |= {counterpart_levelled("email", one.email) for one in people if one.email}
    held = {
        (kind, counterpart_levelled(kind, value))
        for kind in _KINDS
        for of, value in whole.counterparts
        if of == kind
    }
    return [
        Found(kind, value)
        for kind, value in other_side_in(whole.texts.get("memo", ""))
        if (kind, counterpart_levelled(kind, value)) not in held
        and counterpart_levelled(kind, value) not in mine
    ][:_MOST]

"""The desk for practice: a centre, somebody who works there, and invented cases, written as a counsellor would write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec
from django.conf import settings

from madoguchi.knowledge.reader import read_file
from madoguchi.web.accounts import staffing
from madoguchi.web.accounts.links import new_link
from madoguchi.web.accounts.models import Centre, Role, Staff
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases import Sending
from madoguchi.web.desk.cases.codes_given import Codes
from madoguchi.web.desk.cases.record import Identity, PartyCodes
from madoguchi.web.desk.codes import CounterpartKind, Method, Sex, State, TextField
from madoguchi.web.desk.gates import Member, member_of, within
from madoguchi.web.desk.models import Case
from madoguchi.words import AgeBand

LOGIN, CENTRE = "renshu", "renshu"
_YEARS = 5
_CASES = Path(__file__).with_name("practice_cases.yaml")
_ROLES: tuple[Role, ...] = ("head", "administrator")


class NotPractice(RuntimeError):
    """The folder is not one for practice: invented cases never come into a real one."""


class _Who(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    age_band: AgeBand
    sex: Sex
    phone: str = ""


class _Invented(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ago: int
    method: Method
    memo: str
    who: _Who
    codes: Codes = Codes()
    other: dict[CounterpartKind, str] = {}
    title: str = ""
    summary: str = ""
    handling: str = ""
    until: State = "in_hand"
    due: int | None = None


class _Invention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cases: list[_Invented]


def filled(*, at: dt.datetime) -> Staff:
    """Fills the folder for practice, if that was not done, and returns who practises. Stopped in the middle, it goes on there.

    Raises NotPractice in any other folder.
    """
    if not settings.PRACTICE:
        raise NotPractice("練習用のフォルダーではありません。")
    centre = Centre.objects.filter(code=CENTRE).first() or staffing.add_centre(
        staffing.NewCentre(code=CENTRE, name="練習町の相談窓口", kept_years=_YEARS, alone=True)
    )
    staff = Staff.objects.filter(login=LOGIN).first() or staffing.add_account(
        LOGIN, "練習する人", centre=centre, roles=_ROLES
    )
    member = member_of(staff, centre, today=at.date())
    for number, one in enumerate(read_file(_CASES, _Invention).cases):
        _Writing(member, number, at - dt.timedelta(days=one.ago)).write(one)
    return staff


def way_in(staff: Staff) -> str:
    """Returns the path of a link to choose a password, for somebody who has none; else the desk's own."""
    return "/desk/" if staff.password else new_link(staff)


class _Writing:
    """The writes of one case; each has a key of its own, so that none is done twice."""

    def __init__(self, member: Member, number: int, at: dt.datetime) -> None:
        self.member, self.number, self.at, self.count = member, number, at, 0

    @property
    def sent(self) -> Sending:
        self.count += 1
        return Sending(f"practice-{self.number}-{self.count}", self.at + dt.timedelta(minutes=self.count))

    def write(self, one: _Invented) -> None:
        case_id = cases.open_case(self.member, self.sent, one.method)
        cases.write_text(self.member, self.sent, case_id, "memo", one.memo, settled=True)
        codes = PartyCodes(age_band=one.who.age_band, sex=one.who.sex)
        identity = Identity(name=one.who.name, phone=one.who.phone)
        cases.set_party(self.member, self.sent, case_id, "consumer", codes, identity)
        for kind, value in one.other.items():
            cases.add_counterpart(self.member, self.sent, case_id, kind, value)
        if one.due is not None:
            when = self.at + dt.timedelta(hours=one.due)
            cases.add_due(self.member, self.sent, case_id, "call_back", when, "練習の折り返し")
        if one.summary:
            self._record(case_id, one)
        self._on(case_id, one.until)

    def _record(self, case_id: str, one: _Invented) -> None:
        texts: dict[TextField, str] = {"title": one.title, "summary": one.summary, "handling": one.handling}
        with within(self.member.centre):
            version = Case.objects.get(pk=case_id).version
        cases.keep_record(self.member, self.sent, case_id, one.codes, texts, version=version)

    def _on(self, case_id: str, until: State) -> None:
        if until == "in_hand":
            return
        cases.ask_approval(self.member, self.sent, case_id)
        if until == "for_approval":
            return
        decision: Literal["approved", "returned"] = "returned" if until == "returned" else "approved"
        comment = "解約の申し出の日を書き足してください。" if until == "returned" else ""
        cases.decide(self.member, self.sent, case_id, decision, comment)
        if until in ("registered", "closed"):
            cases.register(self.member, self.sent, case_id)
        if until == "closed":
            cases.close(self.member, self.sent, case_id)

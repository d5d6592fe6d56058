"""A cast for the desk: two centres that know nothing of each other, people in every role, and writes as a page sends them."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

KEYS = Path(tempfile.mkdtemp(prefix="madoguchi-keys-"))
os.environ["MADOGUCHI_KEYS"] = str(KEYS)

import site_under_test  # noqa: E402, F401 (Django's settings, the data folder, the tables)
from django.db.models import Model  # noqa: E402

from madoguchi.consult import TOKYO  # noqa: E402
from madoguchi.web.accounts.models import Centre, Membership, Role, Staff  # noqa: E402
from madoguchi.web.desk import cases, readings  # noqa: E402
from madoguchi.web.desk.cases import Sending  # noqa: E402
from madoguchi.web.desk.gates import Member, member_of, within  # noqa: E402
from madoguchi.web.desk.models import Case  # noqa: E402

MORNING = dt.datetime(2026, 11, 24, 9, 20, tzinfo=TOKYO)
# PostgreSQL asks its own clock whether a share still holds (rows.py): a last day that no run of the tests will see pass.
LAST_MORNING = dt.datetime(2126, 11, 24, 9, 20, tzinfo=TOKYO)
Row = TypeVar("Row", bound="Model")
MEMO = "娘 母78 画面 電話した 遠隔 アップルカード3.5万×2 番号読"


@dataclass(frozen=True)
class Town:
    """A centre and who works there."""

    centre: Centre

    def person(self, *roles: Role) -> Member:
        """Somebody new with ``roles``."""
        staff = Staff.objects.create(login=f"s{secrets.token_hex(6)}", name="試験 花子")
        for role in roles:
            Membership.objects.create(staff=staff, centre=self.centre, role=role, since=dt.date(2026, 4, 1))
        return member_of(staff, self.centre, today=MORNING.date())


def town(*, alone: bool = False) -> Town:
    """A new centre; ``alone``: one person may decide on their own requests."""
    code = secrets.token_hex(4)
    return Town(Centre.objects.create(code=code, name=f"{code}町消費生活センター", approves_alone=alone))


def sent(*, at: dt.datetime = MORNING, key: str = "") -> Sending:
    """A write that comes now, with a key of its own."""
    return Sending(key or secrets.token_hex(16), at)


def case_of(member: Member, memo: str = MEMO) -> str:
    """A case that ``member`` opened, with a memo."""
    case_id = cases.open_case(member, sent())
    cases.write_text(member, sent(), case_id, "memo", memo)
    return case_id


def memo_of(member: Member, case_id: str) -> str:
    """The memo as ``member`` reads it."""
    return readings.read_case(member, case_id, at=MORNING).texts["memo"]


def stored(member: Member, model: type[Row], **where: object) -> list[Row]:
    """The rows of ``model`` as they are kept, oldest first, looked at from the centre of ``member``."""
    with within(member.centre):
        return list(model._default_manager.filter(**where).order_by("pk"))


def case_row(member: Member, case_id: str) -> Case:
    """The row of a case."""
    return stored(member, Case, pk=case_id)[0]

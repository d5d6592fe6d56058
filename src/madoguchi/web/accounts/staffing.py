"""Centres, accounts and roles: making, changing, shutting. Each is in the log of the centre in the same transaction."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from madoguchi.web.accounts import factors, noting
from madoguchi.web.accounts.models import ROLES, Centre, Membership, Role, Staff
from madoguchi.web.accounts.sessions import end_all
from madoguchi.web.desk.log import Said
from madoguchi.web.desk.retention import MOST_YEARS
from madoguchi.web.public.clock import now

ROLE_NAMES: dict[Role, str] = {
    "counsellor": "相談員",
    "approver": "決裁者",
    "head": "所長",
    "network_analyst": "広域の分析担当",
    "auditor": "監査担当",
    "administrator": "管理者",
}
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class CannotBe(ValueError):
    """An account or a centre that cannot be made so; says what and how to mend it (Japanese)."""


@dataclass(frozen=True, slots=True)
class NewCentre:
    """What a centre says of itself. ``kept_years``: how long records are kept, by the rules of the centre; there is no default."""

    code: str
    name: str
    kept_years: int
    prefecture: str = ""
    municipality_code: str = ""
    alone: bool = False


def add_centre(new: NewCentre) -> Centre:
    """Makes a centre. Raises CannotBe."""
    name = _named("センターの名前", new.name)
    if not 0 < len(new.code) <= 16 or not set(new.code.lower()) <= _PLAIN | {"-"}:
        raise CannotBe("センターの符号は、半角の英数字と - で 16 文字までにしてください。")
    if len(new.municipality_code) not in (0, 5, 6) or not set(new.municipality_code) <= set("0123456789"):
        raise CannotBe("市区町村コードは、5桁か6桁の数字にしてください。")
    if not 1 <= new.kept_years <= MOST_YEARS:
        raise CannotBe(
            f"記録を残す年数は、1 から {MOST_YEARS} の数にしてください（文書管理の決まりで定めた年数です）。"
        )
    if Centre.objects.filter(code=new.code).exists():
        raise CannotBe(f"符号 {new.code} のセンターは、もうあります。")
    return Centre.objects.create(
        code=new.code,
        name=name,
        prefecture=new.prefecture[:8],
        municipality_code=new.municipality_code,
        kept_years=new.kept_years,
        approves_alone=new.alone,
    )


def centre_of(code: str) -> Centre:
    """Returns the centre with ``code``. Raises CannotBe."""
    found = Centre.objects.filter(code=code).first()
    if found is None:
        raise CannotBe(f"符号 {code} のセンターはありません。madoguchi desk centre list で確かめてください。")
    return found


def staff_of(login: str) -> Staff:
    """Returns the account with ``login``. Raises CannotBe."""
    found = Staff.objects.filter(login=login).first()
    if found is None:
        raise CannotBe(f"ログイン名 {login} はありません。madoguchi desk account list で確かめてください。")
    return found


def assert_login(login: str) -> None:
    """Raises CannotBe where ``login`` cannot be one, or is taken."""
    if not 3 <= len(login) <= 40 or not set(login) <= _PLAIN | set("._-") or login[0] not in _PLAIN:
        raise CannotBe("ログイン名は、半角の小文字・数字・. _ - で 3 から 40 文字にしてください。")
    if Staff.objects.filter(login=login).exists():
        raise CannotBe(f"ログイン名 {login} は、もう使われています。")


@transaction.atomic
def add_account(login: str, name: str, *, centre: Centre, roles: Sequence[Role], actor: str = "") -> Staff:
    """Makes an account with ``roles`` in ``centre``; it has no password until its link is used. Raises CannotBe."""
    assert_login(login)
    if not roles:
        raise CannotBe(f"役割を一つは付けてください: {' '.join(ROLES)}")
    staff = Staff.objects.create(login=login, name=_named("名前", name), password="")
    by = actor or noting.CONSOLE
    noting.note_in(centre, Said("add_account", by, staff.pk), at=now())
    for role in dict.fromkeys(roles):
        give_role(staff, centre, role=role, actor=by)
    return staff


@transaction.atomic
def give_role(staff: Staff, centre: Centre, *, role: Role, actor: str = noting.CONSOLE) -> bool:
    """Gives ``staff`` the role from today on; returns False where they have it."""
    today = now().date()
    if _held(staff, centre, role=role, today=today):
        return False
    Membership.objects.update_or_create(
        staff=staff, centre=centre, role=role, since=today, defaults={"until": None}
    )
    noting.note_in(centre, Said("give_role", actor, staff.pk, (role,)), at=now())
    return True


@transaction.atomic
def end_role(staff: Staff, centre: Centre, *, role: Role, actor: str = noting.CONSOLE) -> bool:
    """Ends the role at once: yesterday was its last day. Returns False where ``staff`` does not have it."""
    today = now().date()
    held = _held(staff, centre, role=role, today=today)
    for one in held:
        one.until = today - dt.timedelta(days=1)
        one.save(update_fields=("until",))
    if held:
        noting.note_in(centre, Said("end_role", actor, staff.pk, (role,)), at=now())
    return bool(held)


def _held(staff: Staff, centre: Centre, *, role: Role, today: dt.date) -> list[Membership]:
    rows = Membership.objects.filter(staff=staff, centre=centre, role=role, since__lte=today)
    return list(rows.exclude(until__lt=today))


def roles_of(staff: Staff) -> list[tuple[str, str]]:
    """Returns what ``staff`` may do today: code of the centre, role."""
    today = now().date()
    held = Membership.objects.filter(staff=staff, since__lte=today).exclude(until__lt=today)
    return list(held.order_by("centre__code", "role").values_list("centre__code", "role"))


@transaction.atomic
def shut(staff: Staff, *, actor: str = noting.CONSOLE) -> None:
    """Shuts the account: from the next request on its sessions are over."""
    staff.is_active = False
    staff.save(update_fields=("is_active",))
    end_all(staff)
    noting.note(staff, "shut_account", actor=actor)


@transaction.atomic
def open_again(staff: Staff, *, actor: str = noting.CONSOLE) -> None:
    """Opens an account that was shut. No session of before comes back."""
    staff.is_active = True
    staff.save(update_fields=("is_active",))
    noting.note(staff, "open_account", actor=actor)


@transaction.atomic
def reset(staff: Staff, *, actor: str = noting.CONSOLE) -> None:
    """Takes away password, second factors, codes on paper and known browsers; a link gives new ones."""
    staff.password = ""
    staff.save(update_fields=("password",))
    end_all(staff)
    factors.remove_all(staff)
    noting.note(staff, "reset_account", actor=actor)


def role_named(said: Iterable[str]) -> list[Role]:
    """Returns the roles that ``said`` names. Raises CannotBe."""
    wanted = list(said)
    found = [role for role in ROLES if role in wanted]
    strange = [one for one in wanted if one not in ROLES]
    if strange:
        raise CannotBe(f"役割 {strange[0]} はありません。使えるのは: {' '.join(ROLES)}")
    return found


def _named(what: str, name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", name[:400]).split())
    if not 0 < len(plain) <= 80 or not plain.isprintable():
        raise CannotBe(f"{what}は、1 から 80 文字にしてください。")
    return plain

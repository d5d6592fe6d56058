"""What somebody has beside the password: the app with six digits (TOTP, RFC 6238), and codes on paper for the day it is lost."""

from __future__ import annotations

import hmac
import secrets
import time
import unicodedata

import pyotp
from django.conf import settings
from django.db import transaction

from madoguchi.web.accounts.marks import mark_of
from madoguchi.web.accounts.models import RecoveryCode, SecondFactor, Staff, new_id
from madoguchi.web.desk.keyring import KeyMissing, keyring_of
from madoguchi.web.desk.sealing import KEY_BYTES, opened, sealed
from madoguchi.web.kept_keys import kept_key
from madoguchi.web.public.clock import now
from madoguchi.web.public.numbers import NotANumber, encoded, number_of

CODES = 10
_STEP, _DIGITS = 30, 6
_NAME = "accounts.key"


def _key() -> bytes:
    """Outside the data: who takes the database has nobody's second factor. One that sealed something is never made anew."""
    folder = keyring_of(settings.DATA).folder
    if not (folder / _NAME).is_file() and SecondFactor.objects.exists():
        raise KeyMissing(f"鍵 {_NAME} が {folder} にありません。鍵の控えから戻してください。")
    return kept_key(folder, _NAME)[:KEY_BYTES]


def sealed_for(staff: Staff, data: bytes, *, id_: str) -> bytes:
    """Returns ``data`` sealed as the second factor ``id_`` of ``staff``."""
    return sealed(data, key=_key(), place=f"second_factor/{staff.pk}/{id_}")


def opened_for(staff: Staff, data: bytes, *, id_: str) -> bytes:
    """Returns what was sealed as ``id_`` of ``staff``. Raises CannotOpen."""
    return opened(data, key=_key(), place=f"second_factor/{staff.pk}/{id_}")


def opened_of(factor: SecondFactor) -> bytes:
    """Returns what was sealed. Raises CannotOpen."""
    return opened_for(factor.staff, bytes(factor.sealed), id_=factor.pk)


def add(staff: Staff, kind: str, *, data: bytes, name: str) -> list[str]:
    """Adds a second factor; returns the recovery codes, where it is the first one, else nothing."""
    id_ = new_id()
    with transaction.atomic():
        SecondFactor.objects.create(
            id=id_,
            staff=staff,
            kind=kind,
            name=name[:40] or kind,
            sealed=sealed_for(staff, data, id_=id_),
            added=now(),
        )
        return [] if staff.recovery_codes.exists() else new_codes(staff)


def remove_all(staff: Staff) -> None:
    """Takes away every second factor of ``staff``, the codes on paper and the known browsers."""
    for kept in (staff.factors, staff.recovery_codes, staff.devices):
        kept.all().delete()


# --- six digits -------------------------------------------------------------------------------------


def new_totp() -> str:
    """Returns a new secret of 160 bits, as apps take it."""
    return pyotp.random_base32()


def address_of_totp(secret: str, staff: Staff) -> str:
    """Returns what the QR code for the app says."""
    return pyotp.TOTP(secret).provisioning_uri(name=staff.login, issuer_name=settings.OPERATOR.site)


def step_of(secret: str, typed: str) -> int:
    """Returns the half minute whose six digits were ``typed``: this one, the one before or the one after; 0: none."""
    digits = digits_of(typed)
    totp, this = pyotp.TOTP(secret), int(time.time()) // _STEP
    fits = [step for step in (this - 1, this, this + 1) if hmac.compare_digest(totp.at(step * _STEP), digits)]
    return fits[-1] if fits else 0


def digits_of(typed: str) -> str:
    """Returns the digits that were typed, in whatever width."""
    plain = unicodedata.normalize("NFKC", typed[:40])
    return "".join(char for char in plain if char.isdigit() and char.isascii())[:_DIGITS]


def is_code(staff: Staff, typed: str) -> bool:
    """Returns whether ``typed`` are the six digits of an app of ``staff``. The same ones are not taken twice."""
    for factor in staff.factors.filter(kind="totp"):
        step = step_of(opened_of(factor).decode(), typed)
        if step and SecondFactor.objects.filter(pk=factor.pk, used__lt=step).update(used=step):
            return True
    return False


# --- codes on paper ---------------------------------------------------------------------------------


def new_codes(staff: Staff) -> list[str]:
    """Returns ten new recovery codes of 80 bits; those of before are worth nothing any more. They are shown once."""
    codes = [encoded(secrets.token_bytes(10)) for _ in range(CODES)]
    with transaction.atomic():
        staff.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(mark=_mark(staff, code), staff=staff) for code in codes)
    return codes


def is_recovery(staff: Staff, typed: str) -> bool:
    """Returns whether ``typed`` is a recovery code of ``staff`` that was not used; from now on it is."""
    try:
        mark = _mark(staff, number_of(typed))
    except NotANumber:
        return False
    return bool(staff.recovery_codes.filter(mark=mark).delete()[0])


def _mark(staff: Staff, code: str) -> str:
    return mark_of("recovery", f"{staff.pk} {code}")

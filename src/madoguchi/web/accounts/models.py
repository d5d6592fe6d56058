"""Centres, the people who work in them, and their roles."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

Role = Literal["counsellor", "approver", "head", "network_analyst", "auditor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
_ID_BYTES = 16  # 128 bits: nobody guesses one


def new_id() -> str:
    """Returns an identifier that stands in addresses: 128 random bits in hexadecimal."""
    return secrets.token_hex(_ID_BYTES)


class Centre(models.Model):
    """A consumer centre or a branch of one. What is kept of its cases, and how long, is its own to say: there is no default."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=32, default=new_id)
    code: models.CharField[str, str] = models.CharField(max_length=16, unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=80)
    parent: models.ForeignKey[Centre | None, Centre | None] = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="branches"
    )
    prefecture: models.CharField[str, str] = models.CharField(max_length=8, blank=True)
    municipality_code: models.CharField[str, str] = models.CharField(max_length=6, blank=True)
    kept_years: models.PositiveSmallIntegerField[int | None, int | None] = models.PositiveSmallIntegerField(
        null=True
    )
    approves_alone: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    class Meta:
        db_table = "centre"

    def __str__(self) -> str:
        return self.name


class _Staff(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(login=username)


class Staff(AbstractBaseUser):
    """Somebody who works at a desk. ``login`` is what they type, ``name`` what colleagues see."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=32, default=new_id)
    login: models.CharField[str, str] = models.CharField(max_length=40, unique=True)
    name: models.CharField[str, str] = models.CharField(max_length=80)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    # Raised when the password changes or the account is shut: every session of before has another number.
    epoch: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)

    factors: RelatedManager[SecondFactor]
    recovery_codes: RelatedManager[RecoveryCode]
    devices: RelatedManager[KnownDevice]

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = _Staff()

    class Meta:
        db_table = "staff"


class Membership(models.Model):
    """``staff`` has ``role`` in ``centre`` from ``since`` until ``until`` (the last day; None: still)."""

    staff: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="memberships"
    )
    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(
        Centre, on_delete=models.PROTECT, related_name="memberships"
    )
    role: models.CharField[str, str] = models.CharField(
        max_length=20, choices=[(role, role) for role in ROLES]
    )
    since: models.DateField[dt.date, dt.date] = models.DateField()
    until: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)

    class Meta:
        db_table = "membership"
        constraints = (
            models.UniqueConstraint(fields=("centre", "staff", "role", "since"), name="one_role_once"),
        )


class Link(models.Model):
    """A link that works once and for half an hour: for the first account (``staff`` None), or for a new password. Kept as a hash."""

    mark: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    staff: models.ForeignKey[Staff | None, Staff | None] = models.ForeignKey(
        Staff, null=True, on_delete=models.CASCADE
    )
    until: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "one_time_link"


class SecondFactor(models.Model):
    """What ``staff`` has beside the password: the app with six digits (``totp``), or a passkey. ``sealed`` opens with a key outside."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=32, default=new_id)
    staff: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="factors"
    )
    kind: models.CharField[str, str] = models.CharField(max_length=8)
    name: models.CharField[str, str] = models.CharField(max_length=40)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()
    # The last counter that was used: of the six digits the half minute, of a passkey its own count.
    used: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)
    staff_id: str
    added: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "second_factor"


class RecoveryCode(models.Model):
    """A printed code that stands for the second factor once. Kept as a hash, deleted when it is used."""

    mark: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    staff: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="recovery_codes"
    )

    class Meta:
        db_table = "recovery_code"


class KnownDevice(models.Model):
    """A browser in which ``staff`` has signed in whole: no stranger's guessing keeps it out. Kept as a hash."""

    mark: models.CharField[str, str] = models.CharField(primary_key=True, max_length=64)
    staff: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="devices"
    )
    seen: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "known_device"

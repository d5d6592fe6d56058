"""Centres, the people who work in them, and their roles."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import ClassVar, Literal, get_args

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

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

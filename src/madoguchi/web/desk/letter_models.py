"""What the desk keeps of letters in the consumer's name, and of the conditions that somebody looked at; and the backups that were made."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from madoguchi.web.accounts.models import Staff, new_id

if TYPE_CHECKING:
    from madoguchi.web.desk.models import Attachment, Case, Consent

_ID = 32


class Letter(models.Model):
    """A letter in the making, or as it was sent. ``version`` counts its wordings: what was agreed to and printed names the one it was."""

    id: models.CharField[str, str] = models.CharField(primary_key=True, max_length=_ID, default=new_id)
    case: models.ForeignKey[Case, Case] = models.ForeignKey(
        "Case", on_delete=models.PROTECT, related_name="letters"
    )
    form: models.CharField[str, str] = models.CharField(max_length=16)
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=1)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()
    consent: models.ForeignKey[Consent | None, Consent | None] = models.ForeignKey(
        "Consent", null=True, on_delete=models.SET_NULL, related_name="letters"
    )
    agreed_version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    file: models.ForeignKey[Attachment | None, Attachment | None] = models.ForeignKey(
        "Attachment", null=True, on_delete=models.SET_NULL, related_name="letters"
    )
    printed_version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)
    sent_on: models.DateField[dt.date | None, dt.date | None] = models.DateField(null=True)
    sent_way: models.CharField[str, str] = models.CharField(max_length=16, blank=True)
    by: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="letters"
    )
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    file_id: str | None

    class Meta:
        db_table = "letter"


class ConditionSeen(models.Model):
    """Somebody looked: this condition of this rule holds in the case. ``condition`` is a mark of its wording; another wording is open again."""

    case: models.ForeignKey[Case, Case] = models.ForeignKey(
        "Case", on_delete=models.PROTECT, related_name="conditions_seen"
    )
    rule: models.CharField[str, str] = models.CharField(max_length=40)
    condition: models.CharField[str, str] = models.CharField(max_length=12)
    by: models.ForeignKey[Staff, Staff] = models.ForeignKey(
        Staff, on_delete=models.PROTECT, related_name="conditions_seen"
    )
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "condition_seen"
        constraints = (models.UniqueConstraint(fields=("case", "rule", "condition"), name="seen_once"),)


class BackupMade(models.Model):
    """A backup of the whole installation: where it was written (empty: it was handed out) and the hash by which it is known again."""

    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    path: models.CharField[str, str] = models.CharField(max_length=400, blank=True)
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    digest: models.CharField[str, str] = models.CharField(max_length=64)
    checked_at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()

    class Meta:
        db_table = "backup_made"

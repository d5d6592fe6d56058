"""What the desk keeps of who did what: the entries of the log, chained, and where each chain ends."""

from __future__ import annotations

import datetime as dt

from django.db import models

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.columns import JsonText

_ID = 32


class AuditEntry(models.Model):
    """One act, chained to the one before it in the same centre. Ids and names of fields, never a value."""

    centre: models.ForeignKey[Centre, Centre] = models.ForeignKey(Centre, on_delete=models.PROTECT)
    seq: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    at: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField()
    actor: models.CharField[str, str] = models.CharField(max_length=_ID)
    act: models.CharField[str, str] = models.CharField(max_length=32)
    on: models.CharField[str, str] = models.CharField(max_length=_ID, blank=True, db_column="on_")
    fields = JsonText(default=list)
    mac: models.BinaryField[bytes, bytes] = models.BinaryField(max_length=32)
    centre_id: str

    class Meta:
        db_table = "audit_entry"
        constraints = (models.UniqueConstraint(fields=("centre", "seq"), name="one_entry_a_place"),)


class AuditHead(models.Model):
    """Where the chain of a centre ends."""

    centre: models.OneToOneField[Centre, Centre] = models.OneToOneField(
        Centre, primary_key=True, on_delete=models.PROTECT
    )
    seq: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField(default=0)
    mac: models.BinaryField[bytes, bytes] = models.BinaryField(max_length=32, default=b"")

    class Meta:
        db_table = "audit_head"

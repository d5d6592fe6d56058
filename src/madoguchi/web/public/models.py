"""The one table of the public side: drafts that nobody can read without their continue number."""

from __future__ import annotations

import datetime as dt

from django.db import models


class Draft(models.Model):
    """``mark`` is derived from the continue number and finds the row; the number itself is nowhere. ``sealed`` is AES-256-GCM.

    An empty ``sealed`` is the mark of what was deleted: nothing is kept under that number again.
    """

    mark: models.BinaryField[bytes, bytes] = models.BinaryField(primary_key=True, max_length=32)
    sealed: models.BinaryField[bytes, bytes] = models.BinaryField()
    expires: models.DateTimeField[dt.datetime, dt.datetime] = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "draft"

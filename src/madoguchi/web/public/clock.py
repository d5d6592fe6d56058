"""The one place of the site that asks what time it is."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from madoguchi.consult import TOKYO


def now() -> dt.datetime:
    """Returns the minute that answers are for, in Japan's time."""
    if settings.MADOGUCHI_AT:
        return dt.datetime.fromisoformat(settings.MADOGUCHI_AT).astimezone(TOKYO)
    return timezone.now().astimezone(TOKYO)

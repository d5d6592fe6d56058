"""What happens to an account stands in the log of every centre that it works for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from madoguchi.web.accounts.models import Centre, Membership, Staff
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import within
from madoguchi.web.public.clock import now

CONSOLE = "console"  # who sits at the machine itself
UNKNOWN = "unknown"  # somebody who did not come in


def centres_of(staff: Staff, *, today: dt.date) -> list[Centre]:
    """Returns the centres in which ``staff`` has a role on ``today``, by name."""
    held = Membership.objects.filter(staff=staff, since__lte=today).exclude(until__lt=today)
    return list(Centre.objects.filter(pk__in=held.values("centre")).order_by("name", "code"))


def note(staff: Staff, act: str, *, actor: str = "", fields: Iterable[str] = ()) -> None:
    """Writes ``act`` on the account of ``staff`` into the log of its centres; ``actor``: who did it, if not they."""
    at = now()
    ever = Centre.objects.filter(pk__in=Membership.objects.filter(staff=staff).values("centre"))
    for centre in centres_of(staff, today=at.date()) or list(ever):
        note_in(centre, log.Said(act, actor or staff.pk, staff.pk, tuple(fields)), at=at)


def note_in(centre: Centre, said: log.Said, *, at: dt.datetime) -> None:
    """Writes what was said into the log of ``centre``."""
    with within(centre):
        log.note(centre, said, at=at)

"""Links that work once and for half an hour: for the first account of an installation, and for a new password."""

from __future__ import annotations

import datetime as dt

from madoguchi.web.accounts.marks import mark_of, new_secret
from madoguchi.web.accounts.models import Link, Staff
from madoguchi.web.public.clock import now

LIVES = dt.timedelta(minutes=30)


def new_link(staff: Staff | None) -> str:
    """Returns the path of a new link for ``staff``; None: for the first account. One of before for the same is worth nothing."""
    secret = new_secret()
    Link.objects.filter(staff=staff).delete()
    Link.objects.create(mark=mark_of("link", secret), staff=staff, until=now() + LIVES)
    return f"/desk/link/{secret}/"


def first_link() -> str | None:
    """Returns the path for the first account; None where there is an account already."""
    return new_link(None) if _is_first_day() else None


def _is_first_day() -> bool:
    return not Staff.objects.exists()


def link_of(secret: str) -> Link | None:
    """Returns the link, if it may still be used."""
    found = Link.objects.select_related("staff").filter(mark=mark_of("link", secret), until__gt=now()).first()
    if found is None or (found.staff is None and not _is_first_day()):
        return None
    return found if found.staff is None or found.staff.is_active else None


def use(link: Link) -> bool:
    """Uses ``link`` up; returns False where somebody was quicker. Call it inside the transaction of what it is for."""
    return bool(Link.objects.filter(pk=link.pk).delete()[0])


def clear_old() -> None:
    """Removes the links whose time is over."""
    Link.objects.filter(until__lte=now()).delete()

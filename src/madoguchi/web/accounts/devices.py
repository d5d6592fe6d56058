"""The browsers in which somebody has signed in whole. What such a browser keeps opens nothing by itself."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madoguchi.web.accounts.marks import mark_of, new_secret
from madoguchi.web.accounts.models import KnownDevice, Staff
from madoguchi.web.accounts.sessions import ROOM
from madoguchi.web.public.clock import now

COOKIE = "__Host-desk-device" if settings.SECURE else "desk-device"
KEPT = dt.timedelta(days=180)
_MOST = 20


def known(request: HttpRequest, staff: Staff | None) -> str:
    """Returns the mark of the browser of ``request`` where ``staff`` is known to use it, else an empty text."""
    mark = mark_of("device", request.COOKIES.get(COOKIE, ""))
    found = KnownDevice.objects.filter(
        mark=mark, staff_id=staff.pk if staff else "", seen__gt=now() - KEPT
    ).exists()
    return mark if found else ""


def remember(request: HttpRequest, response: HttpResponse, *, staff: Staff) -> None:
    """From now on the browser of ``request`` is known to be used by ``staff``. Beyond twenty, the longest unseen is forgotten."""
    secret = request.COOKIES.get(COOKIE, "")
    if not known(request, staff):
        secret = new_secret()
    KnownDevice.objects.update_or_create(
        mark=mark_of("device", secret), defaults={"staff": staff, "seen": now()}
    )
    late = KnownDevice.objects.filter(staff=staff).order_by("-seen", "mark").values_list("pk", flat=True)
    KnownDevice.objects.filter(pk__in=list(late[_MOST:])).delete()
    response.set_cookie(
        COOKIE,
        secret,
        max_age=KEPT,
        path="/" if settings.SECURE else ROOM,
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def clear_old() -> None:
    """Forgets the browsers that were not seen for long."""
    KnownDevice.objects.filter(seen__lte=now() - KEPT).delete()

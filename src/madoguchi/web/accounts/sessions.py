"""Who is signed in, since when, and for which centre: it lies in the session, never in what a browser sends.

A session ends after half an hour without a request, ten hours after it began, when the password changes, and when the account is shut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token

from madoguchi.web.accounts.models import Staff
from madoguchi.web.public.clock import now

Answer = Callable[[HttpRequest], HttpResponseBase]
ROOM = "/desk/"
IDLE, WHOLE = dt.timedelta(minutes=30), dt.timedelta(hours=10)
_STEP = dt.timedelta(minutes=1)  # a write a minute at most, not one a request
_STAFF, _EPOCH, _BEGAN, _SEEN, _SECOND, _CENTRE = "staff", "epoch", "began", "seen", "second", "centre"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who gave the right password; ``second``: and the second factor. ``centre_id`` is empty until one is chosen."""

    staff: Staff
    second: bool
    centre_id: str


def for_the_desk(answer: Answer) -> Answer:
    """Only the desk's pages have a session; the public ones set no cookie."""
    with_session = SessionMiddleware(answer)

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = with_session(request) if request.path.startswith(ROOM) else answer(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101 (the site is not asynchronous)
        return response

    return answered


def sign_in(request: HttpRequest, staff: Staff) -> None:
    """Begins a session of ``staff``, who gave the password; what was in the session before is gone."""
    request.session.flush()
    rotate_token(request)
    at = now().isoformat()
    request.session.update({_STAFF: staff.pk, _EPOCH: staff.epoch, _BEGAN: at, _SEEN: at})


def second_given(request: HttpRequest) -> None:
    """The second factor was right. The session gets another number: who saw the one of before has nothing."""
    request.session.cycle_key()
    request.session[_SECOND] = True


def choose(request: HttpRequest, centre_id: str) -> None:
    """From now on this session works for ``centre_id``; whoever calls has asked whether it may."""
    request.session[_CENTRE] = centre_id


def sign_out(request: HttpRequest) -> None:
    """Ends the session."""
    request.session.flush()


def end_all(staff: Staff) -> None:
    """Ends every session of ``staff``."""
    staff.epoch += 1
    staff.save(update_fields=("epoch",))


def goes_on(request: HttpRequest, staff: Staff) -> None:
    """The session of this request outlives ``end_all``: its owner changed the password in it."""
    request.session.cycle_key()
    request.session[_EPOCH] = staff.epoch


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Returns who is signed in, or None. A session whose time is over is ended."""
    held: Any = request.session
    if not held.get(_STAFF):
        return None
    at = now()
    seen = dt.datetime.fromisoformat(held[_SEEN])
    staff = Staff.objects.filter(pk=held[_STAFF], is_active=True, epoch=held[_EPOCH]).first()
    over = at - seen > IDLE or at - dt.datetime.fromisoformat(held[_BEGAN]) > WHOLE
    if staff is None or over:
        held.flush()
        return None
    if at - seen >= _STEP:
        held[_SEEN] = at.isoformat()
    return SignedIn(staff, bool(held.get(_SECOND)), str(held.get(_CENTRE, "")))

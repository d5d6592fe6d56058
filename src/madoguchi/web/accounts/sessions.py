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


@dataclass(frozen=True, slots=True)
class Claim:
    """What a session says whose time is not over. Whether the account still stands, and with this ``epoch``, is still to be asked."""

    staff_id: str
    epoch: int
    second: bool
    centre_id: str


def claim_of(request: HttpRequest) -> Claim | None:
    """Returns what the session says; None where nobody signed in, or too long ago."""
    held: Any = request.session
    if not held.get(_STAFF):
        return None
    at = now()
    if at - _moment(held[_SEEN]) > IDLE or at - _moment(held[_BEGAN]) > WHOLE:
        return None
    return Claim(held[_STAFF], held[_EPOCH], bool(held.get(_SECOND)), str(held.get(_CENTRE, "")))


def is_at_work(request: HttpRequest) -> None:
    """Notes that whoever is signed in is there: half an hour counts from now."""
    at = now()
    if at - _moment(request.session[_SEEN]) >= _STEP:
        request.session[_SEEN] = at.isoformat()


def _moment(told: str) -> dt.datetime:
    return dt.datetime.fromisoformat(told)


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Returns who is signed in, or None. A session whose time is over is ended."""
    if not request.session.get(_STAFF):
        return None
    said = claim_of(request)
    found = Staff.objects.filter(pk=said.staff_id, is_active=True, epoch=said.epoch) if said else None
    staff = found.first() if found else None
    if said is None or staff is None:
        request.session.flush()
        return None
    is_at_work(request)
    return SignedIn(staff, said.second, said.centre_id)

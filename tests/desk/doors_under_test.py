"""People at the door: somebody who signs in as a page sends it, and somebody who is already at work."""

from __future__ import annotations

import pytest
from desk_under_test import town
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from madoguchi.web.accounts import guard, views
from madoguchi.web.accounts.models import Centre, Role, Staff
from madoguchi.web.accounts.passwords import set_password
from madoguchi.web.accounts.session_store import SessionStore
from madoguchi.web.buckets import Buckets
from madoguchi.web.desk.gates import Member
from madoguchi.web.public.clock import now

PASSWORD = "みかんと踏切のむこうの灯台まで"  # noqa: S105 (nobody has it)


def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has tried anything yet, and a wrong password is answered at once."""
    monkeypatch.setattr(views, "AT_LEAST", 0.0)
    for bucket in vars(guard).values():
        if isinstance(bucket, Buckets):
            bucket.clear()


def browser(**more: str) -> Client:
    """A browser that has never been here; it sends forms with their marks."""
    return Client(SERVER_NAME="localhost", enforce_csrf_checks=True, **more)


def newcomer(*roles: Role) -> Member:
    """Somebody with a password who has not signed in."""
    member = town().person(*roles)
    set_password(member.staff, PASSWORD)
    return member


def at_work(member: Member, *, csrf: bool = False) -> Client:
    """The browser of ``member``, signed in whole, in their centre. ``csrf``: forms without their mark are refused."""
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=csrf)
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(member.staff, member.centre)
    return client


def session_of(staff: Staff, centre: Centre | None, *, second: bool = True) -> str:
    """What the cookie of somebody who is signed in holds."""
    held, at = SessionStore(), now().isoformat()
    held.update({"staff": staff.pk, "epoch": staff.epoch, "began": at, "seen": at, "second": second})
    held["centre"] = centre.pk if centre else ""
    held.create()
    held.save()
    return str(held.session_key)


def post(client: Client, path: str, **fields: object) -> HttpResponse:
    """Opens ``path`` and sends its form, as a person does."""
    client.get(path)
    mark = client.cookies[settings.CSRF_COOKIE_NAME].value
    sent = {"csrfmiddlewaretoken": mark, **fields}
    return client.post(path, sent, HTTP_ORIGIN="null", HTTP_SEC_FETCH_SITE="same-origin")

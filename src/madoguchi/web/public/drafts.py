"""Drafts that a person asked to keep: sealed under a key that only their continue number gives, gone after 30 days or at once."""

from __future__ import annotations

import datetime as dt
import secrets
import threading

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import transaction

from madoguchi.web.database import empty_log
from madoguchi.web.kept_keys import kept_key
from madoguchi.web.public.models import Draft
from madoguchi.web.public.walk import Lost, Walk, opened, written

KEPT = dt.timedelta(days=30)
_COST = 2**14  # 16 MiB and some 50 ms: a number has 80 bits, this is for whoever steals the file and the salt
_AT_ONCE = threading.BoundedSemaphore(4)
_NONCE = 12


def keep(walk: Walk, number: str, *, now: dt.datetime) -> dt.datetime:
    """Keeps ``walk`` under ``number``, in place of what was kept there; returns when it goes. Committed when it returns."""
    mark, key = _derived(number)
    expires = now + KEPT
    with transaction.atomic():
        Draft.objects.update_or_create(
            mark=mark, defaults={"sealed": _sealed(walk, mark, key), "expires": expires}
        )
    return expires


def go_on(walk: Walk, number: str, *, now: dt.datetime) -> bool:
    """Puts ``walk`` in the place of what is kept under ``number``; False when nothing is kept there (any more)."""
    mark, key = _derived(number)
    with transaction.atomic():
        return bool(Draft.objects.filter(mark=mark, expires__gt=now).update(sealed=_sealed(walk, mark, key)))


def _sealed(walk: Walk, mark: bytes, key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, written(walk).encode(), mark)


def find(number: str, *, now: dt.datetime) -> Walk | None:
    """Returns the walk kept under ``number``; None when there is none, or its time is over."""
    mark, key = _derived(number)
    row = Draft.objects.filter(mark=mark, expires__gt=now).first()
    if row is None:
        return None
    sealed = bytes(row.sealed)
    try:
        return opened(AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], mark).decode())
    except (InvalidTag, Lost, UnicodeDecodeError):
        return None


def forget(number: str) -> bool:
    """Deletes what was kept under ``number``, in the file too; returns whether there was something."""
    mark, _ = _derived(number)
    with transaction.atomic():
        gone, _ = Draft.objects.filter(mark=mark).delete()
    empty_log()
    return bool(gone)


def clear_old(*, now: dt.datetime) -> int:
    """Deletes every draft whose time is over; returns how many."""
    with transaction.atomic():
        gone, _ = Draft.objects.filter(expires__lte=now).delete()
    if gone:
        empty_log()
    return gone


def _derived(number: str) -> tuple[bytes, bytes]:
    salt = kept_key(settings.DATA, "draft-salt")  # two installations share no mark
    with _AT_ONCE:
        found = Scrypt(salt=salt, length=64, n=_COST, r=8, p=1).derive(number.encode())
    return found[:32], found[32:]

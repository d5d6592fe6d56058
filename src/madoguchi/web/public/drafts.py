"""Drafts that a person asked to keep: sealed under a key that only their continue number gives, gone after 30 days or at once."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.conf import settings
from django.db import transaction

from madoguchi.web.database import empty_log
from madoguchi.web.kept_keys import kept_key
from madoguchi.web.public.agreements import asked_anew
from madoguchi.web.public.meeting import Met, brought, is_same, joined
from madoguchi.web.public.models import Draft
from madoguchi.web.public.walk import Lost, Walk, is_possible, opened, sealed, written

KEPT = dt.timedelta(days=30)
_COST = 2**14  # 16 MiB and some 50 ms: a number has 80 bits, this is for whoever steals the file and the salt
_AT_ONCE = threading.BoundedSemaphore(4)
_NONCE = 12


def keep(walk: Walk, number: str, *, now: dt.datetime) -> Met:
    """Keeps ``walk`` under ``number`` for 30 days, together with what is kept there. Committed when it returns.

    What was deleted is not kept again under its number: ``gone``. So is a walk that has a number of which nothing is left.
    """
    mark, key = _derived(number)
    with transaction.atomic():
        row = _row(mark)
        if row is None and not walk.number:
            kept = msgspec.structs.replace(walk, number=number, version=1)
            Draft.objects.create(mark=mark, sealed=_sealed(kept, mark, key), expires=now + KEPT)
            return Met(sealed(kept), "alone")
        met = _met(walk, walk, _opened(row, mark, key, now), now=now)
        if row is not None and met.state != "gone":
            _put(row, met.walk, key, expires=now + KEPT)
        return met


def meet(base: Walk, ours: Walk, *, now: dt.datetime) -> Met:
    """Keeps what ``ours`` changed since ``base``, and returns it together with what another device has kept meanwhile."""
    mark, key = _derived(ours.number)
    with transaction.atomic():
        row = _row(mark)
        kept = _opened(row, mark, key, now)
        met = _met(base, ours, kept, now=now)
        if row is not None and kept is not None and met.walk.version != kept.version:
            _put(row, met.walk, key, expires=row.expires)
        return met


def _met(base: Walk, ours: Walk, kept: Walk | None, *, now: dt.datetime) -> Met:
    if kept is None:
        return Met(sealed(msgspec.structs.replace(ours, number="", version=0)), "gone")
    both = ours
    if ours.version != kept.version:
        both = asked_anew(ours, asked_anew(kept, joined(base, ours, theirs=kept, now=now)))
    added, done = brought(base, kept) if ours.version != kept.version else ((), ())
    state: Literal["alone", "joined", "too_long"] = "joined" if added or done else "alone"
    if not is_possible(both):
        both, state = kept, "too_long"
    version = kept.version + (not is_same(both, kept))
    walk = msgspec.structs.replace(both, number=kept.number, version=version)
    return Met(sealed(walk), state, added, done)


def _row(mark: bytes) -> Draft | None:
    """The row of ``mark``, held until the transaction ends."""
    return Draft.objects.select_for_update().filter(mark=mark).first()


def _put(row: Draft, walk: Walk, key: bytes, *, expires: dt.datetime) -> None:
    row.sealed, row.expires = _sealed(walk, bytes(row.mark), key), expires
    row.save(update_fields=["sealed", "expires"])


def _sealed(walk: Walk, mark: bytes, key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, written(walk).encode(), mark)


def find(number: str, *, now: dt.datetime) -> Walk | None:
    """Returns the walk kept under ``number``; None when there is none, or its time is over."""
    mark, key = _derived(number)
    return _opened(Draft.objects.filter(mark=mark).first(), mark, key, now)


def _opened(row: Draft | None, mark: bytes, key: bytes, now: dt.datetime) -> Walk | None:
    if row is None or row.expires <= now or not row.sealed:
        return None
    closed = bytes(row.sealed)
    try:
        return opened(AESGCM(key).decrypt(closed[:_NONCE], closed[_NONCE:], mark).decode())
    except (InvalidTag, Lost, UnicodeDecodeError):
        return None


def forget(number: str, *, now: dt.datetime) -> bool:
    """Deletes what was kept under ``number``, in the file too; returns whether there was something.

    The bare mark stays for 30 days: a page that is still open somewhere brings nothing back under that number.
    """
    mark, _ = _derived(number)
    with transaction.atomic():
        gone, _ = Draft.objects.filter(mark=mark).exclude(sealed=b"").delete()
        if gone:
            Draft.objects.create(mark=mark, sealed=b"", expires=now + KEPT)
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

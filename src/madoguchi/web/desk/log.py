"""The audit log: who did what to which case, in the same transaction as the act, each entry chained to the one before it.

The key of the chain lies outside the database, and so does a note of where each chain ends (``heads``): an entry that was changed,
moved, left out, cut off at the end, or a whole database put back to an earlier day, is found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import transaction

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.keyring import Keyring, keyring_of
from madoguchi.web.desk.models import AuditEntry, AuditHead

HEADS = "heads"
_EXPORTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Fault:
    """A place in the log of ``centre`` that cannot be as it was written; ``what`` says why, in Japanese."""

    centre: str
    seq: int
    what: str


@dataclass(frozen=True, slots=True)
class Said:
    """``actor`` did ``act`` on what has the id ``on``; ``fields`` are names of what was touched, never values."""

    act: str
    actor: str
    on: str = ""
    fields: tuple[str, ...] = ()


def note(centre: Centre, said: Said, *, at: dt.datetime) -> AuditEntry:
    """Writes what was done into the log of ``centre``. Call it inside the transaction of the act."""
    ring = keyring_of(settings.DATA)
    head = _head(centre)
    entry = AuditEntry(
        centre=centre,
        seq=head.seq + 1,
        at=at,
        actor=said.actor,
        act=said.act,
        on=said.on,
        fields=list(said.fields),
    )
    entry.mac = _mac(entry, bytes(head.mac), ring.audit)
    entry.save(force_insert=True)
    AuditHead.objects.filter(centre=centre).update(seq=entry.seq, mac=entry.mac)
    transaction.on_commit(lambda: _export(ring, entry))
    return entry


def _head(centre: Centre) -> AuditHead:
    """Where the chain of ``centre`` ends, locked until the transaction does; the first who writes begins it."""
    locked = AuditHead.objects.select_for_update(no_key=True).filter(centre=centre)
    found = locked.first()
    if found is None:
        AuditHead.objects.get_or_create(centre=centre)
        found = locked.get()
    return found


def _mac(entry: AuditEntry, before: bytes, key: bytes) -> bytes:
    at = entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    said = (entry.centre_id, entry.seq, at, entry.actor, entry.act, entry.on, list(entry.fields))
    return hmac.digest(key, before + msgspec.json.encode(said), hashlib.sha256)


def _export(ring: Keyring, entry: AuditEntry) -> None:
    """Writes beside the keys where the chain ends. The larger place stays, whoever comes last."""
    folder = ring.folder / HEADS
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / entry.centre_id
    with _EXPORTING:
        if _exported(path)[0] < entry.seq:
            beside = path.with_name(f".{entry.centre_id}-{entry.seq}-{os.getpid()}")
            beside.write_text(f"{entry.seq} {entry.mac.hex()}\n", encoding="ascii")
            beside.replace(path)


def _exported(path: Path) -> tuple[int, bytes]:
    try:
        seq, _, mac = path.read_text(encoding="ascii").strip().partition(" ")
        return int(seq), bytes.fromhex(mac)
    except (FileNotFoundError, ValueError):
        return 0, b""


def faults(centre: Centre) -> list[Fault]:
    """Returns everything that is wrong with the log of ``centre``, in order; at most a hundred."""
    found: list[Fault] = []
    for fault in _faults(centre, keyring_of(settings.DATA)):
        found.append(fault)
        if len(found) >= 100:
            break
    return found


def _faults(centre: Centre, ring: Keyring) -> Iterator[Fault]:
    before, last, key = b"", 0, ring.audit
    noted, mac_noted = _exported(ring.folder / HEADS / centre.pk)
    for entry in AuditEntry.objects.filter(centre=centre).order_by("seq").iterator(2_000):
        if entry.seq != last + 1:
            yield Fault(centre.pk, last + 1, "記録が抜けています。")
        mac = bytes(entry.mac)
        if not hmac.compare_digest(_mac(entry, before, key), mac):
            yield Fault(centre.pk, entry.seq, "書いたときの内容ではありません。")
        if entry.seq == noted and not hmac.compare_digest(mac, mac_noted):
            yield Fault(centre.pk, entry.seq, "外に控えた内容と違います。")
        before, last = mac, entry.seq
    if last < noted:
        yield Fault(centre.pk, last + 1, f"終わりが欠けています（外の控えでは {noted} 件）。")
    head = AuditHead.objects.filter(centre=centre).first()
    if (head.seq, bytes(head.mac)) != (last, before) if head else last:
        yield Fault(centre.pk, last, "終わりの印が、最後の記録と合いません。")

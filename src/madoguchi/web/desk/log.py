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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection, transaction

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk.keyring import Keyring, keyring_of
from madoguchi.web.desk.log_models import AuditEntry, AuditHead

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


def note(centre: Centre, said: Said, *, at: dt.datetime) -> None:
    """Writes what was done into the log of ``centre``. Call it inside the transaction of the act."""
    notes(centre, [(said, at)])


def notes(centre: Centre, those: Sequence[tuple[Said, dt.datetime]]) -> None:
    """Writes some entries into the log of ``centre``, one after another, all or none. Call it inside a transaction."""
    ring = keyring_of(settings.DATA)
    seq, mac = _head(centre)
    entries = []
    for place, (said, at) in enumerate(those, seq + 1):
        entry = AuditEntry(centre=centre, seq=place, at=at, actor=said.actor, act=said.act, on=said.on)
        entry.fields = list(said.fields)
        entry.mac = mac = _mac(entry, mac, ring.audit)
        entries.append(entry)
    # Who else is noted in this centre waits: by objects it takes ten times as long.
    with connection.cursor() as cursor:
        cursor.executemany(_ADD, [_columns(entry) for entry in entries])
        cursor.execute(_END, [entries[-1].seq, mac, centre.pk])
    transaction.on_commit(lambda: _export(ring, entries[-1]))


_ADD = "INSERT INTO audit_entry (centre_id, seq, at, actor, act, on_, fields, mac) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
_END = "UPDATE audit_head SET seq = %s, mac = %s WHERE centre_id = %s"
_LAST = "SELECT seq, mac FROM audit_head WHERE centre_id = %s"


def _columns(entry: AuditEntry) -> tuple[Any, ...]:
    at = connection.ops.adapt_datetimefield_value(entry.at)
    fields = msgspec.json.encode(entry.fields).decode()
    return (entry.centre_id, entry.seq, at, entry.actor, entry.act, entry.on, fields, entry.mac)


def _head(centre: Centre) -> tuple[int, bytes]:
    """Where the chain of ``centre`` ends, locked until the transaction does; the first who writes begins it."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError
    found = _last(centre)
    if found is None:
        AuditHead.objects.get_or_create(centre=centre)
        found = _last(centre)
    if found is None:
        raise AuditHead.DoesNotExist
    return int(found[0]), bytes(found[1])


def _last(centre: Centre) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(
            _LAST + (" FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""), [centre.pk]
        )
        return cursor.fetchone()


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

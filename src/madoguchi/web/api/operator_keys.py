"""Keys of operators who ask by program: made at the machine, shown once, kept as a hash, each with a quota of its own.

They stand in one small file of the data folder, read anew when it changes: who is taken off is refused at the next request.
Quotas are counted in memory, as all limits are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import os
import secrets
import threading
from pathlib import Path
from typing import NamedTuple

import msgspec

from madoguchi.web.buckets import Buckets, Limit
from madoguchi.web.kept_keys import made_with_parents, onto_the_disk

FILE = "operator-keys.json"
A_MINUTE, A_DAY, MOST = 120, 10_000, 1_000_000
MOST_NAME = 60  # characters
_SIGN, _BYTES, _DAY = "mdg", 32, 86_400
_NOTHING = hashlib.sha256(b"").hexdigest()  # compared with where no key has that id: the answer takes as long


class BadKeys(ValueError):
    """What is asked of the keys cannot be. Says why, and how to mend it (Japanese)."""


class Holder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An operator's key. ``sha256``: of the whole key, which has 256 random bits. Moments are ISO."""

    id: str
    name: str
    sha256: str
    a_minute: int
    a_day: int
    made_at: str
    revoked_at: str | None = None


class Made(NamedTuple):
    """A new key and what is kept of it; the key itself is kept nowhere."""

    key: str
    holder: Holder


def holders_in(folder: Path) -> tuple[Holder, ...]:
    """Returns the keys of the data folder, also those that were taken back. Raises BadKeys for a file that is none, OSError."""
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Holder, ...])
    except FileNotFoundError:
        return ()
    except msgspec.DecodeError:
        raise BadKeys(f"{path}: 読めません。直し方: 控えから戻すか、消して鍵を作り直してください。") from None


def make(folder: Path, name: str, *, at: dt.datetime, a_minute: int = A_MINUTE, a_day: int = A_DAY) -> Made:
    """Adds a key for the operator ``name``. Raises BadKeys, OSError."""
    if not 0 < len(name.strip()) <= MOST_NAME or not name.isprintable():
        raise BadKeys(f"名前は {MOST_NAME} 字までの、ひと目で分かるものにします。")
    if not (0 < a_minute <= MOST and 0 < a_day <= MOST):
        raise BadKeys(f"回数は 1 から {MOST:,} までです。")
    kept = holders_in(folder)
    if any(one.name == name and not one.revoked_at for one in kept):
        raise BadKeys(f"「{name}」の鍵はもうあります。直し方: 先に取り消すか、ほかの名前にします。")
    id_ = secrets.token_hex(6)
    key = f"{_SIGN}_{id_}_{secrets.token_urlsafe(_BYTES)}"
    quota = {"a_minute": a_minute, "a_day": a_day}
    holder = Holder(id=id_, name=name, sha256=_hash(key), made_at=at.isoformat(timespec="seconds"), **quota)  # type: ignore[arg-type]
    _keep(folder, (*kept, holder))
    return Made(key, holder)


def revoke(folder: Path, id_: str, *, at: dt.datetime) -> Holder:
    """Takes the key ``id_`` back for good. Raises BadKeys, OSError."""
    kept = holders_in(folder)
    found = [one for one in kept if one.id == id_ and not one.revoked_at]
    if not found:
        raise BadKeys(f"使える鍵「{id_[:20]}」はありません。直し方: madoguchi operators list で確かめます。")
    gone = msgspec.structs.replace(found[0], revoked_at=at.isoformat(timespec="seconds"))
    _keep(folder, tuple(gone if one is found[0] else one for one in kept))
    return gone


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _keep(folder: Path, holders: tuple[Holder, ...]) -> None:
    made_with_parents(folder)
    beside = folder / f".{FILE}-{secrets.token_hex(8)}"
    file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, msgspec.json.format(msgspec.json.encode(holders)))
        os.fsync(file)
    finally:
        os.close(file)
    beside.replace(folder / FILE)
    onto_the_disk(folder)


class Keys:
    """The keys of a data folder while the site runs, and how much of its quota each has used. Safe from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, threading.Lock()
        self._seen: tuple[int, ...] | None = ()
        self._holders: dict[str, Holder] = {}
        self._used: dict[str, tuple[Holder, Buckets, Buckets]] = {}

    def holder_of(self, key: str) -> Holder | None:
        """Returns whose ``key`` it is; None for one that nobody has, or has no more. Raises BadKeys, OSError."""
        with self._lock:
            self._look()
            parts = key.split("_", 2)
            found = self._holders.get(parts[1]) if len(parts) == 3 else None
        fits = hmac.compare_digest(found.sha256 if found else _NOTHING, _hash(key))
        return found if found and fits and not found.revoked_at else None

    def take(self, holder: Holder) -> float:
        """Takes one question of the quota of ``holder``; returns 0.0, or the seconds to wait when there is none."""
        with self._lock:
            used = self._used.get(holder.id)
            if used is None or used[0] != holder:
                minute = Limit(holder.a_minute, 60, max(1, holder.a_minute // 3))
                used = self._used[holder.id] = (
                    holder,
                    Buckets(minute),
                    Buckets(Limit(holder.a_day, _DAY, holder.a_day)),
                )
            _, short, long = used
            wait = max(short.wait(holder.id), long.wait(holder.id))
            return wait or max(short.take(holder.id), long.take(holder.id))

    def _look(self) -> None:
        try:
            there = (self._folder / FILE).stat()
            seen: tuple[int, ...] | None = (there.st_ino, there.st_mtime_ns, there.st_size)
        except FileNotFoundError:
            seen = None
        if seen != self._seen:
            self._holders = {one.id: one for one in holders_in(self._folder)}
            self._seen = seen

"""Secrets that a person holds and we only know again: long and random, so that a plain hash is enough."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_secret() -> str:
    """Returns a new secret of 256 bits, as it may stand in an address or a cookie."""
    return secrets.token_urlsafe(_BYTES)


def mark_of(kind: str, secret: str) -> str:
    """Returns what is kept of ``secret``: 64 hexadecimal digits that lead back to nothing."""
    return hashlib.sha256(f"{kind}\0{secret}".encode()).hexdigest()

"""Sealing: AES-256-GCM under a key, bound to the place where the sealed bytes stand, so that none can be moved to another."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE = 12


class CannotOpen(RuntimeError):
    """Sealed bytes do not open: another key, another place, or they were changed. Never says what is in them."""


def new_key() -> bytes:
    """Returns a new key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def sealed(data: bytes, *, key: bytes, place: str) -> bytes:
    """Returns ``data`` sealed for ``place`` (a table, a row, a column): nonce and ciphertext, 28 bytes longer."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, place.encode())


def opened(data: bytes, *, key: bytes, place: str) -> bytes:
    """Returns what was sealed for ``place`` under ``key``. Raises CannotOpen."""
    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen(
            f"{place} を開けません。鍵が合わないか、書きかえられています。控えと鍵の組を確かめてください。"
        ) from None


def mark_of(kind: str, value: str, *, key: bytes) -> bytes:
    """Returns 32 bytes that are equal for equal values and tell nothing to whoever lacks ``key``."""
    return hmac.digest(key, f"{kind}\0{value}".encode(), hashlib.sha256)

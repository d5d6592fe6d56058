"""Signing a case file (Ed25519). The key belongs to the operator and comes in as an argument; nothing here keeps it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Self

from madoguchi.papers.parts_needed import needed
from madoguchi.words import Word

_SEED = 32  # bytes


class KeyOf(Word, frozen=True, kw_only=True):
    """Whose key signed, and the key to check with: base64 of the 32 bytes of an Ed25519 public key. Everybody may have it."""

    name: str
    public_key: str


class Signer:
    """A key and its name. ``seed``: 32 random bytes that only the operator has."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Raises ValueError for a seed of another length, CannotSet without the extra ``papers``."""
        if len(seed) != _SEED:
            raise ValueError(f"署名の鍵は {_SEED} バイトです（いまは {len(seed)} バイト）。")
        self.name = name
        self._key = _ed25519().Ed25519PrivateKey.from_private_bytes(seed)

    @classmethod
    def of_secret(cls, name: str, secret: bytes) -> Self:
        """Returns the signer whose key comes from ``secret`` (random bytes, 32 or more). Raises CannotSet, ValueError."""
        if len(secret) < _SEED:
            raise ValueError(
                f"署名のもとになる秘密は {_SEED} バイトからです（いまは {len(secret)} バイト）。"
            )
        return cls(name, hashlib.sha256(b"madoguchi case key 1\0" + secret).digest())

    def sign(self, data: bytes) -> bytes:
        """Returns the signature of ``data`` (64 bytes); the same data gives the same signature."""
        made: bytes = self._key.sign(data)
        return made

    @property
    def public_key(self) -> bytes:
        """The key to check with (32 bytes)."""
        made: bytes = self._key.public_key().public_bytes_raw()
        return made

    @property
    def key(self) -> KeyOf:
        """Whose key it is, and what to check with: what an operator hands to those who read the cases."""
        return KeyOf(name=self.name, public_key=base64.b64encode(self.public_key).decode())


def holds(public_key: bytes, signature: bytes, *, over: bytes) -> bool:
    """Returns whether ``signature`` is that of ``over`` by the key to ``public_key``."""
    try:
        _ed25519().Ed25519PublicKey.from_public_bytes(public_key).verify(signature, over)
    except needed("cryptography.exceptions").InvalidSignature:
        return False
    return True


def _ed25519() -> Any:
    return needed("cryptography.hazmat.primitives.asymmetric.ed25519")

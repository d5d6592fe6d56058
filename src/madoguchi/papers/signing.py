"""Signing a case file (Ed25519). The key belongs to the operator and comes in as an argument; nothing here keeps it."""

from __future__ import annotations

from typing import Any

from madoguchi.papers.parts_needed import needed

_SEED = 32  # bytes


class Signer:
    """A key and its name. ``seed``: 32 random bytes that only the operator has."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Raises ValueError for a seed of another length, CannotSet without the extra ``papers``."""
        if len(seed) != _SEED:
            raise ValueError(f"署名の鍵は {_SEED} バイトです（いまは {len(seed)} バイト）。")
        self.name = name
        self._key = _ed25519().Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, data: bytes) -> bytes:
        """Returns the signature of ``data`` (64 bytes); the same data gives the same signature."""
        made: bytes = self._key.sign(data)
        return made

    @property
    def public_key(self) -> bytes:
        """The key to check with (32 bytes)."""
        made: bytes = self._key.public_key().public_bytes_raw()
        return made


def holds(public_key: bytes, signature: bytes, *, over: bytes) -> bool:
    """Returns whether ``signature`` is that of ``over`` by the key to ``public_key``."""
    try:
        _ed25519().Ed25519PublicKey.from_public_bytes(public_key).verify(signature, over)
    except needed("cryptography.exceptions").InvalidSignature:
        return False
    return True


def _ed25519() -> Any:
    return needed("cryptography.hazmat.primitives.asymmetric.ed25519")

"""Whose signature is known: that of this installation's own site, and those whose keys a desk was given beforehand."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import msgspec
from django.conf import settings

from madoguchi.papers.signing import KeyOf
from madoguchi.web.desk.taking_in.brought import NotBrought

FILE = "known-keys.json"
_MOST_BYTES = 100_000
_KEY_BYTES = 32


def known_keys() -> tuple[KeyOf, ...]:
    """Returns the keys that are known here, our own first. Raises NotBrought for a file of keys with a fault."""
    return (settings.SIGNER.key, *_given())


def _given() -> Iterator[KeyOf]:
    path = settings.DATA / FILE
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return
    try:
        if len(data) > _MOST_BYTES:
            raise ValueError
        for one in msgspec.json.decode(data, type=list[KeyOf]):
            bytes_of(one)
            yield one
    except ValueError:
        raise NotBrought(
            f"データのフォルダーの {FILE} を読めません。"
            '[{"name": "…", "public_key": "…"}] の形かを、管理者に確かめてもらってください。'
        ) from None


def bytes_of(key: KeyOf) -> bytes:
    """Returns the 32 bytes of ``key``. Raises ValueError."""
    found = base64.b64decode(key.public_key, validate=True)
    if len(found) != _KEY_BYTES:
        raise ValueError(f"確かめる鍵は {_KEY_BYTES} バイトです（{key.name}）。")
    return found


def keys_named(name: str) -> list[bytes]:
    """Returns the known keys of whoever calls themselves ``name``."""
    return [bytes_of(one) for one in known_keys() if one.name == name]

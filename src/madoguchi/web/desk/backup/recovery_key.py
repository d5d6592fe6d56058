"""The recovery key: 140 random bits in seven groups to copy by hand, 4K7P2-M9XH3-…; the fifth sign of a group checks the four before it.

Backups are sealed to its public half, which lies beside the other keys. The key itself is on paper only: the machine makes backups
for years and can open none of them.
"""

from __future__ import annotations

import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from madoguchi.web.public.numbers import ALPHABET, grouped, levelled

GROUPS, _TOLD = 7, 4  # groups; signs of a group that tell something
_GROUP = _TOLD + 1
_MARK_BITS = 40
_FIELD = 0b100101  # x^5 + x^2 + 1: the 32 signs are the numbers of a field


class Mistyped(ValueError):
    """What was typed cannot be a recovery key; names the groups to look at again (Japanese)."""


def new_key() -> str:
    """Returns a new recovery key."""
    told = [secrets.randbelow(len(ALPHABET)) for _ in range(GROUPS * _TOLD)]
    groups = [told[at : at + _TOLD] for at in range(0, len(told), _TOLD)]
    return "-".join(_signs([*group, _check(group, place)]) for place, group in enumerate(groups, 1))


def key_typed(typed: str) -> str:
    """Returns the recovery key that was typed, in whatever width, case and grouping. Raises Mistyped."""
    signs = levelled(typed)
    if len(signs) != GROUPS * _GROUP:
        raise Mistyped(_wrong_length(typed, signs))
    groups = [signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP)]
    wrong = [place for place, group in enumerate(groups, 1) if not _fits(group, place)]
    if wrong:
        raise Mistyped(
            f"左から {_listed(wrong)} 番目の組に、写しまちがいがあります。紙と見くらべてください。"
        )
    return "-".join(groups)


def private_of(key: str) -> X25519PrivateKey:
    """Returns the private half of ``key`` (as ``key_typed`` returns it)."""
    derived = HKDF(SHA256(), length=32, salt=None, info=b"madoguchi recovery key 1").derive(key.encode())
    return X25519PrivateKey.from_private_bytes(derived)


def public_of(key: str) -> bytes:
    """Returns the public half of ``key``: 32 bytes that open nothing."""
    return private_of(key).public_key().public_bytes_raw()


def mark_of(public: bytes) -> str:
    """Returns the mark by which a paper and a backup are known to belong together, 4K7P-2M9X."""
    value = int.from_bytes(hashlib.sha256(public).digest(), "big") >> (256 - _MARK_BITS)
    return grouped(_signs([value >> at & 31 for at in range(_MARK_BITS - 5, -1, -5)]))


def _signs(numbers: list[int]) -> str:
    return "".join(ALPHABET[number] for number in numbers)


def _check(told: list[int], place: int) -> int:
    """Each sign weighs another power of x, so that one wrong sign, or two that changed places, give another sum; so does another group."""
    found = place
    for at, number in enumerate(told, 1):
        for _ in range(at):
            number = number << 1 ^ (_FIELD if number & 16 else 0)
        found ^= number
    return found


def _fits(group: str, place: int) -> bool:
    if not set(group) <= set(ALPHABET):
        return False
    *told, check = (ALPHABET.index(sign) for sign in group)
    return _check(told, place) == check


def _wrong_length(typed: str, signs: str) -> str:
    said = f"復旧鍵は {_GROUP} 文字の組が {GROUPS} つです（{len(signs)} 文字ありました）。"
    groups = [levelled(group) for group in typed.replace("-", " ").split()]
    odd = [place for place, group in enumerate(groups, 1) if len(group) != _GROUP]
    return f"{said}左から {_listed(odd)} 番目の組を見てください。" if len(groups) == GROUPS and odd else said


def _listed(places: list[int]) -> str:
    return "、".join(map(str, places))

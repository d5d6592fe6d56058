"""Continue numbers: 80 random bits in four groups to read out, 4K7P-2M9X-H3QD-8WTR. No letter looks or sounds like a digit."""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MISREAD = str.maketrans("ILO", "110")
_LENGTH, _GROUP = 16, 4


class NotANumber(ValueError):
    """What was typed cannot be a continue number."""


def encoded(bits: bytes) -> str:
    """Returns 80 ``bits`` as a number, in groups."""
    value = int.from_bytes(bits, "big")
    signs = "".join(ALPHABET[value >> 5 * at & 31] for at in reversed(range(_LENGTH)))
    return grouped(signs)


def number_of(typed: str) -> str:
    """Returns the number that was typed, in whatever width, case and grouping. Raises NotANumber."""
    signs = levelled(typed)
    if len(signs) != _LENGTH or not set(signs) <= set(ALPHABET):
        raise NotANumber
    return grouped(signs)


def levelled(typed: str) -> str:
    """Returns the letters and digits of what was typed, in one width and case, and those that look like another read as that."""
    plain = unicodedata.normalize("NFKC", typed[:200]).upper().translate(_MISREAD)
    return "".join(char for char in plain if char.isalnum() and char.isascii())


def grouped(signs: str) -> str:
    """Returns ``signs`` in groups of four."""
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))

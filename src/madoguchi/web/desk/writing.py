"""How values are levelled before two of them are compared: 03-1234-5678 and ０３（１２３４）５６７８ are one number."""

from __future__ import annotations

import unicodedata

from madoguchi.web.desk.codes import CounterpartKind


def counterpart_levelled(kind: CounterpartKind, value: str) -> str:
    """Returns ``value`` without what only writing adds: widths, cases, spaces; of numbers and accounts the digits alone."""
    plain = unicodedata.normalize("NFKC", value[:2_000]).casefold().strip()
    if kind == "phone":
        digits = "".join(char for char in plain if char.isdigit())
        return f"0{digits[2:].lstrip('0')}" if plain.startswith("+81") else digits
    if kind == "account":
        return "".join(char for char in plain if char.isalnum())
    return "".join(plain.split())

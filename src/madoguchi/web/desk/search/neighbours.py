"""Which words are used like which: 扇風機 like エアコン, 葬式 like 葬儀. For what no list of meanings foresaw.

``neighbours.bin`` is packed by tools/learn_neighbours.py from chiVe (Works Applications, Apache License 2.0). Rare words share the
row of the nearest frequent one. Without the dictionary it is not used, for its words are the dictionary's normalised forms.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

FILE = Path(__file__).with_name("neighbours.bin")


class Packed(msgspec.Struct, forbid_unknown_fields=True):
    """As it lies in the file: words by line and their rows; per row, from ``starts``, the rows near it and how ``alike`` (255ths)."""

    words: str
    rows: bytes
    starts: bytes
    near: bytes
    alike: bytes


@dataclass(frozen=True, slots=True)
class _Neighbours:
    row_of: Mapping[str, int]
    starts: array[int]
    near: array[int]
    alike: bytes


def row_of(word: str) -> int | None:
    """Returns the row of a normalised ``word``; None for one that is not known."""
    return _read().row_of.get(word)


def near(row: int) -> list[tuple[int, float]]:
    """Returns the rows whose words are used like those of ``row``, with how much (0.36 to 1), the nearest first."""
    told = _read()
    places = range(told.starts[row], told.starts[row + 1])
    return [(told.near[at], told.alike[at] / 255) for at in places]


@lru_cache(maxsize=1)
def _read() -> _Neighbours:
    packed = msgspec.msgpack.decode(zlib.decompress(FILE.read_bytes()), type=Packed)
    rows = _numbers("H", packed.rows)
    return _Neighbours(
        row_of=dict(zip(packed.words.split("\n"), rows, strict=True)),
        starts=_numbers("I", packed.starts),
        near=_numbers("H", packed.near),
        alike=packed.alike,
    )


def _numbers(kind: Literal["H", "I"], data: bytes) -> array[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found

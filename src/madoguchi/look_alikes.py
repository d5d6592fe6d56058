"""Hosts that look like a famous name without being it: one or two letters off, 0 for o, the name before a stranger's host."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from madoguchi.addresses import ASKED_FOR, Address, look_of
from madoguchi.knowledge.shapes import Brand

_LEAST = 6  # shorter names have too many honest neighbours
_LONGEST = 24
_MOST_PIECES = 6
_LONG = 8  # from here on two letters may differ


def almost(address: Address, brands: Sequence[Brand]) -> str | None:
    """Returns the name that a piece of the host nearly is, or is though the host is a stranger's; None when there is none.

    A piece is what stands between dots and hyphens. What the owner chose is not looked at where a registry asks who one is
    (co.jp, go.jp, …), and the name itself is no trick there: whose host it is must be known from elsewhere.
    """
    names = _names(tuple(token for brand in brands for token in brand.tokens))
    for label in address.front.split(".")[-_MOST_PIECES:]:
        for piece in _pieces(label):
            if look_of(piece) in names.whole and look_of(piece) not in address.label:
                return look_of(piece)
            if name := names.nearest(look_of(piece)):
                return name
    own = () if address.ending in ASKED_FOR else _pieces(address.label)
    for piece in own:
        if look_of(piece) in names.whole and piece not in names.tokens:
            return look_of(piece)
        if name := names.nearest(look_of(piece)):
            return name
    return None


def _pieces(label: str) -> list[str]:
    pieces = dict.fromkeys([label, *label.split("-")])
    return [piece for piece in pieces if len(piece) >= _LEAST - 1][:_MOST_PIECES]


def _far(name: str) -> int:
    return 2 if len(name) >= _LONG else 1


class _Names:
    """Famous names, found again by what is left of them when one or two letters are taken out."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = frozenset(tokens)
        self.whole = frozenset(look_of(token) for token in tokens if len(token) >= _LEAST)
        self.left: dict[str, set[str]] = {}
        for name in self.whole:
            for rest in _without(name, _far(name)):
                self.left.setdefault(rest, set()).add(name)

    def nearest(self, piece: str) -> str | None:
        """Returns the name that ``piece`` is but for a letter or two, None when it is none or the name itself."""
        if piece in self.whole or not _LEAST - 1 <= len(piece) <= _LONGEST:
            return None
        may = {name for rest in _without(piece, _far(piece)) for name in self.left.get(rest, ())}
        close = [(distance(piece, name), name) for name in may]
        return min(((far, name) for far, name in close if far <= _far(name)), default=(0, None))[1]


@lru_cache(maxsize=4)
def _names(tokens: tuple[str, ...]) -> _Names:
    return _Names(tokens)


def _without(word: str, times: int) -> set[str]:
    found = {word}
    for _ in range(times):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def distance(one: str, other: str) -> int:
    """Returns how many letters were put in, left out, changed, or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        following = [at]
        for place, wanted in enumerate(other, start=1):
            least = min(row[place] + 1, following[-1] + 1, row[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                least = min(least, before[place - 2] + 1)
            following.append(least)
        before, row = row, following
    return row[-1]

"""Reads every test screenshot once and says how near it came to the text that was drawn on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

from reading import told
from render import Screen, drawn, screens

from madoguchi.intake.picture import picture_of
from madoguchi.look_alikes import distance

_AMOUNT = re.compile(r"[0-9][0-9,.]*[万億]?[0-9]*円")
_ADDRESS = re.compile(r"https?://[!-~]+")


class Read(NamedTuple):
    """A screen, what was read on it, and how much of what was drawn is wrong (0: nothing)."""

    screen: Screen
    text: str
    errors: float

    @property
    def schemes(self) -> tuple[str | None, str | None]:
        """Returns the first scheme of the text and that of the picture."""
        answers = (told(self.screen.text), told(self.text))
        first, second = (answer.schemes[0].id if answer.schemes else None for answer in answers)
        return first, second

    def kept(self, pattern: re.Pattern[str]) -> list[bool]:
        """Returns for each match in the text whether the picture has it too."""
        found = pattern.findall(_level(self.text))
        return [one in found for one in pattern.findall(_level(self.screen.text))]


@lru_cache(maxsize=1)
def all_read() -> list[Read]:
    """Returns every screen as read; the engine is a process of its own, so two threads keep two cores busy."""
    with ThreadPoolExecutor(2) as two:
        return list(two.map(_read, screens()))


def _read(screen: Screen) -> Read:
    data, words = drawn(screen)
    text = picture_of(data, where=screen.id).text
    wanted, found = _plain(words), _plain(text)
    return Read(screen, text, distance(wanted, found) / len(wanted))


def _level(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", _level(text))


def shares() -> dict[str, float]:
    """Returns, each as a share of 1: same scheme, amounts, addresses, letters, genuine notices left in peace."""
    read = all_read()
    return {
        "scheme": _share(one.schemes[0] == one.schemes[1] for one in read),
        "amounts": _share(kept for one in read for kept in one.kept(_AMOUNT)),
        "addresses": _share(kept for one in read for kept in one.kept(_ADDRESS)),
        "letters": 1 - sum(one.errors for one in read) / len(read),
        "genuine": _share(one.schemes[1] is None for one in read if one.screen.genuine),
    }


def _share(held: Iterable[bool]) -> float:
    each = list(held)
    return sum(each) / len(each)

"""Which channel of sale and which categories of content a memo speaks for, and with which of its words (``code_words.yaml``).

Rows of words give points; the channel with most of them is proposed where it has enough, every category where it has enough. A scheme
that was recognised gives points too: a sham demand sells nothing, so it has no channel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import daachorse
import msgspec

from madoguchi.knowledge.reader import read_file
from madoguchi.masks import levelled
from madoguchi.web.desk.hearing import Heard, Span
from madoguchi.words import Finding

_FILE = Path(__file__).with_name("code_words.yaml")
NO_CHANNEL: Final = "none"
_ENOUGH = 2.0  # one row that is usual for it
_ENOUGH_CONTENT = 3.0
_SURE_SCHEME = 0.6


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    says: str
    points: int
    words: list[str]


class _Scheme(msgspec.Struct, forbid_unknown_fields=True):
    channel: str
    points: int
    trick: bool


class _File(msgspec.Struct, forbid_unknown_fields=True):
    silent: list[str]
    channel: list[_Row]
    content: list[_Row]
    schemes: dict[str, _Scheme]


@dataclass(frozen=True, slots=True)
class Clue:
    """That the words at ``span`` of the memo speak for ``value`` with so many ``points``."""

    value: str
    points: float
    span: Span


@dataclass(frozen=True, slots=True)
class _Words:
    """Finds the rows of words in a text: ``rows_of`` by the place of the word in ``automaton``; None: a silent word."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    rows_of: Sequence[Sequence[int]]
    rows: Sequence[_Row]


def channel_of(heard: Heard) -> Clue | None:
    """Returns the channel that the memo speaks for, with the words that say it best; None where none does, or nothing was sold."""
    clues = [*_clues(heard.memo, "channel"), *_of_schemes(heard)]
    sums = _sums(clues)
    best = max(sums, key=lambda value: sums[value], default=NO_CHANNEL)
    if best == NO_CHANNEL or sums[best] < _ENOUGH:
        return None
    return max((clue for clue in clues if clue.value == best), key=lambda clue: clue.points)


def contents_of(heard: Heard) -> Iterator[Clue]:
    """Yields the categories that the memo speaks for, each with the words that say it best."""
    clues = [*_clues(heard.memo, "content"), *_tricks(heard), *_money(heard)]
    sums = _sums(clues)
    for value in sums:
        if sums[value] >= _ENOUGH_CONTENT:
            yield max((clue for clue in clues if clue.value == value), key=lambda clue: clue.points)


def _sums(clues: Sequence[Clue]) -> Mapping[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for clue in clues:
        found[clue.value] += clue.points
    return found


def _clues(memo: str, what: str) -> Iterator[Clue]:
    """The rows of ``what`` that stand in ``memo``, each once, at its first word that is not within a silent one."""
    words = _read(what)
    plain = levelled(memo)
    low = plain.casefold()
    hits = words.automaton.find_overlapping(low if len(low) == len(plain) else plain)
    silent = [(start, end) for start, end, at in hits if not words.rows_of[at]]
    seen: set[int] = set()
    for start, end, at in hits:
        if any(first <= start and end <= last for first, last in silent):
            continue
        for number in words.rows_of[at]:
            if number not in seen:
                seen.add(number)
                yield Clue(words.rows[number].says, words.rows[number].points, (start, end))


def _first_scheme(heard: Heard) -> Iterator[tuple[Finding, _Scheme, Span]]:
    known = _file().schemes
    for one in heard.answer.schemes[:1]:
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        if signs and one.id in known and (one.weight or 0.0) >= _SURE_SCHEME:
            yield one, known[one.id], (signs[0].start, signs[0].end)


def _of_schemes(heard: Heard) -> Iterator[Clue]:
    for one, told, span in _first_scheme(heard):
        yield Clue(told.channel, told.points * (one.weight or 0.0), span)


def _tricks(heard: Heard) -> Iterator[Clue]:
    for _, told, span in _first_scheme(heard):
        if told.trick:
            yield Clue("sales_method", _ENOUGH_CONTENT, span)


def _money(heard: Heard) -> Iterator[Clue]:
    """A contract that was made, or money that was moved or taken, is the matter of the contract."""
    for one in heard.answer.situation.facts:
        if one.part is None and one.stage in ("paid", "unauthorized_use"):
            yield Clue("contract", _ENOUGH_CONTENT, (one.start, one.end))
            return


@lru_cache(maxsize=1)
def _file() -> _File:
    return read_file(_FILE, _File)


@lru_cache(maxsize=2)
def _read(what: str) -> _Words:
    rows = _file().channel if what == "channel" else _file().content
    found: dict[str, list[int]] = {levelled(word).casefold(): [] for word in _file().silent}
    for number, row in enumerate(rows):
        for word in row.words:
            found.setdefault(levelled(word).casefold(), []).append(number)
    return _Words(daachorse.CharwiseDoubleArrayAhoCorasick(list(found)), list(found.values()), rows)

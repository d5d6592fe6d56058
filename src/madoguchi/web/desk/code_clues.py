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
_BESIDE = 12  # characters between a word and the one that must follow


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    says: str
    points: int
    words: list[str]
    then: list[str] = []


class _Scheme(msgspec.Struct, forbid_unknown_fields=True):
    channel: str
    points: int
    trick: bool


class _File(msgspec.Struct, forbid_unknown_fields=True):
    silent: list[list[str]]
    channel: list[_Row]
    content: list[_Row]
    schemes: dict[str, _Scheme]
    contract: int
    enough: dict[str, float]
    usual: dict[str, int]


@dataclass(frozen=True, slots=True)
class Clue:
    """That the words at ``span`` of the memo speak for ``value`` with so many ``points``."""

    value: str
    points: float
    span: Span


@dataclass(frozen=True, slots=True)
class _Words:
    """Finds the rows of words in a text: ``firsts`` and ``thens`` by the place of the word in ``automaton``; neither: a silent word."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    firsts: Sequence[Sequence[int]]
    thens: Sequence[Sequence[int]]
    rows: Sequence[_Row]


def channel_of(heard: Heard) -> Clue | None:
    """Returns the channel that the memo speaks for, with the words that say it best; None where none does, or nothing was sold."""
    clues = _channel_clues(heard)
    best = _best(clues)
    if best is None or best == NO_CHANNEL:
        return None
    return _strongest(clues, best)


def contents_of(heard: Heard) -> Iterator[Clue]:
    """Yields the categories that the memo speaks for, each with the words that say it best."""
    clues = [*_clues(heard.memo, "content"), *_tricks(heard), *_money(heard), *_usual(heard)]
    told = _file()
    if _sums(clues).get("safety_quality", 0.0) < told.enough["safety_quality"]:
        clues += _amounts(heard)
        base = {"contract": told.contract}
    else:
        base = {}
    for value, total in _sums(clues).items():
        if total + base.get(value, 0) >= told.enough[value]:
            yield _strongest(clues, value)


def _strongest(clues: Sequence[Clue], value: str) -> Clue:
    return max((clue for clue in clues if clue.value == value), key=lambda clue: clue.points)


def _usual(heard: Heard) -> Iterator[Clue]:
    """How a channel is usually complained of: a caller at the door for how he sold, a shop for something else."""
    clues = _channel_clues(heard)
    best = _best(clues)
    if best is not None and (points := _file().usual[best]):
        yield Clue("sales_method", points, _strongest(clues, best).span)


def _amounts(heard: Heard) -> Iterator[Clue]:
    for one in heard.answer.situation.amounts:
        if one.part is None and one.yen:
            yield Clue("contract", _ENOUGH_CONTENT, (one.start, one.end))
            return


def _channel_clues(heard: Heard) -> list[Clue]:
    return [*_clues(heard.memo, "channel"), *_of_schemes(heard)]


def _best(clues: Sequence[Clue]) -> str | None:
    sums = _sums(clues)
    best = max(sums, key=lambda value: sums[value], default="")
    return best if best and sums[best] >= _ENOUGH else None


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
    silent = [(start, end) for start, end, at in hits if not words.firsts[at] and not words.thens[at]]
    told = [hit for hit in hits if not any(one <= hit[0] and hit[1] <= last for one, last in silent)]
    seconds: defaultdict[int, list[int]] = defaultdict(list)
    for start, _, at in hits:
        for number in words.thens[at]:
            seconds[number].append(start)
    seen: set[int] = set()
    for start, end, at in told:
        for number in words.firsts[at]:
            row = words.rows[number]
            if number not in seen and (not row.then or _follows(seconds[number], end)):
                seen.add(number)
                yield Clue(row.says, row.points, (start, end))


def _follows(starts: Sequence[int], end: int) -> bool:
    return any(end <= start <= end + _BESIDE for start in starts)


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
    firsts: defaultdict[str, list[int]] = defaultdict(list)
    thens: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for word in dict.fromkeys(map(_plain, row.words)):
            firsts[word].append(number)
        for word in dict.fromkeys(map(_plain, row.then)):
            thens[word].append(number)
    silent = (_plain(word) for those in _file().silent for word in those)
    found = list(dict.fromkeys([*firsts, *thens, *silent]))
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(found)
    return _Words(automaton, [firsts[word] for word in found], [thens[word] for word in found], rows)


def _plain(word: str) -> str:
    return levelled(word).casefold()

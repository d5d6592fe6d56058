"""Which channel of sale and which categories of content a memo speaks for, and with which of its words.

A memo leaves marks: rows of words that stand in it (``code_words.yaml``), each of these words, the scheme that was recognised, what
happened, how it was paid, and pieces of two or three characters, as words come in many forms.
What a mark says for or against a code was learned from our own labelled memos (``code_weights.yaml``, tools/learn_codes.py). A code is
proposed only with words of the memo that speak for it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import daachorse
import msgspec

from madoguchi.knowledge.reader import read_file
from madoguchi.masks import levelled
from madoguchi.web.desk.code_weighing import ALWAYS, spoken_for
from madoguchi.web.desk.codes import CONTENT_CATEGORIES, SALES_CHANNELS
from madoguchi.web.desk.hearing import Heard, Span
from madoguchi.words import Quoted

WORDS: Final = Path(__file__).with_name("code_words.yaml")
WEIGHTS: Final = Path(__file__).with_name("code_weights.yaml")
NO_CHANNEL: Final = "none"
PIECE: Final = "piece "
_SURE_SCHEME = 0.6
_PIECES = (2, 3)  # characters
_DIGITS = str.maketrans("123456789", "0" * 9)
_BESIDE = 12  # characters between a word and the one that must follow


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    says: str
    words: list[str]
    then: list[str] = []
    endings: list[str] = []

    @property
    def firsts(self) -> list[str]:
        """Its words as they stand in a memo: with each of the endings, where it has any."""
        return [word + ending for word in self.words for ending in self.endings or [""]]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    silent: list[list[str]]
    channel: list[_Row]
    content: list[_Row]


@dataclass(frozen=True, slots=True)
class Clue:
    """That the words at ``span`` of the memo speak best for ``value``."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Words:
    """Finds the rows of words in a text: ``firsts``, ``thens`` and whether it is ``silent`` by the place of the word in ``automaton``."""

    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    firsts: Sequence[Sequence[int]]
    thens: Sequence[Sequence[int]]
    silent: frozenset[int]
    rows: Sequence[_Row]


def channel_of(heard: Heard) -> Clue | None:
    """Returns the channel that the memo speaks for; None where none does, or where nothing was sold in one of the four ways."""
    marks = marks_of(heard)
    best = max((*SALES_CHANNELS, NO_CHANNEL), key=lambda value: _score(marks, value))
    return None if best == NO_CHANNEL else _clue(marks, best)


def contents_of(heard: Heard) -> Iterator[Clue]:
    """Yields the categories that the memo speaks for."""
    marks = marks_of(heard)
    for value in spoken_for({value: _score(marks, value) for value in CONTENT_CATEGORIES}):
        clue = _clue(marks, value)
        if clue:
            yield clue


def marks_of(heard: Heard) -> Mapping[str, Span | None]:
    """Returns the marks of the memo and where the first words of each stand (None: it is said by no words alone, or by no whole word)."""
    found: dict[str, Span | None] = {ALWAYS: None}
    known = _weights()
    found |= {name: None for piece in pieces_of(heard.memo) if (name := f"{PIECE}{piece}") in known}
    for name, span in (*_of_words(heard.memo), *_of_schemes(heard), *_of_situation(heard)):
        found.setdefault(name, span)
    return found


def pieces_of(memo: str) -> frozenset[str]:
    """Returns the pieces of two and three characters that ``memo`` is made of, without blanks; every digit is a nought."""
    plain = _plain(memo).translate(_DIGITS)
    found = {plain[at : at + length] for length in _PIECES for at in range(len(plain) - length + 1)}
    return frozenset(piece for piece in found if not any(map(str.isspace, piece)))


def _score(marks: Mapping[str, Span | None], value: str) -> int:
    weights = _weights()
    return sum(weights.get(mark, {}).get(value, 0) for mark in marks)


def _clue(marks: Mapping[str, Span | None], value: str) -> Clue | None:
    weights = _weights()
    told = {span: weights.get(mark, {}).get(value, 0) for mark, span in marks.items() if span is not None}
    best = max(told, key=lambda span: told[span], default=None)
    return Clue(value, best) if best is not None and told[best] > 0 else None


def _of_words(memo: str) -> Iterator[tuple[str, Span]]:
    plain = _plain(memo)
    plain = plain if len(plain) == len(memo) else levelled(memo)
    for what in ("channel", "content"):
        for name, span in _rows_in(plain, _read(what)):
            yield f"{what} {name}" if isinstance(name, int) else f"word {name}", span


def _rows_in(plain: str, words: _Words) -> Iterator[tuple[int | str, Span]]:
    """The rows and the words that stand in ``plain``, where no silent word holds them. In time that goes with the length: memos are long."""
    hits = words.automaton.find_overlapping(plain)
    silent = _silent_to(hits, words, len(plain))
    seconds: defaultdict[int, list[int]] = defaultdict(list)
    for start, _, at in sorted(hits):
        for number in words.thens[at]:
            seconds[number].append(start)
    for start, end, at in hits:
        if silent[start] > end or (silent[start] == end and at not in words.silent):
            continue
        for number in words.firsts[at]:
            if not words.rows[number].then or _follows(seconds[number], end):
                yield number, (start, end)
        if words.firsts[at]:
            yield plain[start:end], (start, end)


def _silent_to(hits: Sequence[tuple[int, int, int]], words: _Words, length: int) -> Sequence[int]:
    """Up to where it is silent from each place on: the furthest end of the silent words that began there or before."""
    found = [0] * (length + 1)
    for start, end, at in hits:
        if at in words.silent:
            found[start] = max(found[start], end)
    return list(accumulate(found, max))


def _follows(starts: Sequence[int], end: int) -> bool:
    place = bisect_left(starts, end)
    return place < len(starts) and starts[place] <= end + _BESIDE


def _of_schemes(heard: Heard) -> Iterator[tuple[str, Span | None]]:
    for place, one in enumerate(heard.answer.schemes[:2]):
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        if signs and (one.weight or 0.0) >= _SURE_SCHEME:
            yield f"{'second ' if place else ''}scheme {one.id}", _span(signs[0])
    yield f"verdict {heard.answer.verdict}", None


def _of_situation(heard: Heard) -> Iterator[tuple[str, Span | None]]:
    now = heard.answer.situation
    for fact in now.facts:
        if fact.part is None:  # that nothing happened yet is said by no words
            yield f"fact {fact.stage}", None if fact.stage == "received_only" else _span(fact)
    yield from ((f"paid by {one.method}", _span(one)) for one in now.payments if one.part is None)
    for one in now.amounts:
        if one.part is None and one.yen:
            yield "amount", _span(one)
            yield f"amount {one.role}", _span(one)
    if now.channel:
        yield f"came by {now.channel}", None


def _span(one: Quoted) -> Span:
    return one.start, one.end


@lru_cache(maxsize=1)
def _weights() -> Mapping[str, Mapping[str, int]]:
    return read_file(WEIGHTS, dict[str, dict[str, int]])


@lru_cache(maxsize=2)
def _read(what: str) -> _Words:
    told = read_file(WORDS, _File)
    rows = told.channel if what == "channel" else told.content
    firsts: defaultdict[str, list[int]] = defaultdict(list)
    thens: defaultdict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        for word in dict.fromkeys(map(_plain, row.firsts)):
            firsts[word].append(number)
        for word in dict.fromkeys(map(_plain, row.then)):
            thens[word].append(number)
    denied = [row.firsts for row in (*told.channel, *told.content) if row.endings]
    silent = {_plain(word) for those in (*told.silent, *denied) for word in those}
    found = list(dict.fromkeys([*firsts, *thens, *sorted(silent)]))
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(found)
    return _Words(
        automaton,
        [firsts[word] for word in found],
        [thens[word] for word in found],
        frozenset(at for at, word in enumerate(found) if word in silent),
        rows,
    )


def _plain(text: str) -> str:
    return levelled(text).casefold()

"""Which large category of goods and services a memo is about, and which of its words name the thing (``product_words.yaml``).

The names of the categories were published; which thing belongs to which of them was not: the rows are our own reading, and
say so, there and on the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import daachorse
import msgspec

from madoguchi.knowledge.reader import read_file
from madoguchi.masks import levelled
from madoguchi.web.desk.codes import PRODUCTS
from madoguchi.web.desk.hearing import Heard, Span

WORDS: Final = Path(__file__).with_name("product_words.yaml")
_STRONG, _PLAIN, _WEAK = 30, 20, 5
_FIRST = 8  # what is named first is mostly what it is about
_BOUGHT = 25  # what the reading knows as the thing of a contract
_AGAIN = 4  # a word of the same category beside it
_SURE_SCHEME = 0.5
_AROUND, _MARKS = 14, frozenset("。、，,. \u3000\n\r\t「」『』（）()→/／・…")


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    says: str
    words: list[str]
    strong: bool = False
    weak: bool = False

    @property
    def weighs(self) -> int:
        return _STRONG if self.strong else _WEAK if self.weak else _PLAIN


class _File(msgspec.Struct, forbid_unknown_fields=True):
    silent: list[str]
    rows: list[_Row]
    schemes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """That the words at ``span`` of the memo name something of the category ``value``."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Words:
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick
    rows: tuple[_Row | None, ...]  # of each word of the automaton; None: silent
    schemes: Mapping[str, str]


def product_of(heard: Heard) -> Named | None:
    """Returns the category that the memo is about, with the words that name it best; None where nothing names any."""
    hits = list(_hits(heard.memo))
    if not hits:
        return _of_scheme(heard)
    bought = [(one.start, one.end) for one in heard.answer.situation.contract.things if one.part is None]
    scores: defaultdict[str, int] = defaultdict(int)
    best: dict[str, tuple[int, Span]] = {}
    for at, (row, span) in enumerate(hits):
        weighs = row.weighs + (_FIRST if at == 0 else 0) + (_BOUGHT if _within(span, bought) else 0)
        if row.says in best:
            scores[row.says] += _AGAIN
        if weighs > best.get(row.says, (0, span))[0]:
            scores[row.says] += weighs - best.get(row.says, (0, span))[0]
            best[row.says] = weighs, span
    value = max(scores, key=lambda name: scores[name])
    if scores[value] < _PLAIN and heard.answer.verdict == "scheme":
        return _of_scheme(heard)
    return Named(value, _phrase(heard.memo, best[value][1]))


def _phrase(memo: str, span: Span) -> Span:
    """The words around the place ``span``, up to a mark or a blank: what stands in the memo is quoted so that a person knows it again."""
    start, end = span
    while start > max(0, span[0] - _AROUND) and memo[start - 1] not in _MARKS:
        start -= 1
    while end < min(len(memo), span[1] + _AROUND) and memo[end] not in _MARKS:
        end += 1
    return start, end


def _within(span: Span, bought: list[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in bought)


def _hits(memo: str) -> Iterator[tuple[_Row, Span]]:
    """The words of the rows as they stand in the memo, the longest where several begin; silent ones take their place and say nothing."""
    plain = levelled(memo).casefold()
    plain = plain if len(plain) == len(memo) else levelled(memo)
    words = _read()
    for start, end, at in words.automaton.find(plain):
        row = words.rows[at]
        if row is not None:
            yield row, (start, end)


def _of_scheme(heard: Heard) -> Named | None:
    """What the trick is about that was recognised, with its first words; None where nobody published what such a trick counts as."""
    for one in heard.answer.schemes[:1]:
        signs = [sign for sign in one.signs if sign.counts == "for" and sign.part is None]
        value = _read().schemes.get(one.id)
        if value and signs and (one.weight or 0.0) >= _SURE_SCHEME:
            return Named(value, (signs[0].start, signs[0].end))
    return None


@lru_cache(maxsize=1)
def _read() -> _Words:
    told = read_file(WORDS, _File)
    assert {row.says for row in told.rows} | set(told.schemes.values()) <= set(PRODUCTS)  # noqa: S101 (a test reads it too)
    of: dict[str, _Row | None] = {}
    for row in told.rows:
        for word in row.words:
            of.setdefault(levelled(word).casefold(), row)
    of |= {levelled(word).casefold(): None for word in told.silent}
    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(list(of), daachorse.MATCH_KIND_LEFTMOST_LONGEST)
    return _Words(automaton, tuple(of.values()), told.schemes)

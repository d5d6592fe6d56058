"""The patterns of the knowledge: rows of literal pieces with bounded gaps, found in one linear pass.

``警告~(画面|表示)`` reads: 警告, then within 14 code points of the same sentence 画面 or 表示. ``~30~`` sets the gap, ``~~30~`` lets it cross the
end of a sentence, ``{concept}`` stands for the surface forms of language/concepts.yaml, ``<押す>`` for the stems of a verb (``<入れる1>``: an
ichidan verb in -る; ``<pay>``: an English verb with the space behind it). All pieces go into one automaton; matching a row over its hits is a
merge of sorted lists, so the whole is linear in the text and nothing can backtrack. ``Scanner`` says how; where the native module was built,
``NativeScanner`` does the same many times faster (decision 015).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple, TypeVar

import daachorse

from madoguchi.native import NATIVE
from madoguchi.plain_text import PART_END, PlainText, level
from madoguchi.verbs import UnknownVerb, verb_stems

DEFAULT_GAP = 14
MAX_GAP = 60
MAX_GAP_IN_ENGLISH = 150  # English says in so many letters what Japanese says in 60
_TOKEN = re.compile(r"~~\d+~|~\d+~|~|\{[a-z_]+\}|<[^<>~|()]+>|[()|]|[^~(){}<>|]+")
_MAX_FORMS = 4_000
_MIN_SPELLING = 3  # shorter kana would stand inside other words
_BY_END = itemgetter(1, 0)
_SCARCER = 4.0  # how much less often a literal stands in a text for each character more
_SENTENCE_END = re.compile(r"[。!?\n]\n*|[」』](?:\n|$)")
_SENTENCE = re.compile(r"[^\s。!?‥](?:[^。!?\n‥]*[^\s。!?‥])?")


class PatternError(ValueError):
    """A pattern of the knowledge cannot be read; says which and why (Japanese)."""


class Hit(NamedTuple):
    """Where a piece or a row stands in the levelled text; ``last`` is where its last piece begins."""

    start: int
    end: int
    last: int


class Row(NamedTuple):
    """A pattern: slots (sets of literals, by number) and the gap allowed before each slot but the first.

    A negative gap may cross the end of a sentence.
    """

    slots: tuple[int, ...]
    gaps: tuple[int, ...]


class Compiled(NamedTuple):
    """Patterns as data: the literals, the slots that each of them fills, the rows in the order of the patterns."""

    literals: list[str]
    slots_of: list[tuple[int, ...]]
    rows: list[Row]
    slot_count: int


@dataclass(slots=True)
class Patterns:
    """Collects patterns, then ``compile()`` makes them the data that a Scanner reads by."""

    concepts: Mapping[str, Sequence[str]]
    readings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _slots: dict[tuple[str, ...], int] = field(default_factory=dict)
    _rows: list[Row] = field(default_factory=list)
    _ordered: list[tuple[str, Sequence[str]]] = field(default_factory=list)
    _begin: frozenset[str] = field(init=False)

    def add(self, pattern: str) -> None:
        """Adds a pattern. Raises PatternError with the pattern and what is wrong with it."""
        slots: list[int] = []
        gaps: list[int] = []
        gap = 0
        pieces = _pieces(pattern)
        shortest = 2 if "~" in pattern else _MIN_SPELLING  # context lets shorter kana pass
        for number, token in enumerate(pieces, start=1):
            if token[0].startswith("~"):
                gap = _gap(token[0], pattern)
                continue
            if slots:
                gaps.append(gap)
            last = number == len(pieces)
            slots.append(self._slot(token, pattern, shortest=shortest, last=last))
            gap = 0
        if not slots:
            raise PatternError(f"パターン「{pattern}」に言葉がありません。")
        self._rows.append(Row(tuple(slots), tuple(gaps)))

    def _slot(self, piece: Sequence[str], pattern: str, *, shortest: int, last: bool) -> int:
        forms, rest = self._forms(piece, 0, pattern)
        if last:  # an English verb comes with the space behind it, which the end of a text lacks
            forms = [form.rstrip() if "<" in "".join(piece) and form.isascii() else form for form in forms]
        if rest != len(piece) or not all(forms):
            raise PatternError(f"パターン「{pattern}」の括弧の中に空の言葉があるか、括弧が合いません。")
        if len(forms) > _MAX_FORMS:
            raise PatternError(
                f"パターン「{pattern}」は {len(forms)} 通りに広がります。分けて書いてください。"
            )
        spelled = {other for form in forms for other in self._spellings(form, shortest)}
        return self._slots.setdefault(tuple(sorted(spelled)), len(self._slots))

    def _spellings(self, form: str, shortest: int) -> list[str]:
        """Returns the form, each of its words in another spelling, and all of them at once (kana throughout)."""
        if self._begin.isdisjoint(form):
            return [form]
        found = [form]
        kana = form
        for word, others in self._ordered:
            if word in form:
                found += [form.replace(word, other) for other in others]
            if word in kana:
                kana = kana.replace(word, others[-1])
        return [form, *(other for other in {*found, kana} if len(other) >= shortest)]

    def __post_init__(self) -> None:
        levelled = {level(word): [level(other) for other in others] for word, others in self.readings.items()}
        self._ordered = sorted(levelled.items(), key=lambda pair: -len(pair[0]))
        self._begin = frozenset(word[0] for word in levelled)

    def _forms(self, tokens: Sequence[str], at: int, pattern: str) -> tuple[list[str], int]:
        """Returns the forms of alternatives from ``at`` up to a closing bracket, and where it stopped."""
        forms: list[str] = []
        combos = [""]
        while at < len(tokens) and tokens[at] != ")":
            if tokens[at] == "|":
                forms, combos = forms + combos, [""]
            elif tokens[at] == "(":
                inner, at = self._forms(tokens, at + 1, pattern)
                combos = [head + form for head in combos for form in inner]
            else:
                combos = [head + form for head in combos for form in self._piece(tokens[at], pattern)]
            at += 1
        return forms + combos, at

    def _piece(self, piece: str, pattern: str) -> Sequence[str]:
        if piece.startswith("{"):
            if piece[1:-1] not in self.concepts:
                raise PatternError(
                    f"パターン「{pattern}」の {piece} は language/concepts.yaml にありません。"
                )
            return [form for one in self.concepts[piece[1:-1]] for form in self._word(one, pattern)]
        return self._word(piece, pattern)

    def _word(self, piece: str, pattern: str) -> Sequence[str]:
        if piece.startswith("<"):
            try:
                return [level(stem) for stem in verb_stems(piece[1:-1])]
            except UnknownVerb as error:
                raise PatternError(f"パターン「{pattern}」: {error}") from None
        return [level(piece)]

    def compile(self) -> Compiled:
        """Returns everything that was added, in that order."""
        slots_of: dict[str, list[int]] = {}
        for forms, slot in self._slots.items():
            for form in forms:
                slots_of.setdefault(form, []).append(slot)
        slots = [tuple(filled) for filled in slots_of.values()]
        return Compiled(list(slots_of), slots, self._rows, len(self._slots))


def _pieces(pattern: str) -> list[list[str]]:
    """Splits a pattern into gaps and top-level pieces, each a list of tokens with balanced brackets."""
    tokens = _TOKEN.findall(pattern)
    if "".join(tokens) != pattern or "?" in pattern or "*" in pattern:
        raise PatternError(f"パターン「{pattern}」の括弧か ~ の使い方が違います（? と * は使えません）。")
    pieces: list[list[str]] = []
    depth = 0
    for word in tokens:
        if depth and word.startswith("~"):
            raise PatternError(f"パターン「{pattern}」の括弧の中に ~ は書けません。")
        if not depth:
            pieces.append([])
        depth += (word == "(") - (word == ")")
        pieces[-1].append(word)
    if depth or any(piece in (["|"], [")"]) for piece in pieces):
        raise PatternError(f"パターン「{pattern}」の括弧が合いません。")
    return pieces


def _gap(token: str, pattern: str) -> int:
    crosses = token.startswith("~~")
    digits = token.strip("~")
    gap = int(digits) if digits else DEFAULT_GAP
    most = MAX_GAP_IN_ENGLISH if pattern.isascii() else MAX_GAP
    if gap > most:
        raise PatternError(f"パターン「{pattern}」の間は {most} 文字までです。")
    return -gap if crosses else gap


class Scan:
    """One text after the pass: where each literal stands, and sentence numbers on demand."""

    __slots__ = ("_ends", "literals", "text")

    def __init__(self, text: str, literals: dict[int, list[Span]]) -> None:
        self.text, self.literals = text, literals
        self._ends: list[int] | None = None

    def sentence(self, at: int) -> int:
        """Returns the number of the sentence that ``at`` lies in."""
        if self._ends is None:
            self._ends = sentence_ends(self.text)
        return bisect_right(self._ends, at - 1)

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yields where each sentence starts and ends, in text order, without the space around it; none runs into another part."""
        for said in _SENTENCE.finditer(self.text):
            yield said.span()


def _sentence_ends(text: str) -> list[int]:
    """Returns where sentences end, in order."""
    return [hit.start() for hit in _SENTENCE_END.finditer(text)]


sentence_ends = NATIVE.Rows.sentence_ends if NATIVE else _sentence_ends


class Scanner:
    """All patterns in one automaton. Safe from many threads: a scan keeps nothing here.

    A text holds few of the literals and still fewer whole rows, so the work is kept from everything else: sets of slots are
    masks (one bit a slot), a row is looked at when its rarest slot is there, and places are gathered only for slots of rows
    that have all their slots in the text.
    """

    def __init__(self, patterns: Compiled, owners: Sequence[object]) -> None:
        """``owners``: who gets the hits, one for each row of ``patterns``."""
        slots_of = patterns.slots_of
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick(patterns.literals)
        self._slots_of = [frozenset(slots) for slots in slots_of]
        rows_of, alone_of = _by_slot(patterns)
        by_slot: list[list[_Entry]] = [
            [(_mask(patterns.rows[at].slots), patterns.rows[at], owners[at]) for at in those]
            for those in rows_of
        ]
        alone = [[owners[at] for at in those] for those in alone_of]
        self._masks = [_mask(slots) for slots in slots_of]
        self._rows_of = [_joined(by_slot, slots) for slots in slots_of]
        self._alone_of = [_joined(alone, slots) for slots in slots_of]

    def scan(self, plain: PlainText) -> Scan:
        """Returns the places of every literal in ``plain`` (one pass, linear)."""
        literals: dict[int, list[Span]] = {}
        for start, end, literal in self._automaton.find_overlapping(plain.text):
            if literal in literals:
                literals[literal].append((start, end))
            else:
                literals[literal] = [(start, end)]
        return Scan(plain.text, literals)

    def matches(self, scan: Scan) -> dict[object, list[Hit]]:
        """Returns, for every owner with a row in the text, where its rows stand (text order not promised)."""
        found: dict[object, list[Hit]] = {}
        literals, alone_of = scan.literals, self._alone_of
        for literal, spans in literals.items():
            for owner in alone_of[literal]:
                found.setdefault(owner, []).extend([Hit(start, end, start) for start, end in spans])
        rows = self._whole_rows(literals)
        places = self._places(literals, rows)
        for _, row, owner in rows:
            if where := _row_hits(row, places, scan):
                found.setdefault(owner, []).extend(where)
        return found

    def _whole_rows(self, literals: Iterable[int]) -> list[_Entry]:
        """The rows of more than one slot that have all their slots in the text."""
        masks, rows_of = self._masks, self._rows_of
        present = 0
        for literal in literals:
            present |= masks[literal]
        absent = ~present
        rows = {id(entry): entry for at in literals for entry in rows_of[at] if not entry[0] & absent}
        return list(rows.values())

    def _places(self, literals: Mapping[int, list[Span]], rows: Sequence[_Entry]) -> dict[int, list[Span]]:
        """The places of the slots of ``rows``, in the order of their ends."""
        needed: set[int] = set().union(*[row.slots for _, row, _ in rows])
        places: dict[int, list[Span]] = {}
        mixed: set[int] = set()
        for literal, spans in literals.items():
            for slot in self._slots_of[literal] & needed:
                if slot not in places:
                    places[slot] = spans
                elif slot in mixed:
                    places[slot] += spans
                else:
                    mixed.add(slot)
                    places[slot] = (
                        places[slot] + spans
                    )  # a list of its own: the first one belongs to a literal
        for slot in mixed:
            places[slot].sort(key=_BY_END)
        return places


class NativeScanner:
    """A Scanner whose ``matches`` is done by the native module: the same hits in the same order (src/native/rows.c)."""

    def __init__(self, patterns: Compiled, owners: Sequence[object]) -> None:
        """``owners`` as those of Scanner. Raises RuntimeError where the native module is not built, or not wanted."""
        if NATIVE is None:
            raise RuntimeError("the native module is not there; take Scanner")
        rows_of, alone = _by_slot(patterns)
        numbers = {owner: at for at, owner in enumerate(dict.fromkeys(owners))}
        self._rows = NATIVE.Rows(
            literals=patterns.literals,
            slots_of=patterns.slots_of,
            rows=[(*row, numbers[owner]) for row, owner in zip(patterns.rows, owners, strict=True)],
            rows_of=[tuple(those) for those in rows_of],
            alone=[tuple(numbers[owners[at]] for at in _joined(alone, slots)) for slots in patterns.slots_of],
            owners=tuple(numbers),
            hit=Hit,
        )

    def scan(self, plain: PlainText) -> Scan:
        """Returns the text alone: its literals are found by ``matches``, in the same pass."""
        return Scan(plain.text, {})

    def matches(self, scan: Scan) -> dict[object, list[Hit]]:
        """Returns, for every owner with a row in the text, where its rows stand (text order not promised)."""
        return self._rows.matches(scan.text)


def scanner_for(patterns: Compiled, owners: Sequence[object]) -> Scanner | NativeScanner:
    """Returns the fastest scanner there is. ``owners``: who gets the hits, one for each row of ``patterns``."""
    return NativeScanner(patterns, owners) if NATIVE else Scanner(patterns, owners)


def _by_slot(patterns: Compiled) -> tuple[list[list[int]], list[list[int]]]:
    """Returns, for each slot, the rows of which it is the rarest, and those that are this slot alone."""
    common = [0.0] * patterns.slot_count
    for literal, slots in zip(patterns.literals, patterns.slots_of, strict=True):
        for slot in slots:
            common[slot] += _SCARCER ** -len(literal)
    rows_of: list[list[int]] = [[] for _ in common]
    alone: list[list[int]] = [[] for _ in common]
    for at, row in enumerate(patterns.rows):
        if len(row.slots) == 1:
            alone[row.slots[0]].append(at)
        else:
            rows_of[min(row.slots, key=lambda slot: common[slot])].append(at)
    return rows_of, alone


Span = tuple[int, int]
_Entry = tuple[int, Row, object]
_T = TypeVar("_T")


def _mask(slots: Iterable[int]) -> int:
    mask = 0
    for slot in slots:
        mask |= 1 << slot
    return mask


def _joined(by_slot: Sequence[Sequence[_T]], slots: Sequence[int]) -> tuple[_T, ...]:
    return tuple(one for slot in slots for one in by_slot[slot])


def _row_hits(row: Row, places: Mapping[int, list[Span]], scan: Scan) -> list[Hit]:
    """Merges the slots of a row: for every place of the last slot the nearest chain before it."""
    chains: Sequence[Span] = places[row.slots[0]]
    hits: list[Hit] = []
    for slot, gap in zip(row.slots[1:], row.gaps, strict=True):
        hits = _extended(chains, places[slot], gap, scan)
        if not hits:
            break
        chains = [(start, end) for start, end, _ in hits]
    return hits


def _extended(chains: Sequence[Span], places: Sequence[Span], gap: int, scan: Scan) -> list[Hit]:
    """Both come in the order of their ends, and so do the longer chains."""
    ends = [end for _, end in chains]
    reach = abs(gap)
    longer: list[Hit] = []
    for start, end in places:
        at = bisect_right(ends, start) - 1
        if at < 0 or start - ends[at] > reach:
            continue
        if gap < 0 and PART_END in scan.text[ends[at] : start]:
            continue
        if gap > 0 and scan.sentence(ends[at] - 1) != scan.sentence(start):
            continue
        longer.append(Hit(chains[at][0], end, start))
    return longer

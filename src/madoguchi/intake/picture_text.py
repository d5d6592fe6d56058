"""Lines that were read on a picture, put into the text that a person would have pasted, with the place of every character.

Japanese wraps in the middle of a word: lines of one paragraph or bubble are joined with nothing between them, what stands apart becomes a line
of its own. Only what is certain is mended: the comma of an amount that was read as a point, signs that pass for others between kanji.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from madoguchi.intake.picture_mending import points_to_drop, spaces_to_drop, with_signs_mended
from madoguchi.words import Word

_JUNK = re.compile(r"[|｜ーし一ノ\\/‐\-_.,・:;'\"`~^*°]{1,3}")


class Box(Word, frozen=True, kw_only=True):
    """A rectangle on the upright picture in pixels, right and bottom exclusive."""

    left: int
    top: int
    right: int
    bottom: int


class ReadWord(Word, frozen=True, kw_only=True):
    """What the engine read in one place. ``sure``: 0..100, as the engine says."""

    text: str
    box: tuple[int, int, int, int]
    sure: float


class ReadLine(Word, frozen=True, kw_only=True):
    """A line as cut out; ``box`` is straightened, so that lines of a turned photo can be ordered."""

    box: tuple[int, int, int, int]
    words: tuple[ReadWord, ...]

    @property
    def height(self) -> int:
        """Returns the height in pixels."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and where it stands; None: a line end that the picture does not show."""

    char: str
    box: Box | None


def glyphs_of(lines: Sequence[ReadLine]) -> list[Glyph]:
    """Returns the characters of the text in reading order."""
    glyphs: list[Glyph] = []
    for block in _blocks(in_reading_order([line for line in lines if _says_something(line)])):
        if glyphs:
            glyphs.append(Glyph("\n", None))
        glyphs += _joined(block)
    return glyphs


def _says_something(line: ReadLine) -> bool:
    """Leaves out what is no writing: icons, edges of the paper, bars of the signal."""
    text = "".join(word.text for word in line.words)
    sure = sum(word.sure * len(word.text) for word in line.words) / max(1, len(text))
    if _JUNK.fullmatch(text):
        return False
    return sure >= (60 if len(text) <= 4 else 30)


def in_reading_order(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Returns ``lines`` from the top down; two columns of paragraphs one after the other."""
    rows = _rows(lines)
    ordered: list[ReadLine] = []
    at = 0
    while at < len(rows):
        left, right, after = _columns(rows, at)
        ordered += [line for row in left + right for line in row]
        at = after
    return ordered


def _rows(lines: Sequence[ReadLine]) -> list[list[ReadLine]]:
    """Returns the lines that lie at the same height together, from left to right."""
    rows: list[list[ReadLine]] = []
    for line in sorted(lines, key=lambda line: line.box[1]):
        if rows and _level(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _level(one: ReadLine, other: ReadLine) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared >= 0.4 * min(one.height, other.height)


_Rows = list[list[ReadLine]]


def _columns(rows: _Rows, start: int) -> tuple[_Rows, _Rows, int]:
    """Returns the rows from ``start`` that lie left and right of one gutter, and where it ends; one row where there is none."""
    best: tuple[_Rows, _Rows, int] = ([rows[start]], [], start + 1)
    for gutter in _gutters(rows[start:]):
        left, right, after = [], [], start
        while after < len(rows) and all(not line.box[0] < gutter < line.box[2] for line in rows[after]):
            left.append([line for line in rows[after] if line.box[2] <= gutter])
            right.append([line for line in rows[after] if line.box[0] >= gutter])
            after += 1
        if _is_paragraphs(left) and _is_paragraphs(right) and _side_by_side(left, right) and after > best[2]:
            best = (left, right, after)
    return best


def _gutters(rows: _Rows) -> list[float]:
    """Returns the middles of the wide gaps in the first rows that hold more than one line."""
    pairs = [(a, b) for row in rows[:6] for a, b in pairwise(row)]
    return [b.box[0] - b.height / 2 for a, b in pairs if b.box[0] - a.box[2] >= 1.2 * max(a.height, b.height)]


def _is_paragraphs(column: _Rows) -> bool:
    """Prices beside articles and hours beside senders are short: these are no columns."""
    widths = [(line.box[2] - line.box[0]) / line.height for row in column for line in row]
    return len(widths) >= 2 and median(widths) >= 5


def _side_by_side(left: _Rows, right: _Rows) -> bool:
    return sum(1 for a, b in zip(left, right, strict=True) if a and b) >= 2


def _blocks(lines: Iterable[ReadLine]) -> list[list[ReadLine]]:
    """Returns the paragraphs: lines close under each other, equally tall, beginning at the same place."""
    blocks: list[list[ReadLine]] = []
    for line in lines:
        if blocks and _follows(blocks[-1], line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _follows(block: Sequence[ReadLine], line: ReadLine) -> bool:
    last, tall = block[-1], max(block[-1].height, line.height)
    close = -0.3 * tall <= line.box[1] - last.box[3] <= 1.15 * tall
    alike = min(last.height, line.height) >= 0.55 * tall
    indent = line.box[0] - min(one.box[0] for one in block)
    begins = -2.6 * tall <= indent <= 1.2 * tall if len(block) == 1 else abs(indent) <= 1.2 * tall
    return close and alike and (begins or _centred(last, line))


def _centred(last: ReadLine, line: ReadLine) -> bool:
    middles = (last.box[0] + last.box[2]) - (line.box[0] + line.box[2])
    return abs(middles) <= 1.2 * line.height


def _joined(block: Sequence[ReadLine]) -> list[Glyph]:
    """Joins the lines of a paragraph; a line that ends early ends there."""
    right = max(line.box[2] for line in block)
    glyphs: list[Glyph] = []
    for at, line in enumerate(block):
        if at:
            before = block[at - 1]
            early = right - before.box[2] > 1.9 * before.height
            glyphs += _between(_text(glyphs[-60:]), line, early=early)
        glyphs += _glyphs(line)
    return _mended(glyphs)


def _between(before: str, line: ReadLine, *, early: bool) -> list[Glyph]:
    if early:
        return [Glyph("\n", None)]
    first = line.words[0].text[:1]
    both = before[-1:].isascii() and before[-1:].isalpha() and first.isascii() and first.isalpha()
    address = before.rsplit(" ", 1)[-1]
    return [Glyph(" ", None)] if both and not re.search(r"[:/@.0-9]", address) else []


def _glyphs(line: ReadLine) -> list[Glyph]:
    glyphs: list[Glyph] = []
    for word, (left, right) in zip(line.words, _sides(line.words), strict=True):
        if glyphs:
            glyphs.append(Glyph(" ", None))
        step = (right - left) / len(word.text)
        for at, char in enumerate(word.text):
            first, last = round(left + at * step), round(left + (at + 1) * step)
            glyphs.append(Glyph(char, Box(left=first, top=word.box[1], right=last, bottom=word.box[3])))
    return glyphs


def _sides(words: Sequence[ReadWord]) -> list[tuple[int, int]]:
    """Returns where each word begins and ends. The engine lets some Japanese words run on to the end of the line."""
    sides: list[tuple[int, int]] = []
    for word in words:
        left = max(word.box[0], sides[-1][0] if sides else 0)
        if sides:
            sides[-1] = (sides[-1][0], min(sides[-1][1], left))
        sides.append((left, max(left, word.box[2])))
    return sides


def _mended(glyphs: list[Glyph]) -> list[Glyph]:
    """Takes out the spaces that the engine puts between Japanese words and mends what is certain."""
    glyphs = _without(glyphs, spaces_to_drop(_text(glyphs)))
    glyphs = _without(glyphs, points_to_drop(_text(glyphs)))
    chars = with_signs_mended(_text(glyphs))
    return [Glyph(char, glyph.box) for char, glyph in zip(chars, glyphs, strict=True)]


def _text(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)


def _without(glyphs: Sequence[Glyph], gone: Set[int]) -> list[Glyph]:
    return [glyph for at, glyph in enumerate(glyphs) if at not in gone]

"""Finds the lines of writing on a picture, so that the engine meets one clean line under the other.

Runs in the child process of picture.py only: standard library and Pillow, nothing of ours. Tesseract's own page analysis loses white letters on
coloured buttons, mixes columns and reads icons; letters it reads well (decision 010). So letters are found here: what differs from
the ground around it is ink, whatever the colours are; ink that touches is a piece; pieces side by side are a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter, ImageOps

CELL = 2  # pixels: ink is looked for on a grid, letters of 12 pixels are six cells tall
INK = 56  # of 255: how far from its ground a pixel must be; grain of paper and noise of a camera lie below
_GROUND = 8  # the ground is looked for on a picture so many times smaller
_MOST_PIECES = 20_000
_MOST_RUNS = 400_000
_MOST_LINES = 1_500
_HOLLOW = 0.22  # 口 in a heading has 0.3
_LEAST = 6  # pixels: lower is a speck or a stroke


@dataclass(slots=True, eq=False)
class Piece:
    """A rectangle of ink in pixels, end exclusive, with how much of it is inked cells."""

    left: int
    top: int
    right: int
    bottom: int
    cells: int = 0

    @property
    def height(self) -> int:
        """Returns the height in pixels."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Returns the width in pixels."""
        return self.right - self.left

    def take(self, other: Piece) -> None:
        """Grows so that ``other`` lies inside."""
        self.left, self.top = min(self.left, other.left), min(self.top, other.top)
        self.right, self.bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        self.cells += other.cells


class TooMuch(ValueError):
    """The picture holds more separate specks than writing has."""


def ink_of(image: Image.Image) -> Image.Image:
    """Returns how far each pixel is from the ground around it: 0 ground, 255 ink, for dark and light modes and coloured buttons."""
    colours = image.convert("RGB")
    small = colours.resize(
        (max(1, image.width // _GROUND), max(1, image.height // _GROUND)), Image.Resampling.NEAREST
    )
    ground = small.filter(ImageFilter.MedianFilter(9)).resize(image.size, Image.Resampling.NEAREST)
    red, green, blue = ImageChops.difference(colours, ground).split()
    return ImageOps.autocontrast(ImageChops.lighter(ImageChops.lighter(red, green), blue), cutoff=(0, 0.1))


def lean_of(ink: Image.Image) -> float:
    """Returns by how many degrees the writing is turned (-6..6): upright lines leave the emptiest rows between them."""
    small = ink.copy()
    small.thumbnail((500, 500))
    best = max((_rows_apart(small, step / 2), -abs(step), step / 2) for step in range(-12, 13))
    straight = _rows_apart(small, 0)
    return best[2] if best[0] > straight * 1.08 else 0.0


def _rows_apart(small: Image.Image, degrees: float) -> float:
    turned = small.rotate(degrees, Image.Resampling.BILINEAR) if degrees else small
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in pairwise(rows)) + 1.0


def letter_of(ink: Image.Image) -> float:
    """Returns how tall the letters on ``ink`` are, in pixels."""
    return _letter_height(_pieces(ink))


def lines_of(ink: Image.Image) -> list[Piece]:
    """Returns the lines of writing in ``ink``, unordered. Raises TooMuch for what is no writing."""
    pieces = _pieces(ink)
    if not pieces:
        return []
    letter = _letter_height(pieces)
    writing = _without_marks([piece for piece in pieces if _may_be_writing(piece, letter)], letter)
    if len(writing) > _MOST_PIECES:
        raise TooMuch
    lines = _side_by_side(writing)
    if len(lines) > _MOST_LINES:
        raise TooMuch
    return [line for line in _merged(lines) if line.height >= letter * 0.35]


def _pieces(ink: Image.Image) -> list[Piece]:
    """Returns the connected pieces of ink: runs of inked cells that touch the runs of the row above."""
    runs = _runs(ink)
    owner = list(range(len(runs)))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    for one, other in _touching(runs):
        owner[root(other)] = root(one)
    found: dict[int, Piece] = {}
    for at, (row, first, last) in enumerate(runs):
        box = Piece(first * CELL, row * CELL, last * CELL, (row + 1) * CELL, last - first)
        piece = found.setdefault(root(at), box)
        if piece is not box:
            piece.take(box)
    return list(found.values())


def _runs(ink: Image.Image) -> list[tuple[int, int, int]]:
    """Returns (row, first, last) of every run of inked cells, row by row."""
    size = (max(1, ink.width // CELL), max(1, ink.height // CELL))
    grid = ink.resize(size, Image.Resampling.BOX).point(lambda value: 255 if value >= INK else 0)
    data, width = grid.tobytes(), grid.width
    runs: list[tuple[int, int, int]] = []
    for row in range(grid.height):
        start = row * width
        runs.extend((row, first, last) for first, last in _inked(data[start : start + width]))
        if len(runs) > _MOST_RUNS:
            raise TooMuch
    return runs


def _inked(row: bytes) -> Iterator[tuple[int, int]]:
    """Yields (first, last) of the runs of inked cells (255) in a row of cells."""
    first = row.find(b"\xff")
    while first >= 0:
        last = row.find(b"\0", first)
        last = len(row) if last < 0 else last
        yield first, last
        first = row.find(b"\xff", last)


def _touching(runs: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Yields pairs of runs of neighbouring rows that touch, corners included."""
    behind = 0
    for at, (row, first, last) in enumerate(runs):
        while runs[behind][0] < row - 1 or (runs[behind][0] == row - 1 and runs[behind][2] < first):
            behind += 1
        other = behind
        while other < at and runs[other][0] == row - 1 and runs[other][1] <= last:
            yield other, at
            other += 1


def _letter_height(pieces: Sequence[Piece]) -> float:
    """Returns how tall letters are: half of all writing, by its height, is at most so tall. Frames and rules are too long to count."""
    tall = sorted(p.height for p in pieces if p.height >= _LEAST and p.width <= 4 * p.height)
    half, seen = sum(tall) / 2, 0
    for height in tall:
        seen += height
        if seen >= half:
            return float(height)
    return float(max((p.height for p in pieces), default=_LEAST))


def _may_be_writing(piece: Piece, letter: float) -> bool:
    """Tells frames of bubbles, rules and pictures from letters: too tall, too long for their height, or hollow."""
    if piece.height > letter * 4 or (piece.width > letter * 12 and piece.height < letter * 0.4):
        return False
    if piece.height < letter * 1.5:
        return True
    full = piece.cells / max(1, piece.height * piece.width // (CELL * CELL))
    return full >= _HOLLOW  # a bubble, a button, the round mark of a sender


def _without_marks(pieces: Sequence[Piece], letter: float) -> list[Piece]:
    """Leaves out what is tall and has nothing as tall beside it: the round mark of a sender, a picture, a badge."""
    tall = [piece for piece in pieces if piece.height > letter * 1.5]
    marks = [one for one in tall if not any(_alike(one, other) for other in tall if other is not one)]
    return [piece for piece in pieces if piece not in marks]


def _alike(one: Piece, other: Piece) -> bool:
    return 0.6 <= one.height / other.height <= 1.6 and _same_height(one, other)


def _side_by_side(pieces: Sequence[Piece]) -> list[Piece]:
    """Joins pieces from left to right: each goes to the open line at its height that ends nearest."""
    lines: list[Piece] = []
    open_lines: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        open_lines = [line for line in open_lines if piece.left - line.right <= _gap(line, piece)]
        near = [line for line in open_lines if _same_height(line, piece)]
        if near:
            max(near, key=lambda line: line.right).take(piece)
        else:
            line = Piece(piece.left, piece.top, piece.right, piece.bottom, piece.cells)
            lines.append(line)
            open_lines.append(line)
    return lines


def _gap(line: Piece, piece: Piece) -> float:
    return 1.3 * max(line.height, piece.height)


def _same_height(line: Piece, piece: Piece) -> bool:
    shared = min(line.bottom, piece.bottom) - max(line.top, piece.top)
    return shared >= 0.5 * min(line.height, piece.height)


def _merged(lines: list[Piece]) -> list[Piece]:
    """Joins lines that lie on each other: the strokes of 二 or ご began two, the rest came to one of them."""
    again = True
    while again:
        again = False
        kept: list[Piece] = []
        for line in sorted(lines, key=lambda line: -line.width):
            home = next((one for one in kept if _belongs(line, one)), None)
            if home is None:
                kept.append(line)
            else:
                home.take(line)
                again = True
        lines = kept
    return lines


def _belongs(line: Piece, home: Piece) -> bool:
    beside = max(line.left, home.left) - min(line.right, home.right)
    return beside <= 0.5 * max(line.height, home.height) and _same_height(line, home)

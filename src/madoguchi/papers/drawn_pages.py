"""Rows of text as pages that are pictures: black on white, one bit a dot, 200 dots to the inch, one width for every letter.

Drawn letter by letter instead of set: a story of 20,000 characters takes a part of a second, and holds nobody else up.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from madoguchi.papers.parts_needed import needed
from madoguchi.papers.typesetting import drawable, faces, pictures_pdf

_PAGE = (1_654, 2_339)  # A4 at 200 dots to the inch
_LEFT, _TOP, _FOOT = 157, 220, 2_339 - 220  # 20 mm, 28 mm
_SIZE, _PITCH = 34, 47  # 12 points and a little, and a line
_WIDTH = _PAGE[0] - 2 * _LEFT
_ROWS = (_FOOT - _TOP) // _PITCH
_NOT_FIRST = frozenset("、。，．」』）】〉》！？!?ーぁぃぅぇぉっゃゅょ々")


class Row(NamedTuple):
    """A line of text, longer than a page is wide if need be. ``heading``: bold, with space before it and a line below."""

    text: str
    heading: bool = False


class Margins(NamedTuple):
    """What stands on every page: above on the left and right, and below; the number of the page is added."""

    left: str
    right: str
    below: str


def image_pdf(
    rows: Iterable[Row], margins: Margins, *, at: dt.datetime, last: tuple[str, bytes] | None = None
) -> bytes:
    """Returns ``rows`` as a PDF/A-2b of pictures only: no text, no fonts, nothing active. Raises CannotSet without the extra.

    ``at`` (aware): when it was made. ``last``: the heading of a page more, and the picture (PNG) on it, dot for dot.
    """
    pages = _paged([part for row in rows for part in _broken(row)])
    pages += [[Row(last[0], heading=True)]] if last else []
    drawn = [_drawn(page, margins, f"{number}/{len(pages)}") for number, page in enumerate(pages, 1)]
    if last:
        drawn[-1].paste(needed("PIL.Image").open(io.BytesIO(last[1])), (_LEFT, _TOP + 3 * _PITCH))
    return pictures_pdf([_picture(page) for page in drawn], at=at)


def _picture(page: Any) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _broken(row: Row) -> Iterator[Row]:
    """``row`` in lines of a page's width; a point or small letter that would begin a line hangs over the end of the last."""
    begin, used = 0, 0.0
    text = drawable(row.text)
    for at, char in enumerate(text):
        wide = _width(char, row.heading)
        if used + wide > _WIDTH and not (char in _NOT_FIRST and used <= _WIDTH):
            yield Row(text[begin:at], row.heading)
            begin, used = at, 0.0
        used += wide
    yield Row(text[begin:], row.heading)


def _paged(rows: Sequence[Row]) -> list[list[Row]]:
    """A heading takes two lines, and never stands last on a page."""
    pages: list[list[Row]] = [[]]
    left = _ROWS
    for row in rows:
        takes, wants = (2, 3) if row.heading else (1, 1)
        if left < wants:
            pages.append([])
            left = _ROWS
        pages[-1].append(row)
        left -= takes
    return pages


def _drawn(rows: Sequence[Row], margins: Margins, number: str) -> Any:
    image, draw = needed("PIL.Image"), needed("PIL.ImageDraw")
    page = image.new("L", _PAGE, 255)
    pen = draw.Draw(page)
    for text, y in ((margins.left, _TOP - 2 * _PITCH), (margins.below, _FOOT + 20)):
        _write(pen, text, _LEFT, y)
    for text, y in ((margins.right, _TOP - 2 * _PITCH), (number, _FOOT + 20)):
        _write(pen, text, _PAGE[0] - _LEFT - sum(_width(char, False) for char in drawable(text)), y)
    for y in (_TOP - _PITCH + 8, _FOOT + 8):
        pen.line((_LEFT, y, _PAGE[0] - _LEFT, y), fill=0, width=2)
    y = _TOP
    for row in rows:
        y += _PITCH // 2 if row.heading else 0
        _write(pen, row.text, _LEFT, y, bold=row.heading)
        y += _PITCH
        if row.heading:
            pen.line((_LEFT, y - 6, _PAGE[0] - _LEFT, y - 6), fill=0, width=3)
            y += _PITCH - _PITCH // 2
    return page.convert("1", dither=image.Dither.NONE)


def _write(pen: Any, text: str, x: float, y: float, *, bold: bool = False) -> None:
    for face, chars in groupby(drawable(text), key=lambda char: _face(char, bold)):
        run = "".join(chars)
        pen.text((x, y + _SIZE), run, font=_font(face), fill=0, anchor="ls")
        x += sum(_width(char, bold) for char in run)


@lru_cache(maxsize=16_384)
def _face(char: str, bold: bool) -> str:
    """The file of the first face that has ``char``."""
    known = faces(bold=bold)
    return next((path for path, letters in known if ord(char) in letters), known[0][0])


@lru_cache(maxsize=16_384)
def _width(char: str, bold: bool) -> float:
    length: float = _font(_face(char, bold)).getlength(char)
    return length


@lru_cache(maxsize=8)
def _font(path: str) -> Any:
    fonts = needed("PIL.ImageFont")
    return fonts.truetype(path, _SIZE, layout_engine=fonts.Layout.BASIC)

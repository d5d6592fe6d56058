"""What touches the bytes of a picture: decodes it, cuts its lines out, has Tesseract read them, draws frames on it.

Runs in a process of its own (picture_child.py), under its limits. A refusal is one of the words that picture.py has a sentence for.
"""

from __future__ import annotations

import difflib
import io
import math
import re
import subprocess
import warnings
from typing import Any

import msgspec
from PIL import Image, ImageDraw, ImageOps

from madoguchi.intake.picture_lines import Piece, TooMuch, ink_of, lean_of, letter_of, lines_of

MAX_PIXELS = 40_000_000
_KINDS = ("PNG", "JPEG", "WEBP")
_WORKING = 6_000_000  # pixels: enough for a page of small print
_SMALL = 16  # pixels: smaller letters are looked at through a glass first
_TALL, _MARGIN, _EDGE = 40, 24, 4  # pixels: lines are laid out so tall and so far apart for the engine
_MOST_LINES = 300
_WIDEST = 6_000
_JAPANESE, _LATIN = "jpn", "eng"
_LATIN_WORD = re.compile("[!-~]*[A-Za-z/][!-~]*")
_SHORTEST_LATIN = 6
_COLOURS = {"against": (30, 90, 200), "for": (214, 40, 40), "told": (214, 150, 0)}

_Read = tuple[str, tuple[float, float, float, float], float]  # text, box, how sure (0..100)


class Refused(Exception):
    """Carries the word for picture.py: kind, broken, pixels, animated, crowded, engine."""


def answer(order: dict[str, Any], data: bytes) -> bytes:
    """Returns what ``order`` asks of the picture ``data``: JSON of its lines, or with "frames" the marked picture as PNG.

    Raises Refused, whatever else a decoder does wrong.
    """
    try:
        image = _opened(data)
        return _marked(image, order["frames"]) if "frames" in order else _read(image, order["engine"])
    except TooMuch:
        raise Refused("crowded") from None
    except MemoryError:
        raise Refused("pixels") from None


def _opened(data: bytes) -> Image.Image:
    """Returns the decoded picture, upright. The size is taken from the header and refused before anything is decoded."""
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image = Image.open(io.BytesIO(data), formats=_KINDS)
    except Image.DecompressionBombError:
        raise Refused("pixels") from None
    except Exception:
        raise Refused("broken") from None
    if image.width * image.height > MAX_PIXELS:
        raise Refused("pixels")
    if getattr(image, "n_frames", 1) > 1:
        raise Refused("animated")
    try:
        image.load()
        return ImageOps.exif_transpose(image)
    except MemoryError:
        raise
    except Exception:  # a decoder may fail in any way
        raise Refused("broken") from None


def _on_white(image: Image.Image) -> Image.Image:
    """Returns ``image`` without transparency: what shines through is white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _read(image: Image.Image, engine: str) -> bytes:
    """Returns JSON: the size in pixels, and the lines with their box (straightened) and words (text, box, how sure)."""
    size = image.size
    ink, lean = _straight_ink(_on_white(_smaller(image)))
    lines = lines_of(ink)[:_MOST_LINES]
    scale = size[0] / ink.width
    back = _Back(ink.size, lean, scale)
    read = _recognised(ink, lines, engine)
    rows = [
        {"box": [round(scale * side) for side in _box(line)], "words": [back.word(word) for word in words]}
        for line, words in zip(lines, read, strict=True)
        if words
    ]
    return msgspec.json.encode({"size": size, "lines": rows})


def _smaller(image: Image.Image) -> Image.Image:
    times = math.isqrt(max(1, image.width * image.height // _WORKING))
    return image.reduce(times) if times > 1 else image


def _straight_ink(image: Image.Image) -> tuple[Image.Image, float]:
    """Returns the ink with its lines level, and by how many degrees it was turned for that."""
    ink = ink_of(image)
    if letter_of(ink) < _SMALL and image.width * image.height * 4 <= _WORKING:
        ink = ink_of(image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC))
    lean = lean_of(ink)
    return (ink.rotate(lean, Image.Resampling.BICUBIC) if lean else ink), lean


def _box(piece: Piece) -> tuple[int, int, int, int]:
    return piece.left, piece.top, piece.right, piece.bottom


class _Back:
    """Leads from the straightened working picture back to the original."""

    def __init__(self, size: tuple[int, int], lean: float, scale: float) -> None:
        self.middle = (size[0] / 2, size[1] / 2)
        self.turn = math.radians(lean)
        self.scale = scale

    def word(self, word: _Read) -> dict[str, Any]:
        """Returns the word with the box around it on the original."""
        text, (left, top, right, bottom), sure = word
        corners = [self._point(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return {"text": text, "box": [round(v) for v in (min(xs), min(ys), max(xs), max(ys))], "sure": sure}

    def _point(self, x: float, y: float) -> tuple[float, float]:
        dx, dy = x - self.middle[0], y - self.middle[1]
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return (
            (self.middle[0] + dx * cos - dy * sin) * self.scale,
            (self.middle[1] + dx * sin + dy * cos) * self.scale,
        )


def _recognised(ink: Image.Image, lines: list[Piece], engine: str) -> list[list[_Read]]:
    """Returns the words of each line. Addresses are read a second time as Latin letters: in Japanese .com becomes .Ccom."""
    letter = letter_of(ink)
    strips = [_strip(ink, line, letter) for line in lines]
    words = _rows([strip for strip, _ in strips], engine, language=_JAPANESE)
    latin = [(at, first, last) for at, row in enumerate(words) for first, last in _latin(row)]
    cuts = [_cut(strips[at][0], words[at][first : last + 1]) for at, first, last in latin]
    for (at, first, last), again in zip(
        reversed(latin), reversed(_rows(cuts, engine, language=_LATIN)), strict=True
    ):
        words[at][first : last + 1] = [_better(words[at][first : last + 1], again)]
    return [
        [_placed(word, line, scale) for word in row]
        for row, line, (_, scale) in zip(words, lines, strips, strict=True)
    ]


def _latin(row: list[_Read]) -> list[tuple[int, int]]:
    """Returns (first, last) of each run of words that is an address or a name in Latin letters."""
    runs: list[tuple[int, int]] = []
    for at, (text, _, _) in enumerate(row):
        if _LATIN_WORD.fullmatch(text):
            runs.append((at, at))
            if len(runs) > 1 and runs[-2][1] == at - 1:
                runs[-2:] = [(runs[-2][0], at)]
    return [
        run for run in runs if sum(len(row[at][0]) for at in range(run[0], run[1] + 1)) >= _SHORTEST_LATIN
    ]


def _cut(strip: Image.Image, words: list[_Read]) -> Image.Image:
    left, right = max(0, int(words[0][1][0]) - 3), min(strip.width, int(words[-1][1][2]) + 3)
    return strip.crop((left, 0, max(right, left + 1), strip.height))


def _better(words: list[_Read], again: list[_Read]) -> _Read:
    """Returns the words as one: the second reading where it says nearly the same, else the first."""
    first, second = "".join(word[0] for word in words), "".join(word[0] for word in again)
    alike = difflib.SequenceMatcher(None, first.lower(), second.lower(), autojunk=False).ratio()
    (left, top, _, _), (_, _, right, bottom) = words[0][1], words[-1][1]
    same = alike >= 0.7
    sure = max([word[2] for word in words] + [word[2] for word in again if same])
    return (second if same else first), (left, top, right, bottom), sure


def _placed(word: _Read, line: Piece, scale: float) -> _Read:
    text, (left, _, right, _), sure = word
    first = line.left - _EDGE
    return text, (first + left / scale, line.top, first + right / scale, line.bottom), sure


def _rows(strips: list[Image.Image], engine: str, *, language: str) -> list[list[_Read]]:
    """Returns the words on each strip, with their boxes on it. All lie on one sheet, equally tall: one start of the engine."""
    if not strips:
        return []
    step = _TALL * 2 + _MARGIN
    sheet = Image.new("L", (max(s.width for s in strips) + 2 * _MARGIN, step * len(strips) + _MARGIN), 255)
    for at, strip in enumerate(strips):
        sheet.paste(strip, (_MARGIN, _MARGIN + at * step + (_TALL * 2 - strip.height) // 2))
    words: list[list[_Read]] = [[] for _ in strips]
    for text, (left, top, right, bottom), sure in _engine(
        sheet, [engine, "-", "-", "-l", language, "--psm", "6", "tsv"]
    ):
        at = int(((top + bottom) / 2 - _MARGIN / 2) // step)
        if 0 <= at < len(strips):
            words[at].append((text, (left - _MARGIN, 0, right - _MARGIN, strips[at].height), sure))
    return words


def _strip(ink: Image.Image, line: Piece, letter: float) -> tuple[Image.Image, float]:
    """Returns a line cut out, black on white, and by how much it was enlarged."""
    tall = max(line.height, min(letter, line.height * 1.4))
    scale = min(_TALL / tall, _WIDEST / max(1, line.width))
    spare = max(0, int(tall - line.height) // 2) + 2
    cut = ink.crop((line.left - _EDGE, line.top - spare, line.right + _EDGE, line.bottom + spare))
    cut = ImageOps.invert(ImageOps.autocontrast(cut, cutoff=(20, 1)))
    size = (max(1, round(cut.width * scale)), max(1, min(_TALL * 2, round(cut.height * scale))))
    return cut.resize(size, Image.Resampling.LANCZOS), scale


def _engine(sheet: Image.Image, command: list[str]) -> list[_Read]:
    """Returns the words that Tesseract reads on ``sheet``: it meets these pixels and nothing of the file."""
    plain = io.BytesIO()
    sheet.save(plain, "PPM")
    try:
        done = subprocess.run(command, input=plain.getvalue(), capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        raise Refused("engine") from None
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", "replace").splitlines()[1:]]
    words = [row for row in rows if len(row) == 12 and row[0] == "5" and row[11].strip()]
    return [(row[11].strip(), _sides([float(side) for side in row[6:10]]), float(row[10])) for row in words]


def _sides(measured: list[float]) -> tuple[float, float, float, float]:
    left, top, width, height = measured
    return left, top, left + width, top + height


def _marked(image: Image.Image, frames: list[tuple[list[int], str]]) -> bytes:
    """Returns the picture as PNG with a frame around each box; nothing of the file but its pixels is kept."""
    picture = _on_white(image)
    draw = ImageDraw.Draw(picture, "RGBA")
    thick = max(2, picture.width // 300)
    for (left, top, right, bottom), kind in frames:
        around = (left - thick, top - thick, right + thick, bottom + thick)
        draw.rectangle(around, outline=(*_COLOURS[kind], 255), fill=(*_COLOURS[kind], 40), width=thick)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()

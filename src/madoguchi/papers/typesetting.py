"""From a sheet to the bytes of a PDF (PDF/A-2b), by typst. No network, nothing written, the same bytes for the same sheet.

Text goes to typst as data only (``sys.inputs``), never as markup, so nothing in a story can act; the compiler sees the
folder of our templates and no other. A sign that no font can draw becomes 〓, as printers have always done.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from base64 import b64encode
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import msgspec

from madoguchi.papers.blocks import Sheet
from madoguchi.papers.parts_needed import needed

MISSING = "〓"
_TEMPLATES = Path(__file__).parent / "templates"
_BIZ_UD = Path("/usr/share/fonts/truetype/bizud-gothic")  # Debian: fonts-morisawa-bizud-gothic
# Japanese in the face of one width: typst narrows brackets and points itself, and would do it twice. Digits in the wider one.
_LATIN = "BIZ UDPGothic"
_REGULAR = ("BIZ UDGothic", "Noto Sans JP", "Noto Sans CJK JP")
# typst takes no bytes from outside its folder, and nothing of a case is written to a disk: a picture travels inside an SVG.
_CARRIER = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="210" height="297">'
    '<image width="210" height="297" preserveAspectRatio="none" xlink:href="data:image/png;base64,%s"/></svg>'
)
_BOLD = ("BIZ UDGothic", "Noto Sans CJK JP", "Noto Sans JP")


def pdf_of(sheet: Sheet, *, at: dt.datetime) -> bytes:
    """Returns ``sheet`` as a PDF/A-2b made at ``at`` (aware). Raises CannotSet without the extra ``papers``."""
    return _typeset("sheet.typ", _inputs(sheet), at=at)


def pictures_pdf(pages: Sequence[bytes], *, at: dt.datetime) -> bytes:
    """Returns ``pages`` (PNG, each a whole A4 page) as a PDF/A-2b without text or fonts. Raises CannotSet without the extra."""
    carried = [_CARRIER % b64encode(page).decode() for page in pages]
    return _typeset("pictures.typ", {"pages": msgspec.json.encode(carried).decode()}, at=at)


def fitting(sheets: Callable[[int], Sheet | None], *, at: dt.datetime, pages: int = 1) -> tuple[Sheet, bytes]:
    """Returns the fullest of ``sheets(0)``, ``sheets(1)`` … that takes at most ``pages``, with its PDF.

    Each is shorter than the one before, so the place is found by halves; None ends the row. Where none fits, the last.
    """
    row = [one for one in takewhile(lambda one: one is not None, map(sheets, count())) if one]
    made: dict[int, tuple[Sheet, bytes]] = {}

    def fits(place: int) -> bool:
        shown = printable(row[place])
        made[place] = shown, pdf_of(shown, at=at)
        return pages_of(made[place][1]) <= pages

    if fits(0):
        return made[0]
    last = len(row) - 1
    place = min(1 + bisect_left(range(1, last), True, key=fits), last)
    if place not in made:
        fits(place)
    return made[place]


def pages_of(pdf: bytes) -> int:
    """Returns how many pages a PDF of ours has."""
    return pdf.count(b"/Type/Page") - pdf.count(b"/Type/Pages")


def printable(sheet: Sheet) -> Sheet:
    """Returns ``sheet`` with only what the fonts can draw: 〓 for every other sign, invisible ones left out."""
    return msgspec.convert(_each(msgspec.to_builtins(sheet), drawable), Sheet)


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: inner if key == "is" else _each(inner, change) for key, inner in value.items()}
    return [_each(inner, change) for inner in value] if isinstance(value, list | tuple) else value


def drawable(text: str) -> str:
    """Returns ``text`` with only what the fonts can draw, and on one line. Raises CannotSet."""
    if text.isascii() and text.isprintable():
        return text
    known = _letters()
    composed = unicodedata.normalize("NFC", text)
    kept = (char for char in composed if unicodedata.category(char)[0] != "C" and not _is_selector(char))
    return "".join(char if ord(char) in known else MISSING for char in kept)


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


# --- the fonts ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _font_files() -> tuple[Path, ...]:
    """BIZ UD where it is installed, then the fonts of the extra. Raises CannotSet when those are missing."""
    packages = map(needed, ("pylopdf_fonts_jp", "noto_cjk_sans_jp_bold"))
    folders = [Path(package.__file__).parent for package in packages]
    ours = ["NotoSansJP-Regular.otf", "NotoSansCJKjp-Bold.otf"]
    faces = ("BIZUDGothic-Regular", "BIZUDGothic-Bold", "BIZUDPGothic-Regular", "BIZUDPGothic-Bold")
    biz = [_BIZ_UD / f"{face}.ttf" for face in faces]
    return (
        *(biz if all(one.is_file() for one in biz) else ()),
        *(f / name for f, name in zip(folders, ours, strict=True)),
    )


@lru_cache(maxsize=1)
def _letters() -> frozenset[int]:
    """The code points that text can be drawn with."""
    return frozenset().union(*map(_letters_of, _font_files()))


@lru_cache(maxsize=8)
def _letters_of(path: Path) -> frozenset[int]:
    with needed("fontTools.ttLib").TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=2)
def faces(*, bold: bool) -> tuple[tuple[str, frozenset[int]], ...]:
    """Returns the font files for regular or bold text with the code points of each, the one to take first. Raises CannotSet."""
    every = [path for path in _font_files() if not path.name.startswith("BIZUDP")]
    first = sorted(every, key=lambda path: ("Bold" in path.name) != bold)
    return tuple((str(path), _letters_of(path)) for path in first)


@lru_cache(maxsize=1)
def _fonts() -> Any:
    folders = list(dict.fromkeys(str(path.parent) for path in _font_files()))
    return needed("typst").Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _inputs(sheet: Sheet) -> dict[str, str]:
    known = {Path(one).name for one in map(str, _font_files())}
    biz = "BIZUDGothic-Regular.ttf" in known
    return {
        "sheet": msgspec.json.encode(sheet).decode(),
        "latin": _LATIN if biz else "",
        "regular": msgspec.json.encode(_REGULAR if biz else _REGULAR[1:]).decode(),
        "bold": msgspec.json.encode(_BOLD if biz else _BOLD[1:]).decode(),
    }


def _typeset(template: str, inputs: dict[str, str], *, at: dt.datetime) -> bytes:
    """A compiler can do one paper at a time and costs nothing to make: each paper has its own, and nobody waits."""
    compiler = needed("typst").Compiler(root=str(_TEMPLATES), font_paths=_fonts())
    how = {"format": "pdf", "pdf_standards": ["a-2b"], "timestamp": int(at.timestamp())}
    return bytes(compiler.compile(input=str(_TEMPLATES / template), sys_inputs=inputs, **how))

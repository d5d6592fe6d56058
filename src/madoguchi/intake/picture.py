"""A screenshot or photo of a message (.png .jpg .jpeg .webp): its text with the place of every character, and its quotes drawn on it.

Needs the extra ``madoguchi[pictures]`` (Pillow) and the program Tesseract with Japanese; both are looked for only when a picture comes. This process
never decodes a picture: bytes are counted and named here, all else is done by picture_child.py under limits (decision 011).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec

from madoguchi.intake.picture_child import REFUSED
from madoguchi.intake.picture_text import Box, Glyph, ReadLine, glyphs_of
from madoguchi.plain_text import UnreadableText
from madoguchi.words import Consultation, Quoted, Story, Unreadable

MAX_RAW = 10 * 1024 * 1024
WALL_SECONDS = 60.0
_CHILD = Path(__file__).with_name("picture_child.py")
_COPY = "文章を写して、そのまま貼ってください。"
_READABLE = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
_OTHERS = {b"GIF8": "GIF", b"%PDF": "PDF", b"BM": "BMP", b"II*\0": "TIFF", b"MM\0*": "TIFF"}
_GAVE_UP = f"決めた時間と量の中では、この画像を読めませんでした。小さく切り取るか、{_COPY}"
_GIVEN_UP: tuple[str, Unreadable] = (_GAVE_UP, "picture_given_up")
_TROUBLE: dict[str, tuple[str, Unreadable]] = {
    "broken": (
        "画像がこわれているか、途中で切れています。スクリーンショットをとり直してください。",
        "picture_broken",
    ),
    "pixels": (
        "画像が大きすぎます（4,000万画素まで読めます）。気になる部分だけを切り取ってください。",
        "picture_pixels",
    ),
    "animated": (
        f"動く画像は読めません。止まった画面のスクリーンショットにするか、{_COPY}",
        "picture_moves",
    ),
    "crowded": (
        f"細かい点や模様が多すぎて、文字を見分けられません。文字の部分だけを切り取るか、{_COPY}",
        "picture_crowded",
    ),
    "engine": (
        "文字を読むプログラム（Tesseract）が動きません。日本語のデータがあるか確かめてください。\n"
        "Debian・Ubuntu: apt-get install tesseract-ocr tesseract-ocr-jpn",
        "picture_tools",
    ),
}


class _Found(msgspec.Struct, frozen=True):
    """What the child found: width and height in pixels, and the lines."""

    size: tuple[int, int]
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was read. ``glyphs``: one for each code point of ``text``; ``size``: width and height, upright, in pixels."""

    data: bytes
    size: tuple[int, int]
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Returns the words on the picture, in reading order, wrapped lines joined."""
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def story(self) -> Story:
        """Returns the words as a Story; how they arrived is not known, the words themselves tell."""
        return Story(text=self.text, from_picture=True)

    def boxes(self, start: int, end: int) -> list[Box]:
        """Returns where ``text[start:end]`` stands on the picture: one box a line."""
        found: list[Box] = []
        for glyph in self.glyphs[start:end]:
            if glyph.box is None:
                continue
            if found and _goes_on(found[-1], glyph.box):
                found[-1] = _around(found[-1], glyph.box)
            else:
                found.append(glyph.box)
        return found


def read_picture(path: Path) -> Picture:
    """Returns what stands on the picture ``path``. Raises UnreadableText (Japanese): too large, no picture, nothing to read, extra missing."""
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe would be waited for without end
        raise UnreadableText(
            f"{path}: ふつうのファイルではありません。画像の場所を確かめてください。", "kind"
        )
    size = path.stat().st_size
    if size > MAX_RAW:
        raise UnreadableText(
            f"{path}: 画像が大きすぎます（{size:,} バイト）。{MAX_RAW:,} バイトまで読めます。小さく切り取ってください。",
            "picture_large",
        )
    return picture_of(path.read_bytes(), where=str(path))


def picture_of(data: bytes, *, where: str) -> Picture:
    """Returns what stands on the picture ``data``; errors name ``where``. Raises UnreadableText as ``read_picture`` does."""
    _refuse_what_is_no_picture(data, where=where)
    answer = _answer({"engine": _tools(where)}, data, where=where)
    try:
        found = msgspec.json.decode(answer, type=_Found)
    except msgspec.DecodeError:
        raise UnreadableText(f"{where}: {_GAVE_UP}", "picture_given_up") from None
    glyphs = tuple(glyphs_of(found.lines))
    if not glyphs:
        raise UnreadableText(
            f"{where}: 読める文字が見つかりませんでした。文字が大きく写るように切り取るか、{_COPY}",
            "picture_empty",
        )
    return Picture(data=data, size=found.size, glyphs=glyphs)


def marked(picture: Picture, consultation: Consultation) -> bytes:
    """Returns ``picture`` as PNG with the quotes of ``consultation`` framed: red for a scheme, blue against it, amber what is told.

    The consultation must be the one of ``picture.text``. Raises UnreadableText where the picture cannot be drawn on within the limits.
    """
    spans = {kind: _together(_spans(consultation, kind)) for kind in ("told", "against", "for")}
    frames = [
        ([box.left, box.top, box.right, box.bottom], kind)
        for kind, places in spans.items()
        for start, end in places
        for box in picture.boxes(start, end)
    ]
    return _answer({"frames": frames}, picture.data, where="画像")


def _spans(answer: Consultation, kind: str) -> list[tuple[int, int]]:
    """Returns where the quotes of one kind stand in the text; words of another part are not on the picture."""
    now = answer.situation
    signs = [sign for scheme in answer.schemes for sign in scheme.signs if sign.counts == kind]
    quotes: list[Quoted] = (
        [*now.facts, *now.gave, *now.payments, *now.amounts] if kind == "told" else [*signs]
    )
    return [(quote.start, quote.end) for quote in quotes if quote.part is None]


def _together(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns ``spans`` with those that overlap as one: a frame in a frame says nothing more."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _goes_on(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    tall = other.bottom - other.top
    return shared >= tall / 2 and -tall <= other.left - one.right <= 2 * tall


def _around(one: Box, other: Box) -> Box:
    return Box(
        left=min(one.left, other.left),
        top=min(one.top, other.top),
        right=max(one.right, other.right),
        bottom=max(one.bottom, other.bottom),
    )


def _refuse_what_is_no_picture(data: bytes, *, where: str) -> None:
    """What a file is says its beginning, whatever it is called."""
    if any(data.startswith(mark) for mark in _READABLE) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return
    if not data:
        raise UnreadableText(f"{where}: 中身がありません。もう一度保存するか、{_COPY}", "picture_broken")
    what = next((kind for mark, kind in _OTHERS.items() if data.startswith(mark)), None)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        what = "HEIC"
    named = f"{what} の画像" if what else "PNG・JPEG・WebP の画像ではないもの"
    raise UnreadableText(
        f"{where}: 中身は{named}で、読めません。スクリーンショット（PNG か JPEG）にするか、{_COPY}",
        "picture_not",
    )


def _tools(where: str) -> str:
    """Returns where Tesseract lies. Raises UnreadableText, which says what to install."""
    engine = shutil.which("tesseract")
    if importlib.util.find_spec("PIL") is not None and engine is not None:
        return engine
    raise UnreadableText(
        f"{where}: 画像を読むための部品が入っていません。次の二つを入れてください。\n"
        '  pip install "madoguchi[pictures]"\n'
        "  apt-get install tesseract-ocr tesseract-ocr-jpn（Debian・Ubuntu。ほかでは Tesseract と日本語のデータ）\n"
        f"入れないときは、{_COPY}",
        "picture_tools",
    )


def _answer(order: object, data: bytes, *, where: str) -> bytes:
    said, code = _asked(msgspec.json.encode(order) + b"\n" + data)
    if code == 0:
        return said
    known = _TROUBLE.get(said.decode("ascii", "replace")) if code == REFUSED else None
    trouble, reason = known or _GIVEN_UP
    raise UnreadableText(f"{where}: {trouble}", reason)


def _asked(question: bytes) -> tuple[bytes, int]:
    """Returns what the child says and its exit code. It has no environment; the clock ends it together with the engine."""
    spec = importlib.util.find_spec("PIL")
    files = (_CHILD.parent, msgspec.__file__, *((spec.origin,) if spec and spec.origin else ()))
    roots = dict.fromkeys(str(Path(file).resolve().parents[1]) for file in files)
    posix = os.name == "posix"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-I", str(_CHILD), *roots],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"OMP_THREAD_LIMIT": "1"}
        if posix
        else None,  # more threads cost more than they bring on single lines
        start_new_session=posix,
    ) as child:
        try:
            return child.communicate(question, timeout=WALL_SECONDS)[0], child.returncode
        except subprocess.TimeoutExpired:
            return b"", -1
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        if sys.platform != "win32":
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()

"""What people bring, turned into a Story: plain text files and saved pages here; mail and pictures in their own modules.

Limits come before parsing: bytes are counted before anything is decoded, and nothing is ever fetched.
"""

from __future__ import annotations

from pathlib import Path

from madoguchi.intake.page import story_of_page
from madoguchi.plain_text import UnreadableText
from madoguchi.words import Story

MAX_BYTES = 1_000_000
_PAGES = frozenset({".html", ".htm"})
_TEXTS = frozenset({".txt", ""})
_LATER = {".eml": "メール（.eml）", ".png": "画像", ".jpg": "画像", ".jpeg": "画像", ".pdf": "PDF"}

__all__ = ["MAX_BYTES", "read_story", "text_of"]


def read_story(path: Path) -> Story:
    """Returns the story in the file ``path`` (.txt, .html). Raises UnreadableText (Japanese) and OSError."""
    kind = path.suffix.lower()
    if kind not in _PAGES | _TEXTS:
        what = _LATER.get(kind, f"この形式（{kind}）")
        raise UnreadableText(
            f"{path}: {what}はまだ読めません。文章を写して、.txt にするか、そのまま貼ってください。"
        )
    if (
        path.exists() and not path.is_file() and not path.is_dir()
    ):  # a folder or nothing: the open below says so
        raise UnreadableText(
            f"{path}: ふつうのファイルではありません。文章のファイルの場所を確かめてください。"
        )
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnreadableText(
            f"{path}: {size:,} バイトあり、大きすぎます。気になる部分だけを {MAX_BYTES:,} バイトまでで渡してください。"
        )
    text = text_of(path.read_bytes(), where=str(path))
    return story_of_page(text) if kind in _PAGES else Story(text=text)


def text_of(data: bytes, *, where: str) -> str:
    """Returns ``data`` as text: UTF-8, else UTF-16 with its mark, else Japanese Windows. Raises UnreadableText."""
    if len(data) > MAX_BYTES:
        raise UnreadableText(
            f"{where}: 大きすぎます（{len(data):,} バイト）。{MAX_BYTES:,} バイトまでにしてください。"
        )
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked:
        raise UnreadableText(f"{where}: 文章のファイルではないようです。文章だけを写して渡してください。")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise UnreadableText(f"{where}: 文字として読めません。UTF-8 か Shift_JIS の文章にして渡してください。")

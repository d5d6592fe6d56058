"""What people bring, turned into a Story: plain text files here, saved pages in page.py, mail in mail.py (run by apart.py),
screenshots in picture.py.

Limits come before parsing: bytes are counted before anything is decoded, and nothing is ever fetched.
"""

from __future__ import annotations

from pathlib import Path

from madoguchi.plain_text import UnreadableText
from madoguchi.words import Story

MAX_BYTES = 1_000_000
MAX_MAIL_BYTES = 10 * 1024 * 1024
_PAGES = frozenset({".html", ".htm"})
_TEXTS = frozenset({".txt", ""})
_MAILS = frozenset({".eml"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_LATER = {".msg": "Outlookのメール（.msg）", ".pdf": "PDF", ".heic": "HEICの画像", ".gif": "GIFの画像"}

__all__ = ["MAX_BYTES", "MAX_MAIL_BYTES", "is_picture", "read_story", "text_of"]

# Pages, mail and pictures are imported where they are read: words on the command line are the path that must start quickly.


def is_picture(path: Path) -> bool:
    """Returns whether ``path`` is called like a picture that can be read."""
    return path.suffix.lower() in _PICTURES


def read_story(path: Path) -> Story:
    """Returns the story in the file ``path`` (.txt, .html, .eml, pictures). Raises UnreadableText (Japanese) and OSError."""
    kind = path.suffix.lower()
    if kind not in _PAGES | _TEXTS | _MAILS | _PICTURES:
        what = _LATER.get(kind, f"この形式（{kind}）")
        raise UnreadableText(
            f"{path}: {what}はまだ読めません。文章を写して、.txt にするか、そのまま貼ってください。",
            "kind",
        )
    if (
        path.exists() and not path.is_file() and not path.is_dir()
    ):  # a folder or nothing: the open below says so
        raise UnreadableText(
            f"{path}: ふつうのファイルではありません。文章のファイルの場所を確かめてください。", "kind"
        )
    if is_picture(path):
        from madoguchi.intake.picture import read_picture

        return read_picture(path).story
    most = MAX_MAIL_BYTES if kind in _MAILS else MAX_BYTES
    size = path.stat().st_size
    if size > most:
        raise UnreadableText(
            f"{path}: {size:,} バイトあり、大きすぎます。気になる部分だけを {most:,} バイトまでで渡してください。",
            "mail_large" if kind in _MAILS else "text_large",
        )
    return _story(path.read_bytes(), kind, where=str(path))


def _story(data: bytes, kind: str, *, where: str) -> Story:
    if kind in _MAILS:
        from madoguchi.intake.apart import read_mail

        return read_mail(data, where=where)
    text = text_of(data, where=where)
    if kind in _PAGES:
        from madoguchi.intake.page import story_of_page

        return story_of_page(text)
    return Story(text=text)


def text_of(data: bytes, *, where: str) -> str:
    """Returns ``data`` as text: UTF-8, else UTF-16 with its mark, else Japanese Windows. Raises UnreadableText."""
    if len(data) > MAX_BYTES:
        raise UnreadableText(
            f"{where}: 大きすぎます（{len(data):,} バイト）。{MAX_BYTES:,} バイトまでにしてください。",
            "text_large",
        )
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not marked:
        raise UnreadableText(
            f"{where}: 文章のファイルではないようです。文章だけを写して渡してください。", "text_none"
        )
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise UnreadableText(
        f"{where}: 文字として読めません。UTF-8 か Shift_JIS の文章にして渡してください。", "text_broken"
    )

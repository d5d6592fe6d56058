"""What a file is, by its first bytes and its end; its name only has to agree. Everything that is not on the list is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

from madoguchi.intake import text_of
from madoguchi.plain_text import UnreadableText

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_FILES: Final = 50
_MOST_NAME: Final = 200
_MOST_TEXT: Final = 1_000_000
ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "message/rfc822": (".eml",),
    "text/plain": (".txt",),
}
NAMES: Final[Mapping[str, str]] = {
    "application/pdf": "PDF",
    "image/png": "画像（PNG）",
    "image/jpeg": "画像（JPEG）",
    "image/webp": "画像（WebP）",
    "message/rfc822": "メール",
    "text/plain": "文",
}


class NotAFile(ValueError):
    """This cannot be kept with a case; says why and what can (Japanese)."""


def kind_of(name: str, data: bytes) -> str:
    """Returns the media type of ``data``. Raises NotAFile for an empty, too large or unknown file, and for a name that says otherwise."""
    if not data:
        raise NotAFile("ファイルが選ばれていないか、中身がありません。")
    if len(data) > MOST_BYTES:
        raise NotAFile(f"大きすぎます（{len(data):,} バイト）。{MOST_BYTES // 1024 // 1024} MB までです。")
    ending = PurePath(name.lower()).suffix
    kind = _by_bytes(data, ending)
    if kind is None or ending not in ENDINGS[kind]:
        raise NotAFile(
            "PDF、画像（PNG・JPEG・WebP）、メール（.eml）、文（.txt）だけを添えられます。"
            "名前の終わりと中身が合っているかも確かめてください。ほかのものは、印刷して PDF か画像にしてください。"
        )
    return kind


def _by_bytes(data: bytes, ending: str) -> str | None:
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if ending == ".eml" and _is_mail(data):
        return "message/rfc822"
    return "text/plain" if ending == ".txt" and _is_text(data) else None


def _is_mail(data: bytes) -> bool:
    """It begins with fields, and one of them says from whom or when."""
    lines = data[:8_192].split(b"\n")
    first = lines[0].partition(b":")
    names = {line.partition(b":")[0].lower() for line in lines if line[:1] not in (b" ", b"\t")}
    return bool(first[1]) and b" " not in first[0] and bool({b"from", b"received", b"date"} & names)


def _is_text(data: bytes) -> bool:
    try:
        text_of(data[:_MOST_TEXT], where="文")
    except UnreadableText:
        return False
    return len(data) <= _MOST_TEXT


def name_of(told: str) -> str:
    """Returns the name of a file as it may be shown: its last part, one line, nothing that turns the order of writing round."""
    last = told.replace("\\", "/").rpartition("/")[2]
    shown = "".join(char for char in last if char.isprintable()).strip(". ")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[:_MOST_NAME]}{dot}{ending[:10]}" if stem else shown[:_MOST_NAME]

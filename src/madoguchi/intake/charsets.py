"""Bytes of a mail as text. The label says how they were written, and is believed only where the bytes agree.

Japanese mails carry wrong labels, none, or characters that the labelled code does not hold (①, half-width kana): what decides is
which reading gives text. Nothing here raises.
"""

from __future__ import annotations

import codecs
import re

_LABELS = {
    "utf-8": "utf-8 utf8 unicode-1-1-utf-8",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j cp932 ms932 shift_jis-2004 shift_jisx0213",
    "euc_jp": "euc-jp eucjp x-euc-jp euc_jp cp51932 euc-jis-2004 euc-jisx0213 ujis",
    "iso2022_jp_ext": "iso-2022-jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-3 iso-2022-jp-2004 iso-2022-jp-ms cp50220 cp50221 csiso2022jp jis",
    "gb18030": "gb2312 gbk gb18030 gb_2312-80 cp936 hz-gb-2312",
    "big5hkscs": "big5 big5-hkscs cp950",
    "cp949": "euc-kr ks_c_5601-1987 cp949 windows-949",
    "cp1252": "iso-8859-1 latin1 latin-1 windows-1252 cp1252",
    "utf-16": "utf-16 utf16",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "utf-7": "utf-7 utf7 unicode-1-1-utf-7",
    "cp1251": "windows-1251 cp1251",
    "koi8-r": "koi8-r",
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels.split()}
_CODECS |= {f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)}
_CODECS |= {f"windows-125{n}": f"cp125{n}" for n in (0, 3, 4, 5, 6, 7, 8)}
_JAPANESE = frozenset({"cp932", "euc_jp", "iso2022_jp_ext"})
_OTHER_UNITS = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-7"})
_JIS_MARKS = (b"\x1b$", b"\x1b(J", b"\x1b(I")
_JIS = re.compile("\x1b(\\$[@AB]|\\$\\([@-Q]|\\([A-Z])")
_KANA = re.compile("[ぁ-んァ-ヶー、。]")
_KANJI = re.compile("[一-龠]")
_ODD = re.compile("[ｦ-ﾟ\ue000-\uf8ff]")
_SLOW = 200_000
_LOOKED_AT = 20_000
_NOT_TEXT: dict[int, str | None] = {
    code: None for code in [*range(32), 127, *range(0x80, 0xA0), 0xFEFF] if code not in (9, 10)
}
_NOT_TEXT |= {code: "\ufffd" for code in range(0xD800, 0xE000)}


def ready() -> None:
    """Loads every codec, so that no file needs to be opened later."""
    for codec in {*_CODECS.values(), "euc_jis_2004", "latin-1", "ascii", "punycode"}:
        codecs.lookup(codec)


def text_in(data: bytes, label: str | None) -> str:
    """Returns ``data`` as text, line ends as ``\\n``, without control characters and lone surrogates."""
    text = _decoded(data, _CODECS.get((label or "").strip(" \"'").lower(), ""))
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_NOT_TEXT)


def _decoded(data: bytes, codec: str) -> str:
    if codec in _OTHER_UNITS:
        return data.decode(codec, "replace")
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    if any(mark in data for mark in _JIS_MARKS):
        return _jis(data)
    as_utf8 = _strictly(data, "utf-8")
    if as_utf8 is not None and (codec in ("", "utf-8") or len(data) - len(as_utf8) >= 6):
        return as_utf8
    return _as_japanese(data, codec) or data.decode(codec or "utf-8", "replace")


def _as_japanese(data: bytes, codec: str) -> str:
    """What the label says, unless a Japanese code gives more Japanese (or the label does not fit at all)."""
    loose = codec in (
        "",
        "utf-8",
        *_JAPANESE,
    )  # a European label: kanji alone prove nothing, é and è read as some
    labelled = _strictly(data, codec) if codec else None
    known = 0 if labelled is None else max(_looks_japanese(labelled, loose=loose), 0)
    readings = [text for text in (_strictly(data, "cp932"), _strictly(data, "euc_jp")) if text is not None]
    best = max(readings, key=lambda text: _looks_japanese(text, loose=loose), default="")
    if _looks_japanese(best, loose=loose) > known or (labelled is None and codec in _JAPANESE):
        return best
    return labelled or ""


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return _strictly(data, "euc_jis_2004") if codec == "euc_jp" else None


def _looks_japanese(text: str, *, loose: bool) -> int:
    head = text[:_LOOKED_AT]
    kanji = len(_KANJI.findall(head)) if loose else 0
    return 2 * len(_KANA.findall(head)) + kanji - 2 * len(_ODD.findall(head))


def _jis(data: bytes) -> str:
    """ISO-2022-JP as mails really hold it: with half-width kana and the makers' own row 13 (①, ㈱)."""
    exact = _strictly(data, "iso2022_jp_ext")
    if exact is not None:
        return exact
    pieces = _JIS.split(data[:_SLOW].decode("latin-1"))
    text = [pieces[0].encode("latin-1").decode("utf-8", "replace")]
    for escape, words in zip(pieces[1::2], pieces[2::2], strict=True):
        text.append(_jis_piece(escape, words.encode("latin-1")))
    return "".join(text)


def _jis_piece(escape: str, words: bytes) -> str:
    if escape == "(I":
        return bytes(byte | 0x80 for byte in words).decode("cp932", "replace")
    if not escape.startswith("$"):
        return words.decode("utf-8", "replace")
    lines = words.split(b"\n")  # a line end ends the two-byte letters, whatever was meant
    head = bytes(byte | 0x80 for byte in lines[0][: len(lines[0]) // 2 * 2])
    rest = b"\n".join([b"", *lines[1:]]) if len(lines) > 1 else b""
    return head.decode("euc_jis_2004", "replace") + rest.decode("latin-1")

"""The header of a mail, or of one of its parts: its fields, the words in them (RFC 2047), their parameters (RFC 2231).

``email.policy.default`` is not used: one subject of 8,000 encoded words takes half a gigabyte there, and it raises where a
field is broken. Here lengths are counted first, fields that nobody reads here are passed over, and nothing is refused for being odd.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping

from madoguchi.intake.charsets import text_in
from madoguchi.plain_text import UnreadableText

MAX_BLOCK = 65_536
MAX_FIELD = 8_192
MAX_FIELDS = 500
READ = frozenset(
    {
        "subject",
        "from",
        "authentication-results",
        "content-type",
        "content-disposition",
        "content-transfer-encoding",
    }
)
_NAME = re.compile(r"[!-9;-~]{1,80}")
_ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_PARAMETER = re.compile(r";\s*([^\s=;\"]+)\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;\"]*)")
_ESCAPED = re.compile(r"\\(.)")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_ALPHABET = bytes(sorted(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
_NO_BASE64 = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_MOST_PIECES = 100

Fields = Mapping[str, bytes]


def fields_of(data: bytes, *, start: int, end: int) -> tuple[dict[str, bytes], frozenset[str], int]:
    """Returns the fields that are read (the first of each name), all names, and where the body begins.

    Lines end with ``\\n``. Raises UnreadableText beyond the limits; that happens before any field is looked into.
    """
    block, body = _block(data, start, end)
    found: dict[str, bytes] = {}
    names: list[str] = []
    for name, value in _unfolded(block):
        names.append(name)
        if len(names) > MAX_FIELDS:
            raise UnreadableText(
                f"メールの見出し（ヘッダー）が{MAX_FIELDS}行より多く、読めません。", "mail_head"
            )
        if name in READ and len(value) > MAX_FIELD:
            raise UnreadableText(
                f"メールの見出し（{name}）が長すぎて読めません（{MAX_FIELD:,}バイトまで）。", "mail_head"
            )
        if name in READ:
            found.setdefault(name, value)
    return found, frozenset(names), body


def _block(data: bytes, start: int, end: int) -> tuple[bytes, int]:
    if data.startswith(b"\n", start, end):
        return b"", start + 1
    blank = data.find(b"\n\n", start, min(end, start + MAX_BLOCK + 2))
    if blank < 0 and end - start > MAX_BLOCK:
        raise UnreadableText(
            f"メールの見出し（ヘッダー）が長すぎて読めません（{MAX_BLOCK:,}バイトまで）。", "mail_head"
        )
    return (data[start:end], end) if blank < 0 else (data[start:blank], blank + 2)


def _unfolded(block: bytes) -> Iterator[tuple[str, bytes]]:
    name, lines = "", [b""]
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
            continue
        if name:
            yield name, b"".join(lines)
        before, colon, after = line.partition(b":")
        said = before.strip().decode("latin-1")
        name = said.lower() if colon and _NAME.fullmatch(said) else ""
        lines = [after]
    if name:
        yield name, b"".join(lines)


def words_in(raw: bytes) -> str:
    """Returns what a person reads in a field: encoded words joined (a character may be split between two), on one line."""
    text = raw.decode("latin-1")
    said: list[str] = []
    open_words: list[tuple[str, bytes]] = []
    at = 0
    for word in _ENCODED.finditer(text):
        between = text[at : word.start()]
        if between.strip() or not open_words:
            said += [_joined(open_words), text_in(between.encode("latin-1"), None)]
            open_words = []
        open_words.append((word[1].partition("*")[0].lower(), _unencoded(word[2], word[3])))
        at = word.end()
    said += [_joined(open_words), text_in(text[at:].encode("latin-1"), None)]
    return " ".join("".join(said).split())


def _joined(words: list[tuple[str, bytes]]) -> str:
    said, at = "", 0
    while at < len(words):
        stop = next((i for i in range(at, len(words)) if words[i][0] != words[at][0]), len(words))
        said += text_in(b"".join(data for _, data in words[at:stop]), words[at][0])
        at = stop
    return said


def _unencoded(kind: str, words: str) -> bytes:
    data = words.encode("latin-1")
    return from_base64(data) if kind in "bB" else binascii.a2b_qp(data, header=True)


def from_base64(data: bytes) -> bytes:
    """Returns the bytes that ``data`` stands for; what is no base64 is passed over, an end that is missing is missing."""
    plain = data.translate(None, _NO_BASE64)
    plain = plain[:-1] if len(plain) % 4 == 1 else plain
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))


def parameters_of(raw: bytes) -> tuple[str, dict[str, str]]:
    """Returns the value of a field in lower case and its parameters, decoded, by name in lower case."""
    text = raw.decode("latin-1")
    found: dict[str, str] = {}
    split: dict[str, list[tuple[int, bool, str]]] = {}
    for parameter in _PARAMETER.finditer(text):
        name, _, rest = parameter[1].lower().partition("*")
        value = parameter[2].strip()
        if value.startswith('"'):
            value = _ESCAPED.sub(r"\1", value.strip('"'))
        if not parameter[1].count("*"):
            found.setdefault(name, words_in(value.encode("latin-1")))
        elif len(split.setdefault(name, [])) < _MOST_PIECES:
            number = rest.rstrip("*")
            split[name].append(
                (
                    int(number) if number.isdigit() and len(number) < 4 else 0,
                    rest.endswith("*") or not rest,
                    value,
                )
            )
    found |= {name: _assembled(pieces) for name, pieces in split.items()}
    said = text.partition(";")[0].lower().split()
    return (said[0] if said else ""), found


def _assembled(pieces: list[tuple[int, bool, str]]) -> str:
    label, data = "", b""
    for at, (_, encoded, value) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        if encoded and at == 0 and value.count("'") >= 2:
            label, _, value = value.split("'", 2)
        data += (
            _PERCENT.sub(lambda hit: chr(int(hit[1], 16)), value).encode("latin-1")
            if encoded
            else value.encode("latin-1")
        )
    return " ".join(text_in(data, label).split())

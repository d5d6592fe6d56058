"""A report as the draft of a mail (.eml): it opens unsent in a mail program, and a person looks at it and sends it.

Nothing of the message stands in a header: no word of it can name a recipient. Addresses in the body do not work as links;
the message as it came is attached, for the desk.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from email.header import Header
from typing import NamedTuple

from madoguchi.papers.reports import Field, Report
from madoguchi.telling.layout import defanged

_LONGEST_LINE = 998  # bytes of a line of a mail, without its end (RFC 5322, 2.1.1)
_FILL_IN = "〔ここに書いてください〕"
_ATTACHED = frozenset({"text", "header"})  # what the mail that is attached holds anyway


class _Part(NamedTuple):
    """A part of the draft: its header lines, and its bytes with CRLF at the ends of lines."""

    header: tuple[str, ...]
    content: bytes


def draft_of(report: Report) -> bytes | None:
    """Returns the draft of ``report`` as the bytes of an .eml file; None where the desk takes no mail from a computer.

    The mail as it came is attached whole (message/rfc822) when there is one, else the text as message.txt.
    """
    desk = report.route.desk
    if report.route.way != "mail" or desk.mail is None:
        return None
    parts = (_text_part(body_of(report)), _attached(report))
    boundary = _boundary(parts)
    head = (
        "X-Unsent: 1",
        f"To: {_one_line(desk.mail)}",
        f"Subject: {Header(_one_line(report.subject), 'utf-8', header_name='Subject').encode(linesep=_CRLF)}",
        "MIME-Version: 1.0",
        f"Content-Transfer-Encoding: {'8bit' if any(not part.content.isascii() for part in parts) else '7bit'}",
        f'Content-Type: multipart/mixed;{_CRLF} boundary="{boundary}"',
    )
    blocks = [_lines(head), *(_delimited(part, boundary) for part in parts)]
    return b"".join([*blocks, f"--{boundary}--\r\n".encode()])


_CRLF = "\r\n"


def body_of(report: Report) -> str:
    """Returns the text of the mail: the fields as the desk names them, no address in it works as a link."""
    whole = report.message.raw is not None
    told = [field for field in report.fields if not (whole and field.of in _ATTACHED)]
    lines = [f"{report.route.desk.name} 御中", "", "届いたものについて、お知らせします。", ""]
    lines += [line for field in told for line in _field(field)]
    lines += ["", _what_is_attached(report)]
    return "\n".join(lines)


def _field(field: Field) -> Iterator[str]:
    if not field.text and field.optional:
        return
    rows = [defanged(row) for row in field.text.split("\n")] if field.text else [_FILL_IN]
    if len(rows) == 1:
        yield f"{field.label}: {rows[0]}"
    else:
        yield from [f"{field.label}:", *(f"  {row}".rstrip() for row in rows)]


def _what_is_attached(report: Report) -> str:
    own = (
        "届いたメールを、そのまま添付します。"
        if report.message.raw is not None
        else "届いた文を、message.txt で添付します。"
    )
    others = "".join(f"{one}を添付します。" for one in report.attach)
    return f"{own}{others}この本文のアドレスは、押しても開かないように、書き方を変えてあります（hxxp、[.]）。"


# --- parts of a mail ----------------------------------------------------------------------------------


def _text_part(text: str) -> _Part:
    return _Part(
        ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64"),
        _base64(text.replace("\n", _CRLF).encode()),
    )


def _attached(report: Report) -> _Part:
    raw = report.message.raw
    if raw is None:
        text = _text_part(report.message.text)
        return _Part((*text.header, 'Content-Disposition: attachment; filename="message.txt"'), text.content)
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    if b"\0" in raw or any(b"\r" in line for line in lines) or max(map(len, lines)) > _LONGEST_LINE:
        return _as_file(raw)
    encoding = "7bit" if raw.isascii() else "8bit"
    head = (
        "Content-Type: message/rfc822",
        f"Content-Transfer-Encoding: {encoding}",
        'Content-Disposition: attachment; filename="original.eml"',
    )
    return _Part(head, b"\r\n".join(lines))


def _as_file(raw: bytes) -> _Part:
    """A mail that breaks the rules of mail can travel unchanged only as a file: message/rfc822 may not be base64."""
    head = (
        "Content-Type: application/octet-stream",
        "Content-Transfer-Encoding: base64",
        'Content-Disposition: attachment; filename="original.eml"',
    )
    return _Part(head, _base64(raw))


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _boundary(parts: tuple[_Part, ...]) -> str:
    """A boundary that no part holds; the same report always gets the same one."""
    seed = b"".join(part.content for part in parts)
    while True:
        boundary = f"madoguchi-{hashlib.sha256(seed).hexdigest()[:32]}"
        if all(boundary.encode() not in part.content for part in parts):
            return boundary
        seed += b"\0"


def _delimited(part: _Part, boundary: str) -> bytes:
    return _lines((f"--{boundary}", *part.header)) + part.content + b"\r\n"


def _lines(rows: tuple[str, ...]) -> bytes:
    """Header rows and the blank line behind them."""
    return "".join(f"{row}{_CRLF}" for row in (*rows, "")).encode("ascii")


def _one_line(text: str) -> str:
    return " ".join(text.split())

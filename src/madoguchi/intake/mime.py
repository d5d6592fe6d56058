"""A mail taken apart into its parts: where each begins and ends, of what kind it is, how it is written.

Everything is counted before it is looked into. A delimiter is a whole line, so that one boundary that begins like another does not
end it, and what stands outside the parts is not read, as mail programs do not show it.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from madoguchi.intake.charsets import text_in
from madoguchi.intake.headers import Fields, fields_of, from_base64, parameters_of
from madoguchi.plain_text import UnreadableText

MAX_RAW = 10 * 1024 * 1024
MAX_TEXT = 4 * 1024 * 1024
MAX_DEPTH = 20
MAX_PARTS = 200
_MAX_LINES_LIKE_A_BOUNDARY = 10_000
_LONGEST_BOUNDARY = 200
_LONGEST_NAME = 200
_OF_A_MAIL = frozenset(
    "from to cc subject date received message-id mime-version content-type return-path delivered-to".split()
)


@dataclass(frozen=True)
class Part:
    """One part: its fields, its kind (``text/html``), the bytes as they came, and the parts inside."""

    fields: Fields
    kind: str
    raw: bytes
    inside: tuple[Part, ...] = ()

    @cached_property
    def parameters(self) -> dict[str, str]:
        return parameters_of(self.fields.get("content-type", b""))[1]

    @cached_property
    def disposition(self) -> tuple[str, dict[str, str]]:
        return parameters_of(self.fields.get("content-disposition", b""))

    @property
    def name(self) -> str:
        """The name of the file, empty when it has none; of a long one the middle is left out, the ending counts."""
        name = self.disposition[1].get("filename") or self.parameters.get("name", "")
        half = _LONGEST_NAME // 2
        return name if len(name) <= _LONGEST_NAME else f"{name[:half]}…{name[1 - half :]}"

    @property
    def text(self) -> str:
        data = _plain(self.raw, self.fields)
        if len(data) > MAX_TEXT:
            raise UnreadableText(
                f"メールの本文が大きすぎます（{len(data):,}バイト）。{MAX_TEXT:,}バイトまで読めます。",
                "mail_body",
            )
        return text_in(data, self.parameters.get("charset"))


def parts_of(data: bytes) -> Part:
    """Returns the mail as a tree. Raises UnreadableText: too large, too deep, too many parts, or no mail at all."""
    if len(data) > MAX_RAW:
        raise UnreadableText(
            f"メールが大きすぎます（{len(data):,}バイト）。{MAX_RAW:,}バイトまで読めます。", "mail_large"
        )
    even = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(b"\xef\xbb\xbf").lstrip(b"\n")
    if even.startswith(b"From "):  # the first line of a mailbox file
        even = even.partition(b"\n")[2]
    reader = _Reader()
    names = fields_of(even, start=0, end=len(even))[1]
    if names.isdisjoint(_OF_A_MAIL):
        raise UnreadableText("メールのファイルではないようです。", "mail_not")
    return reader.part(_Span(even, 0, len(even)), depth=0, kind="text/plain")


@dataclass(frozen=True, slots=True)
class _Span:
    data: bytes
    start: int
    end: int


class _Reader:
    """Counts what was met in the whole mail."""

    def __init__(self) -> None:
        self._parts = 0
        self._lines = 0

    def part(self, span: _Span, *, depth: int, kind: str) -> Part:
        self._parts += 1
        if depth > MAX_DEPTH:
            raise UnreadableText(
                f"メールの中に、メールや部分が{MAX_DEPTH}段より深く入っていて、読めません。", "mail_deep"
            )
        if self._parts > MAX_PARTS:
            raise UnreadableText(f"メールの部分が{MAX_PARTS}より多く、読めません。", "mail_deep")
        fields, _, body = fields_of(span.data, start=span.start, end=span.end)
        said, parameters = parameters_of(fields.get("content-type", b""))
        kind = said if "/" in said else kind
        inner = _Span(span.data, body, span.end)
        inside = tuple(
            self._inside(inner, fields, kind=kind, boundary=parameters.get("boundary", ""), depth=depth)
        )
        if kind.startswith("multipart/") and not inside:
            kind = "text/plain"  # nothing divides it: what is there is shown as it is
        return Part(fields, kind, b"" if inside else span.data[body : span.end], inside)

    def _inside(self, body: _Span, fields: Fields, *, kind: str, boundary: str, depth: int) -> Iterator[Part]:
        if kind in ("message/rfc822", "message/global"):
            yield self.part(_unwrapped(body, fields), depth=depth + 1, kind="text/plain")
        elif kind.startswith("multipart/") and 0 < len(boundary) <= _LONGEST_BOUNDARY:
            default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
            for span in self._between(body, b"--" + boundary.encode("utf-8")):
                yield self.part(span, depth=depth + 1, kind=default)

    def _between(self, body: _Span, mark: bytes) -> Iterator[_Span]:
        """What stands between the lines that are ``mark``; the last part may lack its end."""
        opened, at = -1, body.start
        while (found := self._line(body, mark, at)) is not None:
            start, end, last = found
            if opened >= 0:
                yield _Span(body.data, opened, max(start - 1, opened))
            opened, at = end, end
            if last:
                return
        if opened >= 0:
            yield _Span(body.data, opened, body.end)

    def _line(self, body: _Span, mark: bytes, at: int) -> tuple[int, int, bool] | None:
        while (start := body.data.find(mark, at, body.end)) >= 0:
            self._lines += 1
            if self._lines > _MAX_LINES_LIKE_A_BOUNDARY:
                raise UnreadableText("メールの区切りの行が多すぎて、読めません。", "mail_deep")
            at = start + len(mark)
            if start == body.start or body.data[start - 1 : start] == b"\n":
                stop = body.data.find(b"\n", at, min(body.end, at + 1_000))
                rest = body.data[at : stop if stop >= 0 else min(body.end, at + 1_000)].strip()
                if rest in (b"", b"--"):
                    return start, stop + 1 if stop >= 0 else body.end, rest == b"--"
        return None


def _way(fields: Fields) -> str:
    words = fields.get("content-transfer-encoding", b"").decode("latin-1").lower().replace('"', "").split()
    return words[0] if words else ""


def _unwrapped(body: _Span, fields: Fields) -> _Span:
    """A mail inside a mail may not be encoded, and is nevertheless."""
    if _way(fields) not in ("base64", "quoted-printable"):
        return body
    plain = _plain(body.data[body.start : body.end], fields).replace(b"\r\n", b"\n")
    return _Span(plain, 0, len(plain))


def _plain(raw: bytes, fields: Fields) -> bytes:
    way = _way(fields)
    if way == "base64":
        return from_base64(raw)
    return binascii.a2b_qp(raw) if way == "quoted-printable" else raw

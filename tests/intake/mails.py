"""Mails for tests, built byte by byte: as senders really write them, and as nobody should."""

import base64
import datetime as dt
from collections.abc import Sequence

from madoguchi import Consultation, Story, consult
from madoguchi.intake.mail import story_of_mail

AT = dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")
FROM = "From: mihon <info@mihon.example>"


def mail(*fields: str | bytes, body: str | bytes = "本文です。") -> bytes:
    lines = [field if isinstance(field, bytes) else field.encode() for field in fields]
    return b"\r\n".join([*lines, b"", body if isinstance(body, bytes) else body.encode()])


def read(*fields: str | bytes, body: str | bytes = "本文です。") -> Story:
    return story_of_mail(mail(FROM, *fields, body=body))


def part(*fields: str, body: str | bytes = "") -> bytes:
    return mail(*fields, body=body)


def divided(kind: str, *parts: bytes, mark: str = "=_m", fields: Sequence[str] = ()) -> bytes:
    """A mail or a part of the kind ``multipart/kind``."""
    inside = b"".join(b"\r\n--" + mark.encode() + b"\r\n" + one for one in parts)
    head = (f'Content-Type: multipart/{kind}; boundary="{mark}"', *fields)
    return mail(*head, body=inside + b"\r\n--" + mark.encode() + b"--\r\n")


def received(*parts: bytes, kind: str = "mixed") -> Story:
    return story_of_mail(divided(kind, *parts, fields=(FROM, "Subject: test")))


def attached(name: str, kind: str = "application/octet-stream") -> bytes:
    return part(f"Content-Type: {kind}", f'Content-Disposition: attachment; filename="{name}"', body="AAAA")


def html(markup: str) -> bytes:
    return part("Content-Type: text/html; charset=utf-8", body=markup)


def plain(words: str) -> bytes:
    return part("Content-Type: text/plain; charset=utf-8", body=words)


def base64_of(words: str | bytes) -> bytes:
    return base64.encodebytes(words.encode() if isinstance(words, str) else words)


def answered(story: Story) -> Consultation:
    return consult(story, at=AT)

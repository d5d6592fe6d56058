"""Makes reports the short way, for tests: one message in, its report out, at one fixed minute."""

import datetime as dt
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from madoguchi import Story, consult
from madoguchi.knowledge import Knowledge, load
from madoguchi.papers import Original, Received, Report, carrier_report_of, draft_of, message_in, report_of

AT = dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")
CAME = dt.datetime.fromisoformat("2026-11-21T20:05:00+09:00")
LINK = "http://otodoke-kakunin.example.top/r?x=1"
SMS = f"お荷物のお届けにあがりましたが、不在のため持ち帰りました。下記よりご確認ください。 {LINK}"
RAW = (
    b"Delivered-To: hanako@mail.example.jp\r\n"
    b"Received: from mx.example.top by in.example.jp\r\n\tfor <hanako@mail.example.jp>; Sat, 21 Nov 2026 20:05:00 +0900\r\n"
    b"From: =?utf-8?b?5Y+j5bqn?= <info@pay.example.top>\r\n"
    b"To: hanako@mail.example.jp\r\nSubject: =?iso-2022-jp?b?GyRCPUVNVxsoQg==?=\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"口座を止めました。{LINK}\r\n".encode()
)


def brought(
    text: str = SMS, *, raw: bytes | None = None, received: dt.datetime | None = None, **beside: object
) -> Received:
    story = Story(text=text, **beside)
    original = Original(raw=raw, received=received)
    return message_in(story, consult(story, at=AT), original=original, knowledge=load())


def report(kind: str, message: Received, *, at: dt.datetime = AT, known: Knowledge | None = None) -> Report:
    answer = consult(Story(text=message.text, medium=message.medium), at=AT)
    return report_of(kind, message, answer=answer, knowledge=known or load(), at=at)


def carrier_report(carrier: str, message: Received) -> Report:
    answer = consult(Story(text=message.text, medium=message.medium), at=AT)
    return carrier_report_of(carrier, message, answer=answer, knowledge=load(), at=AT)


def opened(made: Report) -> EmailMessage:
    """The draft as a mail program reads it."""
    draft = draft_of(made)
    assert draft is not None
    return message_from_bytes(draft, policy=default)


def words_of(made: Report) -> str:
    return opened(made).get_body().get_content()

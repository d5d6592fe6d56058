"""The draft opens unsent in a mail program, goes to the desk alone, and carries the message as it came."""

import re
from email import message_from_bytes
from email.policy import compat32

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reporting import CAME, LINK, RAW, SMS, brought, carrier_report, opened, report, words_of

from madoguchi.knowledge import load
from madoguchi.papers import draft_of

KINDS = ["report-spam-centre", "report-anti-phishing"]
INJECTIONS = [
    "a@b.example\r\nBcc: all@example.jp",
    "a\nTo: all@example.jp\n\nbody",
    "=?utf-8?q?=0ABcc:_all@example.jp?=",
    "\u2028Bcc: all@example.jp\x85Cc: all@example.jp",
    '"x" <a@b.example>, all@example.jp',
]


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_goes_to_the_desk_of_the_register_and_is_unsent(kind):
    made = report(kind, brought(medium="sms"))
    mail = opened(made)
    assert (mail["X-Unsent"], mail["To"]) == ("1", load().contacts[made.route.desk.id].mail.value)
    assert mail["Subject"] == made.subject != ""
    assert mail.defects == []


def test_the_draft_names_no_sender_and_no_time_of_its_own():
    mail = opened(report("report-spam-centre", brought(medium="sms", received=CAME)))
    assert {name.lower() for name in mail.keys()} == {
        "x-unsent", "to", "subject", "mime-version", "content-type", "content-transfer-encoding"
    }  # fmt: skip


@pytest.mark.parametrize("words", INJECTIONS)
@pytest.mark.parametrize("beside", ["sender", "subject"])
def test_no_word_of_the_message_becomes_a_header(words, beside):
    mail = opened(report("report-anti-phishing", brought(medium="email", **{beside: words})))
    assert sorted(mail.keys()).count("To") == 1 and mail["Bcc"] is None and mail["Cc"] is None
    assert "all@example.jp" not in "".join(mail.values())
    assert len(list(mail.iter_attachments())) == 1


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=60), sender=st.text(max_size=40))
def test_whatever_came_the_draft_has_the_same_headers(words, sender):
    plain = opened(report("report-spam-centre", brought("お荷物", medium="sms")))
    message = brought("お荷物" + words.encode("utf-8", "ignore").decode(), medium="sms", sender=clean(sender))
    mail = opened(report("report-spam-centre", message))
    kept = [(name, value) for name, value in mail.items() if name != "Content-Type"]
    assert kept == [(name, value) for name, value in plain.items() if name != "Content-Type"]


def clean(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


@pytest.mark.parametrize("raw", [None, RAW, RAW.replace(b"\r\n", b"\n"), b"A: " + b"x" * 2000 + b"\n\n\0"])
def test_every_line_ends_as_mail_wants_and_none_is_too_long(raw):
    draft = draft_of(
        report("report-spam-centre", brought("口座を止めました。" * 90, raw=raw, medium="email"))
    )
    lines = draft.split(b"\r\n")
    assert [line for line in lines if b"\n" in line or b"\r" in line or len(line) > 998] == []


def test_the_header_of_the_draft_is_ascii_and_its_lines_are_short():
    head = draft_of(report("report-spam-centre", brought(medium="sms"))).partition(b"\r\n\r\n")[0]
    assert head.isascii() and max(map(len, head.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("subject", ["報告" * 60, "フィッシング: " * 20])
def test_a_long_subject_is_folded_and_reads_the_same(subject):
    made = msgspec.structs.replace(
        report("report-spam-centre", brought(medium="sms")), subject=subject.strip()
    )
    head = draft_of(made).partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert opened(made)["Subject"] == made.subject


# --- the body -----------------------------------------------------------------------------------------


def test_the_body_tells_the_fields_in_the_order_of_the_form():
    message = brought(medium="sms", sender="090-0000-0000", received=CAME)
    words = words_of(report("report-spam-centre", message))
    told = ["受信日時: 2026年11月21日20時05分", "表示名: 090-0000-0000", "SMSの全文: お荷物"]
    assert words.startswith("日本データ通信協会 迷惑メール相談センター 御中")
    assert sorted(told, key=words.index) == told


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_in_the_body_works_as_a_link(kind):
    words = words_of(report(kind, brought(medium="sms", sender="evil.example.top")))
    assert re.search(r"https?://|example\.top", words) is None
    assert "hxxp://otodoke-kakunin[.]example[.]top" in words


def test_what_nobody_told_is_left_to_be_filled_in():
    words = words_of(report("report-spam-centre", brought(medium="sms")))
    assert "受信日時: 〔ここに書いてください〕" in words
    assert "受信した電話番号" not in words


# --- what is attached ---------------------------------------------------------------------------------


def test_the_text_as_it_came_is_attached_with_the_real_address():
    (attached,) = opened(report("report-anti-phishing", brought(medium="sms"))).iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("text/plain", "message.txt")
    assert attached.get_content() == SMS and LINK in SMS


@pytest.mark.parametrize(
    "raw", [RAW, RAW.replace(b"\r\n", b"\n"), RAW[: RAW.index(b"\r\n\r\n") + 4] + b"ascii\r\n"]
)
def test_a_mail_is_attached_whole_with_its_headers(raw):
    draft = draft_of(report("report-spam-centre", brought("口座を止めました。", raw=raw)))
    attached = message_from_bytes(draft, policy=compat32).get_payload()[1]
    assert attached.get_content_type() == "message/rfc822"
    assert raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") in draft
    assert attached.get_payload()[0]["From"] == "=?utf-8?b?5Y+j5bqn?= <info@pay.example.top>"


@pytest.mark.parametrize(
    "raw", [b"From: a\r\n\r\n" + b"x" * 999, b"From: a\r\n\r\n\0", b"From: a\rTo: b\r\rx"]
)
def test_a_mail_that_breaks_the_rules_travels_unchanged_as_a_file(raw):
    (attached,) = opened(
        report("report-spam-centre", brought("口座を止めました。", raw=raw))
    ).iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == (
        "application/octet-stream",
        "original.eml",
    )
    assert attached.get_content() == raw


@settings(max_examples=80, deadline=None)
@given(
    raw=st.binary(min_size=1, max_size=400)
    | st.text(max_size=80).map(lambda w: f"Received: a; {w}".encode("utf-8", "ignore"))
)
def test_whatever_the_file_holds_it_travels_as_it_is(raw):
    draft = draft_of(report("report-spam-centre", brought("口座を止めました。", raw=raw)))
    attached = list(message_from_bytes(draft, policy=compat32).get_payload())[1]
    as_file = attached.get_content_type() == "application/octet-stream"
    assert attached.get_payload(decode=True) == raw if as_file else as_mail(raw) in draft


def as_mail(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_a_mail_that_is_attached_is_not_told_again_in_the_body():
    words = words_of(report("report-spam-centre", brought("口座を止めました。", raw=RAW)))
    assert "口座を止めました" not in words and "そのまま添付します" in words


def test_a_mail_cannot_close_the_part_that_it_stands_in():
    first = draft_of(report("report-spam-centre", brought("口座を止めました。", raw=RAW)))
    boundary = re.search(rb'boundary="([^"]+)"', first)[1]
    raw = RAW + b"\r\n--" + boundary + b"--\r\n--" + boundary + b"\r\nContent-Type: text/html\r\n\r\n<b>x</b>"
    mail = opened(report("report-spam-centre", brought("口座を止めました。", raw=raw)))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "message/rfc822"]


# --- desks that take no mail from a computer ----------------------------------------------------------


@pytest.mark.parametrize("carrier", [one.id for one in load().carriers.carriers])
def test_a_carrier_gets_no_draft(carrier):
    assert draft_of(carrier_report(carrier, brought(medium="sms"))) is None


def test_without_an_address_there_is_no_draft():
    made = report("report-spam-centre", brought(medium="sms"))
    route = msgspec.structs.replace(made.route, desk=msgspec.structs.replace(made.route.desk, mail=None))
    assert draft_of(msgspec.structs.replace(made, route=route)) is None

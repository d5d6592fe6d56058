"""A report says where it goes and how, and holds the message and nothing of the person."""

import datetime as dt
from dataclasses import replace

import msgspec
import pytest
from reporting import AT, CAME, LINK, RAW, SMS, brought, carrier_report, report

from madoguchi.knowledge import load
from madoguchi.papers import REPORT_KINDS, NoReport, Report, kinds_for
from madoguchi.plain_text import UnreadableText

CARRIERS = [carrier.id for carrier in load().carriers.carriers]


def field(made: Report, of: str) -> str:
    return next(one.text for one in made.fields if one.of == of)


def test_the_fields_hold_what_came():
    message = brought(medium="sms", sender="090-0000-0000", received=CAME)
    made = report("report-spam-centre", message)
    assert (field(made, "sender"), field(made, "received")) == ("090-0000-0000", "2026年11月21日20時05分")
    assert field(made, "text") == SMS


def test_the_links_of_text_anchors_and_urls_are_told_once():
    message = brought(
        medium="sms", urls=(LINK, "http://b.example/"), anchors=(("ここ", "http://c.example/"),)
    )
    assert message.links == ("http://c.example/", LINK, "http://b.example/")


def test_the_summary_says_that_a_program_read_it():
    made = report("report-anti-phishing", brought(medium="sms"))
    assert field(made, "summary").startswith("「フィッシング") and "プログラム" in field(made, "summary")


def test_where_nothing_was_found_the_person_writes_the_summary():
    made = report("report-anti-phishing", brought("あしたの集まりは十時です。", medium="sms"))
    assert field(made, "summary") == ""


def test_a_text_over_the_length_of_a_field_is_cut_and_nothing_is_lost():
    text = "".join(chr(0x4E00 + number % 900) for number in range(4_500))
    made = report("report-spam-centre", brought(text, medium="email"))
    pieces = [one.text for one in made.fields if one.of == "text"]
    assert ([len(piece) for piece in pieces], "".join(pieces)) == ([2_000, 2_000, 500], text)


@pytest.mark.parametrize("length", [2_000, 2_001])
def test_a_field_holds_2000_characters_exactly(length):
    made = report("report-spam-centre", brought("あ" * length, medium="email"))
    assert len([one for one in made.fields if one.of == "text"]) == (1 if length == 2_000 else 2)


# --- whom it fits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("medium", "kinds"),
    [
        ("sms", REPORT_KINDS),
        ("email", REPORT_KINDS[:2]),
        ("popup", ("report-anti-phishing",)),
        ("postal", ()),
    ],
)
def test_the_reports_that_fit_follow_from_how_it_came(medium, kinds):
    assert kinds_for(brought(medium=medium), load(), at=AT) == kinds


def test_a_page_without_an_address_is_no_report():
    message = brought("ウイルスに感染しました。今すぐ電話してください。", medium="popup")
    assert kinds_for(message, load(), at=AT) == ()
    with pytest.raises(NoReport, match="アドレスがありません"):
        report("report-anti-phishing", message)


def test_a_mail_is_not_for_the_desk_for_sms_and_the_error_says_so():
    with pytest.raises(NoReport, match="SMSのものだけ"):
        report("report-carrier", brought(medium="email"))


@pytest.mark.parametrize("text", ["宅配の不在通知のSMSが来て、リンクを押した", "", " \n"])
def test_a_story_or_nothing_is_no_report(text):
    with pytest.raises(NoReport, match="届いた文そのもの"):
        brought(text)


def test_nobody_said_how_it_came_so_it_is_guessed_and_marked():
    short, long = brought(), brought(SMS * 5)
    assert [(one.medium, one.assumed) for one in (short, long)] == [("sms", True), ("email", True)]
    assert kinds_for(short, load(), at=AT) == REPORT_KINDS[:2]


def test_a_subject_or_an_address_makes_it_a_mail():
    assert (brought(subject="重要").medium, brought(sender="x@example.top").assumed) == ("email", False)


# --- the carriers -------------------------------------------------------------------------------------


@pytest.mark.parametrize("carrier", CARRIERS)
def test_every_carrier_gets_its_own_report(carrier):
    made = carrier_report(carrier, brought(medium="sms"))
    assert (made.kind, made.others) == ("report-carrier", ())
    assert carrier in made.form and field(made, "text") == SMS


def test_without_a_carrier_the_ways_of_all_are_told():
    made = report("report-carrier", brought(medium="sms"))
    assert made.route.desk.id == "carrier_own"
    assert len(made.others) == len(CARRIERS)


def test_the_address_of_softbank_comes_from_the_register():
    made = carrier_report("softbank", brought(medium="sms"))
    assert (made.route.way, made.route.desk.mail) == ("phone", load().contacts["softbank_report"].mail.value)


def test_a_carrier_that_nobody_knows_is_refused_with_those_that_are():
    with pytest.raises(NoReport, match="docomo"):
        carrier_report("nobody", brought(medium="sms"))


# --- days, and what may be shown ----------------------------------------------------------------------


def with_form(id_: str, **changed: object):
    form = msgspec.structs.replace(load().reports[id_], **changed)
    return replace(load(), reports={**load().reports, id_: form})


@pytest.mark.parametrize(("ends", "there"), [("2026-11-22", True), ("2026-11-21", False)])
def test_a_form_holds_to_its_last_day(ends, there):
    known = with_form("spam_centre_sms", valid_until=dt.date.fromisoformat(ends))
    fits = kinds_for(brought(medium="sms"), known, at=AT)
    assert ("report-spam-centre" in fits) is there


def test_a_desk_that_is_not_shown_gets_no_report():
    desk = msgspec.structs.replace(load().contacts["antiphishing"], valid_until=dt.date(2026, 11, 21))
    known = replace(load(), contacts={**load().contacts, desk.id: desk})
    with pytest.raises(NoReport, match="フィッシング対策協議会"):
        report("report-anti-phishing", brought(medium="sms"), known=known)


def test_an_address_that_was_not_seen_well_enough_is_not_told():
    mail = msgspec.structs.replace(load().contacts["antiphishing"].mail, sources=["netaful_2014"])
    desk = msgspec.structs.replace(load().contacts["antiphishing"], mail=mail)
    known = replace(load(), contacts={**load().contacts, desk.id: desk})
    made = report("report-anti-phishing", brought(medium="sms"), known=known)
    assert (made.route.desk.mail, made.route.way) == (None, "not_known")


@pytest.mark.parametrize(("days", "stale"), [(180, False), (181, True)])
def test_an_old_form_is_marked(days, stale):
    at = AT + dt.timedelta(days=days)
    assert report("report-anti-phishing", brought(medium="sms"), at=at).route.stale is stale


# --- the person's own data ----------------------------------------------------------------------------


def test_the_persons_numbers_are_hidden_in_text_and_subject():
    message = brought(
        "ご登録の番号 090-1234-5678 を止めました。", subject="4111 1111 1111 1111", medium="email"
    )
    assert message.hidden == {"phone": 1, "card": 1}
    assert "1234" not in message.text and "4111" not in message.subject


def test_an_address_in_the_message_that_is_told_as_the_recipient_is_hidden():
    message = brought("hanako@mail.example.jp 様 口座を止めました。", raw=RAW, medium="email")
    assert "hanako" not in message.text + message.header


def test_a_link_stays_whole_even_with_a_number_in_it():
    link = "http://a.example/?t=090-1234-5678"
    assert link in brought(f"お荷物の確認 {link}", medium="sms").text


WIDE = "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ／０９０１２３４５６７８"


@pytest.mark.parametrize("link", [WIDE, "hxxps://evil[.]example/09012345678", "https://evil．example/a"])
def test_a_link_that_hides_from_a_plain_search_is_told_whole(link):
    message = brought(f"お荷物の確認 {link}　まで。", medium="sms")
    assert message.links == (link,) and link in message.text


def test_a_number_in_brackets_behind_a_link_is_hidden():
    message = brought("ご登録：https://evil.example/a（090-1234-5678）様", medium="sms")
    assert message.links == ("https://evil.example/a",) and "1234" not in message.text


# --- the mail as it came ------------------------------------------------------------------------------


def test_the_time_of_arrival_is_read_from_the_last_server():
    assert brought("口座を止めました。", raw=RAW).received == CAME


@pytest.mark.parametrize("stamp", [b"; never", b"", b"; Sat, 99 Nov 2026 20:05:00 +0900", b";\xff\xfe"])
def test_a_stamp_that_nobody_can_read_is_no_time(stamp):
    raw = b"Received: from a by b" + stamp + b"\r\nSubject: x\r\n\r\nx"
    assert brought("口座を止めました。", raw=raw).received is None


def test_the_header_is_a_field_for_the_spam_centre():
    made = report("report-spam-centre", brought("口座を止めました。", raw=RAW))
    assert field(made, "header").startswith(
        "Delivered-To: ******@****.*******.**\nReceived: from mx.example.top"
    )


def test_the_address_of_the_person_is_hidden_in_every_case_of_its_letters():
    raw = RAW.replace(b"for <hanako@", b"for <Hanako@")
    assert "anako" not in brought("口座を止めました。", raw=raw).header


BLIND = [
    b"Received: from a.example by b.example\r\n\tfor <hanako@mail.example.jp>; x",
    b"Received: from a.example by b.example with ESMTP FOR hanako@mail.example.jp; x",
    b"X-Envelope-To: <hanako@mail.example.jp>",
    b"Delivered-To: hanako@mail.example.jp",
    b"X-Original-To: hanako@mail.example.jp",
]


@pytest.mark.parametrize("line", BLIND)
def test_the_address_of_a_blind_copy_is_hidden(line):
    raw = line + b"\r\nFrom: info@mail.example.jp\r\nTo: info@mail.example.jp\r\n\r\nx"
    message = brought("連絡先 hanako@mail.example.jp を止めました。", raw=raw, medium="email")
    assert "hanako" not in message.text + message.header


def test_a_mail_that_is_too_large_is_refused():
    with pytest.raises(UnreadableText, match="大きすぎます"):
        brought("口座を止めました。", raw=b"a" * 1_000_001)


def test_characters_that_act_on_a_terminal_are_taken_out():
    message = brought(
        "お荷物\x1b[31m\u202eの確認\r\n2行目\x00", sender="a\r\nBcc: b@example.jp", medium="sms"
    )
    assert (message.text, message.sender) == ("お荷物[31mの確認\n2行目", "a Bcc: b@example.jp")


def test_an_address_that_is_only_shown_is_reported_as_no_false_page():
    shown, led = "https://www.example.jp/login", "https://example.jp.update.example.cn/"
    message = brought(medium="email", text=f"こちら {shown} から", anchors=((shown, led),), urls=())
    assert message.links == (led,)

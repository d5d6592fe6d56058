"""What is attached: every name is listed, however it is written, and names that give themselves away are quoted."""

import pytest
from mails import answered, attached, base64_of, divided, html, mail, part, plain, received

from madoguchi.intake.mail import story_of_mail
from madoguchi.knowledge import load
from madoguchi.links import tricks_in
from madoguchi.words import Story


def names(*fields: str) -> tuple[str, ...]:
    return received(plain("a"), part("Content-Type: application/pdf", *fields, body="AAAA")).attachments


@pytest.mark.parametrize(
    "field",
    [
        'filename="請求書.pdf"',
        "filename=請求書.pdf",
        'filename="=?UTF-8?B?6KuL5rGC5pu4LnBkZg==?="',
        "filename=\"=?ISO-2022-JP?B?GyRCQEE1YT1xGyhC?=.pdf\"",
        "filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf",
        "filename*=utf-8'ja'%e8%ab%8b%e6%b1%82%e6%9b%b8%2Epdf",
        "filename*0*=UTF-8''%E8%AB%8B%E6; filename*1*=%B1%82%E6%9B%B8; filename*2=.pdf",
        "filename*2=.pdf; filename*1*=%B1%82%E6%9B%B8; filename*0*=UTF-8''%E8%AB%8B%E6",
        "filename*=x-unknown''%90%BF%8B%81%8F%91.pdf",
    ],
)  # fmt: skip
def test_a_name_is_read_in_every_way_of_writing(field):
    assert names(f"Content-Disposition: attachment; {field}") == ("請求書.pdf",)


def test_the_name_that_programs_save_by_wins():
    assert names("Content-Disposition: attachment; filename=\"a.pdf\"; filename*=utf-8''a.exe") == ("a.exe",)


def test_a_name_beside_the_kind_is_a_name():
    assert received(plain("a"), part('Content-Type: application/zip; name="a.zip"')).attachments == ("a.zip",)


def test_a_file_without_a_name_is_listed():
    assert names("Content-Disposition: attachment") == ("名前のない添付（application/pdf）",)


def test_an_attached_page_is_not_read_as_the_mail():
    page = part("Content-Type: text/html; name=a.html", "Content-Disposition: attachment", body="<p>なか</p>")
    story = received(plain("そと"), page)
    assert (story.text, story.attachments) == ("そと", ("a.html",))


def test_of_a_very_long_name_the_ending_is_kept():
    (name,) = names(f'Content-Disposition: attachment; filename="{"a" * 5000}.exe"')
    assert len(name) <= 201 and name.endswith(".exe")


INNER = divided(
    "mixed",
    plain("口座を停止しました。"),
    attached("x.exe"),
    mark="=_inner",
    fields=("From: 銀行 <x@evil.example>", "Subject: 重要"),
)


def carried(kind: str = "message/rfc822") -> bytes:
    return part(f"Content-Type: {kind}", body=INNER)


def test_a_mail_sent_on_is_read_as_the_mail():
    story = received(plain("これは本物ですか"), carried())
    assert (story.sender, story.subject) == ("銀行 <x@evil.example>", "重要")
    assert story.text.split() == ["口座を停止しました。", "これは本物ですか"]
    assert story.attachments == ("x.exe",)


def test_a_mail_sent_on_in_base64_is_read_too():
    story = received(
        plain("?"),
        part("Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", body=base64_of(INNER)),
    )
    assert story.sender == "銀行 <x@evil.example>"


def test_a_mail_beside_links_of_its_own_is_listed_as_attached():
    story = received(html('<a href="https://evil.example/">a</a>'), carried())
    assert (story.subject, story.attachments) == ("test", ("重要.eml", "x.exe"))
    assert "口座を停止しました。" in story.text


def test_a_mail_that_is_nothing_but_another_mail_is_read():
    whole = mail("From: a@b.example", "Content-Type: message/rfc822", body=INNER)
    assert "口座を停止しました。" in story_of_mail(whole).text


def tricks(name: str, text: str = "") -> set[str]:
    known = load()
    story = Story(text=text, medium="email", attachments=(name,))
    return {trick.id for trick in tricks_in(story, known.brands, rules=known.link_tricks)}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("setup.exe", {"attached_program"}),
        ("請求書.LNK", {"attached_program"}),
        ("請求書.pdf.exe", {"attached_program", "attached_disguise"}),
        ("請求書.pdf .ｅｘｅ", {"attached_program", "attached_disguise"}),
        ("請求書          .scr", {"attached_program", "attached_disguise"}),
        ("請求書\u202efdp.exe", {"attached_program", "attached_disguise"}),
        ("請求書.pdf.html", {"attached_page", "attached_disguise"}),
        ("disk.iso", {"attached_container"}),
        ("一覧.xlsm", {"attached_macro"}),
        ("login.htm", {"attached_page"}),
        ("請求書.pdf", set()),
        ("写真.jpg", set()),
        ("2026.11.pdf", set()),
        ("資料.zip", set()),
        ("exe", set()),
        ("", set()),
    ],
)
def test_a_name_gives_away_what_opening_it_does(name, shown):
    assert tricks(name) == shown


def test_a_locked_file_with_its_key_in_the_text_is_a_trick():
    assert tricks("資料.zip", "解凍のパスワードは1234です") == {"attached_locked"}


def test_a_locked_file_alone_accuses_nobody():
    story = received(
        plain("お世話になっております。資料をお送りします。パスワードは別のメールで送ります。"),
        attached("資料.zip"),
    )
    assert answered(story).verdict == "nothing_known"


def test_a_disguised_program_accuses_and_is_quoted_as_an_attachment():
    story = received(plain("請求書をお送りします。ご確認ください。"), attached("請求書.pdf.exe"))
    answer = answered(story)
    quoted = [sign for sign in answer.schemes[0].signs if sign.part == "attachment"]
    assert answer.verdict == "scheme"
    assert {sign.quote for sign in quoted} == {"請求書.pdf.exe"}
    assert all(sign.quote == story.attachments[0][sign.start : sign.end] for sign in quoted)

"""The words of a mail: how they are written, which of several parts a person sees, what hides."""

import quopri

import pytest
from mails import base64_of, divided, html, mail, part, plain, read, received

from madoguchi.intake.charsets import text_in
from madoguchi.intake.mail import story_of_mail

WORDS = "口座を停止しました。手続きをしてください。"
LABELS = ["utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "us-ascii", "iso-8859-1", "x-unknown", "", None]


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("written", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_the_words_decide_against_a_wrong_label(written, label):
    assert text_in(WORDS.encode(written), label) == WORDS


def test_iso_2022_jp_holds_what_mails_put_into_it():
    assert text_in(b"\x1b$B-!-j\x1b(B ok \x1b(I6E\x1b(B", "iso-2022-jp") == "①㈱ ok ｶﾅ"


def test_european_mail_stays_european():
    assert text_in("café à la crème".encode("latin-1"), "iso-8859-1") == "café à la crème"


@pytest.mark.parametrize("label", ["utf-7", "utf-16", "utf-8"])
def test_no_code_lets_half_a_character_through(label):
    assert not any(
        "\ud800" <= char <= "\udfff" for char in text_in(b"+2AA-\xff\xfe\x00\xd8 \xed\xa0\x80", label)
    )


def test_control_signs_and_nul_are_left_out():
    assert text_in(b"a\0b\x07c\r\nd", "utf-8") == "abc\nd"


@pytest.mark.parametrize("written", ["utf-8", "iso-2022-jp"])
def test_base64_and_quoted_printable_are_undone(written):
    kind, data = f"Content-Type: text/plain; charset={written}", WORDS.encode(written)
    by_64 = read(kind, "Content-Transfer-Encoding: base64", body=base64_of(data))
    by_qp = read(kind, "Content-Transfer-Encoding: quoted-printable", body=quopri.encodestring(data))
    assert by_64.text == by_qp.text.rstrip() == WORDS


def test_lines_that_a_program_broke_are_joined():
    flowed = read('Content-Type: text/plain; format=flowed; delsp="yes"', body="口座を \r\n停止。\r\n次")
    assert flowed.text == "口座を停止。\n次"


def test_of_two_ways_the_one_that_is_seen_is_read():
    story = received(plain("いつもありがとうございます。"), html(f"<p>{WORDS}</p>"), kind="alternative")
    assert story.text == WORDS


def test_a_kind_without_its_semicolon_is_still_that_kind():
    assert read("Content-Type: text/html charset=utf-8", body=f"<p>{WORDS}</p>").text == WORDS


def test_a_table_beside_the_words_is_none_of_them():
    assert received(plain(WORDS), part("Content-Type: text/csv", body="a,b")).text == WORDS


def test_the_order_of_the_two_ways_does_not_matter():
    story = received(html(f"<p>{WORDS}</p>"), plain("いつもありがとうございます。"), kind="alternative")
    assert story.text == WORDS


def test_a_page_without_words_leaves_the_plain_words_and_keeps_its_link():
    picture = html('<a href="https://evil.example/"><img src="cid:1"></a>')
    story = received(plain(WORDS), picture, kind="alternative")
    assert (story.text, story.anchors) == (WORDS, (("", "https://evil.example/"),))


def test_anchors_keep_what_is_shown_and_where_it_leads():
    story = received(html('<a href="https://evil.example/x">https://www.mihon.example/</a>'))
    assert story.anchors == (("https://www.mihon.example/", "https://evil.example/x"),)


def test_parts_that_stand_one_after_another_are_all_read():
    assert (
        received(plain("はじめ"), divided("related", html("なか"), mark="x"), plain("おわり")).text
        == "はじめ\n\nなか\n\nおわり"
    )


def test_a_boundary_that_begins_like_another_does_not_end_it():
    inner = divided("alternative", plain("なか"), html("<p>なか</p>"), mark="=_mm")
    assert received(inner, plain("そと")).text == "なか\n\nそと"


def test_an_end_that_is_missing_ends_with_the_mail():
    whole = divided("mixed", plain("はじめ"), plain(WORDS), fields=("From: a@b.example",))
    assert WORDS in story_of_mail(whole[: -len("--=_m--\r\n")]).text


@pytest.mark.parametrize(
    "kind", ["multipart/mixed", 'multipart/mixed; boundary=""', "multipart/alternative; boundary=other"]
)
def test_a_division_that_divides_nothing_is_read_as_it_is(kind):
    assert WORDS in read(f"Content-Type: {kind}", body=WORDS).text


def test_what_stands_outside_the_parts_is_not_shown():
    whole = divided("mixed", plain("なか"), fields=("From: a@b.example",))
    assert story_of_mail(whole.replace(b"\r\n\r\n", b"\r\n\r\nbefore", 1) + b"behind").text.strip() == "なか"


def test_line_ends_of_any_kind_divide():
    raw = mail("From: a@b.example", "Subject: s", body="一\r\n二")
    assert {story_of_mail(raw.replace(b"\r\n", end)).text for end in (b"\r\n", b"\n", b"\r")} == {"一\n二"}


def test_a_mail_out_of_a_mailbox_file_is_read():
    assert story_of_mail(b"From a@b Sat Nov 21\n" + mail("From: a@b.example")).sender == "a@b.example"


def test_an_encrypted_mail_says_so():
    closed = part("Content-Type: application/pkcs7-mime; name=smime.p7m", body="AAAA")
    with pytest.raises(ValueError, match="暗号化"):
        received(closed)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "メールのファイルではない"),
        (b"\0" * 1000, "メールのファイルではない"),
        (WORDS.encode(), "メールのファイルではない"),
        (b"From: a@b.example\n\n", "文章がありません"),
    ],
)
def test_what_is_no_mail_says_so(raw, said):
    with pytest.raises(ValueError, match=said):
        story_of_mail(raw)

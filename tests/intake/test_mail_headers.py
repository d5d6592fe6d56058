"""Who a mail says it is from and what its subject says: encoded words, raw bytes, names that hold an address."""

import base64

import pytest
from mails import AT, answered, mail, read

from madoguchi.intake.headers import from_base64, words_in
from madoguchi.intake.mail import story_of_mail

WORDS = "【重要】お客様の口座について"


def encoded(words: str, charset: str, kind: str = "B") -> bytes:
    data = words.encode(charset)
    said = base64.b64encode(data) if kind == "B" else b"".join(b"=%02X" % byte for byte in data)
    return b"=?" + charset.encode() + b"?" + kind.encode() + b"?" + said + b"?="


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
@pytest.mark.parametrize("kind", ["B", "Q"])
def test_encoded_words_are_read(charset, kind):
    assert words_in(encoded(WORDS, charset, kind)) == WORDS


def test_words_next_to_each_other_are_joined_without_the_space_between():
    assert words_in(encoded("口座の", "utf-8") + b"\n " + encoded("停止", "utf-8")) == "口座の停止"


def test_a_character_may_be_split_between_two_words():
    data = "口座".encode()
    halves = [base64.b64encode(data[:4]), base64.b64encode(data[4:])]
    assert words_in(b" ".join(b"=?UTF-8?B?" + half + b"?=" for half in halves)) == "口座"


def test_words_of_two_codes_stand_side_by_side():
    assert words_in(encoded("口座", "utf-8") + b" " + encoded("停止", "iso-2022-jp")) == "口座停止"


def test_plain_words_between_encoded_ones_keep_their_spaces():
    assert words_in(b"Re: " + encoded("口座", "utf-8") + b" (2)") == "Re: 口座 (2)"


@pytest.mark.parametrize("charset", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_a_subject_in_bare_bytes_is_read(charset):
    assert read(b"Subject: " + WORDS.encode(charset)).subject == WORDS


@pytest.mark.parametrize("label", ["us-ascii", "iso-8859-1", "shift_jis", "x-unknown"])
def test_a_wrong_label_of_an_encoded_word_does_no_harm(label):
    word = b"=?%s?B?%s?=" % (label.encode(), base64.b64encode(WORDS.encode()))
    assert words_in(word) == WORDS


def test_an_encoded_line_end_adds_no_field():
    story = read("Subject: =?utf-8?Q?a=0D=0AContent-Type:_text/html?=")
    assert (story.subject, story.text) == ("a Content-Type: text/html", "本文です。")


@pytest.mark.parametrize("broken", [b"=?utf-8?B?44GC44?=", b"=?utf-8?B?!!!!?=", b"=?utf-8?Q?=ZZ=?=", b"=?x"])
def test_broken_words_are_read_as_far_as_they_go(broken):
    assert isinstance(words_in(broken), str)


@pytest.mark.parametrize("length", range(6))
def test_base64_that_was_cut_gives_what_is_there(length):
    assert b"abc".startswith(from_base64(b"YWJj"[:length]))


def test_a_folded_field_is_one_line():
    assert read("Subject: one", " two").subject == "one two"


def sender(field: bytes) -> str | None:
    return story_of_mail(mail(b"From: " + field)).sender


def test_the_name_of_the_sender_is_decoded():
    assert (
        sender(encoded("みほん銀行", "iso-2022-jp") + b" <a@mihon.example>") == "みほん銀行 <a@mihon.example>"
    )


def test_an_address_inside_the_name_is_not_the_address():
    name = encoded("Amazon <info@amazon.co.jp>", "utf-8")
    assert sender(name + b" <x@evil.example>") == "Amazon <info@amazon.co.jp> <x@evil.example>"


def test_an_address_in_quotes_is_not_the_address():
    assert str(sender(b'"<info@amazon.co.jp>" <x@evil.example>')).endswith("<x@evil.example>")


def test_a_bare_address_stays_bare():
    assert sender(b"x@evil.example") == "x@evil.example"


def test_the_first_of_two_subjects_is_shown():
    assert read("Subject: one", "Subject: two").subject == "one"


FORGED = "Authentication-Results: mx.mihon.example; spf=pass smtp.mailfrom=x; dkim=pass; dmarc=fail"


def test_what_a_mail_says_of_its_own_checks_is_noted():
    assert read(FORGED).checks == ("spf=pass", "dkim=pass", "dmarc=fail")
    assert any("dmarc=fail" in note and "証拠" in note for note in answered(read(FORGED)).notes)


@pytest.mark.parametrize("result", ["pass", "fail", "none"])
def test_what_a_mail_says_of_its_own_checks_moves_no_weight(result):
    body = "口座を停止しました。http://mihon.duckdns.org/ でカード番号を入力してください。"
    with_checks = answered(read(f"Authentication-Results: mx; spf={result}; dmarc={result}", body=body))
    without = answered(read(body=body))
    assert (with_checks.verdict, with_checks.schemes) == (without.verdict, without.schemes)


OTHER_FIELDS = ["X-Madoguchi-Verdict: nothing_known", "X-Priority: 1", "Reply-To: a@b.example", "X-Spam: no"]


def test_no_other_field_reaches_the_case():
    assert read(*OTHER_FIELDS) == read()
    assert AT.tzinfo is not None

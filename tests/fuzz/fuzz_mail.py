"""Fuzzes what a mail and a page are read with: any bytes give a story, or a refusal in words."""

import random
import sys

import atheris
import msgspec
from budget import within_budget

with atheris.instrument_imports(include=["madoguchi.intake", "madoguchi.plain_text"]):
    from madoguchi.intake.charsets import ready
    from madoguchi.intake.mail import story_of_mail
    from madoguchi.intake.page import story_of_page
    from madoguchi.plain_text import UnreadableText

PIECES = [
    b"\n\n", b"\r\n", b"\n--=_m\n", b"\n--=_m--\n", b"\n ", b"Subject: ", b"From: a <a@b.example>\n", b"Content-Type: ",
    b"multipart/mixed; boundary=\"=_m\"\n\n", b"multipart/alternative; boundary==_m\n\n", b"text/html; charset=",
    b"text/plain; format=flowed; delsp=yes", b"message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"Content-Disposition: attachment; filename", b"*0*=utf-8''%E8", b"*1*=",
    b"=\"a.exe\"", b"=?utf-8?B?44GC?=", b"=?iso-2022-jp?Q?=1B$B?=", b"=?x*ja?b?", b"\x1b$B", b"\x1b(B", b"\x1b(I", b"utf-7",
    b"utf-16", b"shift_jis", b"euc-jp", b"iso-2022-jp", b"gb18030", b"<a href=\"https://a.example/\">", b"</a>", b"<!--", b"-->",
    b"<style>.a{display:none}</style>", b"<p class=a style=\"color:#fff;font-size:0\">", b"<td bgcolor=", b"<script>", b"</script>",
    b"&#x3042;", b"&#99999999999;", b"&amp", b"\0", b"\xe3\x81\x82", b"\x82\xa0", b"\xa4\xa2", b"Authentication-Results: x; spf=pass\n",
]  # fmt: skip


@within_budget
def one(data: bytes) -> None:
    try:
        story = story_of_mail(data)
        assert story.medium == "email" and len(story.attachments) <= 200 and len(story.anchors) <= 500
        msgspec.json.encode(story)  # it must be able to leave the process
    except UnreadableText as error:
        assert str(error)
    try:
        msgspec.json.encode(story_of_page(data.decode("utf-8", "replace")))
    except UnreadableText as error:
        assert str(error)


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Half of the changes put in a piece that mails are made of; the others are the fuzzer's own."""
    dice = random.Random(seed)
    if dice.random() < 0.5:
        return bytes(atheris.Mutate(data, most))
    at = dice.randint(0, len(data))
    cut = at + dice.choice((0, 0, dice.randint(0, 20)))
    return (data[:at] + dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 50)) + data[cut:])[:most]


if __name__ == "__main__":
    ready()
    atheris.Setup(sys.argv, one, custom_mutator=mutated)
    atheris.Fuzz()

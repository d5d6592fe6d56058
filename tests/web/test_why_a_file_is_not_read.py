"""Whatever keeps a file from being read is said in the language of the page, through the real form."""

import io
import re
from collections.abc import Callable
from typing import get_args

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from mails import FROM, mail
from PIL import Image
from test_mail_apart import nested
from test_pictures import PIXELS, animated, png

from madoguchi.intake import apart, picture
from madoguchi.ruby import without
from madoguchi.web.tongue import TONGUES, Tongue, words_in
from madoguchi.words import Unreadable

CLIENT = Client(SERVER_NAME="localhost")
JAPANESE = re.compile("[ぁ-んァ-ヴ一-龥]")
# Told to whoever names a file at the command line; the form refuses such files before, in words of its own.
ELSEWHERE = {"text_long", "kind", "mail_large", "picture_large"}


def drawn(noise: bool = False) -> bytes:
    image, out = Image.new("L", (700, 700), "white"), io.BytesIO()
    if noise:
        image.putdata([255 * (x % 3 > 0 or y % 3 > 0) for y in range(700) for x in range(700)])
    image.save(out, "PNG")
    return out.getvalue()


FILES: dict[Unreadable, Callable[[], bytes]] = {
    "text_large": lambda: b"a" * 1_000_001,
    "text_broken": lambda: b"a\x81",
    "text_none": lambda: b"\0\0\0",
    "page_tags": lambda: b"<html>" + b"<b>" * 70_000,
    "mail_not": lambda: b"X-A: b\r\n\r\nFrom: a",
    "mail_empty": lambda: mail(FROM, body=""),
    "mail_locked": lambda: mail(FROM, "Content-Type: application/pkcs7-mime", body="MIIB"),
    "mail_head": lambda: mail(FROM, "Subject: " + "a" * 9_000),
    "mail_body": lambda: mail(FROM, body="a" * 4_300_000),
    "mail_deep": lambda: nested(21),
    "picture_not": lambda: b"RIFF\0\0\0\0WAVEfmt ",
    "picture_empty": drawn,
    "picture_broken": lambda: png(100, 100),
    "picture_pixels": lambda: png(50_000, 50_000, PIXELS),
    "picture_moves": lambda: animated("PNG"),
    "picture_crowded": lambda: drawn(noise=True),
    "mail_given_up": lambda: mail(FROM),
    "picture_given_up": drawn,
    "picture_tools": drawn,
}


def alert(data: bytes, tongue: Tongue) -> str:
    """What the page says went wrong, without marks."""
    room = "" if tongue == "ja" else f"/{tongue}"
    answer = CLIENT.post(
        f"{room}/walk/tell/", {"walk": "", "file": SimpleUploadedFile("a.bin", data, "application/x")}
    )
    assert answer.status_code == 422
    said = re.findall(r'<div class="trouble".*?</div>', answer.content.decode(), re.DOTALL)[0]
    return re.sub(r"<r[tp]>.*?</r[tp]>|<[^>]+>", "", said)


@pytest.fixture
def hindered(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no file can do: no time, or no engine."""
    reason = request.getfixturevalue("reason")
    if reason == "picture_tools":
        monkeypatch.setenv("PATH", "")
    if reason.endswith("given_up"):
        monkeypatch.setattr(apart, "WALL_SECONDS", 0.001)
        monkeypatch.setattr(picture, "WALL_SECONDS", 0.001)


@pytest.mark.usefixtures("hindered")
@pytest.mark.parametrize("reason", FILES)
def test_why_a_file_is_not_read_is_said_in_the_language_of_the_page(reason: Unreadable) -> None:
    data = FILES[reason]()
    for tongue in TONGUES:
        said = alert(data, tongue)
        assert without(words_in(tongue)(f"why.{reason}")) in said, (tongue, said)
        assert tongue != "en" or not JAPANESE.search(said)


def test_every_reason_comes_through_the_form_or_cannot() -> None:
    assert set(get_args(Unreadable)) == {*FILES, *ELSEWHERE}


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_reason_has_its_words(tongue: Tongue) -> None:
    said = {key.removeprefix("why.") for key in words_in(tongue).texts if key.startswith("why.")}
    assert said == set(get_args(Unreadable))

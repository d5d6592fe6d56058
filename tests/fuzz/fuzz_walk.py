"""Fuzzes what a form carries: any text is a walk that is written as it was read and within the limits, or it is refused."""

import os
import random
import sys
import tempfile

import atheris
from budget import within_budget

os.environ["DJANGO_SETTINGS_MODULE"] = "madoguchi.web.settings"
os.environ["MADOGUCHI_DATA"] = tempfile.mkdtemp(prefix="madoguchi-fuzz-")
os.environ["MADOGUCHI_SECRET"] = "fuzz" * 12  # no key file is made
import django

django.setup()
with atheris.instrument_imports(
    include=["madoguchi.web.public.walk", "madoguchi.secret_numbers", "madoguchi.masks"]
):
    from madoguchi.secret_numbers import secrets_hidden
    from madoguchi.web.public.walk import Lost, Walk, fits, is_sealed, opened, read, sealed, written

SEED = (
    '{"person":"family","message":true,"story":{"text":"母が電話した","medium":"sms","subject":null,"sender":"a","urls":["u"],"anchors":[["a","b"]],'
    '"attachments":[],"checks":[],"from_picture":false},"answers":{"still_on_the_phone":"unknown"},"asked":["a"],"done":{"a":"done"},'
    '"added":[{"at":"2026-11-21T20:40+09:00","text":"b"}],"started":"","number":"","once":"","seal":""}'
)
PIECES = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\",
    "\\ud800",
    "\\u0000",
    "null",
    "true",
    "-1",
    "1e999",
    "あ",
    "\0",
    '"number":"0000-0000-0000-0000"',
    '"seal":"a"',
    '"story":{}',
    '"text":"4111 1111 1111 1111"',
    "暗証番号は1234",
    "１２３４",
    "-",
    " ",
    '"added":[',
    '"done":{"a":"could_not"}',
]


def check(walk: Walk) -> None:
    assert opened(written(walk)) == walk
    assert is_sealed(sealed(walk)) and read(written(sealed(walk))) == sealed(walk)
    text = walk.whole.text if walk.whole else ""
    assert fits(text) and len(secrets_hidden(text)) == len(text)


@within_budget
def one(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    try:
        walk = opened(text)
    except Lost:
        return
    check(walk)
    if walk.number and not is_sealed(walk):
        try:
            read(text)
        except Lost:
            return
        raise AssertionError("a number without our seal was believed")


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Half of the changes put a piece that walks are made of into one that can be read."""
    dice = random.Random(seed)
    if dice.random() < 0.3:
        return bytes(atheris.Mutate(data, most))
    text = data.decode("utf-8", "ignore") if dice.random() < 0.8 else SEED
    at = dice.randint(0, len(text))
    cut = at + dice.choice((0, 0, dice.randint(0, 9)))
    return (text[:at] + dice.choice(PIECES) * dice.choice((1, 1, 1, 30)) + text[cut:]).encode(
        "utf-8", "ignore"
    )[:most]


if __name__ == "__main__":
    one(SEED.encode())
    atheris.Setup(sys.argv, one, custom_mutator=mutated)
    atheris.Fuzz()

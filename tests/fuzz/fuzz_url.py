"""Fuzzes addresses: any words are taken apart into an owner and what stands before it, and every trick quotes what it rests on."""

import random
import sys

import atheris
from budget import within_budget

with atheris.instrument_imports(include=["madoguchi"]):
    from madoguchi.addresses import address_of
    from madoguchi.knowledge import load
    from madoguchi.links import Trick, tricks_in
    from madoguchi.plain_text import UnreadableText
    from madoguchi.words import Story

KNOWN = load()
PIECES = [
    "https://", "http:\\\\", "//", "www.", ".", "..", "@", ":", ":8080", "/", "?", "#", "%2e", "[.]", "hxxp", "xn--", "xn--a", "-", "co.jp",
    ".com", ".top", "amazon", "rakuten", "smbc", "rn", "0", "1", "ａ", "。", "．", "а", "é", "\u200b", "\u202e", "\u3099", "127.0.0.1",
    "2130706433", "0x7f.1", "[::1]", "duckdns.org", "bit.ly", "三井住友銀行", "Amazon", "<", ">", "\"", " ", "\n", "data:", "mailto:a@b.jp",
    ".exe", ".pdf.exe", "パスワード",
]  # fmt: skip


def check(trick: Trick, story: Story) -> None:
    whole = {None: [story.text], "subject": [story.subject or ""], "sender": [story.sender or ""]}
    parts = {
        **whole,
        "link": [*story.urls, *(href for _, href in story.anchors)],
        "attachment": list(story.attachments),
    }
    assert any(part[trick.start : trick.end] == trick.quote for part in parts[trick.part]), (trick, story)


@within_budget
def one(data: bytes) -> None:
    words = data.decode("utf-8", "ignore")
    pieces = words.split("\n") + [""] * 4
    try:
        found = address_of(words)
        assert not found.host or found.host.endswith(found.owner), found
        story = Story(text=words, subject=pieces[0], sender=f"{pieces[1]}@{pieces[0]}", urls=(pieces[0], pieces[2]),
                      anchors=((pieces[0], pieces[1]), (words, pieces[3])), attachments=(pieces[0], pieces[1]))  # fmt: skip
        for trick in tricks_in(story, KNOWN.brands, rules=KNOWN.link_tricks):
            check(trick, story)
    except UnreadableText as error:
        assert str(error)


def mutated(data: bytes, most: int, seed: int) -> bytes:
    dice = random.Random(seed)
    if dice.random() < 0.3:
        return bytes(atheris.Mutate(data, most))
    text = data.decode("utf-8", "ignore")
    at = dice.randint(0, len(text))
    cut = at + dice.choice((0, 0, dice.randint(0, 9)))
    return (text[:at] + dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 100)) + text[cut:]).encode(
        "utf-8", "ignore"
    )[:most]


if __name__ == "__main__":
    one(b"https://www.example.co.jp/")
    atheris.Setup(sys.argv, one, custom_mutator=mutated)
    atheris.Fuzz()

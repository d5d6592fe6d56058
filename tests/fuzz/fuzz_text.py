"""Fuzzes the whole consultation: any text gives an answer whose quotes stand in the text, or a refusal in words."""

import datetime as dt
import random
import sys
from collections.abc import Iterator

import atheris
import msgspec
from budget import within_budget

with atheris.instrument_imports(include=["madoguchi"]):
    from madoguchi.consult import consult
    from madoguchi.intake import text_of
    from madoguchi.plain_text import PlainText, UnreadableText
    from madoguchi.words import Consultation, Quoted, Story

AT = dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")
MEDIA = (None, None, "sms", "email", "popup", "dm", "voice_script", "ad", "postal")
PIECES = [
    "母が", "電話した", "払っていません", "払うところでした", "3万5千円", "２枚", "１２３，４５６円", "一億二千万円", "ゼロを三つ", "いや",
    "昨日", "11月31日", "令和8年13月", "先月の25日", "警告画面", "遠隔操作", "カード番号", "入力してしまった", "言われた", "死にたい",
    "http://a.example.top/", "https://www-smbc-co-jp.example/", "xn--", "☆", "\u200b", "\u0301", "\u3099", "\ufdfa", "ﾞ", "①", "𠮷", "😀",
    "、", "。", "「", "」", "（", "\n", "\n\n‥\n\n", "力一ド", "×2", "円", "万", "千", "×", "から", "まで", "ない", "のに", "\t", "　",
]  # fmt: skip


def quotes_of(value: object) -> Iterator[Quoted]:
    if isinstance(value, Quoted):
        yield value
    fields = getattr(value, "__struct_fields__", ())
    for inner in value if isinstance(value, list | tuple) else [getattr(value, name) for name in fields]:
        if isinstance(inner, list | tuple | msgspec.Struct):
            yield from quotes_of(inner)


def check(answer: Consultation, story: Story) -> None:
    places = {None: story.text, "subject": story.subject, "sender": story.sender}
    for said in quotes_of(answer):
        if said.part in places:
            place = places[said.part] or ""
            assert said.quote == place[said.start : said.end], (said, story)


@within_budget
def one(data: bytes) -> None:
    choice, words = data[:1] or b"\0", data[1:]
    try:
        text = text_of(words, where="a") if choice[0] & 64 else words.decode("utf-8", "ignore")
        PlainText.of(text)
        medium = MEDIA[choice[0] % len(MEDIA)]
        subject = text[:20] if choice[0] & 128 else None
        story = Story(text=text, medium=medium, subject=subject, sender=subject)
        check(consult(story, at=AT), story)
    except UnreadableText as error:
        assert str(error)


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Most changes put in a piece that stories are made of, at a place between two characters."""
    dice = random.Random(seed)
    if dice.random() < 0.3:
        return bytes(atheris.Mutate(data, most))
    text = data[1:].decode("utf-8", "ignore")
    at = dice.randint(0, len(text))
    cut = at + dice.choice((0, 0, dice.randint(0, 9)))
    text = text[:at] + dice.choice(PIECES) * dice.choice((1, 1, 1, 2, 30)) + text[cut:]
    return (bytes([dice.randint(0, 255)]) + text.encode("utf-8", "ignore"))[:most]


if __name__ == "__main__":
    consult("警告", at=AT)
    atheris.Setup(sys.argv, one, custom_mutator=mutated)
    atheris.Fuzz()

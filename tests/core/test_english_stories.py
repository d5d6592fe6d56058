"""Stories told in English: schemes, stages, means and sums over the labelled sets, and nobody accused in everyday ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from madoguchi import consult
from madoguchi.amounts import yen_in
from madoguchi.consult import reading_of
from madoguchi.days import days_in
from madoguchi.plain_text import level
from madoguchi.verbs import verb_stems

SETS = Path(__file__).resolve().parents[1] / "english"
DAY = dt.date(2026, 11, 21)
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
LEAST = {"blind": 0.9, "open": 0.97, "further": 0.95}  # what is reached; mend rather than lower


def rows(name: str) -> list[dict]:
    return yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))


def first(text: str) -> str | None:
    findings = reading_of(text, on=DAY).findings
    return findings[0].id if findings else None


@pytest.mark.parametrize("name", LEAST)
def test_the_scheme_of_a_labelled_story_is_read(name: str) -> None:
    told = rows(name)
    assert sum(first(row["text"]) == row["scheme"] for row in told) >= LEAST[name] * len(told)


@pytest.mark.parametrize("name", ["blind", "open"])
def test_the_stages_and_means_of_a_labelled_story_are_read(name: str) -> None:
    pairs = [(reading_of(row["text"], on=DAY).situation, row) for row in rows(name)]
    told = [(set(found.stage), set(row["stage"])) for found, row in pairs]
    told += [({one.method for one in found.payments}, set(row["payments"])) for found, row in pairs]
    right, wrong = sum(len(a & b) for a, b in told), sum(len(a ^ b) for a, b in told)
    assert 2 * right >= 0.9 * (2 * right + wrong)


@pytest.mark.parametrize("name", ["blind", "open"])
def test_the_sums_of_a_labelled_story_are_read(name: str) -> None:
    right = wanted = 0
    for row in rows(name):
        found = {(one.yen * one.count, one.role) for one in reading_of(row["text"], on=DAY).situation.amounts}
        right += len(found & {tuple(one) for one in row["amounts"]})
        wanted += len(row["amounts"])
    assert right >= 0.88 * wanted


@pytest.mark.parametrize("row", [*rows("innocent"), *rows("everyday")], ids=lambda row: row["id"])
def test_nobody_is_accused_in_an_everyday_text(row: dict) -> None:
    assert reading_of(row["text"], on=DAY).verdict == "nothing_known"


def test_short_stories_of_every_kind_are_read() -> None:
    kinds = yaml.safe_load((SETS / "kinds.yaml").read_text(encoding="utf-8"))
    assert [text for text in kinds.pop("none") if first(text)] == []
    told = [(scheme, text) for scheme, texts in kinds.items() for text in texts]
    assert sum(first(text) == scheme for scheme, text in told) >= 0.95 * len(told)


@pytest.mark.parametrize(
    ("text", "yen", "count"),
    [
        ("I paid him 3 million yen and he is gone", 3_000_000, 1),
        ("They want ¥300,000 from me and I have it", 300_000, 1),
        ("She sent 300k yen to the man", 300_000, 1),
        ("I bought three Apple cards of 10,000 yen each and read the codes", 10_000, 3),
        ("I gave him half a million yen and my card", 500_000, 1),
        ("It was two hundred and fifty thousand yen and I paid it", 250_000, 1),
        ("He said I earn 5 man a day and it is easy", 50_000, 1),
    ],
)
def test_a_sum_is_read_as_english_says_it(text: str, yen: int, count: int) -> None:
    assert [(one.yen, one.count) for one in yen_in(level(text))] == [(yen, count)]


@pytest.mark.parametrize(
    "text", ["He has 3 million followers and I like it", "I called at 10,000 doors and it was hot"]
)
def test_other_numbers_are_no_yen(text: str) -> None:
    assert yen_in(level(text)) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("I paid 50,000 yen to the man on the phone", "paid"),
        ("police call me and say my account crime. I pay 50,000 yen by combini", "paid"),
        ("They told me to pay 50,000 yen but I hung up", "demanded"),
        ("The support person quoted 50,000 yen. I did not pay it", "demanded"),
        ("She almost paid 50,000 yen to the caller", "demanded"),
        ("A hacker got into my account and 50,000 yen was stolen from it", "lost"),
    ],
)
def test_a_sum_is_paid_asked_for_or_taken(text: str, role: str) -> None:
    assert [one.role for one in consult(text, at=AT).situation.amounts] == [role]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("I paid the man by bank transfer", "bank_transfer"),
        ("She paid the plumber in cash", "cash"),
        ("I pay the fee at the konbini and he is gone", "convenience_store"),
        ("They want three Apple gift cards from me", "prepaid_emoney"),
    ],
)
def test_the_means_of_payment_is_read(text: str, means: str) -> None:
    assert [one.method for one in consult(text, at=AT).situation.payments] == [means]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Yesterday I called the number and he said it", dt.date(2026, 11, 20)),
        ("I sent it an hour ago to the man", DAY),
        ("Last Saturday my mother called them", dt.date(2026, 11, 14)),
        ("It was on 5 November that I paid", dt.date(2026, 11, 5)),
        ("I paid it three days ago by card", dt.date(2026, 11, 18)),
    ],
)
def test_a_day_is_read_as_english_says_it(text: str, day: dt.date) -> None:
    assert [(one.from_day, one.to_day) for one in days_in(level(text), DAY)] == [(day, day)]


def test_a_verb_is_written_once_for_all_its_forms() -> None:
    assert verb_stems("pay") == ("pay ", "pays ", "paid ", "payed ", "paying ")
    assert verb_stems("tap")[2:] == ("tapped ", "tapping ")
    assert verb_stems("hand over")[2] == "handed over "


@pytest.mark.parametrize(
    "text",
    [
        "Something odd happened to me yesterday and I do not know what to think of it",
        "我收到一个自称银行职员的电话，让我转账三十万，我应该怎么办？谢谢你们的帮助。",
        "Recebi uma ligação de alguém que dizia ser da polícia e fiquei com muito medo",
        "Tôi nhận được một cuộc gọi từ cảnh sát giả và tôi rất sợ hãi",
    ],
)
def test_what_could_not_be_read_is_not_called_without_signs(text: str) -> None:
    found = consult(text, at=AT)
    assert found.unread and found.plan.steps[0].id == "foreign_stop"
    assert {"hotline_188", "houterasu_multilingual"} <= {desk.id for desk in found.contacts}


@pytest.mark.parametrize(
    "text", ["へんなことがありました。どうすればよいか分かりません。", "https://example.com/login"]
)
def test_japanese_and_a_bare_address_are_not_unread(text: str) -> None:
    assert not consult(text, at=AT).unread


DEEDS = [
    ("A pop up said virus and I called, they took remote control of it.", "remote_access_given"),
    ("Someone from Microsoft is on my laptop right now through AnyDesk.", "remote_access_given"),
    ("Police on video told me to transfer all my savings. I did 2 million yen this morning.", "paid"),
    ("A side job with videos: I sent 30,000, then 100,000 and cannot get it back.", "paid"),
]
NO_DEEDS = [
    "He is on my phone contract because he is my son.",
    "I did 10,000 steps today.",
    "The technician was on the phone for an hour.",
]


@pytest.mark.parametrize(("text", "stage"), DEEDS)
def test_a_deed_in_few_words_is_read(text: str, stage: str) -> None:
    assert stage in consult(text, at=AT).situation.stage


@pytest.mark.parametrize("text", NO_DEEDS)
def test_everyday_words_of_the_same_kind_are_no_deed(text: str) -> None:
    assert consult(text, at=AT).situation.stage == ("received_only",)

"""The questions of other people in plain Japanese and in English: complete, of today's originals, easy to read."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest
import yaml

from madoguchi.knowledge import DATA, load
from madoguchi.knowledge.check import FORBIDDEN
from madoguchi.ruby import runs, without

KANJI = re.compile("[一-龥々]")
JA = {
    f"asked/{id_}/{name}": getattr(rule, name)
    for id_, rule in load().asked.items()
    for name in ("question", "answer")
}


def rows(language: str) -> list[dict[str, str]]:
    path = DATA / "i18n" / language / "asked.yaml"
    return list(yaml.safe_load(path.read_text(encoding="utf-8"))["texts"])


EASY = {row["at"]: row["text"] for row in rows("easy")}
SENTENCES = [one for text in EASY.values() for one in without(text).split("。") if one.strip()]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", unicodedata.normalize("NFKC", without(text))))


@pytest.mark.parametrize("language", ["easy", "en"])
def test_every_question_and_answer_is_there_once_and_is_of_the_japanese_of_today(language: str) -> None:
    marks = [(row["at"], row["of"]) for row in rows(language)]
    assert marks == [(at, hashlib.sha256(text.encode()).hexdigest()[:8]) for at, text in JA.items()]


@pytest.mark.parametrize("language", ["easy", "en"])
def test_the_numbers_are_those_of_the_original(language: str) -> None:
    assert [row["at"] for row in rows(language) if numbers(row["text"]) != numbers(JA[row["at"]])] == []


def test_every_kanji_of_the_plain_texts_can_be_read() -> None:
    bare = {
        at for at, text in EASY.items() for run in runs(text) if not run.reading and KANJI.search(run.text)
    }
    assert bare == set()


def test_plain_sentences_are_short_and_have_few_kanji() -> None:
    assert max(len(one) for one in SENTENCES) <= 60
    assert max(len(KANJI.findall(re.sub("〈[^〉]*〉", "", one))) for one in SENTENCES) <= 13
    assert sum(len(KANJI.findall(one)) for one in SENTENCES) <= 0.30 * sum(len(one) for one in SENTENCES)


def test_no_plain_text_promises_or_judges() -> None:
    assert [at for at, text in EASY.items() if any(phrase in without(text) for phrase in FORBIDDEN)] == []


def test_english_has_no_japanese_and_promises_nothing() -> None:
    strange = re.compile(
        r"[ぁ-んァ-ヴ一-龥]|\bis safe\b|100 ?%|guarantee|your money will|you have the right|your fault", re.I
    )
    assert [row["at"] for row in rows("en") if strange.search(row["text"])] == []

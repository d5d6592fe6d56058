"""What is learned from was written for this project: no stretch of it stands in the corpus that scores us, and no real person."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
LONGEST = 20  # set phrases of letters are shorter; a copied sentence is longer
MARK = re.compile(r"〔([^|〕]+)\|[a-z]+〕")
PEOPLE = ("前澤", "森永", "堀江", "ひろゆき", "三木谷", "池上彰")


def own() -> Iterator[tuple[str, str]]:
    """Returns (file and line, text) of everything that is learned from."""
    for name in (
        "messages.jsonl",
        "stories.jsonl",
        "english_stories.jsonl",
        "safety.jsonl",
        "solicitations.jsonl",
    ):
        for number, line in enumerate((ROOT / "training" / name).read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            yield f"{name}:{number}", f"{row.get('subject') or ''}\n{row['text']}"
    for half in (ROOT / "tests" / "desk" / "memos").glob("*.yaml"):
        if half.stem != "pairs":
            for number, row in enumerate(yaml.safe_load(half.read_text(encoding="utf-8"))):
                yield f"{half.name}:{number}", row["memo"]
    for number, line in enumerate(
        (ROOT / "training/amounts.txt").read_text(encoding="utf-8").splitlines(), 1
    ):
        yield f"amounts.txt:{number}", MARK.sub(r"\1", line)


def stretches(text: str) -> Iterator[str]:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    return (plain[at : at + LONGEST] for at in range(len(plain) - LONGEST + 1))


def test_nothing_stands_in_the_corpus() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}")
    rows = [
        json.loads(line)
        for name in ("messages.jsonl", "stories.jsonl")
        for line in (CORPUS / name).read_text(encoding="utf-8").splitlines()
    ]
    known = {one for row in rows for one in stretches(f"{row.get('subject') or ''}\n{row['text']}")}
    assert [place for place, text in own() if not known.isdisjoint(stretches(text))] == []


def test_no_real_person_is_named() -> None:
    assert [place for place, text in own() if any(name in text for name in PEOPLE)] == []

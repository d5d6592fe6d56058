"""The project's own invented messages (training/messages.jsonl), each read with words learned from the others only.

The messages are hard on purpose: fragments of one line on the one side, genuine notices that speak like false ones on the other. The lines
stand a little below what was measured when they were last learned (decision 007): a sign that is widened shows here at once what it
does to genuine senders.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from functools import lru_cache
from pathlib import Path

from madoguchi import Story, consult
from madoguchi.knowledge import Knowledge, load

ROOT = Path(__file__).parents[2]
MESSAGES = ROOT / "training" / "messages.jsonl"
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
FOLDS = 3

sys.path.insert(0, str(ROOT / "tools"))
from learn_messages import learned, messages_of  # noqa: E402


@lru_cache(maxsize=1)
def verdicts() -> list[tuple[str, bool]]:
    """Returns (label, whether anything was found) of every message, by words that were learned without its part."""
    rows = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    return [(row["label"], seen(row, without(fold))) for fold in range(FOLDS) for row in rows[fold::FOLDS]]


@lru_cache(maxsize=FOLDS)
def without(fold: int) -> Knowledge:
    messages = [one for at, one in enumerate(messages_of(MESSAGES)) if at % FOLDS != fold]
    return dataclasses.replace(load(), message_words=learned(messages), revision=f"without {fold}")


def seen(row: dict[str, str], known: Knowledge) -> bool:
    story = Story(text=row["text"], subject=row["subject"], medium=row["medium"])
    return consult(story, at=AT, knowledge=known).verdict != "nothing_known"


def share(label: str) -> float:
    found = [one for name, one in verdicts() if name == label]
    return sum(found) / len(found)


def test_false_messages_are_seen() -> None:
    assert share("scam") >= 0.72


def test_genuine_senders_are_left_in_peace() -> None:
    assert share("genuine") <= 0.105

"""The project's own 420 invented messages (training/messages.jsonl): how many false ones are seen, whom the signs accuse.

The lines stand a little below what was measured when the messages were last read (169 of 180, 18 of 240): a sign that
is widened shows here at once what it does to genuine senders.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from pathlib import Path

from madoguchi import Story, consult

MESSAGES = Path(__file__).parents[2] / "training" / "messages.jsonl"
AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


@lru_cache(maxsize=1)
def verdicts() -> list[tuple[str, bool]]:
    """Returns (label, whether anything was found) of every message."""
    rows = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    stories = [Story(text=row["text"], subject=row["subject"], medium=row["medium"]) for row in rows]
    found = [consult(story, at=AT).verdict != "nothing_known" for story in stories]
    return [(row["label"], one) for row, one in zip(rows, found, strict=True)]


def share(label: str) -> float:
    found = [one for name, one in verdicts() if name == label]
    return sum(found) / len(found)


def test_false_messages_are_seen() -> None:
    assert share("scam") >= 0.92


def test_genuine_senders_are_left_in_peace() -> None:
    assert share("genuine") <= 0.09

"""200 own false messages, each edited 20 ways (edits.py): at least 95 in 100 of the 4,000 are still seen."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from asking import answer_to
from edits import EDITS, edits_of, messages


def seen(message: dict) -> bool:
    return answer_to(message).verdict != "nothing_known"


def test_there_are_200_seeds_of_20_edits_and_every_seed_is_seen() -> None:
    seeds = messages()
    assert len(seeds) == len({seed["text"] for seed in seeds}) == 200
    assert sum(1 for _ in edits_of(seeds[0])) == 20
    assert [seed["id"] for seed in seeds if not seen(seed)] == []


def test_edited_messages_are_still_seen() -> None:
    found: dict[str, list[bool]] = {kind: [] for kind in EDITS}
    for message in messages():
        for kind, edited in edits_of(message):
            found[kind].append(seen(edited))
    shares = {kind: sum(one) / len(one) for kind, one in found.items()}
    assert {len(one) for one in found.values()} == {800}
    assert sum(shares.values()) / len(shares) >= 0.95, shares
    assert min(shares.values()) >= 0.90, shares


def test_an_edit_changes_something_and_is_the_same_in_every_run() -> None:
    seed = messages()[0]
    assert list(edits_of(seed)) == list(edits_of(seed))
    changed = sum(edited["text"] != one["text"] for one in messages() for _, edited in edits_of(one))
    assert changed >= 3_600  # not every message holds a letter or a katakana to change

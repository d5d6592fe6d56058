"""Measures which patterns of solicitation are found in the invented offers of tests/offers: precision and recall a pattern.

`python tools/score_offers.py [seen|unseen|fresh|last|later|latest|final]`; with `--errors` every text that is read otherwise than it is labelled.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

from madoguchi import consult

OFFERS = Path(__file__).resolve().parents[1] / "tests" / "offers"
AT = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
SHORT = {
    "e": "exaggerated_ads",
    "a": "anxiety",
    "c": "no_cancel",
    "r": "cyber_attack",
    "t": "tied_contract",
}


class Read(NamedTuple):
    """One labelled text: the patterns that it shows, and those that were found (weak points do not count)."""

    id: str
    shows: frozenset[str]
    found: frozenset[str]
    text: str


def rows(name: str) -> Iterator[dict[str, Any]]:
    """Yields the labelled texts of ``seen``, ``unseen``, ``fresh``, ``last``, ``later``, ``latest`` or ``final``; an honest one shows nothing."""
    files = ["seen.yaml", "honest_seen.yaml"] if name == "seen" else [f"{name}.yaml"]
    for file in files:
        held = yaml.safe_load((OFFERS / file).read_text(encoding="utf-8"))
        yield from held["offers"]
        yield from held.get("honest", [])


def read(row: dict[str, Any]) -> Read:
    """Returns what the program finds in ``row``."""
    found = {one.id for one in consult(row["text"], at=AT).solicitation if not one.weak}
    return Read(row["id"], frozenset(SHORT[s] for s in row.get("shows", [])), frozenset(found), row["text"])


def figures(read_rows: list[Read]) -> dict[str, tuple[float, float]]:
    """Returns pattern -> (precision, recall), and the same for all patterns together under ``all``."""
    right, said, true = Counter[str](), Counter[str](), Counter[str]()
    for row in read_rows:
        for pattern in SHORT.values():
            for key in (pattern, "all"):
                right[key] += pattern in row.shows & row.found
                said[key] += pattern in row.found
                true[key] += pattern in row.shows
    return {
        key: (right[key] / said[key] if said[key] else 1.0, right[key] / true[key] if true[key] else 1.0)
        for key in [*SHORT.values(), "all"]
    }


def main(names: list[str], *, errors: bool) -> int:
    for name in names:
        found = [read(row) for row in rows(name)]
        honest = [row for row in found if not row.shows]
        accused = [row.id for row in honest if row.found]
        shown = len(found) - len(honest)
        print(
            f"{name}: {shown} offers, {len(honest)} honest; honest with a pattern: {len(accused)} {accused}"
        )
        for key, (precision, recall) in figures(found).items():
            print(f"  {key}: precision {precision:.3f}, recall {recall:.3f}")
        for row in found if errors else []:
            if row.shows != row.found:
                missed, more = sorted(row.shows - row.found), sorted(row.found - row.shows)
                print(f"  {row.id} missed {missed} more {more}: {row.text}")
    return 0


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if not word.startswith("-")]
    sys.exit(
        main(
            arguments or ["seen", "unseen", "fresh", "last", "later", "latest", "final"],
            errors="--errors" in sys.argv,
        )
    )

"""How often the codes that the desk proposes are right: ``python tools/score_proposals.py [--misses] [STORIES]``.

Channel, content and the category of goods are counted over our own labelled memos (tests/desk/memos, set by set), scheme and means of payment
over STORIES (the labelled corpus beside the project), where they are there. Right is what is right whole: the one channel or none, all
the categories and no other. ``--misses`` prints the wrong ones of the sets that are learned
from; those of ``KEPT_OUT`` nobody should look at.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import django
import yaml

if TYPE_CHECKING:
    from madoguchi.web.desk.hearing import Heard

ROOT = Path(__file__).resolve().parents[1]
MEMOS = ROOT / "tests" / "desk" / "memos"
STORIES = ROOT.parent / "shared" / "corpus" / "stories.jsonl"
_AT = dt.datetime(2026, 11, 24, 9, 20, tzinfo=dt.timezone(dt.timedelta(hours=9)))
KEPT_OUT = ("blind", "unseen", "last", "aside")
KEPT_OUT_OF_PRODUCTS = (
    "unseen",
    "aside",
)  # labelled after the words were written; their misses nobody looked at
HALVES = (
    "seen",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    *KEPT_OUT,
)
_NONE = "none"

Values = Mapping[str, frozenset[str]]


class Score(NamedTuple):
    """How many of ``asked`` were ``right`` for the column ``field``; ``misses`` say which were not."""

    field: str
    right: int
    asked: int
    misses: Sequence[str]

    @property
    def share(self) -> float:
        """Right ones of all, 0 to 1."""
        return self.right / self.asked


def heard(memo: str) -> Heard:
    """Returns what the desk reads in ``memo``."""
    from madoguchi.web.desk.hearing import heard_in

    return heard_in(memo, at=_AT)


def proposed(memo: str) -> Values:
    """Returns what is proposed for ``memo``: by column, its values."""
    from madoguchi.web.desk.proposals import proposals_of

    found: dict[str, set[str]] = {}
    for one in proposals_of(heard(memo)):
        found.setdefault(one.field, set()).add(one.value)
    return {field: frozenset(values) for field, values in found.items()}


def memos(half: str) -> list[Mapping[str, Any]]:
    """Returns the labelled memos of ``half`` (one of ``HALVES``)."""
    told: list[Mapping[str, Any]] = yaml.safe_load((MEMOS / f"{half}.yaml").read_text(encoding="utf-8"))
    return told


def scores_of_memos(half: str) -> Iterator[Score]:
    """Yields the scores of channel and content over the memos of ``half``."""
    told = [(one, proposed(one["memo"])) for one in memos(half)]
    yield _score("sales_channel", [(one["memo"], found, _channels(one)) for one, found in told])
    contents = [(one["memo"], found, [frozenset(one["content"])]) for one, found in told]
    yield _score("content_categories", contents)


def _channels(one: Mapping[str, Any]) -> list[frozenset[str]]:
    label = one["channel"]
    right = label if isinstance(label, list) else [label]
    return [frozenset() if name == _NONE else frozenset([name]) for name in right]


def scores_of_stories(stories: Path) -> Iterator[Score]:
    """Yields the scores of scheme and means of payment over ``stories``."""
    rows = [json.loads(line) for line in stories.read_text(encoding="utf-8").splitlines()]
    told = [(row, proposed(row["text"])) for row in rows]
    yield _score("scheme", [(row["id"], found, [frozenset([row["scheme"]])]) for row, found in told])
    paid = [
        (row["id"], found, [frozenset(row["payment_methods"]) - {"none_mentioned"}]) for row, found in told
    ]
    yield _score("payment_methods", paid)


def scores_of_products() -> Iterator[tuple[str, Score]]:
    """Yields by set how often the category of goods and services is right: one of those in which the thing can be seen, or none."""
    labels = yaml.safe_load((MEMOS.parent / "memo_products.yaml").read_text(encoding="utf-8"))
    for half, rows in labels.items():
        told = [(one["memo"], proposed(one["memo"])) for one in memos(half)]
        right = [[frozenset([name]) - {_NONE} for name in row.split("|")] for row in rows]
        pairs = zip(told, right, strict=True)
        yield half, _score("product_code", [(memo, found, those) for (memo, found), those in pairs])


def _score(field: str, told: Sequence[tuple[str, Values, Sequence[frozenset[str]]]]) -> Score:
    wrong = [
        f"{name}\n    proposed {sorted(found.get(field, ()))}, right {sorted(right[0])}"
        for name, found, right in told
        if found.get(field, frozenset()) not in right
    ]
    return Score(field, len(told) - len(wrong), len(told), wrong)


def main() -> None:
    """Prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("stories", nargs="?", type=Path, default=STORIES)
    arguments.add_argument("--misses", action="store_true")
    said = arguments.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
    django.setup()
    scores = [
        (half, score)
        for half in HALVES
        if (MEMOS / f"{half}.yaml").exists()
        for score in scores_of_memos(half)
    ]
    scores += scores_of_products()
    if said.stories.exists():
        scores += [("stories", score) for score in scores_of_stories(said.stories)]
    else:
        print("NOT RUN: scheme and means of payment (the labelled stories are not here)")
    for where, score in scores:
        print(f"{where:8} {score.field:20} {score.right:4} of {score.asked:4}  {score.share:.3f}")
        kept = KEPT_OUT_OF_PRODUCTS if score.field == "product_code" else KEPT_OUT
        if said.misses and where not in kept:
            print("\n".join(score.misses))


if __name__ == "__main__":
    main()

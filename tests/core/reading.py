"""Reads a text the short way, for tests: what it looks like and what the situation is, at one fixed minute."""

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import yaml

from madoguchi import Consultation, Story, consult

TESTS = Path(__file__).parents[1]
EVENING = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")


def told(text: str, **beside: object) -> Consultation:
    return consult(Story(text=text, **beside), at=EVENING)


def stages(text: str) -> set[str]:
    return set(told(text).situation.stage)


def amounts(text: str) -> list[tuple[int | None, int, str]]:
    return [(one.yen, one.count, one.role) for one in told(text).situation.amounts]


def first_scheme(answer: Consultation) -> str:
    return answer.schemes[0].id if answer.schemes else "other_consumer"


def rows_of(folder: str) -> Sequence[tuple[str, dict]]:
    paths = sorted((TESTS / folder).glob("*.yaml"))
    return [(path.stem, row) for path in paths for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def listed(path: str) -> list[dict[str, str]]:
    with (TESTS / path).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))

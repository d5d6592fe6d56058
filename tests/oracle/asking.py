"""Asks about a message or a story of these tests, at one fixed minute."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from madoguchi import Consultation, Story, consult

ROOT = Path(__file__).parents[2]
EVENING = dt.datetime.fromisoformat("2026-11-21T20:40:00+09:00")
_PARTS = ("text", "medium", "subject", "sender", "urls", "anchors")


def answer_to(row: dict[str, Any]) -> Consultation:
    told = {name: row[name] for name in _PARTS if row.get(name)}
    told = {name: tuple(map(tuple, v)) if name == "anchors" else v for name, v in told.items()}
    return consult(Story(**told), at=EVENING)


def rows_of(folder: str) -> list[dict[str, Any]]:
    paths = sorted((ROOT / "tests" / folder).glob("*.yaml"))
    return [row for path in paths for row in yaml.safe_load(path.read_text(encoding="utf-8"))]

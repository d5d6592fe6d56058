"""Marts for tests: built from a file, asked on an engine that all tests of a run share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from madoguchi.mart.build import Built, build
from madoguchi.mart.values import Reading

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def built(source: Path, mart: Path, *words: str) -> Built:
    return build(source, mart, reading=Reading(TODAY, frozenset(words)), at=NOW, tell=lambda _: None)

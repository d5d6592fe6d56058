"""Engines are named in one file, so that everything else can be asked of any of them."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "madoguchi"
NAMES = re.compile(
    r"\b(import_module\(\"(duckdb|ibis|pyspark)|import (duckdb|ibis|pyspark)|from (duckdb|ibis|pyspark))"
)


def test_only_engines_py_imports_an_engine():
    found = [path.name for path in SOURCE.rglob("*.py") if NAMES.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_engines_py_names_them_where_they_are_needed():
    text = (SOURCE / "engines.py").read_text(encoding="utf-8")
    assert all(f'"{name}' in text for name in ("ibis", "duckdb", "pyspark.sql"))

"""Importing the server starts its threads: they would feed and clear beside every test that shares the process."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SERVER = re.compile(
    r"^\s*(?:from|import) madoguchi\.web\.(?:front|wsgi)\b|^\s*from madoguchi\.web import .*\b(?:front|wsgi)\b",
    re.M,
)


def test_no_test_imports_the_server() -> None:
    files = sorted(TESTS.rglob("*.py"))
    assert len(files) > 300
    assert not [file.name for file in files if SERVER.search(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "line", ["from madoguchi.web.front import Refused", "    from madoguchi.web import faults, wsgi"]
)
def test_an_import_of_the_server_is_seen(line: str) -> None:
    assert SERVER.search(f"import re\n{line}\n")

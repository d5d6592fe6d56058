"""The wheel ships the knowledge, so that `pip install` alone answers."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return set(zipfile.ZipFile(next(out.glob("*.whl"))).namelist())


def test_every_knowledge_file_is_in_the_wheel(names: set[str]) -> None:
    src = ROOT / "src"
    files = {p.relative_to(src).as_posix() for p in src.rglob("*.yaml")}
    assert files and files <= names


def test_no_test_is_in_the_wheel(names: set[str]) -> None:
    assert [name for name in names if name.startswith("tests")] == []

"""The wheel ships the knowledge, so that `pip install` alone answers; with a compiler or without one."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def built(folder: Path, **environment: str) -> set[str]:
    """Returns the names in a wheel that is built from a copy of what it is made of: building leaves its traces there."""
    copied = {"src", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"}
    for name in copied:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    for made in (folder / "src" / "madoguchi").glob("_native*.so"):
        made.unlink()
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        "out",
        ".",
    ]
    subprocess.run(command, cwd=folder, capture_output=True, check=True, env={**os.environ, **environment})
    return set(zipfile.ZipFile(next((folder / "out").glob("*.whl"))).namelist())


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    return built(tmp_path_factory.mktemp("wheel"))


def test_every_knowledge_file_is_in_the_wheel(names: set[str]) -> None:
    src = ROOT / "src"
    files = {p.relative_to(src).as_posix() for p in src.rglob("*.yaml")}
    assert files and files <= names


def test_the_wheel_holds_the_native_module(names: set[str]) -> None:
    assert [
        name for name in names if name.startswith("madoguchi/_native.") and name.endswith((".so", ".pyd"))
    ]


def test_a_wheel_can_be_built_without_a_compiler(tmp_path: Path) -> None:
    names = built(tmp_path, CC="no-compiler-here")
    assert "madoguchi/knowledge/language/acts.yaml" in names
    assert [name for name in names if name.endswith(".so")] == []


def test_no_test_is_in_the_wheel(names: set[str]) -> None:
    assert [name for name in names if name.startswith("tests")] == []

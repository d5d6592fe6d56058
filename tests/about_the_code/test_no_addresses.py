"""No file names a package registry or a path of one machine: who builds this says where packages are."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# In pieces, or this file would name them.
REGISTRIES = [
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("crates", "io"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("proxy", "golang", "org"),
        ("repo", "maven", "apache", "org"),
        ("anaconda", "org"),
    )
]
MACHINE_PATHS = re.compile(r"(?<![\w.\-/])/(?:work|root|home/\w+|Users/\w+)/")


@cache
def texts() -> list[tuple[str, str]]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [ROOT / name for name in names if name and (ROOT / name).is_file()]
    return [(str(p.relative_to(ROOT)), p.read_bytes().decode("utf-8", "ignore")) for p in paths]


def test_there_are_files_to_look_at() -> None:
    assert "Makefile" in dict(texts())


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [name for name, text in texts() if host in text] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    hits = [(name, MACHINE_PATHS.search(text)) for name, text in texts()]
    assert [(name, hit[0]) for name, hit in hits if hit] == []


def test_the_check_finds_a_machine_path_but_no_web_page() -> None:
    samples = (f"see /{'work'}/x", "https://example.jp/work/x", "a/work/")
    assert [bool(MACHINE_PATHS.search(sample)) for sample in samples] == [True, False, False]

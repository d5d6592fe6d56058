"""Every set is pinned with hashes, holds what pyproject.toml asks for, and agrees with the other sets."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETS = sorted((ROOT / "constraints").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


def names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[\[<>=~! ;]", line)[0].lower().replace("_", "-") for line in requirements}
    return found - {"madoguchi"}


def pins(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version, _ in PIN.findall(path.read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("path", SETS, ids=lambda p: p.stem)
def test_every_pin_has_a_hash(path: Path) -> None:
    blocks = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    assert [b.splitlines()[0] for b in blocks if "==" in b and "--hash=sha256:" not in b] == []


def test_the_run_set_holds_the_core_and_the_build_backend() -> None:
    assert names([*PROJECT["dependencies"], "setuptools"]) <= set(pins(ROOT / "constraints/run.txt"))


@pytest.mark.parametrize("extra", sorted(PROJECT["optional-dependencies"]))
def test_every_extra_is_pinned(extra: str) -> None:
    asked = names([*PROJECT["dependencies"], *PROJECT["optional-dependencies"][extra], "setuptools"])
    assert asked <= set(pins(ROOT / f"constraints/{extra}.txt"))


def test_all_sets_agree_on_every_version() -> None:
    known: dict[str, set[str]] = {}
    for path in SETS:
        for name, versions in pins(path).items():
            assert known.setdefault(name, versions) == versions, f"{path.name}: {name}; run `make pins`"

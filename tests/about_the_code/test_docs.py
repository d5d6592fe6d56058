"""The documents keep up with the code: every command is described, every command shown exists."""

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from madoguchi.cli import main

ROOT = Path(__file__).resolve().parents[2]
CLI = (ROOT / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
GUIDES = sorted(path for room in ("tutorial", "how-to") for path in (ROOT / "docs" / room).glob("*.md"))
PAGES = [*(ROOT / name for name in ("README.md", "README.ja.md", "CONTRIBUTING.md")), *GUIDES]


def commands(group: click.Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    inner = group.commands.items() if isinstance(group, click.Group) else ()
    return [(path, group), *(found for name, c in inner for found in commands(c, (*path, name)))]


ALL = {" ".join(("madoguchi", *path)): command for path, command in commands(main)}


def section(name: str) -> str:
    return CLI.partition(f"## `{name}`\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_documented(name: str) -> None:
    assert section(name)


@pytest.mark.parametrize("name", ALL)
def test_every_option_is_documented(name: str) -> None:
    options = [p.opts[0] for p in ALL[name].params if isinstance(p, click.Option)]
    assert [option for option in options if option not in section(name)] == []


@pytest.mark.parametrize("name", [n for n, c in ALL.items() if not isinstance(c, click.Group)])
def test_every_command_shows_an_example(name: str) -> None:
    told = click.Context(ALL[name], info_name=name).get_help()
    assert "madoguchi " in told.split("Usage:")[-1].partition("\n")[2]


def test_the_reference_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "tools" / "write_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_shown_exist(page: Path) -> None:
    shown = re.findall(r"^\s*(?:\$ )?madoguchi ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in shown if f"madoguchi {name}" not in ALL] == []


def options(command: click.Command) -> set[str]:
    return {name for one in command.params if isinstance(one, click.Option) for name in one.opts}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_options_shown_exist(page: Path) -> None:
    shown = re.findall(r"^\s*(?:\$ )?(madoguchi .*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    for line in shown:
        words = line.split()
        named = [one for one in ALL if set(one.split()) <= set(words)]
        known = {option for name in named for option in options(ALL[name])} | {"--version", "--help"}
        assert [one for one in words if one.startswith("--") and one not in known] == [], line


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_make_targets_shown_exist(page: Path) -> None:
    shown = re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [target for target in shown if f"\n{target}:" not in MAKEFILE] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name)
def test_links_inside_the_docs_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []

"""Both READMEs say the same: a person's words first, the same commands, links that lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ja.md")}
ENGLISH, JAPANESE = PAGES.values()
DEMO = (ROOT / "docs" / "tutorial" / "demo.txt").read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def headings(page: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", page, re.MULTILINE)]


def test_both_show_the_same_commands() -> None:
    assert commands(ENGLISH) == commands(JAPANESE) != []


def test_both_have_the_same_parts() -> None:
    assert headings(ENGLISH) == headings(JAPANESE)


@pytest.mark.parametrize("page", PAGES)
def test_it_opens_with_a_persons_own_words(page: str) -> None:
    assert "\n> " in "\n" + PAGES[page].split("##")[0].partition("\n")[2]


def test_the_words_shown_are_those_of_the_demo() -> None:
    quoted = re.search(r"^> (.+)$", JAPANESE, re.MULTILINE)
    assert quoted and quoted[1].strip() in DEMO


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", PAGES[page])
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_points_to_the_other(page: str) -> None:
    assert next(name for name in PAGES if name != page) in PAGES[page]

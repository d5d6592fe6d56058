"""axe-core on every page in every language, sizes of what is pressed, zoom, colours of the system, paper."""

import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from running import ROOT, Person
from touring import tour

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TONGUES = ("ja", "easy", "en")
Comes = Callable[..., Person]

# Everything that is shown and reaches over an edge of the window.
OVER = """() => [...document.querySelectorAll('body *')]
  .filter(one => !one.closest('.skip, .unseen, option') && one.checkVisibility())
  .filter(one => { const box = one.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1 })
  .map(one => one.outerHTML.slice(0, 90))"""
# WCAG 2.2, 1.4.12: the spaces that a reader may set.
SPACED = """() => document.querySelectorAll('body, body *').forEach(one => Object.assign(one.style,
  {lineHeight: '1.5', letterSpacing: '.12em', wordSpacing: '.16em'}))"""
# What is pressed and smaller than a thumb; a link in running text needs a line of 24 px.
SMALL = """() => [...document.querySelectorAll('a, button, select, textarea, summary, input:not([type=hidden])')]
  .filter(one => one.checkVisibility() && !one.closest('.skip'))
  .filter(one => {
    const box = (one.closest('label') ?? one).getBoundingClientRect(), style = getComputedStyle(one)
    if (style.display === 'inline') return parseFloat(style.lineHeight) < 24
    return box.height < 47.5 || box.width < 47.5 })
  .map(one => one.outerHTML.slice(0, 90))"""


def found_by_axe(person: Person) -> list[str]:
    """Returns what axe-core finds on the page: the rule and where."""
    person.page.evaluate(AXE)
    found: dict[str, Any] = person.page.evaluate(
        "tags => axe.run({runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:90]}" for one in found["violations"]]


@pytest.mark.parametrize("tongue", TONGUES)
def test_axe_finds_nothing_on_any_page(comes: Comes, tongue: str) -> None:
    person = comes(tongue=tongue)
    assert {name: found for name in tour(person) if (found := found_by_axe(person))} == {}


def asks_too_often(person: Person) -> int:
    """Asks until it is too often; returns the status of the page that is then shown. A slow machine gives tokens back in between."""
    at = f"{person.base}walk/who/"
    for _ in range(5):
        while person.context.request.get(at).status != 429:
            pass
        answer = person.page.goto(at)
        if answer and answer.status == 429:
            return 429
    return 200


@pytest.mark.parametrize("tongue", TONGUES)
def test_axe_finds_nothing_when_somebody_asks_too_often(comes: Comes, tongue: str) -> None:
    person = comes(tongue=tongue)
    assert asks_too_often(person) == 429 and found_by_axe(person) == []


@pytest.mark.parametrize("tongue", TONGUES)
def test_axe_finds_nothing_on_the_page_for_our_own_mistakes(comes: Comes, tongue: str) -> None:
    person = comes(tongue=tongue)
    body = _fault(tongue)
    person.page.route(
        "**/fault/", lambda route: route.fulfill(status=500, content_type="text/html", body=body)
    )
    person.page.goto(f"{person.base}fault/")
    assert found_by_axe(person) == []


def _fault(tongue: str) -> bytes:
    """The page for our own mistakes, made in a process of its own: the site gives no way to one."""
    code = (
        "import sys, site_under_test; from django.test import RequestFactory;"
        "from madoguchi.web.public.troubles import fault;"
        "sys.stdout.buffer.write(fault(RequestFactory().get(sys.argv[1])).content)"
    )
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests" / "web")))
    command = [sys.executable, "-c", code, "/" if tongue == "ja" else f"/{tongue}/"]
    environment = {**os.environ, "PYTHONPATH": paths}
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize("tongue", TONGUES)
def test_no_page_reaches_over_the_edge_at_200_and_400_per_cent(comes: Comes, tongue: str) -> None:
    person = comes(tongue=tongue)
    over = []
    for name in tour(person):
        for width, height in ((320, 256), (640, 512)):  # 1280 x 1024 at 400 and 200 %
            person.page.set_viewport_size({"width": width, "height": height})
            over += [(name, width, one) for one in person.page.evaluate(OVER)]
    assert over == []


def test_no_page_reaches_over_the_edge_with_letters_twice_as_large(comes: Comes) -> None:
    person = comes()
    over = []
    for name in tour(person):
        person.page.evaluate("document.documentElement.style.fontSize = '200%'")
        over += [(name, one) for one in person.page.evaluate(OVER)]
    assert over == []


def test_no_page_reaches_over_the_edge_with_wider_spaces(comes: Comes) -> None:
    person = comes()
    over = []
    for name in tour(person):
        person.page.evaluate(SPACED)
        over += [(name, one) for one in person.page.evaluate(OVER)]
    assert over == []


def test_what_is_pressed_is_as_large_as_a_thumb(comes: Comes) -> None:
    person = comes()
    assert {name: small for name in tour(person) if (small := person.page.evaluate(SMALL))} == {}


def test_the_colours_of_the_system_leave_state_and_focus_visible(comes: Comes) -> None:
    person = comes(forced_colors="active").doing()
    pressed = person.page.locator("button[aria-pressed=true]").first
    assert pressed.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    person.page.keyboard.press("Tab")
    assert person.page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "4px"


def printed(person: Person, path: Path) -> str:
    """Returns the text of the page on A4, without spaces."""
    person.page.wait_for_load_state("networkidle")
    person.page.pdf(path=path, format="A4")
    assert shutil.which("pdftotext"), "pdftotext was not found: make .venv/.browser"
    command = ["pdftotext", "-layout", path, "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(unicodedata.normalize("NFKC", text).split())


SAID = "だまされて、カードの番号を人に伝えました。"


def test_paper_has_every_step_with_words_numbers_and_sources(comes: Comes, tmp_path: Path) -> None:
    text = printed(comes().doing(), tmp_path / "do.pdf")
    assert all(one in text for one in ("188", "#9110", "03-5978-7509", SAID, "apple.com"))
    assert "できなかった" not in text and "変わったことを足す" not in text


def test_paper_has_what_it_looks_like_and_the_money(comes: Comes, tmp_path: Path) -> None:
    found = printed((person := comes().found()), tmp_path / "found.pdf")
    money = printed(person.way("money"), tmp_path / "money.pdf")
    assert "そう見える理由" in found and "70,000円(7万円)" in money and "期限" in money

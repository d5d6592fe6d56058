"""Takes the pictures of docs/tutorial/screens/: the ten steps of the daughter's evening, as a phone of 360 x 640 shows them."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from running import TOLD, Person, chromium, site  # type: ignore[import-not-found]  # noqa: E402 (the tests' own person)

SCREENS = ROOT / "docs" / "tutorial" / "screens"
_COLOURS = 32


def main() -> None:
    """Writes every picture anew."""
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as at, chromium() as browser:
        person = Person(browser, at, java_script_enabled=False)
        for name in _evening(person):
            person.page.wait_for_load_state("networkidle")
            shot = Image.open(io.BytesIO(person.page.screenshot())).convert("RGB")
            small = shot.quantize(_COLOURS, dither=Image.Dither.NONE)
            small.save(SCREENS / f"{name}.png", optimize=True)


def _evening(person: Person) -> Iterator[str]:
    person.open()
    yield "01-start"
    person.press("a[href$='walk/who/']")
    person.page.check("#person-family")
    yield "02-who"
    person.press("main .button")
    person.page.fill("#text", TOLD)
    yield "03-tell"
    person.press("main .button")
    yield "04-ask"
    person.page.check("input[value=unknown]")
    person.press("main .button")
    yield "05-review"
    person.press("main button[value=found]")
    yield "06-found"
    person.press("main .button")
    yield "07-do"
    person.page.locator("#group-3").scroll_into_view_if_needed()
    person.page.evaluate("document.querySelector('#group-3').scrollIntoView()")
    yield "07-tomorrow"
    person.way("money")
    yield "08-money"
    person.way("papers")
    yield "09-papers"
    person.open("again/")
    yield "10-again"


if __name__ == "__main__":
    main()

"""Takes the pictures of docs/tutorial/screens/: the ten steps of the daughter's evening, as a phone of 360 x 640 shows them."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / room) for room in ("browser", "web")]

from running import Person, chromium, site  # type: ignore[import-not-found]  # noqa: E402 (the tests' own person)
from touring import evening  # type: ignore[import-not-found]  # noqa: E402

SCREENS = ROOT / "docs" / "tutorial" / "screens"
_COLOURS = 32


def main() -> None:
    """Writes every picture anew."""
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, site(Path(folder)) as at, chromium() as browser:
        person = Person(browser, at, java_script_enabled=False)
        for name in evening(person):
            person.page.wait_for_load_state("networkidle")
            shot = Image.open(io.BytesIO(person.page.screenshot())).convert("RGB")
            small = shot.quantize(_COLOURS, dither=Image.Dither.NONE)
            small.save(SCREENS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

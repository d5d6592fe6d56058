"""The site on a port of its own and Debian's Chromium before it, as a phone would show it; every request is noted."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from granian_site import EVENING, SRC, command, free_port, opened
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TOLD = (ROOT / "docs" / "tutorial" / "demo.txt").read_text(encoding="utf-8")
PHONE = {"width": 360, "height": 640}
# The last four: the browser itself asks nobody anything. No sandbox: tests may run as root.
_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_VISITORS = itertools.count(1)


def chromium_at() -> str:
    """Returns where Debian's Chromium is."""
    found = shutil.which("chromium")
    assert found, "chromium was not found: make .venv/.browser"
    return found


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """Runs ``madoguchi serve`` on a free port, for that evening; yields its address."""
    port = free_port()
    words = command("--port", str(port), "--data", str(folder), "--at", EVENING)
    # Visitors come through a proxy that is believed, so that each is somebody else to the limits.
    env = {**os.environ, "MADOGUCHI_PROXIES": "127.0.0.1", "PYTHONPATH": str(SRC)}
    with opened(words, folder, port=port, env=env) as served:
        yield served.at


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yields a headless Chromium that keeps pages for the way back, as a phone does."""
    with sync_playwright() as play:
        browser = launched(play)
        yield browser
        browser.close()


def launched(play: Playwright) -> Browser:
    """Starts Chromium."""
    return play.chromium.launch(
        executable_path=chromium_at(),
        args=list(_CHROMIUM),
        ignore_default_args=["--disable-back-forward-cache"],
    )


class Person:
    """Somebody with a browser who reads, types and presses; ``asked`` are the addresses that the browser asked."""

    def __init__(self, browser: Browser, at: str, *, tongue: str = "ja", **options: object) -> None:
        self.base = at + ("/" if tongue == "ja" else f"/{tongue}/")
        address = f"10.1.{(number := next(_VISITORS)) // 250}.{number % 250 + 1}"
        settings = {
            "viewport": PHONE,
            "locale": "ja-JP",
            "extra_http_headers": {"X-Forwarded-For": address},
            **options,
        }
        self.context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
        self.context.set_default_timeout(60_000)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: str = "") -> Person:
        """Opens a page of the language."""
        self.page.goto(self.base + path)
        return self

    def press(self, selector: str) -> Person:
        """Presses what ``selector`` finds first and waits for the page that it leads to."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        return self

    def way(self, name: str) -> Person:
        """Takes a way at the foot of the page."""
        return self.press(f".ways-on button[value={name}]")

    @property
    def text(self) -> str:
        """What the page says and shows."""
        return self.page.locator("body").inner_text()

    @property
    def own(self) -> str:
        """What the main part of the page says and shows."""
        return self.page.locator("main").inner_text()

    def who(self, person: str = "family") -> Person:
        """Goes from the first page past the question whom it is about."""
        self.open().press("a[href$='walk/who/']")
        self.page.check(f"#person-{person}")
        return self.press("main .button")

    def told(self, text: str = TOLD, *, person: str = "family") -> Person:
        """Has told ``text``."""
        self.who(person)
        self.page.fill("#text", text)
        return self.press("main .button")

    def reviewed(self, text: str = TOLD, *, person: str = "family") -> Person:
        """Has left every question open and reads what was understood."""
        self.told(text, person=person)
        while self.page.locator("input[name=choice]").count():
            self.page.check("input[value=unknown]")
            self.press("main .button")
        return self

    def found(self, text: str = TOLD, *, person: str = "family") -> Person:
        """Reads what it looks like."""
        return self.reviewed(text, person=person).press("main button[value=found]")

    def doing(self, text: str = TOLD, *, person: str = "family") -> Person:
        """Reads what to do."""
        return self.found(text, person=person).press("main .button")

    def kept(self) -> Person:
        """Has a continue number."""
        return self.doing().way("papers").press("form[action*='keep/'] .button")

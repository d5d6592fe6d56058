"""300 texts that want to be more than text, in every field, opened in a real browser: none of them ever runs."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from polyglots import polyglots
from site_under_test import Visitor, unlimited

from madoguchi.web import public
from madoguchi.web.public.walk import Added, Walk, written
from madoguchi.words import Story

CHROMIUM = "/usr/bin/chromium"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
DETECTOR = (
    "window.ran = []; window.canary = number => { window.ran.push(number); console.log('canary ' + number) };"
)


class Watched:
    """A browser that takes every page from us, lets nothing else through, and notes whatever comes alive."""

    def __init__(self, browser: Any) -> None:
        self.alive: list[str] = []
        self.elsewhere: list[str] = []
        self.page = browser.new_context(ignore_https_errors=True).new_page()
        self.page.add_init_script(DETECTOR)
        self.page.on("dialog", lambda dialog: (self.alive.append(dialog.message), dialog.dismiss()))
        self.page.on("console", lambda line: self.alive.append(line.text) if "canary" in line.text else None)
        self.page.route("**/*", self._answer)
        self.html, self.headers = b"", {}

    def _answer(self, route: Any) -> None:
        if route.request.url == "http://site.test/":
            route.fulfill(status=200, headers=self.headers, body=self.html)
        elif route.request.url.startswith("http://site.test/"):
            route.fulfill(status=200, body="", content_type="text/css")
        else:
            self.elsewhere.append(route.request.url)
            route.abort()

    def open(self, html: bytes, headers: dict[str, str]) -> None:
        """Opens a page as we sent it, clicks what can be clicked without leaving, and asks the page what ran."""
        self.html, self.headers = html, headers
        self.page.goto("http://site.test/", wait_until="domcontentloaded")
        self.page.evaluate(
            "document.querySelectorAll('[onclick],[onmouseover],[autofocus]').forEach(one => { one.focus(); one.click() })"
        )
        self.alive += [f"ran {number}" for number in self.page.evaluate("window.ran")]


@contextlib.contextmanager
def watching() -> Iterator[Watched]:
    from playwright.sync_api import sync_playwright

    assert Path(CHROMIUM).exists(), "chromium is missing: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        try:
            yield Watched(browser)
        finally:
            browser.close()


def apart(work: Any) -> None:
    """Runs ``work`` in a thread of its own: playwright keeps a loop, and Django asks no database while one runs."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def walk_of(text: str) -> str:
    """A walk with ``text`` wherever a text can be, as a stranger would write it by hand."""
    short = text[:80].encode("utf-8", "ignore").decode()
    story = Story(
        text=text,
        subject=text,
        sender=text,
        urls=(text,),
        anchors=((text, text),),
        attachments=(text,),
        checks=(text,),
    )
    later = Added(at=text, text=text)
    return written(
        Walk(
            story=story,
            asked=(short,),
            done={short: "done"},
            added=(later,),
            started=short,
            once=short,
            seal=short,
        )
    )


def mail_of(text: str) -> bytes:
    """A mail with ``text`` as sender, subject, body, link and name of what is attached."""
    mail = EmailMessage()
    line = " ".join(text.replace("\0", "").split())
    mail["From"], mail["Subject"], mail["Date"] = (
        formataddr((line, "a@b.example")),
        line,
        "Sat, 21 Nov 2026 20:00:00 +0900",
    )
    mail.set_content(text)
    mail.add_alternative(f'<p>{text}</p><a href="{text}">{text}</a>', subtype="html")
    mail.add_attachment(b"a", maintype="application", subtype="zip", filename=f"{line}.zip")
    return mail.as_bytes(policy=SMTP)


def pages_of(text: str) -> Iterator[Any]:
    """Every answer of the site to ``text`` in every field."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=True)
    unlimited()
    yield client.post(
        "/walk/tell/", {"walk": "", "text": text, "sender": text, "medium": text, "message": "1"}
    )
    for page in ("found", "review", "do", "money", "papers", "add", "tell"):
        unlimited()
        yield client.post("/walk/show/", {"walk": walk_of(text), "go": page})
    for tongue in ("easy", "en"):
        unlimited()
        yield client.post(f"/{tongue}/walk/show/", {"walk": walk_of(text), "go": "found"})
    unlimited()
    yield client.post("/walk/tell/", {"walk": "", "file": SimpleUploadedFile("a.eml", mail_of(text))})
    yield client.post("/walk/agree/", {"walk": walk_of("a"), "kind": "case", "field": text, "agreed": text})
    yield client.post("/walk/show/", {"walk": walk_of("a"), "go": "agree", "kind": text})
    yield client.post("/walk/ask/", {"walk": walk_of("a"), "question": text, "choice": text})
    yield client.post("/walk/change/", {"walk": walk_of("a"), "change": text, "step": text})
    yield client.post("/keep/", {"walk": walk_of("a"), "once": text})
    asked = {
        "text": text,
        "id": text[:80],
        "subject": text,
        "sender": text,
        "urls": [text],
        "anchors": [[text, text]],
    }
    for body in (asked, {**asked, text[:40]: text}):
        unlimited()
        yield client.post("/api/consultations", body, content_type="application/json")
    yield client.get(f"/api/{text[:60]}".replace("\0", ""))
    named = SimpleUploadedFile(f"{text[:100]}.txt", text.encode(), "image/svg+xml")
    yield client.post("/walk/tell/", {"walk": "", "file": named})
    yield client.post("/walk/add/", {"walk": walk_of("a"), "added": text})
    yield client.post("/walk/who/", {"person": text, "walk": ""})
    yield client.post("/again/", {"number": text})
    yield client.post("/walk/do/", {"walk": text})
    yield client.get("/" + text.replace("\0", "")[:200])


def opened(texts: list[str]) -> tuple[int, list[str], list[str]]:
    """Opens every page of ``texts``; returns how many, what came alive, what was asked of elsewhere."""
    answers = [answer for text in texts for answer in pages_of(text)]
    kind = "Content-Type"  # without our other headers: the policy is a second lock, and here the first one is tried alone
    sent = [(one.content, {kind: one.headers[kind]}) for one in answers]
    found: tuple[list[str], list[str]] = ([], [])

    def look() -> None:
        with watching() as browser:
            for html, headers in sent:
                browser.open(html, headers)
            found[0].extend(browser.alive)
            found[1].extend(browser.elsewhere)

    apart(look)
    return len(sent), *found


PARTS = range(10) if os.environ.get("MADOGUCHI_DEEP") else range(1)


@pytest.mark.parametrize("part", PARTS)
def test_nothing_that_is_told_comes_alive(part: int) -> None:
    texts = polyglots()[part::10]
    pages, alive, elsewhere = opened(texts)
    print(f"{len(texts)} texts, {pages} pages, {len(alive)} came alive, {len(elsewhere)} asked elsewhere")
    assert (alive, elsewhere) == ([], []) and pages > 10 * len(texts)


def test_one_field_that_is_not_escaped_is_noticed(tmp_path: Path) -> None:
    whole = Path(public.__file__).with_name("templates") / "public" / "review.html"
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "review.html").write_text(
        whole.read_text().replace("{{ told }}", "{{ told|safe }}")
    )
    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]):
        _, alive, _ = opened(polyglots()[4:5])
    assert alive


def noticed_in(text: str) -> list[str]:
    """What the browser notices of a page that does not escape ``text``."""
    found: list[str] = []

    def look() -> None:
        with watching() as browser:
            browser.open(f"<!DOCTYPE html><title>x</title>{text}".encode(), {"Content-Type": "text/html"})
            browser.page.wait_for_timeout(200)
            found.extend([*browser.alive, *browser.elsewhere, *map(str, browser.page.evaluate("window.ran"))])

    apart(look)
    return found


ALIVE = ["<script>canary(1)</script>", "<img src=x onerror=canary(2)>", "<img src=//evil.example/3>"]


@pytest.mark.parametrize("text", ALIVE)
def test_the_browser_notices_what_does_come_alive(text: str) -> None:
    assert noticed_in(text)


def test_marks_of_templates_and_readings_stay_what_they_are() -> None:
    page = (
        Visitor()
        .follow("起きたことを話す")
        .press("つぎへ", person="self")
        .press("つぎへ", text="{{ 7|add:7 }} {警察|<b>}")
    )
    assert "{{ 7|add:7 }} {警察|&lt;b&gt;}" in page.html.replace("&quot;", '"')

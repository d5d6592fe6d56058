"""The site in one process, and a visitor without JavaScript: forms are filled and sent as the page says, nothing else."""

from __future__ import annotations

import os
import re
import tempfile
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

EVENING = "2026-11-21T20:40+09:00"  # the first evening of a three-day weekend
FOLDER = Path(tempfile.mkdtemp(prefix="madoguchi-site-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madoguchi.web.settings")
os.environ["MADOGUCHI_DATA"] = str(FOLDER)
os.environ["MADOGUCHI_AT"] = EVENING
os.environ["MADOGUCHI_HOSTS"] = "localhost"

from madoguchi.web import serving  # noqa: E402 (the settings are read when Django is first asked)

serving.prepare()

from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402

from madoguchi.web.public import alike, limits  # noqa: E402

DEMO = Path(__file__).parents[2] / "docs" / "tutorial" / "demo.txt"
TOLD = DEMO.read_text(encoding="utf-8")


def unlimited() -> None:
    """Forgets who asked how often: every test begins as the first of the day."""
    for bucket in vars(limits).values():
        if isinstance(bucket, limits.Buckets):
            bucket.clear()
    alike.MESSAGES.clear()


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, its buttons (words -> name, value, where)."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._open: tuple[str, dict[str, str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(found["action"]))
        elif tag == "input" and self.forms and found.get("name"):
            chosen = found.get("type") not in ("radio", "checkbox") or "checked" in found
            if chosen and found.get("type") != "file":
                self.forms[-1].values[found["name"]] = found.get("value", "")
        elif tag in ("button", "textarea", "a"):
            self._open, self._text = (tag, found), []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open is None or self._open[0] != tag:
            return
        words, found = re.sub(r"\s+", " ", "".join(self._text)).strip(), self._open[1]
        if tag == "button":
            where = found.get("formaction", "")
            self.forms[-1].buttons.append((words, found.get("name", ""), found.get("value", ""), where))
        elif tag == "textarea":
            self.forms[-1].values[found["name"]] = "".join(self._text)
        else:
            self.links.append((words, found.get("href", "")))
        self._open = None


class Visitor:
    """Goes through the site as a person would: opens, fills, presses."""

    def __init__(self, at: str = "/") -> None:
        self.client = Client(SERVER_NAME="localhost", raise_request_exception=True)
        self.open(at)

    def open(self, at: str) -> Visitor:
        """Opens an address."""
        return self.shown(self.client.get(at), at)

    def follow(self, words: str) -> Visitor:
        """Follows the link that says ``words``."""
        return self.open(next(urljoin(self.at, href) for said, href in self.page.links if words in said))

    def press(self, words: str, **fields: object) -> Visitor:
        """Presses the first button that says ``words``, with ``fields`` filled in."""
        form, (_, name, value, where) = next(
            (form, button) for form in self.page.forms for button in form.buttons if words in button[0]
        )
        sent = {**form.values, **fields, **({name: value} if name else {})}
        to = urljoin(self.at, where or form.action)
        return self.shown(self.client.post(to, sent), to)

    @property
    def text(self) -> str:
        """What the page says, without marks."""
        bare = re.sub(r"<(script|style|rt|rp)\b.*?</\1>|<[^>]+>", "", self.html, flags=re.DOTALL)
        return re.sub(r"[ \t]*\n\s*", "\n", bare)

    def groups(self) -> dict[str, str]:
        """The steps of the page by the day on which they can be done: heading -> what stands under it, without marks."""
        _, *parts = re.split(r'<h2 id="group-[0-9]+" class="group">', self.html)
        pairs = (part.split("</section>")[0].split("</h2>", 1) for part in parts)
        return {heading: re.sub(r"<[^>]+>", "", below) for heading, below in pairs}

    def shown(self, response: HttpResponse, at: str) -> Visitor:
        self.at, self.response = at, response
        self.html = response.content.decode() if "html" in response.headers["Content-Type"] else ""
        self.page = _Forms()
        self.page.feed(self.html)
        return self


def told(text: str = TOLD, *, person: str = "family") -> Visitor:
    """Returns a visitor who has told ``text`` and stands on the page after it."""
    visitor = Visitor().follow("起きたことを話す").press("つぎへ", person=person)
    return visitor.press("つぎへ", text=text)


def reviewed(text: str = TOLD) -> Visitor:
    """Returns a visitor on the page of what was understood, every question left open."""
    visitor = told(text)
    while "なぜ聞くか" in visitor.text:
        visitor.press("つぎへ", choice="unknown")
    return visitor


def found(text: str = TOLD) -> Visitor:
    """Returns a visitor on the page that says what it looks like, every question left open."""
    return reviewed(text).press("この内容で 見る")

"""A saved web page (.html) as a Story: the words that a person sees, and where its links lead. Nothing is fetched or run."""

from __future__ import annotations

from html.parser import HTMLParser

from madoguchi.words import Story

_HIDDEN = frozenset({"script", "style", "template", "noscript", "head"})
_BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "section"})
_MAX_LINKS = 500


def story_of_page(markup: str) -> Story:
    """Returns the visible text of ``markup`` with the anchors (visible words, address)."""
    page = _Page()
    page.feed(markup)
    page.close()
    lines = "".join(page.words).split("\n")
    text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
    return Story(
        text=text, medium="popup", anchors=tuple(page.anchors), urls=tuple(href for _, href in page.anchors)
    )


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.anchors: list[tuple[str, str]] = []
        self._hidden = 0
        self._link: list[str] | None = None
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        if tag in _BREAKS:
            self.words.append("\n")
        if tag == "a":
            self._link, self._href = [], dict(attrs).get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN and self._hidden:
            self._hidden -= 1
        if tag == "a" and self._link is not None:
            if self._href and len(self.anchors) < _MAX_LINKS:
                self.anchors.append(("".join(self._link).strip(), self._href))
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.words.append(data)
        if self._link is not None:
            self._link.append(data)

"""HTML as a person sees it (a saved page, the body of a mail): the words, and where the links lead. Nothing is fetched or run."""

from __future__ import annotations

from typing import NamedTuple

from madoguchi.intake.markup import Tag, tokens_of
from madoguchi.intake.styles import Look, Sheet, look_of, sheet_of
from madoguchi.words import Story

_NEVER_SHOWN = frozenset({"script", "style", "title", "head", "template", "iframe", "noembed", "noframes"})
_BREAKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section summary table tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# What a start tag ends although nobody wrote the end: <p>one<p>two. Outside these walls nothing is ended.
_ENDS = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}, "option": {"option"},
         "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "a": {"a"}, "body": {"head"}}  # fmt: skip
_IMPLIED = {
    name: frozenset(_ENDS.get(name, set()) | ({"p"} if name in _BREAKS else set()))
    for name in _BREAKS | _ENDS.keys()
}
_WALLS = frozenset({"table", "td", "th", "ul", "ol", "dl", "button", "html"})
_ELSEWHERE = ("mailto:", "tel:", "sms:", "cid:", "#", "about:", "data:", "javascript:")
_MAX_LINKS = 500
_MAX_DEPTH = 100
_MAX_SHOWN = 1_000_000


class Seen(NamedTuple):
    """Visible ``text``, ``anchors`` (visible words, address) and ``urls`` (where forms send to)."""

    text: str
    anchors: tuple[tuple[str, str], ...] = ()
    urls: tuple[str, ...] = ()


def story_of_page(markup: str) -> Story:
    """Returns the visible text of ``markup`` with the anchors (visible words, address). Raises UnreadableText."""
    seen = seen_in(markup)
    hrefs = tuple(href for _, href in seen.anchors)
    return Story(text=seen.text, medium="popup", anchors=seen.anchors, urls=(*hrefs, *seen.urls))


def seen_in(markup: str) -> Seen:
    """Returns what a person sees of ``markup``: hidden, tiny and colourless words are left out. Raises UnreadableText."""
    page = _Page()
    for token in tokens_of(markup):
        if isinstance(token, str):
            page.says(token)
        elif token.closes:
            page.closes(token.name)
        else:
            page.opens(token)
    return page.seen()


class _Open(NamedTuple):
    name: str
    look: Look


class _Page:
    def __init__(self) -> None:
        self._words: list[str] = []
        self._anchors: list[tuple[str, str]] = []
        self._urls: list[str] = []
        self._open: list[_Open] = []
        self._sheet: Sheet = {}
        self._link: list[str] | None = None
        self._href = ""
        self._length = 0

    @property
    def _look(self) -> Look:
        return self._open[-1].look if self._open else Look()

    def opens(self, tag: Tag) -> None:
        if tag.name == "style":
            self._sheet.update(sheet_of(tag.inside))
        self._end_implied(tag.name)
        if tag.name in _BREAKS or tag.name == "br":
            self._show("\n")
        elif tag.name in _CELLS:
            self._show(" ")
        look = look_of(tag.name, tag.attributes, around=self._look, sheet=self._sheet)
        if tag.name in _NEVER_SHOWN:
            look = look._replace(hidden=True)
        if look.seen:
            self._speak(tag)
        if tag.name not in _VOID and not (tag.inside or tag.name in _NEVER_SHOWN - {"head", "template"}):
            self._push(_Open(tag.name, look))
        self._follow(tag, look)

    def _push(self, element: _Open) -> None:
        if len(self._open) >= _MAX_DEPTH:
            self._open.pop()
        self._open.append(element)

    def _speak(self, tag: Tag) -> None:
        """Words that stand in attributes and are seen: buttons, fields, the text in the place of a linked picture."""
        given = tag.attributes
        if tag.name == "input" and given.get("type", "").lower() in ("submit", "button", "reset"):
            self.says(f" {given.get('value', '')} ")
        elif tag.name in ("input", "textarea"):
            self.says(f" {given.get('placeholder', '')} ")
        elif tag.name == "img" and self._link is not None:
            self.says(f" {given.get('alt', '')} ")
        if tag.name in ("textarea", "xmp"):
            self.says(tag.inside)

    def _follow(self, tag: Tag, look: Look) -> None:
        if tag.name == "a":
            self._end_link()
            href = tag.attributes.get("href", "").strip()
            self._link, self._href = [], "" if href.lower().startswith(_ELSEWHERE) or look.hidden else href
        to = tag.attributes.get("action" if tag.name == "form" else "href", "").strip()
        if tag.name in ("form", "area") and to.lower().startswith(("http", "//")):
            self._urls.append(to)

    def closes(self, name: str) -> None:
        if name in _BREAKS:
            self._show("\n")
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                del self._open[depth:]
                break
        if name == "a":
            self._end_link()

    def _end_implied(self, name: str) -> None:
        ends = _IMPLIED.get(name, frozenset())
        for depth in range(len(self._open) - 1, -1, -1) if ends else ():
            if self._open[depth].name in ends:
                del self._open[depth:]
                if name != "tr":
                    return
            elif self._open[depth].name in _WALLS:
                return

    def says(self, words: str) -> None:
        if not self._look.seen:
            return
        plain = words if any(one.name == "pre" for one in self._open[-3:]) else " ".join(words.split("\n"))
        self._show(plain)
        if self._link is not None:
            self._link.append(plain)

    def _show(self, words: str) -> None:
        if self._length <= _MAX_SHOWN:
            self._words.append(words)
            self._length += len(words)

    def _end_link(self) -> None:
        if self._link is not None and self._href and len(self._anchors) < _MAX_LINKS:
            self._anchors.append((" ".join("".join(self._link).split()), self._href))
        self._link = None

    def seen(self) -> Seen:
        self._end_link()
        lines = "".join(self._words).replace("\r", "\n").split("\n")
        text = "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)
        return Seen(text, tuple(self._anchors), tuple(self._urls[:_MAX_LINKS]))

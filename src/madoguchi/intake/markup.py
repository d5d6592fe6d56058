"""HTML as a row of tags and texts, read once from left to right as browsers read it, in linear time.

``html.parser`` is not used: on Python 3.11 it raises on some marked sections and needs quadratic time for comments that never end.
Nothing is run and nothing is fetched.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from madoguchi.plain_text import UnreadableText

MAX_TOKENS = 30_000
_MAX_ATTRIBUTES = 100
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,40}")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*)))?")
_GAP = re.compile(r"[\s/=]*")
_DIGITS = re.compile(r"&#[0-9]{8,}")  # no character has such a number, and int() refuses thousands of digits
_RAW = {
    name: re.compile(f"</{name}[\\s/>]", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
}


class Tag(NamedTuple):
    """``<name …>``, or ``</name>`` when ``closes``. ``inside``: what stands in an element that holds no tags."""

    name: str
    attributes: dict[str, str]
    closes: bool = False
    inside: str = ""


def tokens_of(markup: str) -> Iterator[Tag | str]:
    """Yields tags and texts (entities resolved). Raises UnreadableText beyond MAX_TOKENS of them."""
    at, count = 0, 0
    while at < len(markup):
        token, at = _token(markup, at)
        count += 1
        if count > MAX_TOKENS:
            raise UnreadableText(
                "ページのタグが多すぎて読めません。見えている文章を写して、貼ってください。", "page_tags"
            )
        if token is not None:
            yield token


def _token(markup: str, at: int) -> tuple[Tag | str | None, int]:
    opening = markup.find("<", at)
    if opening != at:
        end = opening if opening > 0 else len(markup)
        return resolved(markup[at:end]), end
    after = markup[at + 1 : at + 2]
    if after == "!" and markup.startswith("--", at + 2):
        return None, _end_of_comment(markup, at + 4)
    if after in ("!", "?"):
        return None, _behind(markup, ">", at=at)
    name = _NAME.match(markup, at + 2 if after == "/" else at + 1)
    if name:
        return _tag(markup, name, closes=after == "/")
    return (None, _behind(markup, ">", at=at)) if after == "/" else ("<", at + 1)


def _behind(markup: str, mark: str, *, at: int) -> int:
    found = markup.find(mark, at)
    return len(markup) if found < 0 else found + len(mark)


def _end_of_comment(markup: str, at: int) -> int:
    for empty in (">", "->"):
        if markup.startswith(empty, at):
            return at + len(empty)
    plain = _behind(markup, "-->", at=at)
    return min(plain, at + _behind(markup[at:plain], "--!>", at=0))


def _tag(markup: str, name: re.Match[str], *, closes: bool) -> tuple[Tag | None, int]:
    attributes: dict[str, str] = {}
    at, word = name.end(), name[0].lower()
    for _ in range(_MAX_ATTRIBUTES):
        found = _ATTRIBUTE.match(markup, at)
        if not found:
            gap = _GAP.match(markup, at)
            at = gap.end() if gap else at
            if markup[at : at + 1] in ("", ">"):
                break
            continue
        at = found.end()
        attributes.setdefault(found[1].lower(), resolved(next((v for v in found.groups()[1:] if v), "")))
    end = _behind(markup, ">", at=at)
    if end == len(markup) and not markup.endswith(">"):
        return None, end  # a tag that never ends is shown by no browser
    if closes or word not in _RAW:
        return Tag(word, attributes, closes), end
    close = _RAW[word].search(markup, end)
    stop = close.start() if close else len(markup)
    return Tag(word, attributes, inside=markup[end:stop]), stop


def resolved(text: str) -> str:
    """Returns ``text`` with its entities (&amp; &#12354;) as characters."""
    return html.unescape(_DIGITS.sub("\ufffd", text)) if "&" in text else text

"""Japanese lines for a terminal: widths, breaks where a reader would break, words that cannot act on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from madoguchi.ruby import beside

COLUMNS = 72
_OPENING = frozenset("「『（(【〈《[{“")
_CLOSING = frozenset("、。」』）)】〉》]}”,.:;!?，．：；！？…ー～〜・々％%")
_BREAK_AFTER = frozenset("、。」』）】〉》！？…・／ ")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_KANJI = re.compile("[一-龥々]")
_POLITE = frozenset("おご")  # お金, ご家族: the word begins here
_PARTICLES = frozenset("をはがのにとでもへや")  # 水を|飲む, but not 買い|足す
_SCHEME = re.compile(r"\bh(tt|xx)p(s?)(\s*[:：])", re.IGNORECASE)
_DOT = re.compile("[.．]")
_LABEL = re.compile(r"[0-9A-Za-z-]{0,63}[A-Za-z]")
_DECIMALS = re.compile(
    "[0-9]{1,9} ?(?:BTC|ETH|XRP|USDT|SOL|GB|MB|TB|kg|km|cm|mm|btc|eth|xrp|usdt)(?:[^0-9A-Za-z.-]|$)"
)
_BEFORE_DOT = re.compile("[0-9A-Za-zぁ-んァ-ヶー一-龥]")


def clean(text: str) -> str:
    """Returns ``text`` on one line, without control, bidirectional and other invisible characters.

    A message may carry escape sequences; shown as they stand they could rewrite what the terminal says.
    """
    spaced = re.sub(r"\s+", " ", text)
    if spaced.isprintable():  # then none of category C is in it
        return spaced.strip()
    return "".join(char for char in spaced if unicodedata.category(char)[0] != "C").strip()


def defanged(text: str) -> str:
    """Returns ``text`` cleaned, with addresses that no terminal turns into a link: hxxps://example[.]com."""
    line = _SCHEME.sub(lambda found: f"hxxp{found[2]}{found[3]}", clean(text))
    return _DOT.sub(lambda dot: "[.]" if _joins_labels(line, dot.start()) else dot[0], line)


def _joins_labels(line: str, at: int) -> bool:
    """Is the dot at ``at`` one between the labels of a host?"""
    if _DECIMALS.match(line, at + 1) and line[at - 1 : at].isdigit():
        return False  # 0.05BTC
    return bool(_BEFORE_DOT.match(line[at - 1 : at])) and bool(_LABEL.match(line, at + 1))


def width(text: str) -> int:
    """Returns the columns that ``text`` takes; what may be one or two wide is counted as two."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def wrapped(text: str, *, first: str = "", rest: str | None = None) -> list[str]:
    """Returns ``text`` in lines of at most COLUMNS; ``first`` begins the first line, ``rest`` the others.

    Readings above kanji stand in brackets behind their words.
    """
    later = " " * width(first) if rest is None else rest
    lines, line = [], first
    for piece in _fitting(_pieces(beside(text)), COLUMNS - width(later)):
        if width(line) + width(piece.rstrip()) > COLUMNS and line not in (first, later):
            lines.append(line.rstrip())
            line, piece = later, piece.lstrip()
        line += piece
    return [*lines, line.rstrip()]


def _fitting(pieces: Iterable[str], room: int) -> Iterator[str]:
    """Cuts a piece only where it does not fit even on a line of its own (an address, a very long word)."""
    for piece in pieces:
        part, taken = "", 0
        for char in piece:
            columns = _columns(char)
            if taken + columns > room:
                yield part
                part, taken = "", 0
            part, taken = part + char, taken + columns
        yield part


def phrases(text: str) -> list[str]:
    """Returns ``text`` cut where a reader would break a line: after punctuation, before brackets, after particles."""
    return list(_pieces(text)) if text else []


def _pieces(text: str) -> Iterator[str]:
    piece = ""
    for char in text:
        if piece and _may_break(piece[-2:], char):
            yield piece
            piece = ""
        piece += char
    yield piece


def _may_break(words: str, after: str) -> bool:
    """Whether a line may end here: after punctuation and spaces, before brackets, after particles."""
    before = words[-1]
    if before in _OPENING or after in _CLOSING or after == " ":
        return False
    if before in _BREAK_AFTER or after in _OPENING:
        return True
    if not _HIRAGANA.match(before) or _HIRAGANA.match(after) or before in _POLITE:
        return False
    inside = _KANJI.match(words) and _KANJI.match(after) and before not in _PARTICLES
    return not inside


def titled(title: str, lines: Iterable[str]) -> list[str]:
    """Returns the section, with a blank line before it; nothing when it has no lines."""
    found = list(lines)
    return ["", f"【{beside(title)}】", *found] if found else []


def headed(label: str, *, indent: int) -> list[str]:
    """Returns ``label:`` alone on a line, for what stands below it."""
    return wrapped(f"{label}:", first=" " * indent)


def bulleted(texts: Iterable[str], *, indent: int = 2) -> list[str]:
    """Returns every text as ``・…``, wrapped and hanging."""
    first = " " * indent + "・"
    return [line for text in texts for line in wrapped(text, first=first)]


def labelled(label: str, text: str, *, indent: int = 2) -> list[str]:
    """Returns ``label: text``, wrapped; nothing for an empty text."""
    return wrapped(f"{label}: {text}", first=" " * indent, rest=" " * (indent + 2)) if text else []

"""What the style of an element does to its words: text that nobody sees is not what the message says.

Inline styles, a few attributes, and the plain rules of ``<style>`` (``.name`` and ``#name``; not those for some screens only).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

Colour = tuple[int, int, int]
Sheet = dict[str, dict[str, str]]
_MAX_RULES = 2_000
_MAX_STYLE = 4_000
_MAX_VALUE = 400
# What is read below; nothing else is kept, so that no tag costs more than these.
_READ = frozenset(
    "display visibility opacity overflow height max-height width max-width text-indent left top margin-left "
    "font font-size color background background-color background-image".split()
)
_LOOKS = frozenset({"style", "class", "id", "hidden", "color", "bgcolor", "background"})
_WHITE, _BLACK, _LINK = (255, 255, 255), (0, 0, 0), (0, 0, 238)
_NAMED: Mapping[str, Colour] = {
    "white": _WHITE,
    "black": _BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
}
_NEAR = 24  # the sum over red, green and blue below which no eye tells two colours apart
_HEX = re.compile(r"#([0-9a-f]{3,8})")
_RGB = re.compile(
    r"rgba?\( *([0-9]{1,3}) *, *([0-9]{1,3}) *, *([0-9]{1,3}) *(?:, *([0-9]{0,3}(?:\.[0-9]{1,20})?%?) *)?\)"
)
_OPAQUE = re.compile(r"1(?:\.0*)?|100%")
_ZERO = r"(?:0+(?:\.0*)?|\.0+)"
_NOTHING = re.compile(rf"{_ZERO}(?:px|pt|em|rem|%)?")
_FAINT = re.compile(r"(?:0+(?:\.0[0-9]*)?|\.0[0-9]*)%?")  # below a tenth no eye reads it
_TINY = re.compile(
    rf"(?:{_ZERO}(?:px|pt|em|rem|%)?|(?:0*\.[0-9]+|0*1(?:\.0*)?)(?:px|pt)|0*\.(?:0[0-9]*|10*)r?em)(?:/.*)?"
)
_AS_AROUND = re.compile(r"inherit|[0-9.]+(?:em|%)(?:/.*)?")
_FAR = re.compile(r"-[0-9]{3,}")
_RULE = re.compile(r"[{}]")


class Look(NamedTuple):
    """How words look at one place. A colour is None where it cannot be known."""

    hidden: bool = False
    tiny: bool = False
    ink: Colour | None = _BLACK
    ground: Colour | None = _WHITE

    @property
    def seen(self) -> bool:
        """Whether a person sees words at this place."""
        same = (
            self.ink is not None
            and self.ground is not None
            and sum(abs(a - b) for a, b in zip(self.ink, self.ground, strict=True)) < _NEAR
        )
        return not (self.hidden or self.tiny or same)


def sheet_of(css: str) -> Sheet:
    """Returns the rules of ``css`` that hold on every screen, by ``.name`` and ``#name``."""
    sheet: Sheet = {}
    for selectors, declarations in _rules(_without_comments(css)):
        for selector in selectors.split(","):
            name = selector.strip().lower()
            at = max(name.rfind("."), name.rfind("#"))
            if at >= 0 and len(sheet) < _MAX_RULES and " " not in name and ":" not in name:
                sheet.setdefault(name[at:], {}).update(_declared(declarations))
    return sheet


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yields selectors and declarations of the outermost rules; what stands in an @-rule is left out."""
    depth, start, selectors = 0, 0, ""
    for brace in _RULE.finditer(css):
        words = css[start : brace.start()]
        if brace[0] == "{":
            selectors = words.strip() if depth == 0 else ""
            depth += 1
        else:
            if depth == 1 and selectors and not selectors.startswith("@"):
                yield selectors[-_MAX_STYLE:], words
            depth = max(depth - 1, 0)
        start = brace.end()


def _without_comments(css: str) -> str:
    pieces, at = [], 0
    while (opening := css.find("/*", at)) >= 0:
        pieces.append(css[at:opening])
        closing = css.find("*/", opening + 2)
        at = closing + 2 if closing >= 0 else len(css)
    return "".join([*pieces, css[at:]]).replace("<!--", "").replace("-->", "")


@lru_cache(maxsize=512)
def _declared(style: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for declaration in style[:_MAX_STYLE].lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() in _READ:
            found[name.strip()] = value.replace("!important", "").strip()[:_MAX_VALUE]
    return found


def look_of(tag: str, attributes: Mapping[str, str], *, around: Look, sheet: Sheet) -> Look:
    """Returns how words inside the element look that stands in surroundings which look like ``around``."""
    if tag != "a" and _LOOKS.isdisjoint(attributes):
        return around
    style, strange = _style(attributes, sheet)
    ink = around.ink if tag != "a" else _LINK  # a link does not take the colour of its surroundings
    ground = None if strange else around.ground
    return Look(
        hidden=around.hidden or "hidden" in attributes or _is_hidden(style),
        tiny=_is_tiny(style, around),
        ink=_colour(
            style.get("color") or (attributes.get("color", "").lower() if tag == "font" else ""), ink
        ),
        ground=_ground(style, attributes, ground),
    )


def _style(attributes: Mapping[str, str], sheet: Sheet) -> tuple[dict[str, str], bool]:
    """The declarations that hold, and whether there are names for which no rule is known (a style sheet elsewhere)."""
    names = [f".{name}" for name in attributes.get("class", "").lower().split()[:20]]
    names += [f"#{attributes['id'].lower()}"] if attributes.get("id") else []
    style: dict[str, str] = {}
    for name in names:
        style.update(sheet.get(name, {}))
    return {**style, **_declared(attributes.get("style", ""))}, any(name not in sheet for name in names)


def _is_hidden(style: Mapping[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if _FAINT.fullmatch(style.get("opacity", "")):
        return True
    closed = style.get("overflow") == "hidden" and any(
        _NOTHING.fullmatch(style.get(side, "")) for side in ("height", "max-height", "width", "max-width")
    )
    away = any(_FAR.match(style.get(side, "")) for side in ("text-indent", "left", "top", "margin-left"))
    return closed or away


def _is_tiny(style: Mapping[str, str], around: Look) -> bool:
    size = style.get("font-size")
    if size is None and "font" in style:
        size = next(
            (word for word in style["font"].split() if word[:1].isdigit() and not word.isdigit()), None
        )
        size = size or ("0" if style["font"].startswith("0") else None)
    if size is None or (around.tiny and _AS_AROUND.fullmatch(size)):
        return around.tiny
    return bool(_TINY.fullmatch(size))


def _ground(style: Mapping[str, str], attributes: Mapping[str, str], ground: Colour | None) -> Colour | None:
    if "url(" in style.get("background", "") + style.get("background-image", "") or attributes.get(
        "background"
    ):
        return None
    if "gradient" in style.get("background", "") + style.get("background-image", ""):
        return None
    said = style.get("background-color") or style.get("background") or attributes.get("bgcolor", "").lower()
    return (
        ground if said in ("", "none", "transparent", "inherit") or _is_clear(said) else _colour(said, None)
    )


def _is_clear(said: str) -> bool:
    """Whether ``said`` is a colour that lets everything through: rgba(0, 0, 0, 0)."""
    mixed = _RGB.search(said)
    return bool(mixed and mixed[4] and _NOTHING.fullmatch(mixed[4]))


def _colour(said: str, otherwise: Colour | None) -> Colour | None:
    """Returns the colour that ``said`` names: ``otherwise`` for nothing, None for what is not known."""
    if not said or said in ("inherit", "currentcolor"):
        return otherwise
    hexed, mixed = _HEX.search(said), _RGB.search(said)
    if hexed:
        digits = hexed[1] if len(hexed[1]) != 3 else "".join(2 * one for one in hexed[1])
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)) if len(digits) == 6 else None
    if mixed:
        if mixed[4] is not None and not _OPAQUE.fullmatch(mixed[4]):
            return None  # what shines through is not known
        return int(mixed[1]), int(mixed[2]), int(mixed[3])
    return next((_NAMED[word] for word in said.split() if word in _NAMED), None)

"""Japanese within an English page: marked as such, so that a reader of screens says it in Japanese (WCAG 2.2, 3.1.2)."""

from __future__ import annotations

import re

_PIECE = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-z0-9]+)")
# Kana and kanji with the signs that stand among them; digits and Latin letters only between two of them.
_SIGN = r"[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f]"
_JAPANESE = re.compile(
    rf"{_SIGN}(?:[\w\u3000-\u303f\uff01-\uff65・〜%.\-]*{_SIGN})?[\u3001\u3002\u300d\u300f\uff09\uff1f\uff01]*"
)
_NOT_WITHIN = frozenset({"title", "textarea", "option", "script", "style"})  # there is no room for a mark


def marked_as_japanese(page: str) -> str:
    """Returns ``page`` (HTML of ours, escaped) with ``lang="ja"`` around what is Japanese in its text; values of attributes stay."""
    closed = ""
    pieces: list[str] = []
    for piece in _PIECE.split(page):
        if piece.startswith("<"):
            name = _NAME.match(piece)
            if name and name[2] in _NOT_WITHIN:
                closed = "" if name[1] else name[2]
            pieces.append(piece)
        else:
            pieces.append(piece if closed else _JAPANESE.sub(r'<span lang="ja">\g<0></span>', piece))
    return "".join(pieces)

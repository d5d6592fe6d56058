"""Sums that are written in kana alone, as they are said: さんまんえん, ごせんえん, にまんごせん円, じゅうまん。"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = {
    "いち": "一", "いっ": "一", "に": "二", "さん": "三", "よん": "四", "ご": "五", "ろく": "六", "ろっ": "六",
    "なな": "七", "しち": "七", "はち": "八", "はっ": "八", "きゅう": "九",
}  # fmt: skip
_UNITS = {
    "じゅう": "十", "じゅっ": "十", "ひゃく": "百", "びゃく": "百", "ぴゃく": "百", "せん": "千", "ぜん": "千",
    "まん": "万", "おく": "億",
}  # fmt: skip
_SIGNS = _DIGITS | _UNITS
_SIGN = re.compile("|".join(_SIGNS))
_MARKS = ("えん", "まん", "ん円", "く円")
_LARGE = "(?:ひゃく|びゃく|ぴゃく|せん|ぜん|まん|おく)"
_SUM = re.compile(
    f"(?:{'|'.join(_SIGNS)})+?{_LARGE}(?:{'|'.join(_SIGNS)})*(?P<yen>えん|円)"
    f"|(?:{'|'.join(_SIGNS)})+まん(?:(?:{'|'.join(_DIGITS)})(?:せん|ぜん))?"
)
# Without えん only まん tells of money, and only where the word ends there (さんまん払った, not じゅうまんが).
_WORD_ENDS = re.compile("[ 　、。,を払振渡送取入]|も(?:払|取|と)|って|と(?:言|い)|$")


def kana_sums(text: str) -> Iterator[tuple[str, int, int]]:
    """Yields each sum in kana of the levelled ``text`` as kanji say it (三万), with where it stands."""
    if all(sign not in text for sign in _MARKS):
        return
    for hit in _SUM.finditer(text):
        if not hit["yen"] and not _WORD_ENDS.match(text, hit.end()):
            continue
        number = hit[0].removesuffix("えん").removesuffix("円")
        yield _SIGN.sub(lambda sign: _SIGNS[sign[0]], number), hit.start(), hit.end()

"""What an engine does to Japanese text and can be undone for certain: spaces between words, points in amounts, signs that pass for others.

All functions take the text of one paragraph and look at neighbours only, so the work is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACES = re.compile(" +")
_NUMBER = re.compile("[0-9][0-9.,]*")
_IN_THREES = re.compile("[0-9]{1,3}([.,]{1,2}[0-9]{3}){1,4}")
_POINT = re.compile("[.,]{1,2}")
_MARKS = "ー々〆〇、。「」『』（）！？：・％"
_LONGEST_ADDRESS = 80
# Signs that pass for others, by what stands before and after. Those beside katakana are mended by plain_text.
_COUNTED = "所月国年条村町"  # 一カ所, 三カ月: there カ is meant


def spaces_to_drop(text: str) -> set[int]:
    """Returns the offsets of spaces that no person would have typed there."""
    return {
        at
        for run in _SPACES.finditer(text)
        if _parts_nothing(text, run.start(), run.end())
        for at in range(*run.span())
    }


def _parts_nothing(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        return False
    if _is_japanese(before):
        return (
            _is_japanese(after) or after in "!?%" or (_is_plain(after) and not _begins_an_address(text, end))
        )
    if _is_japanese(after) or after in "!?":
        return (_is_plain(before) or before in "!?%") and not _ends_an_address(text, start)
    return before in ",." and text[start - 2 : start - 1].isdigit() and text[end : end + 3].isdecimal()


def _is_japanese(char: str) -> bool:
    return "ぁ" <= char <= "ゖ" or "ァ" <= char <= "ヶ" or _is_kanji(char) or char in _MARKS


def _is_kanji(char: str) -> bool:
    return "一" <= char <= "龥" or char == "々"


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _begins_an_address(text: str, at: int) -> bool:
    return text.startswith(("http:", "https:", "www."), at)


def _ends_an_address(text: str, at: int) -> bool:
    """Returns whether the word before ``at`` is an address: behind it a space ends it and must stay."""
    word = text[max(0, at - _LONGEST_ADDRESS) : at].rsplit(" ", 1)[-1]
    tail = word[len(word.rstrip("".join(map(chr, range(0x21, 0x7F))))) :]
    dots = (
        tail[i - 1 : i].isalnum() and tail[i + 1 : i + 3].isalpha() for i, c in enumerate(tail) if c == "."
    )
    return "://" in tail or "@" in tail or any(dots)


def points_to_drop(text: str) -> set[int]:
    """Returns the offsets of what is too much in 150,.000円: one comma stays."""
    return {at for first, last in _points(text) for at in range(first + 1, last)}


def _points(text: str) -> Iterator[tuple[int, int]]:
    """Yields where points or commas part groups of three digits before 円: there a comma is meant."""
    for number in _NUMBER.finditer(text):
        if _IN_THREES.fullmatch(number.group()) and _is_yen(text[number.end() : number.end() + 3]):
            for point in _POINT.finditer(text, *number.span()):
                yield point.span()


def _is_yen(after: str) -> bool:
    return after.lstrip(" ").removeprefix("万").removeprefix("億").startswith("円")


def with_signs_mended(text: str) -> str:
    """Returns ``text`` with the same number of characters: 35.000円 as 35,000円, 入カ as 入力, ロ座 as 口座, エ事 as 工事."""
    chars = list(text)
    for first, _ in _points(text):
        chars[first] = ","
    for at, char in enumerate(text):
        if char in "カロエ":
            chars[at] = _meant(char, before=text[at - 1 : at], after=text[at + 1 : at + 2])
    return "".join(chars)


def _meant(char: str, *, before: str, after: str) -> str:
    if char == "カ" and before and _is_kanji(before):
        return char if after and ("ァ" <= after <= "ー" or after in _COUNTED) else "力"
    if char == "ロ" and after == "座":
        return "口"
    return "工" if char == "エ" and after and after in "事場業" else char

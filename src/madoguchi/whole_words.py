"""From a piece of a word to the word that a person reads: 客様 → お客様, 者金 → 消費者金融, 時間 → 48時間."""

from __future__ import annotations

import re

LONGEST = 20
_KANJI, _KATAKANA = re.compile("[一-龥々]+"), re.compile("[ァ-ヴー]+")
_BEFORE = "おご御"
_NUMBER = "0123456789,.万億千百十"
# Kana that end a noun after these kanji: 心当|たり, 支払|い.
_ENDINGS = {
    "当": "たり",
    "払": "い",
    "込": "み",
    "扱": "い",
    "替": "え",
    "届": "け",
    "引": "き",
    "化": "け",
    "止": "め",
    "上": "げ",
    "落": "とし",
}


# What ends a verb whose stem was found: 遠隔操作され|た, 罹っ|た, 電話し|ました, 読ん|で.
_STEM_ENDS = frozenset("っしれさきりちびみえけせめべてでん")
_VERB_END = re.compile("ました|ません|ます|なかった|ない|たら|ている|てる|た|て|る")
_AFTER_N = re.compile("でい?る|で|だ")


def end_of_verb(text: str, end: int) -> int:
    """Returns where the word ends that is a verb's stem up to ``end``; ``end`` itself where that is no such place."""
    stem = text[end - 1 : end]
    if stem not in _STEM_ENDS or not stem:
        return end
    tail = (_AFTER_N if stem == "ん" else _VERB_END).match(text, end)
    return tail.end() if tail else end


def whole_word(text: str, *, start: int, end: int) -> tuple[int, int]:
    """Returns the place of the whole run of kanji or katakana around ``start``..``end``, with its お, its number or its ending.

    A run longer than LONGEST characters is left as it is; so are pieces that begin and end with kana.
    """
    first, last = start - _before(text, start), end + _behind(text, end)
    if last - first > LONGEST:
        return start, end
    ending = _ENDINGS.get(text[last - 1], "")
    if ending and text.startswith(ending, last):
        last += len(ending)
    if is_kanji(text[first]) and first > 0 and text[first - 1] in _BEFORE:
        return first - 1, last
    while is_kanji(text[start]) and first > 0 and text[first - 1] in _NUMBER and last - first < LONGEST:
        first -= 1
    return first, last


def is_kanji(char: str) -> bool:
    """Returns True for a kanji and for the sign that repeats one."""
    return "一" <= char <= "龥" or char == "々"


def _before(text: str, start: int) -> int:
    """How many characters before ``start`` go on with the run that begins there; of a run that is too long not all are looked at."""
    kind = _KANJI if is_kanji(text[start]) else _KATAKANA if _KATAKANA.match(text, start) else None
    run = kind.match(text[max(0, start - LONGEST - 1) : start][::-1]) if kind else None
    return run.end() if run else 0


def _behind(text: str, end: int) -> int:
    kind = _KANJI if is_kanji(text[end - 1]) else _KATAKANA if _KATAKANA.match(text, end - 1) else None
    run = kind.match(text, end, end + LONGEST + 1) if kind else None
    return run.end() - end if run else 0

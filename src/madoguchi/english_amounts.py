"""Yen amounts as English says them: 3 million yen, ¥300,000, 300k, half a million yen, 5 man, fifty thousand yen, three cards
of 10,000 yen each."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_WORDS = {word: at for at, word in enumerate(_UNITS, 1)} | {
    word: at * 10
    for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 100, "thousand": 1000, "k": 1000, "man": 10**4, "million": 10**6, "mil": 10**6, "m": 10**6,
    "millions": 10**6, "thousands": 1000, "oku": 10**8, "billion": 10**9,
}  # fmt: skip
_SCALE = r"(?:hundred|thousands?|millions?|mil|billion|man|oku|k|m)\b"
_SAID = "|".join(_WORDS)
_AMOUNT = re.compile(
    rf"((?:¥|\\|\bjpy ?|\byen )?)([0-9][0-9,.]*|\b(?:half an? |an? )|\b(?:{_SAID})\b)((?:[ -](?:and )?(?:{_SAID})\b| ?{_SCALE})*)"
    r"(\.? ?(?:japanese )?(?:yen|jpy|円|en\b|¥))?"
)
_MARKS = re.compile(r"¥|\\|yen|jpy|円|[0-9] ?(?:k|m|man|mil|million|thousand)\b")
# What may stand behind 3 million where nobody says yen; people, views and dollars may not.
_ON = re.compile(
    r"[。,!?;)\n]| ?$| (?:to|in|by|via|and|but|or|for|from|at|on|more|each|is|was|now|yesterday|today|if|so|then|because|he|"
    r"she|they|i|we|as|that|which|before|with|into|through|back|total|a|per|already|last|out|gone|though)\b"
)
_THOUSANDS = re.compile(
    "[0-9]{1,3}(?:,[0-9]{3})*,000"
)  # another 50,000: so people write sums, in a text that speaks of yen
_ABOUT = re.compile(
    r"(?:about|around|roughly|nearly|almost|over|more than|some|approximately|less than|up to|like|maybe) $"
)
_EACH = re.compile(
    r" ?(?:each|apiece|per card|(?:gift |prepaid |apple |itunes |google play |amazon |e-?money )*cards)\b"
)
_MANY = rf"([0-9]{{1,3}}|{'|'.join(_UNITS)})"
_COUNT_BEFORE = re.compile(
    rf"\b{_MANY}(?: [a-z’'-]{{1,15}}){{0,4}} (?:cards?|codes?|vouchers?|payments?|transfers?|times|pieces|tickets?)(?:,| "
    rf"(?:for|of|worth|at|with))? $"
)
_COUNT_RIGHT_BEFORE = re.compile(rf"\b{_MANY}(?: times| x)? $")
_COUNT_OF = re.compile(
    rf"\b{_MANY}(?: [a-z’'-]{{1,15}}){{0,3}} (?:cards|codes|vouchers|tickets|pieces) (?:of|with|at|worth) (?:about )?$"
)
_TIMES_BEFORE = re.compile(rf"\b{_MANY} ?[x×*] ?$")
_TIMES = re.compile(rf" ?(?:[x×*] ?([0-9]{{1,3}})|(twice)|{_MANY} times)\b")
_REACH = 70
_MAX_YEN = 10**13


class Said(NamedTuple):
    """So many yen, so many times, at [start, end) of the levelled text."""

    yen: int
    times: int
    certain: bool
    start: int
    end: int


def yen_in_english(text: str) -> list[Said]:
    """Returns the yen amounts of a levelled English ``text`` in order."""
    if not _MARKS.search(text):
        return []
    found = (_amount(text, hit) for hit in _AMOUNT.finditer(text))
    return [amount for amount in found if amount is not None]


def _amount(text: str, hit: re.Match[str]) -> Said | None:
    start, end = hit.span()
    digits = hit[2][0].isdigit()
    if digits and start and (text[start - 1].isalnum() or text[start - 1] in ".,"):
        return None
    unit = hit[1] or hit[4]
    if not unit and not (
        digits and (_has_scale(hit[3]) or _THOUSANDS.fullmatch(hit[2].rstrip(",."))) and _ON.match(text, end)
    ):
        return None
    yen = _value(hit[2].rstrip(",.") if digits else hit[2], hit[3])
    if not yen or yen > _MAX_YEN or yen != int(yen):
        return None
    stop = end if hit[3] or hit[4] else start + len(hit[1]) + len(hit[2].rstrip(",."))
    certain = not _ABOUT.search(text, max(0, start - 16), start)
    return Said(int(yen), _count(text, start, stop), certain, start, stop)


def _has_scale(scales: str) -> bool:
    return any(word in _SCALES for word in scales.replace("-", " ").split())


def _value(number: str, rest: str) -> Decimal:
    """fifty thousand, 1.2 million, half a million, two hundred and fifty thousand."""
    number = number.strip()
    if number[0].isdigit():
        plain = number.replace(",", "")
        head = Decimal(plain) if plain.count(".") < 2 else Decimal(0)
    else:
        head = Decimal("0.5") if number.startswith("half") else Decimal(_WORDS.get(number, 1))
    total, section = Decimal(0), head
    for word in rest.replace("-", " ").split():
        if word in _WORDS:
            section += _WORDS[word]
        elif word in _SCALES and _SCALES[word] == 100:
            section *= 100
        elif word in _SCALES:
            total, section = total + section * _SCALES[word], Decimal(0)
    return total + section


def _count(text: str, start: int, end: int) -> int:
    before = text[max(0, start - _REACH) : start]
    if times := _TIMES.match(text, end):
        return 2 if times[2] else _number(times[1] or times[3])
    if of := _COUNT_OF.search(before) or _TIMES_BEFORE.search(before):
        return _number(of[1])
    if _EACH.match(text, end):
        many = _COUNT_BEFORE.search(before) or _COUNT_RIGHT_BEFORE.search(before)
        return _number(many[1]) if many else 1
    return 1


def _number(word: str) -> int:
    return max(1, int(word) if word.isdigit() else _WORDS[word])

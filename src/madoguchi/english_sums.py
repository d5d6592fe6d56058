"""What an amount of an English story is: the nearest words of its sentence that tell it, those before it first.

What each clue of a Japanese story weighs was learned (surroundings.py); English is told by the order of its words, so a rule will do.
"""

from __future__ import annotations

from bisect import bisect_left

from madoguchi.amounts import Yen
from madoguchi.surroundings import Money
from madoguchi.words import AmountRole

_BEHIND, _CLAUSE, _AMOUNT, _ELSEWHERE = 12, 14, 40, 90
_FARTHEST = 150
_TURNS = (
    " but ",
    ", and ",
    ", then ",
    " then ",
    " so ",
    ", when ",
    ", but ",
    ";",
    " because ",
    " instead of ",
)


def role_in_english(money: Money, at: int) -> AmountRole:
    """Returns the role of the amount number ``at`` of an English story; where no word tells it, what the whole story tells."""
    told = [
        (cost, role)
        for start, end, role in money.tellers
        if not (role == "paid" and _of_another(money, at, start, end))
        and _gap(money.yens[at], start, end) < _FARTHEST
        and (cost := _cost(money, at, start, end)) < _FARTHEST
    ]
    if told:
        return min(told)[1]
    if "unauthorized_use" in money.stages and "paid" not in money.stages:
        return "lost"
    return "paid" if money.paying and len(money.yens) == 1 else "demanded" if money.scheme else "other"


def _of_another(money: Money, at: int, start: int, end: int) -> bool:
    """Whether the payment told at [start, end) stands behind the sentence of the amount number ``at``, and names an amount of its own."""
    text, here = money.text, money.yens[at]
    if start < here.end or "。" not in text[here.end : min(start, here.end + _FARTHEST)]:
        return False
    stop = text.find("。", end)
    stop = stop if stop >= 0 else len(text)
    return any(start <= yen.start < stop for yen in money.yens[at + 1 : at + 8])


def _gap(yen: Yen, start: int, end: int) -> int:
    """How many characters are between what stands at [start, end) and ``yen``, behind it somewhat more; 0 where they share a place."""
    return start - yen.end + _BEHIND if start >= yen.end else max(0, yen.start - end)


def _cost(money: Money, at: int, start: int, end: int) -> int:
    """How far what stands at [start, end) is from the amount number ``at``; other amounts and clauses between make it farther.

    Only asked where the gap is short: what is between is read, and in a long text of many amounts that would be the whole of it each time.
    """
    yen, text = money.yens[at], money.text
    if start >= yen.end:
        between = text[yen.end : start]
    else:  # the words may hold the amount itself: paid 5,000 yen
        between = text[min(start, yen.start) if end > yen.start else end : yen.start]
    first, last = sorted((start, yen.start))
    others = bisect_left(money.starts, last) - bisect_left(money.starts, first) - (start > yen.start)
    turns = sum(between.count(turn) for turn in _TURNS)
    return _gap(yen, start, end) + _AMOUNT * others + _CLAUSE * turns + _ELSEWHERE * between.count("。")

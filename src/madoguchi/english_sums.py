"""What an amount of an English story is: the nearest words of its sentence that tell it, those before it first.

What each clue of a Japanese story weighs was learned (surroundings.py); English is told by the order of its words, so a rule will do.
"""

from __future__ import annotations

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
        if (cost := _cost(money, at, start, end)) < _FARTHEST
    ]
    if told:
        return min(told)[1]
    if "unauthorized_use" in money.stages and "paid" not in money.stages:
        return "lost"
    return "paid" if money.paying and len(money.yens) == 1 else "demanded" if money.scheme else "other"


def _cost(money: Money, at: int, start: int, end: int) -> int:
    """How far what stands at [start, end) is from the amount number ``at``; other amounts and clauses between make it farther."""
    yen, text = money.yens[at], money.text
    behind = start >= yen.end
    if not behind and end > yen.start:  # the words hold the amount itself: paid 5,000 yen
        gap, between = 0, text[start : yen.start]
    else:
        between = text[yen.end : start] if behind else text[end : yen.start]
        gap = len(between) + (_BEHIND if behind else 0)
    others = sum(
        1
        for other in money.yens
        if min(start, yen.start) <= other.start < max(start, yen.start) and other is not yen
    )
    turns = sum(between.count(turn) for turn in _TURNS)
    return gap + _AMOUNT * others + _CLAUSE * turns + _ELSEWHERE * between.count("。")

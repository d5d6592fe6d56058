"""Whom the person has turned to by themselves, as they tell it: 188に電話した, 銀行には連絡済み, 被害届を出した.

It decides nothing. Whether the desk was reached, and was the real one, is not known: the step that leads there quotes
the words beside it, and the person says whether it is done.
"""

from __future__ import annotations

from madoguchi.acts import Act
from madoguchi.tale import Tale
from madoguchi.words import DeskWord, TurnedTo

_WEIGHED = ("ほうが", "方が", "ほうは", "方は", "らいい", "らよ", "らどう", "ら何", "らなに", "り来たり")


def turned_to(tale: Tale) -> tuple[TurnedTo, ...]:
    """Returns each desk once, at the last place where it is told of: what was added later is nearer to now."""
    found: dict[DeskWord, TurnedTo] = {}
    for act in () if tale.is_message else tale.done:
        if act.rule.turned_to and not _asks(tale, act):
            said = tale.quote(act.start, act.end)
            found[act.rule.turned_to] = TurnedTo(
                desk=act.rule.turned_to, quote=said.quote, start=said.start, end=said.end, part=said.part
            )
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _asks(tale: Tale, act: Act) -> bool:
    """Whether it is asked about or weighed, and not told: 行ったほうがいいですか, 電話したらいいか."""
    return tale.scan.text.startswith(_WEIGHED, act.end) or tale.scan.text.startswith(_WEIGHED, act.end + 1)

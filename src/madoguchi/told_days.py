"""The days of a tale: in a conversation that was pasted in, 今日 is the day of its line, and the day of a stamp is told once."""

from __future__ import annotations

import datetime as dt

import msgspec

from madoguchi.chats import Chat, Turn
from madoguchi.days import Day, days_in
from madoguchi.tale import Tale
from madoguchi.words import Situation


def days_told(tale: Tale) -> list[Day]:
    """Returns the days of ``tale`` in text order; those of a conversation each once."""
    text = tale.scan.text
    if tale.chat is None or tale.chat.pasted:
        return days_in(text, tale.today)
    outside = [day for day in days_in(text, tale.today) if not _is_within(tale.chat, day)]
    stamped = [Day(day, day, "day", start, end) for day, start, end in tale.chat.days]
    said = [day for turn in tale.chat.turns for day in _said_in(text, turn, tale)]
    found = sorted([*outside, *stamped, *said], key=lambda day: day.start)
    first = {(day.from_day, day.to_day): day for day in reversed(found)}
    return sorted(first.values(), key=lambda day: day.start)


def last_day_told(situation: Situation, today: dt.date) -> dt.date:
    """Returns the last day that ``situation`` names, days still to come left out; ``today`` where it names none."""
    return max((day.to_day for day in situation.dates if not day.comes_after(today)), default=today)


def _is_within(chat: Chat, day: Day) -> bool:
    """Whether ``day`` stands between the first stamp and the last word of the conversation."""
    last = max(end for _, end in (*chat.stamps[-1:], *((turn.start, turn.end) for turn in chat.turns[-1:])))
    return chat.stamps[0][0] < day.end and day.start < last


def _said_in(text: str, turn: Turn, tale: Tale) -> list[Day]:
    """The days in the words of ``turn``, seen from its own day. Where that is not told, 今日 in it is no day that anybody knows."""
    found = days_in(text[turn.start : turn.end], turn.day or tale.today)
    return [
        msgspec.structs.replace(day, start=day.start + turn.start, end=day.end + turn.start)
        for day in found
        if turn.day or text[turn.start + day.start].isdigit()
    ]

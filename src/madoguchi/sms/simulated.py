"""Invented lines of which it is known whether they are hijacked: what the hijack signs are learned from and measured on.

Nobody publishes how real lines behave, so every number here is an assumption of ours, written where it is used, and
chosen to be hard rather than flattering: honest lines that write at night, to everybody they know on one day, or by the
hundred from the first day on; hijacked ones that send little, by day, or from a line that sends much anyway.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from madoguchi.sms.hijack_signs import Event
from madoguchi.sms.sends import DAY_US, SECOND, Send, start_of_day

WARM_DAYS, DAYS = 28, 56  # the first four weeks are nobody's hijack: the past that a carrier's log holds
FIRST_DAY = dt.date(2026, 9, 1).toordinal() - 719_163
MINUTE, HOUR = 60 * SECOND, 3600 * SECOND

Kind = Literal[
    "quiet", "usual", "chatty", "by_night", "all_contacts", "school", "shop", "club", "firm", "newly_bulk"
]
Hijack = Literal["fast", "slow", "by_day"]
NORMAL: tuple[Kind, ...] = ("quiet", "usual", "chatty", "by_night", "all_contacts")
BULK: tuple[Kind, ...] = ("school", "shop", "club", "firm", "newly_bulk")
_EACH_DAY = {"quiet": 0.2, "usual": 2.0, "chatty": 20.0, "by_night": 6.0, "all_contacts": 1.0}
_CONTACTS = {"quiet": 6, "usual": 15, "chatty": 40, "by_night": 15, "all_contacts": 90}
_DAYTIME = [0] * 6 + [1, 3, 5, 5, 5, 5, 7, 5, 5, 5, 5, 6, 7, 7, 6, 5, 3, 1]  # weight of each hour
_NIGHT = [6, 6, 5, 4, 3, 2, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4, 4, 5, 6, 6, 6]


class SimulatedLine(NamedTuple):
    """``sends`` (tenths of a yen at 3.3 yen a part) and their ``events``, side by side and in order; the rest of ``events`` in
    ``heard`` (messages that came). ``hijacked_on``: a day, or None; ``theirs``: which sends the hijacker made."""

    sender: str
    kind: Kind
    hijack: Hijack | None
    hijacked_on: int | None
    sends: list[Send]
    events: list[Event]
    theirs: list[bool]
    heard: list[Event]


class _Draft(NamedTuple):
    at: int
    who: int
    family: int
    parts: int = 1
    failed: bool = False
    abroad: bool = False
    theirs: bool = False
    is_in: bool = False


def simulated(
    lines: int, *, seed: int, kinds: tuple[Kind, ...] = (*NORMAL, *BULK)
) -> Iterator[SimulatedLine]:
    """Yields ``lines`` honest lines, the ``kinds`` in turn, and as many hijacked ones; the same for one ``seed``."""
    for number in range(lines):
        kind = kinds[number % len(kinds)]
        chance = random.Random(f"{seed}/honest/{number}")  # noqa: S311 - a simulation, no secret
        yield _line(f"honest-{number:06}", kind, None, chance=chance)
    ways: tuple[Hijack, ...] = ("fast", "slow", "by_day")
    for number in range(lines):
        chance = random.Random(f"{seed}/hijacked/{number}")  # noqa: S311
        # Most lines are a person's; one in ten hijacked ones sends much anyway.
        kind = chance.choice(BULK[:4] if chance.random() < 0.1 else NORMAL[:4])
        yield _line(f"hijacked-{number:06}", kind, ways[number % 3], chance=chance)


def _line(sender: str, kind: Kind, hijack: Hijack | None, *, chance: random.Random) -> SimulatedLine:
    drafts = list(_OWN[kind](kind, chance))
    begins = None
    if hijack:
        begins = FIRST_DAY + WARM_DAYS + chance.randrange(21)
        drafts += _hijacked(hijack, begins, chance)
    drafts.sort(key=lambda one: one.at)
    out, heard = [one for one in drafts if not one.is_in], [one for one in drafts if one.is_in]
    return SimulatedLine(
        sender=sender,
        kind=kind,
        hijack=hijack,
        hijacked_on=begins,
        sends=[
            Send(one.at, one.parts, one.parts * (500 if one.abroad else 33), one.abroad, one.failed, -1)
            for one in out
        ],
        events=[Event(one.at, one.who, one.family, one.failed, one.abroad) for one in out],
        theirs=[one.theirs for one in out],
        heard=[Event(one.at, one.who, is_in=True) for one in heard],
    )


def _at(day: int, hours: list[int], chance: random.Random) -> int:
    hour = chance.choices(range(24), hours)[0]
    return start_of_day(day) + hour * HOUR + chance.randrange(HOUR)


def _days() -> range:
    return range(FIRST_DAY, FIRST_DAY + DAYS)


def _number(mean: float, chance: random.Random) -> int:
    """A count that varies more than chance alone: a mean that is itself drawn anew each day."""
    mean *= chance.gammavariate(1.5, 1 / 1.5)
    n, left = 0, chance.expovariate(1)
    while left < mean and n < 400:
        n, left = n + 1, left + chance.expovariate(1)
    return n


# --- honest lines ---------------------------------------------------------------------------------------


def _person(kind: Kind, chance: random.Random) -> Iterator[_Draft]:
    mean, known = _EACH_DAY[kind] * chance.lognormvariate(0, 0.5), _CONTACTS[kind]
    hours = _NIGHT if kind == "by_night" else _DAYTIME
    party = FIRST_DAY + chance.randrange(WARM_DAYS, DAYS)  # a day with four times as much to say
    for day in _days():
        for _ in range(_number(mean * 4 if day == party and kind != "quiet" else mean, chance)):
            stranger = chance.random() < 0.06
            who = (
                chance.getrandbits(62) if stranger else 1 + min(int(chance.expovariate(3 / known)), known - 1)
            )
            yield from _written(_at(day, hours, chance), who, chance, answered=0.2 if stranger else 0.6)
    if kind == "all_contacts":  # "this is my new number"
        yield from _to_everybody(party, range(1, 1 + chance.randrange(30, known)), chance)


def _written(at: int, who: int, chance: random.Random, *, answered: float) -> Iterator[_Draft]:
    parts = 2 if chance.random() < 0.15 else 1
    yield _Draft(
        at,
        who,
        chance.getrandbits(62),
        parts,
        failed=chance.random() < 0.02,
        abroad=chance.random() < 0.003,
    )
    if chance.random() < answered:
        yield _Draft(at + chance.randrange(MINUTE, 3 * HOUR), who, 0, is_in=True)


def _to_everybody(day: int, those: range, chance: random.Random) -> Iterator[_Draft]:
    at, family = start_of_day(day) + chance.randrange(8, 20) * HOUR, chance.getrandbits(62)
    for who in those:
        at += chance.randrange(5 * SECOND, 3 * MINUTE)
        yield _Draft(at, who, family, 2, failed=chance.random() < 0.05)
        if chance.random() < 0.4:
            yield _Draft(at + chance.randrange(MINUTE, 5 * HOUR), who, 0, is_in=True)


def _bulk(kind: Kind, chance: random.Random) -> Iterator[_Draft]:
    if kind == "newly_bulk":
        start, kind = FIRST_DAY + chance.randrange(WARM_DAYS, DAYS - 7), chance.choice(BULK[:4])
    else:
        start = FIRST_DAY
    size = {
        "school": chance.randrange(60, 199),
        "shop": chance.randrange(10, 60),
        "club": chance.randrange(15, 40),
        "firm": chance.randrange(20, 150),
    }[kind]
    storm = FIRST_DAY + chance.randrange(DAYS)  # a typhoon: twice in one day
    for day in range(start, FIRST_DAY + DAYS):
        for _ in range(1 + (day == storm)):
            if _writes_on(kind, day, chance):
                yield from _round(kind, day, size, chance)


def _writes_on(kind: Kind, day: int, chance: random.Random) -> bool:
    weekday = dt.date.fromordinal(day + 719_163).weekday()
    if kind == "school":
        return weekday == 4 or chance.random() < 0.03
    if kind == "club":
        return weekday in (2, 5)
    return weekday < 5 if kind == "firm" else weekday != 2


def _round(kind: Kind, day: int, size: int, chance: random.Random) -> Iterator[_Draft]:
    """To the same people (a school, a club), to some new ones (a shop), to mostly new ones (a firm that delivers)."""
    at = start_of_day(day) + chance.randrange(8, 17) * HOUR + chance.randrange(HOUR)
    new, gap = {"shop": (0.3, 10), "firm": (0.7, 4)}.get(kind, (0.01, 0.2))
    n = size if kind in ("school", "club") else max(1, round(size * chance.uniform(0.4, 1.5)))
    family = chance.getrandbits(62) if kind in ("school", "club") else size
    for who in range(1, n + 1):
        at += chance.randrange(2 * SECOND, max(3, round(gap * 60)) * SECOND)
        one = chance.getrandbits(62) if chance.random() < new else who
        yield _Draft(at, one, family, 2 if kind == "school" else 1, failed=chance.random() < 0.03)
        if chance.random() < 0.05:
            yield _Draft(at + chance.randrange(MINUTE, HOUR), one, 0, is_in=True)


_OWN: dict[Kind, Callable[[Kind, random.Random], Iterator[_Draft]]] = {
    **dict.fromkeys(NORMAL, _person),
    **dict.fromkeys(BULK, _bulk),
}

# --- hijacked ones --------------------------------------------------------------------------------------


def _hijacked(way: Hijack, begins: int, chance: random.Random) -> Iterator[_Draft]:
    """Fast: some 300 a day as quickly as they go, at any hour. Slow: 8 to 40 a day round the clock. By day: 20 to 120, in the
    hours in which people write. On four days of five; to strangers but for one in twenty; a few texts."""
    mean = {
        "fast": chance.lognormvariate(5.7, 0.5),
        "slow": chance.uniform(8, 40),
        "by_day": chance.uniform(20, 120),
    }[way]
    abroad = chance.random() < 0.15
    for day in range(begins, FIRST_DAY + DAYS):
        if day != begins and chance.random() < 0.2:
            continue
        families = [chance.getrandbits(62) for _ in range(chance.randrange(1, 4))]
        at = start_of_day(day) + chance.randrange(20) * HOUR
        for _ in range(min(2_000, max(5, round(mean * chance.uniform(0.6, 1.4))))):
            at = _next(way, day, at, chance)
            if at >= start_of_day(day) + DAY_US:
                break
            who = chance.randrange(1, 20) if chance.random() < 0.05 else chance.getrandbits(62)
            yield _Draft(
                at,
                who,
                chance.choice(families),
                2 if chance.random() < 0.4 else 1,
                failed=chance.random() < 0.15,
                abroad=abroad and chance.random() < 0.5,
                theirs=True,
            )
            if chance.random() < 0.05:  # "who is this?"
                yield _Draft(at + chance.randrange(MINUTE, HOUR), who, 0, is_in=True)


def _next(way: Hijack, day: int, at: int, chance: random.Random) -> int:
    if way == "fast":
        return at + chance.randrange(SECOND, 40 * SECOND)
    if way == "slow":
        return start_of_day(day) + chance.randrange(DAY_US)
    return _at(day, _DAYTIME, chance)

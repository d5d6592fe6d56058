"""Random logs of sends: in every way in which a row may be written, and rows that are no sends."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from slow_watch import slow_crossings

from madoguchi.sms.crossings import Watching
from madoguchi.sms.logs import read_log
from madoguchi.sms.sends import Reading

FIRST = dt.datetime(2026, 10, 25, tzinfo=dt.timezone(dt.timedelta(hours=9)))
LINES = 1_000

HEADER = "sent_at,sender,recipient,chars,encoding,country,delivered,direction,contract_from"
BAD = [
    *(
        f"{at},1,,10,,,,,"
        for at in ("きのう", "20261121T1000", "2026-W47-6T10:00", "2026-11-21", "2026-11-21T10")
    ),
    *(f"{at},1,,10,,,,," for at in ("9999-12-31T20:00:00Z", "0001-01-01T00:00", "2026-11-21T10:00+0900")),
    *(
        f"2026-11-21T10:00,2,,{chars},,,,,"
        for chars in ("x", "10.0", " 10", "1e1", "+10", "-1", "", "9" * 20)
    ),
    "2026-11-21T10:00,3,,671,ucs2,,,,",
    "2026-11-21T10:00,3,,10,utf8,,,,",
    "2026-11-21T10:00,,,1,,,,,",
    f"2026-11-21T10:00,{'1' * 201},,1,,,,,",
    *(f"2026-11-21T10:00,4,,10,,,{delivered},," for delivered in ("maybe", "0.0", "2")),
    *(f"2026-11-21T10:00,4,,10,,,,{direction}," for direction in ("inn", "xx")),
    *(f"2026-11-21T10:00,4,,10,,,,,{day}" for day in ("notaday", "2026-13-01", "20260101", "1969-12-31")),
]


def line_of(sender: str, chance: random.Random) -> Iterator[tuple[str, ...]]:
    span, since = chance.choice([60, 1_440, 40_000]), chance.choice(["", "2026-09-10", "2020-01-10"])
    for _ in range(chance.randrange(60)):
        at = FIRST + dt.timedelta(minutes=chance.randrange(span), microseconds=chance.randrange(1_000_000))
        yield (
            written(at, chance),
            sender,
            "",
            str(chance.choice([0, 70, 71, 160, 161, 670])),
            chance.choice(["", "ucs2", "gsm7", "GSM7"]),
            chance.choice(["", "JP", "jp", "US", "CN"]),
            chance.choice(["", "true", "1", "false", "False"]),
            chance.choice(["", "out", "out", "in"]),
            since,
        )


def written(at: dt.datetime, chance: random.Random) -> str:
    """A moment in one of the ways in which it may be written."""
    utc = at.astimezone(dt.UTC)
    return chance.choice(
        [
            at.isoformat(),
            at.isoformat().replace("+09:00", "+09"),
            at.replace(tzinfo=None).isoformat(sep=" "),
            utc.isoformat().replace("+00:00", "Z"),
            at.astimezone(dt.timezone(-dt.timedelta(hours=3, minutes=30))).isoformat(),
        ]
    )


def slow(log: Path, watching: Watching) -> set[tuple[object, ...]]:
    """What the lines of ``log`` crossed by the slow definition."""
    lines = read_log(log, Reading(watching.prices)).lines.items()
    every = ((of, one) for of, sends in lines for one in slow_crossings(sends, watching.carrier))
    return {(of, one.at.isoformat(), one.rule, one.start.isoformat(), one.n, one.yen) for of, one in every}

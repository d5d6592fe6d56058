"""The watch once more, slowly and by its definition: for every send the whole log is looked through again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.knowledge.shapes import Cap, Carrier
from madoguchi.sms.sends import Send

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
TOKYO = dt.timezone(dt.timedelta(hours=9))


class Slow(NamedTuple):
    at: dt.datetime
    rule: str
    start: dt.datetime
    n: int
    yen: int


def when(send: Send) -> dt.datetime:
    return (EPOCH + dt.timedelta(microseconds=send.at)).astimezone(TOKYO)


def slow_crossings(sends: Sequence[Send], carrier: Carrier) -> list[Slow]:
    """What a line crossed whose ``sends`` all went out (a failed one never meets a restriction here)."""
    sends = sorted(sends)
    return [
        one
        for number, send in enumerate(sends)
        for cap in _for_line(carrier.caps, send)
        if (one := _crossed(sends[: number + 1], cap)) is not None
    ]


def _for_line(caps: Sequence[Cap], send: Send) -> Iterator[Cap]:
    special = [cap for cap in caps if cap.first_months and _is_new(cap, send)]
    yield from special
    replaced = {(cap.window, cap.scope) for cap in special}
    yield from (cap for cap in caps if not cap.first_months and (cap.window, cap.scope) not in replaced)


def _is_new(cap: Cap, send: Send) -> bool:
    if send.since_day < 0:
        return False
    since, now = dt.date(1970, 1, 1) + dt.timedelta(days=send.since_day), when(send).date()
    months = (now.year - since.year) * 12 + now.month - since.month
    return 0 <= months < cap.first_months and not (cap.contracts_since and since < cap.contracts_since)


def _crossed(sends: Sequence[Send], cap: Cap) -> Slow | None:
    last = when(sends[-1])
    start = {
        "day": last.replace(hour=0, minute=0, second=0, microsecond=0),
        "month": last.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
        "days_28": last - dt.timedelta(days=28),
    }[cap.window]
    of = [
        _units(one, cap)
        for one in sends
        if when(one) > start or (cap.window != "days_28" and when(one) == start)
    ]
    limit = cap.value + (cap.comparator == "<=")
    if not sum(of) - of[-1] < limit <= sum(of):
        return None
    month = [one for one in sends if (when(one).year, when(one).month) == (last.year, last.month)]
    yen = sum(one.tenths for one in month if not one.failed) // 10
    return Slow(last, f"cap:{cap.window}", start, sum(of), yen)


def _units(send: Send, cap: Cap) -> int:
    counts = send.abroad is (cap.scope == "overseas") and (cap.counts_failed or not send.failed)
    return (send.parts if cap.unit == "parts" else 1) if counts else 0

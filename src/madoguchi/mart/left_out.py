"""Synthetic records of support scams that no figure of document 003 holds: each is left out for one reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from madoguchi.mart.drawing import (
    PAID_BY,
    Chance,
    Drawn,
    day_number,
    delay,
    numbered,
    people,
    table_of,
    words,
)
from madoguchi.mart.tables import a_year_before, fiscal_year_of, last_day_of

_SHARES: Final = {"via": 0.08, "withdrawn": 0.01, "moved": 0.01}
_LATE: Final = {0: 0.12, 1: 0.005}  # by how many fiscal years ago: registered only after the day
_AFTER: Final = 20  # days, the most until a record is withdrawn or moved


def left_out(chance: Chance, year: int, *, count: int, end: dt.date) -> Iterator[Any]:
    """Yields what is left out of the ``count`` records of ``year`` as of ``end``, as tables of the import format."""
    first = year * 1_000_000 + 500_000
    for at, (reason, share) in enumerate(_SHARES.items()):
        size = round(count * share)
        ids = numbered("S", chance.numpy.arange(size) + first + at * 50_000)
        drawn = _drawn(chance, size, year, end=end)
        if reason == "via":
            yield table_of({**drawn, "via_other_centre": chance.numpy.ones(size, dtype="int64")}, ids)
        else:
            yield table_of(drawn, ids)
            yield table_of(_later(chance, drawn, reason), ids)
    size = round(count * _LATE.get(fiscal_year_of(end) - year, 0))
    yield table_of(
        _registered_late(chance, size, year, end=end),
        numbered("S", chance.numpy.arange(size) + first + 300_000),
    )


def _drawn(chance: Chance, size: int, year: int, *, end: dt.date) -> Drawn:
    """Records of days that leave room: of the year before ``end``'s, all of it lies behind the same day a year earlier."""
    first, last = day_number(dt.date(year, 4, 1)), day_number(min(last_day_of(year), end))
    if year == fiscal_year_of(end):
        last -= 100
    elif year == fiscal_year_of(end) - 1:
        first = day_number(a_year_before(end)) + 1
    received = chance.between(first, last, size=size)
    return _with(chance, size, {"received_on": received, "registered_on": received + delay(chance, size)})


def _with(chance: Chance, size: int, days: Drawn) -> Drawn:
    return {
        **people(chance, size, older=0.5),
        **days,
        "scheme": chance.numpy.zeros(size, dtype="int64"),
        "via_other_centre": chance.numpy.zeros(size, dtype="int64"),
        "contract_amount": chance.between(1, 900, size=size) * 1_000,
        "payment_methods": chance.between(0, len(PAID_BY) - 1, size=size),
    }


def _later(chance: Chance, drawn: Drawn, reason: str) -> Drawn:
    size = len(drawn["received_on"])
    revised = {**drawn, "revised_on": drawn["registered_on"] + chance.between(1, _AFTER, size=size)}
    if reason == "withdrawn":
        return {**revised, "withdrawn": chance.numpy.ones(size, dtype="int64")}
    return {**revised, "scheme": chance.between(1, len(words()["scheme"]) - 1, size=size)}


def _registered_late(chance: Chance, size: int, year: int, *, end: dt.date) -> Drawn:
    first, last = day_number(dt.date(year, 4, 1)), day_number(last_day_of(year))
    received = chance.between(first, last, size=size)
    registered = chance.numpy.maximum(received, day_number(end)) + delay(chance, size)
    return _with(chance, size, {"received_on": received, "registered_on": registered})

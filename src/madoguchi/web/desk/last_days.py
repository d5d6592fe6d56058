"""The last days of a notice (cooling-off) that the memo tells of. A counsellor puts them on the list; none is put there by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madoguchi.hours import TOKYO
from madoguchi.web.desk.hearing import Heard
from madoguchi.web.desk.models import Due


@dataclass(frozen=True, slots=True)
class LastDay:
    """``day``: the last one, the earliest that it may be and has not passed; ``text``: on which conditions."""

    day: dt.date
    text: str


def last_days_of(heard: Heard, dues: Iterable[Due]) -> Iterator[LastDay]:
    """Yields the last days that have not passed and do not stand on the list yet (``dues``), each once."""
    listed = {one.at.astimezone(TOKYO).date() for one in dues if one.kind == "cooling_off"}
    for one in heard.answer.withdrawals:
        day = one.runs_until(heard.at.astimezone(TOKYO).date())
        if day and day not in listed:
            listed.add(day)
            yield LastDay(day, one.text)

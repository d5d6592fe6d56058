"""Periods in which a contract may be ended by a notice, as the answer holds them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

# How a period of withdrawal (cooling-off) stands on the day asked.
TermWord = Literal["open", "passed", "not_begun", "day_not_known"]


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """A period in which a contract may be ended by a notice (cooling-off), if the contract is of the kind ``name``.

    ``counted``: from the day that papers came as told, or from the day of the contract as if they had come then.
    ``first``, ``last``: its first and last day where a day was told; ``first_at_latest``, ``last_at_latest``: the same from the
    latest day that it may have been, where the words leave room (10日くらい前, 先週). ``state``: how it stands on the day asked:
    ``passed`` only where the last of these days has passed.
    Whether the law's papers came, and of which kind the contract is, nobody decides here: ``text`` says it as a condition.
    """

    rule: str
    name: str
    days: int
    counted: Literal["papers", "contract"] | None
    first: dt.date | None
    last: dt.date | None
    state: TermWord
    text: str
    sources: tuple[str, ...]
    first_at_latest: dt.date | None = None
    last_at_latest: dt.date | None = None

    def runs_until(self, today: dt.date) -> dt.date | None:
        """Returns the first of the last days that has not passed on ``today``; None where none is told or all have."""
        days = [day for day in (self.last, self.last_at_latest) if day and day >= today]
        return min(days, default=None)

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
    ``first``, ``last``: its first and last day where a day was told; ``state``: how it stands on the day asked.
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

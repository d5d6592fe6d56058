"""What is kept of a line that is far from every cap: its sends summed by day and kind, two or three rows a line.

The engine adds up what is alike and no more: what a window, a day or a month does with it is said by ``windows.recalled``, when
a line has come so near that it must be looked at send by send. A send that a sliding window counts is kept by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from madoguchi.sms.on_engines import SENDS
from madoguchi.sms.sends import DAY_US, TOKYO_US, Send, date_of, day_of, start_of_day
from madoguchi.sms.windows import DAYS_28_US, Line, Rule, Watched, recalled, slides

COLUMNS = ("sender", *SENDS, "n")
_KIND = ("sender", "at", "abroad", "failed", "since_day")


def summed(rows: Any, rules: Iterable[Rule], *, passed: int) -> Any:
    """Returns ``rows`` (COLUMNS) added up by line, day and kind. ``passed``: how far time has come (microseconds).

    A row may be a send by itself (n = 1) or a sum from before. Days that are over stand as the first day of the month; what no
    window counts any more is left out.
    """
    counts_alone = _slides(rows, slides(rules)) & (rows.at > passed - DAYS_28_US)
    today, month = start_of_day(day_of(passed)), _start_of_month(passed)
    day = (rows.at + TOKYO_US) // DAY_US * DAY_US - TOKYO_US
    of_month = (day < today).ifelse(month, day)
    wanted = rows.mutate(at=counts_alone.ifelse(rows.at, of_month), old=(rows.at < month) & ~counts_alone)
    added = wanted.filter(~wanted.old).group_by(_KIND)
    return added.agg(
        parts=wanted.parts.sum().cast("int32"),
        tenths=wanted.tenths.sum().cast("int32"),
        n=wanted.n.sum().cast("int32"),
    ).select(*COLUMNS)


def _slides(rows: Any, scopes: frozenset[str]) -> Any:
    """Whether a sliding window counts the send."""
    if "all" in scopes or {"overseas", "domestic"} <= scopes:
        return rows.abroad | ~rows.abroad
    return rows.abroad == ("overseas" in scopes) if scopes else rows.abroad & ~rows.abroad


def _start_of_month(at: int) -> int:
    date = date_of(day_of(at))
    return start_of_day(date.replace(day=1).toordinal() - 719_163)


def lines_of(rows: Iterable[tuple[Any, ...]], watched: Watched) -> Iterator[tuple[str, Line]]:
    """Yields each line of ``rows`` (COLUMNS, sorted), as far as it has come."""
    for sender, own in groupby(rows, key=itemgetter(0)):
        yield sender, recalled(((Send(*row[1:-1]), row[-1]) for row in own), watched=watched)

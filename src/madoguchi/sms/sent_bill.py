"""The bill of one line from its log of sends, line by line, and what it would have been if it had been noticed on a day.

A bill is made month by month; what is below one yen of a month's total is dropped, as bills are. A send that failed is
not billed: the terms that are known do not say (our reading, told in ``how``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from operator import itemgetter

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.money.ceilings import yen_text
from madoguchi.phrases import said
from madoguchi.sms.sends import TENTHS, Send, date_of, day_of, yen_of
from madoguchi.words import Word


class BilledDay(Word, frozen=True, kw_only=True):
    """One day in Tokyo. ``yen`` is exact (tenths); ``yen_if_noticed``: the whole bill if nothing had been sent after it."""

    day: str
    sends: int
    parts: int
    yen: float
    yen_if_noticed: int


class SentBill(Word, frozen=True, kw_only=True):
    """The JSON of ``madoguchi bill --sends``."""

    yen: int
    sends: int
    parts: int
    by_day: tuple[BilledDay, ...]
    how: str


@dataclass
class _Month:
    """How often each kind of send went out: (abroad, parts, price in tenths of a yen) -> times."""

    kinds: Counter[tuple[bool, int, int]] = field(default_factory=Counter)

    @property
    def tenths(self) -> int:
        return sum(tenths * n for (_, _, tenths), n in self.kinds.items())


def bill_of(sends: Iterable[Send]) -> SentBill:
    """Returns the bill of the ``sends`` of one line, in any order; nothing sent costs nothing."""
    months: dict[str, _Month] = defaultdict(_Month)
    days: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    failed = 0
    for send in sends:
        if send.failed:
            failed += 1
            continue
        day = day_of(send.at)
        months[f"{date_of(day):%Y-%m}"].kinds[send.abroad, send.parts, send.tenths] += 1
        for at, n in enumerate((1, send.parts, send.tenths)):
            days[day][at] += n
    return SentBill(
        yen=sum(yen_of(month.tenths) for month in months.values()),
        sends=sum(n for n, _, _ in days.values()),
        parts=sum(parts for _, parts, _ in days.values()),
        by_day=tuple(_days(days)),
        how="\n".join(_how(months, failed)),
    )


def _days(days: Mapping[int, list[int]]) -> Iterator[BilledDay]:
    closed, month, tenths = 0, "", 0
    for day, (sends, parts, cost) in sorted(days.items(), key=itemgetter(0)):
        date = date_of(day)
        if f"{date:%Y-%m}" != month:
            closed, month, tenths = closed + yen_of(tenths), f"{date:%Y-%m}", 0
        tenths += cost
        yield BilledDay(
            day=date.isoformat(),
            sends=sends,
            parts=parts,
            yen=cost / TENTHS,
            yen_if_noticed=closed + yen_of(tenths),
        )


def _how(months: Mapping[str, _Month], failed: int) -> Iterator[str]:
    phrases = shipped_phrases()
    for month, of in sorted(months.items()):
        for (abroad, parts, tenths), n in sorted(of.kinds.items()):
            yield said(
                phrases,
                "bill_line",
                where=said(phrases, "bill_away" if abroad else "bill_home"),
                parts=parts,
                yen=yen_text(_exact(tenths), phrases),
                n=f"{n:,}",
                total=yen_text(_exact(tenths * n), phrases),
            )
        total = yen_text(_exact(of.tenths), phrases)
        yield said(phrases, "bill_month", month=month, total=total, yen=yen_text(yen_of(of.tenths), phrases))
    if failed:
        yield said(phrases, "bill_failed", n=f"{failed:,}")


def _exact(tenths: int) -> Decimal:
    return Decimal(tenths) / TENTHS

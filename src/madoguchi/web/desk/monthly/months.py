"""A month of reports: from its first to its last day, as days are counted in Japan."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(20[0-9]{2}|19[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month; ``str`` gives 2026-11."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def after(self) -> Month:
        """The next one."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def before(self) -> Month:
        """The one before."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def name(self) -> str:
        """As people write it: 2026年11月."""
        return f"{self.year}年{self.month}月"


def month_of(written: str, *, today: dt.date) -> Month:
    """Returns the month of ``2026-11``; the month of ``today`` for anything else."""
    found = _WRITTEN.fullmatch(written)
    return Month(int(found[1]), int(found[2])) if found else Month(today.year, today.month)

"""What document 003 published of support scams, from the sourced series of the knowledge (``knowledge/figures``): counts and mean
contract amounts by fiscal year, two means of payment, and the same period of the year before, as of 31 December 2021.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from madoguchi.knowledge import load
from madoguchi.knowledge.shapes import Series

_SAME_PERIOD: Final = "FY2020_same_period_to_1231"


@dataclass(frozen=True, slots=True)
class Published:
    """By fiscal year. ``paid``: in how many consultations somebody had paid, where that was published."""

    as_of: dt.date
    counts: Mapping[int, int]
    means: Mapping[int, int]
    credit: Mapping[int, int]
    prepaid: Mapping[int, int]
    paid: Mapping[int, int]
    same_period: int


def document_003() -> Published:
    """Returns the figures 1 and 2 of document 003."""
    found = {one.id: one for one in load().figures.series}
    counts = found["supportscam_consultations"]
    return Published(
        as_of=dt.date.fromisoformat(counts.as_of or ""),
        counts=_by_year(counts),
        means=_by_year(found["supportscam_avg_contract_yen"]),
        credit=_by_year(found["supportscam_pay_credit"]),
        prepaid=_by_year(found["supportscam_pay_prepaid"]),
        paid=_by_year(found["supportscam_paid_cases"]),
        same_period=int(counts.comparator[_SAME_PERIOD]),
    )


def _by_year(series: Series) -> Mapping[int, int]:
    return {
        int(name.removeprefix("FY")): int(value)
        for name, value in series.values.items()
        if value is not None and name.startswith("FY")
    }

"""A day of a month that stands alone (契約書は19日にもらいました): the last such day that has come, unless it is announced as one to come."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal

from madoguchi.days_to_come import is_ahead, is_to_come

_BARE = re.compile(
    r"(?:^|[^0-9月/年日第約.,一-龠])([1-9]|[12][0-9]|3[01])日(?:\([月火水木金土日](?:曜日?)?\))?"
    r"(?:の(?:朝|昼|夜|夕|晩|午|深夜|[0-9])|付け?|にもら|に(?:[^0-9一二三四五六七八九十、。]|$)|まで|から(?:[^0-9]|$)|は(?:[^0-9]|$)|、(?:[^0-9]|$))",
    re.MULTILINE,
)
# 毎月25日, あと3日, 3日に分けて: how often and how long, no day.
_NO_DAY = re.compile(r"(?:毎月|毎|あと|月末|最大|最短|最低|まる|丸|ここ|この|もう|わず|中|半|営業|初|吉|連)$")
_NO_DAY_AFTER = re.compile(
    r"日(?:\(.\))?(?:に(?:分け|わた|渡り|及|なり|なる|一度|いち|つき|及ぶ)|は(?:かか|必要|待)|まで(?:は)?無料|から[0-9])"
)
_MONTH = re.compile(r"([0-9]{1,2})月")
_SOON = 45  # days: what is spoken of as ahead lies in this month or the next
_NEAR = 60  # letters: 11月3日と5日に

Told = tuple[dt.date, dt.date, Literal["day"], int, int]


def bare_days(text: str, today: dt.date) -> Iterator[Told]:
    """Yields (day, day, "day", start, end) for the days of ``text`` (levelled) that are told by their number alone."""
    for hit in _BARE.finditer(text):
        start = hit.start(1)
        if _NO_DAY.search(text[max(0, start - 4) : start]) or _NO_DAY_AFTER.match(text, hit.end(1)):
            continue
        end = hit.end(1) + 1
        named = [one[1] for one in _MONTH.finditer(text, max(0, start - _NEAR), start)]
        number, month = int(hit[1]), int(named[-1]) if named else None
        announced = is_to_come(text, start, end=end)
        day = _day(number, month, today, ahead=announced)
        if not announced and is_ahead(text, start, end=end):
            soon = _day(number, month, today, ahead=True)
            day = soon if soon and (soon - today).days <= _SOON else day
        if day:
            yield day, day, "day", start, end


def _day(number: int, month: int | None, today: dt.date, *, ahead: bool) -> dt.date | None:
    """The nearest day of this number (in ``month``, where one is named before it) on the side of today that is meant."""
    steps = range(12) if ahead else range(0, -12, -1)
    for step in steps:
        index = today.year * 12 + today.month - 1 + step
        year, at = index // 12, index % 12 + 1
        if month not in (None, at) or number > calendar.monthrange(year, at)[1]:
            continue
        day = dt.date(year, at, number)
        if day >= today if ahead else day <= today:
            return day
    return None

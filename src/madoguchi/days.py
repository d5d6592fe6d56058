"""Days in a text, counted from the day it was told: 令和8年11月20日, R8.11.20, 11/20, 十月三日, 3日前, 三日前の水曜日.

Also in words (きのうの夕方, 先週の火曜ごろ, 先月の20日), and as English tells them (english_days).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Literal

import msgspec

from madoguchi.amounts import number_of
from madoguchi.bare_days import bare_days
from madoguchi.days_to_come import NO_EVENT, coming_days, is_ahead, is_later_today, is_to_come
from madoguchi.english_days import days_in_english

Precision = Literal["minute", "day", "week", "month", "year"]


class Day(msgspec.Struct, frozen=True, gc=False):
    """A day or span of days at [start, end) of the levelled text; ``later``: it is today, and what is told of it has yet to come."""

    from_day: dt.date
    to_day: dt.date
    precision: Precision
    start: int
    end: int
    later: bool = False


_ERA = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_WEEKDAYS = "月火水木金土日"
_N = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3}|数|半)"
_TWO = "[0-9一二三四五六七八九十]{1,3}"
_FULL = re.compile(
    rf"(?:(令和|平成|昭和|[rhs])({_TWO}|元)|((?:19|20)[0-9]{{2}}))[年./-]({_TWO})(?:[月./-]({_TWO})日?|月)"
)
# `re` looks for a set of characters many times faster than for a choice: so a pattern begins with a set, or with a sign to look for first.
_MONTH_DAY = re.compile(
    rf"([0-9一二三四五六七八九十][0-9一二三四五六七八九十]?)(?:月({_TWO})日|/([0-9]{{1,2}}))"
)
_OF_MONTH = re.compile(rf"(先々月|先月|今月|来月)の?({_TWO})日")
_OF_WEEK = re.compile(r"[の、(]([月火水木金土日])(?:曜日?|\))")
_MONTH = re.compile(r"([0-9][0-9]?)月(?:の(?:初め|半ば|末|中旬|下旬|上旬))?")
_YEARS_BACK = re.compile(r"(?:(去年|昨年)|(一昨年|おととし)|([1-9一二三四五])年(?:ほど|くらい)?前)の?$")
_LAST_YEAR, _THIS_YEAR = ("去年の", "昨年の", "去年", "昨年"), ("今年の", "今年")
_MAYBE_FULL = re.compile(r"[0-9元一二三四五六七八九十][年./-][0-9一二三四五六七八九十]")
_MAYBE_AGO = re.compile(r"[日間月年分](?:ほど|くらい|ぐらい)?前")
_AGO = re.compile(_N + r"(日|週間|か月|ヶ月|カ月|ケ月|年|時間|分)(?:ほど|くらい|ぐらい)?前")
_WEEK_OF = re.compile(
    r"(先々週|先週|今週|この前|こないだ|この間|このあいだ|先日|前)の?([月火水木金土日])(?:曜日?)?(?:ごろ|頃)?"
)
# The words, signs of which one stands in each of them, and how many days back they lie.
_WORDS: tuple[tuple[str, str, int, int, Precision], ...] = (
    ("さきおととい|一昨昨日|一昨々日", "お昨", 3, 3, "day"),
    ("一昨日|おととい|おとつい", "お昨", 2, 2, "day"),
    ("昨日|きのう|昨晩|昨夜|ゆうべ|前日", "昨うべ前", 1, 1, "day"),
    (
        "今日|きょう|本日|今朝|今夜|今晩|けさ|さっき|先ほど|さきほど|たった今|ついさっき",
        "今ょ本けっほ",
        0,
        0,
        "day",
    ),
)
_WORD = tuple(
    (re.compile(words), frozenset(some), first, last, kind) for words, some, first, last, kind in _WORDS
)
_SPANS = re.compile(
    r"先々週|先週|今週|先々月|先月|今月|去年|昨年|おととし|一昨年|今年|ひと月ほど前|ひと月前|半年(?:ほど)?前|数日前|このあいだ"
)
_SOON = 120  # days: a term or an appointment is seldom further ahead
_BILLING = re.compile(r"(?:月分|号|円|株)")


def days_in(text: str, today: dt.date) -> list[Day]:
    """Returns the days of a levelled text in order, counted from ``today`` (Asia/Tokyo)."""
    found: list[Day] = []
    taken = bytearray(len(text))  # one mark a place: the time stays linear in a text full of days
    signs = frozenset(text)
    for maker, some, others in _MAKERS:
        if signs.isdisjoint(some) or signs.isdisjoint(others):
            continue
        for day in maker(text, today):
            if not any(taken[day.start : day.end]):
                found.append(day)
                taken[day.start : day.end] = b"\1" * (day.end - day.start)
    if not found:
        return found
    told = _without_years(sorted(found, key=lambda day: day.start))
    return [_marked(day, text, today) for day in told]


def _marked(day: Day, text: str, today: dt.date) -> Day:
    later = day.from_day == day.to_day == today and is_later_today(text, day.start, end=day.end)
    return msgspec.structs.replace(day, later=True) if later else day


def _without_years(found: list[Day]) -> list[Day]:
    """去年の10月3日 is one day: a year that only says which 10月3日 stands for no span of its own."""
    starts = {day.start for day in found}
    return [day for day in found if day.precision != "year" or starts.isdisjoint((day.end, day.end + 1))]


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _full_dates(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _FULL.finditer(text) if _MAYBE_FULL.search(text) else ():
        if (
            hit[1]
            and hit[1] in "rhs"
            and hit.start()
            and text[hit.start() - 1].isascii()
            and text[hit.start() - 1].isalnum()
        ):
            continue
        year = int(hit[3]) if hit[3] else _ERA[hit[1]] + (1 if hit[2] == "元" else _count(hit[2]))
        if hit[5]:
            day = _date(year, _count(hit[4]), _count(hit[5]))
            if day:
                found.append(Day(day, day, "day", hit.start(), hit.end()))
        elif 1 <= _count(hit[4]) <= 12 and "月" in hit[0]:
            found.append(Day(*_month_span(year, _count(hit[4])), "month", hit.start(), hit.end()))
    return found


def _count(digits: str) -> int:
    """A number of a day or a month, in digits or in kanji (三十一); 0 where it is none."""
    return int(number_of(digits) or 0)


def _month_days(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _MONTH_DAY.finditer(text):
        month, day_of_month = _count(hit[1]), _count(hit[2] or hit[3])
        day = _date(today.year, month, day_of_month) or _date(today.year - 1, month, day_of_month)
        if day is None or (hit[3] and _touches_number(text, hit.start(), hit.end())):
            continue
        back = _years_back(text, hit.start())
        if back:
            day = _date(today.year - back, month, day_of_month) or day
        elif is_to_come(text, hit.start(), end=hit.end()):
            day = _next(day, today)
        elif day > today and not _is_near_ahead(day, today, text, hit):
            day = _date(today.year - 1, month, day_of_month) or day
        found.append(Day(day, day, "day", hit.start(), hit.end()))
    return found


def _is_near_ahead(day: dt.date, today: dt.date, text: str, hit: re.Match[str]) -> bool:
    return (day - today).days <= _SOON and is_ahead(text, hit.start(), end=hit.end())


def _years_back(text: str, at: int) -> int:
    """How many years back the words right before ``at`` say: 去年の10月3日, 2年前の4月; 0 where they say nothing."""
    told = _YEARS_BACK.search(text[max(0, at - 8) : at])
    if told is None:
        return 0
    return 1 if told[1] else 2 if told[2] else int(number_of(told[3]) or 0)


def _next(day: dt.date, today: dt.date) -> dt.date:
    """The day itself, or a year later where that is near: 1月10日まで, said in December. What has just passed, has passed."""
    later = _date(day.year + 1, day.month, day.day)
    return later if later and day < today and (later - today).days <= _SOON else day


def _touches_number(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    clock = before == ":" and text[max(0, start - 2) : start - 1].isdigit()  # 9:11/30; 期限:11/30 is a label
    return clock or before in set("0123456789/.-") or after in set("0123456789/-:")


def _days_of_months(text: str, today: dt.date) -> list[Day]:
    """先月の20日: the month by its word, the day by its number."""
    found = []
    for hit in _OF_MONTH.finditer(text):
        back = {"先々月": 2, "先月": 1, "今月": 0, "来月": -1}[hit[1]]
        day = _date(*_months_back(today, back), _count(hit[2]))
        if day and not text.startswith(("間", "前"), hit.end()):
            found.append(Day(day, day, "day", hit.start(), hit.end()))
    return found


def _months(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _MONTH.finditer(text):
        month = int(hit[1])
        if (
            not 1 <= month <= 12
            or text[hit.end() : hit.end() + 1].isdigit()
            or _BILLING.match(text, hit.end())
            or text[hit.end() - 1 : hit.end() + 1] == "月分"
        ):
            continue
        at = hit.start()
        told = next((words for words in (*_LAST_YEAR, *_THIS_YEAR) if text.endswith(words, 0, at)), "")
        last = month > today.month and not is_to_come(text, at, end=hit.end())
        years = _years_back(text, at) or (0 if told else int(last))
        found.append(Day(*_month_span(today.year - years, month), "month", at - len(told), hit.end()))
    return found


def _agos(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _AGO.finditer(text) if _MAYBE_AGO.search(text) else ():
        many = 3 if hit[1] == "数" else 6 if hit[1] == "半" else int(number_of(hit[1]) or 0)
        day = _ago(today, many, hit[2], half=hit[1] == "半")
        named = _OF_WEEK.match(text, hit.end()) if hit[2] in {"日", "週間"} else None
        if day and named:
            found.append(Day(*_on_weekday(day[0], day[1], named[1]), "day", hit.start(), named.end()))
        elif day:
            found.append(Day(*day, hit.start(), hit.end()))
    return found


def _on_weekday(first: dt.date, last: dt.date, name: str) -> tuple[dt.date, dt.date]:
    """三日前の水曜日: that weekday. Where number and weekday do not meet, nobody knows which is right: the span of both."""
    weekday, middle = _WEEKDAYS.index(name), first + (last - first) / 2
    near = [middle + dt.timedelta(days=off) for off in range(-3, 4)]
    day = next(one for one in near if one.weekday() == weekday)
    return (day, day) if first <= day <= last else (min(first, day), max(last, day))


def _ago(today: dt.date, many: int, unit: str, *, half: bool) -> tuple[dt.date, dt.date, Precision] | None:
    if unit in {"時間", "分"}:
        return today, today, "minute" if unit == "分" else "day"
    if unit == "日":
        day = today - dt.timedelta(days=many)
        return day, day, "day"
    if unit == "週間":
        day = today - dt.timedelta(days=7 * many)
        return day - dt.timedelta(days=3), day + dt.timedelta(days=3), "week"
    months = many if unit != "年" or half else many * 12
    if unit == "年" and not half:
        year = today.year - many
        return (dt.date(year, 1, 1), dt.date(year, 12, 31), "year") if year > 1900 else None
    return (*_month_span(*_months_back(today, months)), "month")


def _months_back(today: dt.date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 - months
    return index // 12, index % 12 + 1


def _weekdays(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _WEEK_OF.finditer(text):
        if text[hit.end() - 1] not in "曜日ごろ頃":
            continue
        weekday = _WEEKDAYS.index(hit[2])
        monday = today - dt.timedelta(days=today.weekday())
        back = {"今週": 0, "先週": 1, "先々週": 2}.get(hit[1])
        day = monday + dt.timedelta(days=weekday - 7 * back) if back is not None else _last(today, weekday)
        found.append(Day(day, day, "day", hit.start(), hit.end()))
    return found


def _last(today: dt.date, weekday: int) -> dt.date:
    return today - dt.timedelta(days=(today.weekday() - weekday) % 7 or 7)


def _words(text: str, today: dt.date) -> list[Day]:
    found = []
    signs = frozenset(text)
    for pattern, some, first, last, kind in _WORD:
        if signs.isdisjoint(some):
            continue
        for hit in pattern.finditer(text):
            if text.startswith(("中", "以内", "から", "限り", *NO_EVENT), hit.end()):
                continue
            span = (today - dt.timedelta(days=first), today - dt.timedelta(days=last))
            found.append(Day(*span, kind, hit.start(), hit.end()))
    return found


def _spans(text: str, today: dt.date) -> list[Day]:
    found = []
    for hit in _SPANS.finditer(text):
        if text.startswith("分", hit.end()):
            continue
        found.append(Day(*_span_of(hit[0], today), hit.start(), hit.end()))
    return found


def _span_of(word: str, today: dt.date) -> tuple[dt.date, dt.date, Precision]:
    monday = today - dt.timedelta(days=today.weekday())
    weeks = {"今週": 0, "先週": 1, "先々週": 2}
    if word in weeks:
        first = monday - dt.timedelta(days=7 * weeks[word])
        return first, first + dt.timedelta(days=6), "week"
    if word in {"数日前", "このあいだ"}:
        return today - dt.timedelta(days=7), today - dt.timedelta(days=1), "week"
    years = {"今年": 0, "去年": 1, "昨年": 1, "おととし": 2, "一昨年": 2}
    if word in years:
        year = today.year - years[word]
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    months = {"今月": 0, "先月": 1, "先々月": 2}.get(word, 6 if word.startswith("半年") else 1)
    return (*_month_span(*_months_back(today, months)), "month")


def _coming(text: str, today: dt.date) -> list[Day]:
    return [Day(*coming) for coming in coming_days(text, today)]


def _bare(text: str, today: dt.date) -> list[Day]:
    return [Day(*told) for told in bare_days(text, today)]


def _in_english(text: str, today: dt.date) -> list[Day]:
    told = (_ENGLISH_WORDS.search(text) or _ENGLISH_MONTHS.search(text)) and _ENGLISH.search(text)
    return [Day(*day) for day in days_in_english(text, today)] if told else []


_ENGLISH_WORDS = re.compile("ago|back|now|day|tomorrow|night|week|month|year|morning|noon|evening|moment")
_ENGLISH_MONTHS = re.compile("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_ENGLISH = re.compile(
    f"{_ENGLISH_WORDS.pattern}"
    "|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[. ]"
    "|[0-9a-z] ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_FIGURES, _KANJI_TOO = "0123456789", "0123456789元一二三四五六七八九十"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_Maker = Callable[[str, dt.date], list[Day]]
# Each maker with two sets of signs: one at least of either stands in whatever it finds. First come, first served.
_MAKERS: tuple[tuple[_Maker, frozenset[str], frozenset[str]], ...] = tuple(
    (maker, frozenset(some), frozenset(others))
    for maker, some, others in (
        (_full_dates, "年./-", _KANJI_TOO),
        (_in_english, _LATIN, _LATIN),
        (_agos, "前", "日間月年分"),
        (_days_of_months, "月", "先今来"),
        (_coming, "明来あ", "日週月年さし"),
        (_weekdays, "週前こ先", "曜日ろ頃"),
        (_words, "日とうゆさ昨今夜晩朝先け", "お昨うべ前今ょ本けっ先ど"),
        (_month_days, "月/", _KANJI_TOO),
        (_months, "月", _FIGURES),
        (_spans, "週月年前おこ", "先今去昨一ひ半数とあ"),
        (_bare, "日", _FIGURES),
    )
)

"""What happened, in the order in which it was told: one event a sentence, with its day as far as the sentence names one."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from madoguchi.papers.deeds_told import names_of
from madoguchi.telling.reading import deeds
from madoguchi.words import DateSpan, Quoted, Situation, StageFact, Story

_WEEK = "月火水木金土日"
# Where a sentence ends. What somebody quotes stays whole: an SMS of three sentences is no three events.
_END = re.compile(
    r'「[^「」\n]{0,160}」|『[^『』\n]{0,160}』|"[^"\n]{0,160}"|“[^“”\n]{0,160}”|(?P<end>[。\n！？!?]|\. )'
)
_SURE = {
    "minute": "日まで",  # the hour is told in the words beside it, never by the paper
    "day": "日まで",
    "week": "週まで",
    "month": "月まで",
    "year": "年まで",
}
# What a day to come is for: paying.
_NEAR = 24
_PAYS = re.compile(
    "払|はらう|はらい|振り?込|ふりこ|送金|入金|引き落と|残金|残り|集金|(?:お金|現金|代金)を(?:渡|取り|受け取り)"
    r"|\b(?:pay|pays|paying|transfer|send|remaining|balance|instal?lment)\b",
    re.IGNORECASE,
)
_BARE, _SHORT, _MOST = 12, 400, 8  # characters of a bare day and of a short story; sentences
_WHOLE, _MOST_OF_WHOLE = 1_500, 50  # of a story whose every sentence a paper takes
_ASKS = re.compile(r"(?:ですか|ますか|でしょうか|すれば|したら|教えて|ください|[?？]|か)[。？?!！\s]*$")
DAY_NOT_KNOWN = "日は未確認"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """``when`` and ``sure``: the day and how finely it is known; ``what``: what it was; ``words``: the sentence itself.

    ``start`` and ``end``: where the sentence stands in the story, in characters. ``ahead``: it tells of days still to come.
    """

    when: str
    sure: str
    what: str
    words: str
    start: int
    end: int
    ahead: bool = False


def day_of(event: Event) -> str:
    """Returns the day of ``event`` as papers of one table print it: what is still to come says so."""
    return f"これから: {event.when}" if event.ahead else event.when or DAY_NOT_KNOWN


def past_days(situation: Situation, on: dt.date) -> tuple[DateSpan, ...]:
    """Returns the days that were spoken of and have come."""
    return tuple(one for one in situation.dates if not one.comes_after(on))


def coming_days(situation: Situation, on: dt.date) -> tuple[DateSpan, ...]:
    """Returns the days that were spoken of and are still to come: terms, appointments."""
    return tuple(one for one in situation.dates if one.comes_after(on))


def promised_days(story: Story, situation: Situation, *, on: dt.date) -> tuple[DateSpan, ...]:
    """Returns the days still to come beside which ``story`` speaks of paying: 残りは明後日払う, 30日に振り込む約束."""
    days = [
        one for one in coming_days(situation, on) if one.precision in ("minute", "day") and one.part is None
    ]
    return tuple(one for one in days if _PAYS.search(_clause(story.text, one)))


def _clause(text: str, day: DateSpan) -> str:
    """What stands around ``day`` in its sentence."""
    start, end = _sentence(_ends(text), day.start)
    return text[max(start, day.start - _NEAR) : min(end, day.end + _NEAR)]


def events_in(story: Story, situation: Situation, *, on: dt.date, whole: bool = False) -> tuple[Event, ...]:
    """Returns the sentences of ``story`` that tell of a deed or name a day, in their order; those of days after ``on`` come last.

    ``whole``: the others too, unless they ask the reader something or the story is long: what somebody signs leaves nothing out.
    """
    told = [(one.start, one) for one in (*deeds(situation), *situation.dates) if one.part is None]
    by_sentence: dict[tuple[int, int], list[Quoted]] = {}
    ends = _ends(story.text)
    for at, one in sorted(told, key=lambda pair: pair[0]):
        place = _sentence(ends, at)
        if isinstance(one, DateSpan) and _is_bare(story.text, place) and by_sentence:
            place = list(by_sentence)[-1]  # … 番号を読みました。さっき。
        by_sentence.setdefault(place, []).append(one)
    for place in _the_rest(story.text, by_sentence, whole=whole):
        by_sentence[place] = []
    past = [_event(story.text, place, found, on=on) for place, found in by_sentence.items()]
    ahead = [_ahead(story.text, place, found, on=on) for place, found in by_sentence.items()]
    found = [one for one in (*past, *ahead) if one is not None]
    return tuple(sorted(found, key=lambda one: (one.ahead, one.start)))


def _is_bare(text: str, place: tuple[int, int]) -> bool:
    """Whether a sentence is nothing but when: さっき。"""
    return len(text[slice(*place)].strip(" 。.、")) <= _BARE


def _the_rest(text: str, told: Mapping[tuple[int, int], object], *, whole: bool) -> list[tuple[int, int]]:
    """The other sentences: of a short story of which little would be left, or of the ``whole``. What is asked of the reader is no event."""
    kept = sum(end - start for start, end in told)
    if len(text) > (_WHOLE if whole else _SHORT) or (2 * kept > len(text) and not whole):
        return []
    ends = _ends(text)
    places = list(pairwise([0, *ends]))
    rest = [place for place in places if place not in told and text[slice(*place)].strip(" 。\n")]
    most = _MOST_OF_WHOLE if whole else _MOST
    rest = [place for place in rest if not _ASKS.search(text[slice(*place)])][:most]
    return rest if told or len(rest) > 1 else []  # こまっています alone tells of nothing


def _ends(text: str) -> list[int]:
    """The places behind which no sentence goes on, the end of the text being the last."""
    found = [one.end() for one in _END.finditer(text) if one["end"]]
    return found if found and found[-1] == len(text) else [*found, len(text)]


def _sentence(ends: list[int], at: int) -> tuple[int, int]:
    """Where the sentence around ``at`` begins and ends."""
    behind = min(bisect_right(ends, at), len(ends) - 1)
    return (ends[behind - 1] if behind else 0), ends[behind]


def _event(text: str, place: tuple[int, int], found: list[Quoted], *, on: dt.date) -> Event | None:
    """What the sentence tells of the past; None where it names nothing but days to come."""
    dates = [one for one in found if isinstance(one, DateSpan)]
    past, done = (
        [one for one in dates if not one.comes_after(on)],
        [one for one in found if isinstance(one, StageFact)],
    )
    what = names_of(done, sentence=text[slice(*place)])
    if dates and not past and not what:
        return None
    return _dated(text, place, past, what=what)


def _ahead(text: str, place: tuple[int, int], found: list[Quoted], *, on: dt.date) -> Event | None:
    dates = [one for one in found if isinstance(one, DateSpan) and one.comes_after(on)]
    return msgspec.structs.replace(_dated(text, place, dates, what=""), ahead=True) if dates else None


def _dated(text: str, place: tuple[int, int], dates: list[DateSpan], *, what: str) -> Event:
    return Event(
        when="、".join(dict.fromkeys(span_short(one) for one in dates)),
        sure="、".join(dict.fromkeys(_SURE[one.precision] for one in dates)),
        what=what,
        words=text[slice(*place)].strip(" "),
        start=place[0],
        end=place[1],
    )


def span_short(span: DateSpan) -> str:
    """Returns the days that a phrase means, no finer than it said them: ``2026年11月24日(火)``."""
    first, last = span.from_day, span.to_day
    if span.precision == "year":
        return f"{first.year}年"
    if span.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    return day_short(first) if first == last else f"{day_short(first)}から{day_short(last)}の間"


def day_short(day: dt.date) -> str:
    """``2026年11月24日(火)``."""
    return f"{day.year}年{day.month}月{day.day}日({_WEEK[day.weekday()]})"

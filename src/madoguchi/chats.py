"""A conversation that was pasted in: lines with a time and a name, as messengers export them or people write them down.

What the other side says in it is somebody else's word, and 今日 in a line is the day of that line, not the day of telling. A list of
what happened when (10:00 電話があった) has no names and is no conversation.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from madoguchi.plain_text import PlainText

Span = tuple[int, int]
_FEWEST_LINES = 3
_OF_A_TIME = ":：時"  # one of them stands in every stamp
_MINE = ""
_MOST_SPEAKERS = 12
_MOST_LINES = 4000
# One for one, so that every offset stays.
_FULL, _SINGLE = "０１２３４５６７８９：／．［］（）　−‐–—，\u202f\xa0", "0123456789:/.[]() ----,  "
_HALF = str.maketrans(_FULL, _SINGLE)
_WEEKDAY = r"(?: ?\(?[月火水木金土日](?:曜日?)?\)?| ?\(?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?\)?)?"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]{{0,6}}\.?"
_DATE = (
    rf"(?:(?:[0-9]{{4}}[/.\-年] ?)?[0-9]{{1,2}}[/.\-月] ?[0-9]{{1,2}}日?(?:[/.\-][0-9]{{2,4}})?{_WEEKDAY}"
    rf"|{_MONTH} [0-9]{{1,2}}(?:,? [0-9]{{4}})?|[0-9]{{1,2}} {_MONTH}(?:,? [0-9]{{4}})?)"
)
_TIME = r"(?:午前|午後|am|pm)? ?[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2})?|時[0-9]{1,2}分?) ?(?:[ap]\.?m\.?)?"
_DAY_LINE = re.compile(rf"[ \-=*#\[【~]{{0,6}}({_DATE})[ \-=*\]】~]{{0,6}}$", re.IGNORECASE)
_STAMP = rf"(?:[\[【(<]{_TIME}[ ,、\t]{{1,3}}({_DATE})[\]】)>]|[\[【(<]?(?:({_DATE})[ ,、\t]{{1,3}})?{_TIME}[\]】)>]?)"
_STAMPED = re.compile(rf"[ \t]{{0,4}}(?:既読[ ]?[0-9]{{0,3}}[ ])?{_STAMP}[ ]?-?[ ]{{0,2}}\t?", re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"([^ \t:「」。、\[\]()0-9][^\t:「」。、\[\]()]{{0,19}}?)[ \t]{{0,2}}{_STAMP}[ ]{{0,2}}(?::|$)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"([^\t:「」。、\n]{1,20}?)[ ]?(?:\t|: ?|「)")
_FIRST_WORD = re.compile(r"([^ :「」。、\n]{1,20})[ ]{1,2}")
_OWN = re.compile(
    r"(?:私|わたし|ワタシ|わたくし|あたし|自分|じぶん|本人|僕|ぼく|ボク|俺|おれ|オレ|me|i|myself|you)(?:\((?:私|自分|本人|me)\))?|[^()]{1,12}\((?:私|自分|本人|me)\)",
    re.IGNORECASE,
)
# What happened, and nobody who speaks: 11/20 10:00 電話：…
_NOBODY = re.compile(
    r"(?:電話|着信|発信|メール|sms|振り?込み?|入金|送金|出金|連絡|訪問|来訪|相談|請求|注文|購入|契約|時刻|日時|件名|場所|内容|メモ|備考)"
    r"|[^ぁ-んァ-ヶ一-龠a-z0-9]*|[0-9/.\-]{1,6}",
    re.IGNORECASE,
)
_WITH_WHOM = re.compile(
    r"^\[line\] ?(?:(.{1,30}?)とのトーク履歴|chat history with (.{1,30}))$", re.IGNORECASE | re.MULTILINE
)
_HEAD = re.compile(r"(?:\[line\]|保存日時|saved on)", re.IGNORECASE)
_NUMBER = re.compile("[0-9]+")
_PAID = re.compile(
    r"(?:振り?込み?|ふりこみ|送金し|入金し|支払い?|払い|送り|買い|チャージし|渡し)(?:まし|終え|終わり|終わっ|完了|済み|ときまし|しまし|した)|"
    r"(?:振り?込ん|払っ|送っ|買っ|渡し)(?:だ|た|ちゃ|て(?:き|しま)|どい|とい)|\bi(?:'ve| have)? (?:just )?(?:paid|sent|transferred|bought)",
    re.IGNORECASE,
)
_BIDS = re.compile(
    r"(?:振り?込|送金|入金|払|送っ|買っ|入れ|チャージ)[^。\n]{0,12}(?:ください|下さい|お願い|ほしい|欲しい|してね|だよ|必要|ましょう|なければ|ないと)|"
    r"(?:振り?込ん|払っ|送っ|買っ|入れ|入金し|送金し)[でて](?:ね|よ|。|!|「|」|$)|[0-9万千円]が?必要"
    r"|please (?:pay|send|transfer|buy)|\b(?:pay|send|transfer|buy) ",
    re.IGNORECASE | re.MULTILINE,
)


class Turn(NamedTuple):
    """What one of them says at [start, end) of the levelled text. ``own`` None: nobody knows whose; ``day`` None: no day is told."""

    start: int
    end: int
    own: bool | None
    day: dt.date | None


class Chat(NamedTuple):
    """The ``turns`` in text order; ``days``: each day once, with where its stamp stands; ``stamps``: where no day is told by anybody.

    ``bids``: whether one whose words are not the person's asks for money. ``pasted``: a message between the lines of its teller.
    """

    turns: tuple[Turn, ...]
    days: tuple[tuple[dt.date, int, int], ...]
    stamps: tuple[Span, ...]
    bids: bool
    pasted: bool = False

    @property
    def others(self) -> list[Span]:
        """The spans that are not the words of the person who tells, or not surely."""
        return [(turn.start - 1, turn.end) for turn in self.turns if not turn.own]

    @property
    def begins(self) -> list[int]:
        """Where the person's own turns begin."""
        return [turn.start for turn in self.turns if turn.own]

    @property
    def unclear(self) -> bool:
        """Whether it does not show who of them tells."""
        return all(turn.own is None for turn in self.turns)

    def others_say(self, at: int) -> bool:
        """Whether what begins at ``at`` is not surely the person's own word."""
        found = bisect_left(self.turns, at + 1, key=lambda turn: turn.start) - 1
        return found >= 0 and at < self.turns[found].end and not self.turns[found].own


class _Line(NamedTuple):
    """A line of the original: ``name`` says ``words`` at [start, end); ``date``: where a date stands in its stamp."""

    at: int
    start: int
    end: int
    name: str
    date: Span | None


def chat_in(plain: PlainText, *, today: dt.date) -> Chat | None:
    """Returns the conversation in ``plain``, None when there is none; days without a year are the last ones before ``today``."""
    text = plain.original
    if text.count("\n") + 1 < _FEWEST_LINES or sum(map(text.count, _OF_A_TIME)) < _FEWEST_LINES:
        return None  # nearly every story: no line of it is looked at
    text = text.translate(_HALF)
    lines = list(_lines(text))
    names = Counter(_MINE if _OWN.fullmatch(line.name) else line.name for line in lines if line.name)
    talked = _MINE in names or max(names.values(), default=0) > 1
    if sum(names.values()) < _FEWEST_LINES or not talked or not 1 < len(names) <= _MOST_SPEAKERS:
        return None
    own = _own_name(text, lines, list({line.name: 1 for line in lines if line.name}))
    return _placed(plain, text, lines, own=own, today=today)


def _lines(text: str) -> Iterator[_Line]:
    """The lines with a stamp, and those that hold a day alone (without words)."""
    rows = list(_rows(text))[:_MOST_LINES]
    stamped = [(start, end, _STAMPED.match(text, start, end)) for start, end in rows]
    by_space = any(
        (word := _FIRST_WORD.match(text, hit.end(), end)) and _OWN.fullmatch(word[1])
        for _, end, hit in stamped
        if hit
    )
    for start, end, hit in stamped:
        day = _DAY_LINE.match(text, start, end)
        if day:
            yield _Line(start, end, end, "", day.span(1))
        elif hit:
            said = _SPEAKER.match(text, hit.end(), end) or (
                _FIRST_WORD.match(text, hit.end(), end) if by_space else None
            )
            said = None if said and _NOBODY.fullmatch(said[1].strip()) else said
            name = said[1].strip() if said else ""
            words = said.end() - (said[0][-1] == "「") if said else hit.end()
            yield _Line(start, words, end, name, _of(hit, 1, 2))
        elif (said := _NAME_FIRST.match(text, start, end)) is not None:
            yield _Line(start, said.end(), end, said[1].strip(), _of(said, 2, 3))
        elif _HEAD.match(text, start, end):
            yield _Line(start, end, end, "", None)


def _rows(text: str) -> Iterator[Span]:
    start = 0
    for row in text.splitlines(keepends=True):
        yield start, start + len(row.rstrip("\r\n"))
        start += len(row)


def _of(hit: re.Match[str], *groups: int) -> Span | None:
    return next((hit.span(group) for group in groups if hit[group]), None)


def _own_name(text: str, lines: Sequence[_Line], names: Sequence[str]) -> frozenset[str]:
    """Who of ``names`` tells: 私, whoever is not the one with whom the talk was, the only one who paid, the only one who was asked to."""
    own = [name for name in names if _OWN.fullmatch(name)]
    head = _WITH_WHOM.search(text)
    whom = (head[1] or head[2]).strip() if head else None
    if own:
        return frozenset(own)
    if whom in names:
        return frozenset(names) - {whom}
    said = {name: "\n".join(text[one.start : one.end] for one in lines if one.name == name) for name in names}
    paid = [name for name in names if _PAID.search(said[name])]
    bid = [name for name in names if _BIDS.search(said[name])]
    if len(paid) == 1:
        return frozenset(paid)
    return frozenset(names) - set(bid) if len(bid) == 1 and len(names) == 2 else frozenset()


def _placed(
    plain: PlainText, text: str, lines: Sequence[_Line], *, own: frozenset[str], today: dt.date
) -> Chat:
    """The turns at their places in the levelled text; what follows a line without a stamp goes on with it, but behind the last one."""
    turns: list[Turn] = []
    days: dict[dt.date, Span] = {}
    stamps: list[Span] = []
    day: dt.date | None = None
    bids = False
    for at, line in enumerate(lines):
        told = _day(text[slice(*line.date)], today) if line.date else None
        day = told or day
        if told and line.date:
            days.setdefault(told, _levelled(plain, *line.date))
        stamps.append(_levelled(plain, line.at, line.start))
        if line.start == line.end and not line.name:
            continue
        end = lines[at + 1].at if at + 1 < len(lines) else _last_end(text, line)
        bids = bids or (line.name not in own and _BIDS.search(text, line.start, end) is not None)
        whose = (line.name in own) if own else None
        turns.append(Turn(*_levelled(plain, line.start, end), whose, day))
    return Chat(tuple(turns), tuple((one, *span) for one, span in days.items()), tuple(stamps), bids)


def _last_end(text: str, line: _Line) -> int:
    """Where the last turn ends: with its line, or with the next one where the name stands above the words."""
    if text[line.start : line.end].strip():
        return line.end
    behind = text.find("\n", line.end + 1)
    return len(text) if behind < 0 else behind


def _levelled(plain: PlainText, start: int, end: int) -> Span:
    """The span of the levelled text that stands for [start, end) of the original."""
    if plain.starts is None:
        return start, end
    return bisect_left(plain.starts, start), bisect_left(plain.starts, end)


def _day(stamp: str, today: dt.date) -> dt.date | None:
    numbers = [int(one) for one in _NUMBER.findall(stamp)]
    month = next((at for at, name in enumerate(_MONTHS, start=1) if name in stamp.lower()), 0)
    if month:
        numbers = [*numbers[1:], month, numbers[0]]
    if len(numbers) == 2:
        day = _date(today.year, *numbers)
        return day if day is None or day <= today else _date(today.year - 1, *numbers)
    first, second, third = numbers
    if first > 31:
        return _date(first, second, third)
    year = third if third > 99 else 2000 + third
    month_first = second > 12 or third < 100
    return _date(year, first, second) if month_first else _date(year, second, first)


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

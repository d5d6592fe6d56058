"""A log of sends: one SMS a row, what it counts as and what it costs.

Columns: ``sent_at, sender, recipient, chars`` and optional ``encoding, country, delivered, text_family, direction,
contract_from``. Who received it and what family of texts it is of are read only on a legal basis (``sms.basis``).
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TextIO

from madoguchi.knowledge.shapes import Carrier, Tariff
from madoguchi.sms.text_families import family_of

NEEDED = ("sent_at", "sender", "recipient", "chars")
# One way to write a moment and a day, in memory and on every engine.
MOMENT = (
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?)"
    r"(?:([Zz])|([+-])([0-9]{2})(?::([0-9]{2}))?)?$"
)
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
TENTHS = 10  # prices are whole tenths of a yen: sums of integers are exact
SECOND = 1_000_000  # microseconds
TOKYO_US = 9 * 3600 * SECOND  # Japan has had no summer time since 1951
DAY_US = 86_400 * SECOND
HOME = ("JP", "JPN", "81", "+81")  # countries that are Japan
MOST_SENDER = 200  # characters
MOST_LINE = 10_000  # characters of a line
# Moments that are taken. What is told in seconds instead of microseconds lies before them.
FIRST, LAST = 946_652_400 * SECOND, 4_102_412_400 * SECOND  # 2000-01-01 and 2100-01-01 in Tokyo
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_TOKYO = dt.timezone(dt.timedelta(hours=9))
DELIVERED, FAILED = ("", "1", "true", "yes", "t"), ("0", "false", "no", "f")
DIRECTIONS, ENCODINGS = ("", "out", "in"), ("", "ucs2", "gsm7")
_MOMENT, _DAY = re.compile(MOMENT), re.compile(DAY)


class Send(NamedTuple):
    """One send of a line, in the order in which sends of one instant are taken.

    ``at``: microseconds since 1970 (UTC). ``tenths``: its price in tenths of a yen. ``abroad``: to another country.
    ``since_day``: the day of the line's contract, in days since 1970, -1 when unknown.
    """

    at: int
    parts: int
    tenths: int
    abroad: bool
    failed: bool
    since_day: int


class BadSend(ValueError):
    """A row that cannot be read: what is wrong and how to mend it (Japanese)."""


@dataclass(frozen=True)
class Prices:
    """What a send counts as and costs, from the carrier's terms."""

    tariff: Tariff
    carrier: Carrier

    @cached_property
    def longest(self) -> Mapping[str, tuple[int, ...]]:
        """Per alphabet, the most characters of 1, 2, … tiers."""
        return {
            "ucs2": tuple(tier.full_width_max for tier in self.tariff.tiers),
            "gsm7": tuple(tier.half_width_max for tier in self.tariff.tiers),
        }

    @cached_property
    def home(self) -> tuple[tuple[int, int], ...]:
        """Per tier: its parts, and its price inside Japan in tenths of a yen."""
        return tuple((tier.parts, tenths_of(tier.yen)) for tier in self.tariff.tiers)

    @cached_property
    def abroad(self) -> tuple[tuple[int, int], ...]:
        """Per tier: its parts, and its price to other countries in tenths of a yen; empty where that is not known."""
        price = self.carrier.overseas
        if price is None:
            return ()
        each, most = tenths_of(price.yen_per_part), tenths_of(price.max_yen or "1000000")
        return tuple((tier.parts, min(each * tier.parts, most)) for tier in self.tariff.tiers)

    def of(self, chars: int, *, gsm7: bool, abroad: bool) -> tuple[int, int]:
        """Returns the parts and the price (tenths of a yen) of ``chars`` characters. Raises BadSend."""
        longest = self.longest["gsm7" if gsm7 else "ucs2"]
        if not 0 <= chars <= longest[-1]:
            raise BadSend(f"chars の {chars} は使えません。直し方: 0 から {longest[-1]} の文字数にします。")
        prices = self.abroad if abroad else self.home
        if not prices:
            raise BadSend(f"{self.carrier.name} の海外あての料金は確かめられていません。")
        return prices[bisect_left(longest, chars)]


def tenths_of(yen: str) -> int:
    """``"3.3"`` -> 33. Raises ValueError for a price that is no whole number of tenths."""
    exact = Decimal(yen) * TENTHS
    if exact != int(exact):
        raise ValueError(f"{yen}円は0.1円の単位で表せません。")
    return int(exact)


def yen_of(tenths: int) -> int:
    """Whole yen, as a bill drops what is below one."""
    return tenths // TENTHS


def day_of(at: int) -> int:
    """Returns the calendar day in Tokyo of ``at``, as days since 1970."""
    return (at + TOKYO_US) // DAY_US


def start_of_day(day: int) -> int:
    """Returns the first microsecond of ``day`` in Tokyo."""
    return day * DAY_US - TOKYO_US


def date_of(day: int) -> dt.date:
    return dt.date.fromordinal(day + 719_163)


def month_of_date(date: dt.date) -> int:
    """Months since the year 0, so that they can be counted."""
    return date.year * 12 + date.month - 1


def moment_text(at: int) -> str:
    """``at`` as ISO with the offset of Tokyo."""
    return (_EPOCH + dt.timedelta(microseconds=at)).astimezone(_TOKYO).isoformat()


def moment_of(text: str) -> int:
    """Returns microseconds since 1970; a time without an offset is Tokyo's. Raises BadSend, also outside of 2000 to 2100."""
    try:
        at = dt.datetime.fromisoformat(text) if _MOMENT.match(text) else None
    except ValueError:
        at = None
    if at is None:
        raise BadSend(
            f"sent_at「{text[:40]}」は時刻として読めません。直し方: 2026-11-21T20:40:00+09:00 の形にします。"
        )
    aware = at.replace(tzinfo=_TOKYO) if at.tzinfo is None else at
    micros = (aware - _EPOCH) // dt.timedelta(microseconds=1)
    if not FIRST <= micros < LAST:
        raise BadSend(f"sent_at「{text[:40]}」は使えません。直し方: 2000年から2099年までの時刻にします。")
    return micros


class Row(NamedTuple):
    """One row of the log: the line, its send, and what only a legal basis opens (empty without one)."""

    sender: str
    send: Send
    is_out: bool
    recipient: str
    text_family: str


@dataclass(frozen=True)
class Reading:
    """How rows are read: by which prices, and whether recipients and families of texts may be read."""

    prices: Prices
    with_texts: bool = False

    def row(self, cells: Mapping[str, str]) -> Row:
        """Returns the row of ``cells`` (column -> text). Raises BadSend."""
        abroad = (cells.get("country") or "JP").upper() not in HOME
        encoding = (cells.get("encoding") or "").lower()
        if encoding not in ENCODINGS:
            raise BadSend(f"encoding「{encoding[:20]}」は使えません。直し方: gsm7 か ucs2 にします。")
        parts, tenths = self.prices.of(_whole(cells["chars"]), gsm7=encoding == "gsm7", abroad=abroad)
        failed = _failed(cells.get("delivered") or "")
        sender = cells["sender"]
        if not 0 < len(sender) <= MOST_SENDER:
            raise BadSend(
                f"sender が空か、長すぎます。直し方: 送った回線を区別できる {MOST_SENDER} 字までの文字を書きます。"
            )
        direction = (cells.get("direction") or "").lower()
        if direction not in DIRECTIONS:
            raise BadSend(f"direction「{direction[:20]}」は使えません。直し方: out か in にします。")
        since = _day(cells.get("contract_from") or "")
        send = Send(moment_of(cells["sent_at"]), parts, tenths, abroad, failed, since)
        told = (cells["recipient"], _family(cells)) if self.with_texts else ("", "")
        return Row(sender, send, direction != "in", *told)


def _family(cells: Mapping[str, str]) -> str:
    """The family that the log tells, else the text's own; the text goes no further."""
    return cells.get("text_family") or family_of(cells.get("text") or "")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadSend(f"chars「{text[:20]}」は文字数として読めません。直し方: 0 以上の整数にします。")
    return int(text)


def _failed(text: str) -> bool:
    word = text.lower()
    if word in DELIVERED or word in FAILED:
        return word in FAILED
    raise BadSend(f"delivered「{text[:20]}」は読めません。直し方: true か false にします。")


def _day(text: str) -> int:
    if not text:
        return -1
    try:
        day = dt.date.fromisoformat(text[:10]) if _DAY.match(text) else None
    except ValueError:
        day = None
    if day is None or not 1970 <= day.year < 2100:
        raise BadSend(f"contract_from「{text[:20]}」は日として読めません。直し方: 2026-11-21 の形にします。")
    return day.toordinal() - 719_163


class Refused(NamedTuple):
    """A row that was left out: its line in the file, and why."""

    line: int
    why: str


def read_csv(file: TextIO, reading: Reading) -> Iterator[Row | Refused]:
    """Yields the rows of a CSV with a header; a row that cannot be read comes as Refused, and the next begins with the next line.

    Raises BadSend for a header without the needed columns, or with a column twice.
    """
    yield from rows_in(header_of(file.readline(MOST_LINE)), enumerate(lines_in(file), 2), reading=reading)


def header_of(line: str) -> list[str]:
    """Returns the names of the columns. Raises BadSend where one that is needed is missing, or one stands there twice."""
    header = [name.strip().lstrip("\ufeff") for name in _split(line)]
    _check_header(header)
    return header


def rows_in(
    header: list[str], lines: Iterable[tuple[int, str]], *, reading: Reading
) -> Iterator[Row | Refused]:
    """Yields the rows of numbered ``lines``; one that cannot be read comes as Refused, an empty one not at all."""
    for number, line in lines:
        if line.strip():
            try:
                yield reading.row(_cells(header, line))
            except csv.Error:
                yield Refused(number, '閉じていない引用符（"）があります。直し方: 行の引用符をそろえます。')
            except BadSend as error:
                yield Refused(number, str(error))


def lines_in(file: TextIO) -> Iterator[str]:
    """The lines of ``file``; of one that is too long, more than may stand in a line and no more than that."""
    while line := file.readline(MOST_LINE + 1):
        yield line
        while len(line) > MOST_LINE and not line.endswith("\n"):
            line = file.readline(MOST_LINE + 1)


def _split(line: str) -> list[str]:
    """The fields of a line. No field goes on in the next line, so that a lone quotation mark swallows nothing."""
    line = line.rstrip("\r\n")
    return next(csv.reader([line], strict=True), []) if '"' in line else line.split(",")


def _check_header(header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise BadSend(
            f"1行目に列「{'・'.join(missing)}」がありません。直し方: {','.join(NEEDED)} を1行目に書きます。"
        )
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise BadSend(f"1行目に列「{twice[0][:20]}」が2つあります。直し方: 一つにします。")


def _cells(header: list[str], line: str) -> dict[str, str]:
    if len(line) > MOST_LINE:
        raise BadSend(f"{MOST_LINE:,}字より長い行です。直し方: 行のくぎりを確かめてください。")
    row = _split(line)
    if len(row) != len(header):
        raise BadSend(f"欄の数（{len(row)}）が1行目（{len(header)}）と合いません。直し方: 欄をそろえます。")
    return dict(zip(header, row, strict=True))

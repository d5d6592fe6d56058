"""A line whose sends look as if somebody else made them, as it is told: one JSON line with ids and reasons, never a text.

``alerts_of`` is the one way from the rows of a line to what is told of it, in memory and on every engine. Without a legal
basis nothing of a row but its line, its time and its parts reaches the signs.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Literal, NamedTuple

import msgspec

from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.phrases import said
from madoguchi.sms.crossings import Watching
from madoguchi.sms.hijack_signs import Event, Known, Reason, Scored, Signs, known_from, scored
from madoguchi.sms.notice import notice_of_signs
from madoguchi.sms.sends import Row, Send, day_of, moment_text, start_of_day, yen_of
from madoguchi.sms.sign_weights import shipped_weights, weights_for
from madoguchi.sms.windows import Line, crossings_of, worst_of
from madoguchi.words import Basis

Level = Literal["notice", "stop"]
RULE = "sign:hijack"
_KEY = secrets.token_bytes(
    16
)  # of this process: outside of it no fingerprint can be turned back into a number
_SHARES = ("night", "new_recipients", "one_text", "no_replies", "failed")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A reason: its points, what was seen today, what is usual for the line, and both as a sentence."""

    id: str
    points: float
    seen: float
    usual: float
    why: str


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """A line of JSON. The keys of a crossing, then ``level``, ``points`` and ``reasons``; the program stops nothing itself.

    ``count``: the sends of that day so far; ``window_start``: its midnight. ``restriction_until`` is always null.
    """

    sender: str
    rule: str
    crossed_at: str
    window_start: str
    count: int
    yen_so_far: int
    yen_worst_case: int | None
    restriction_until: None
    notice: str
    notice_parts: int
    level: Level
    points: int
    reasons: tuple[Told, ...]
    basis: Basis | msgspec.UnsetType = msgspec.UNSET


class Found(NamedTuple):
    """A level that a line reached on a day. Money in tenths of a yen, ``worst_tenths`` None where no term bounds it."""

    level: Level
    scored: Scored
    tenths: int
    worst_tenths: int | None


@dataclass(frozen=True)
class Looking:
    """What lines are looked at by: a carrier's terms, the signs, and their two levels."""

    watching: Watching
    signs: Signs

    @classmethod
    def of(cls, watching: Watching, *, from_day: int) -> Looking:
        """``from_day``: the first day of the log, as days since 1970."""
        weights, most = weights_for(watching.basis, shipped_weights())
        return cls(watching, Signs(weights, most, from_day, with_texts=watching.basis is not None))

    def of_line(self, sender: str) -> Looking:
        """Returns what the line ``sender`` is looked at by: of a known sender some signs do not count."""
        exempt = self.watching.known.get(sender)
        return replace(self, signs=self.signs._replace(exempt=exempt)) if exempt else self

    def told(self, sender: str, found: Found) -> Alert:
        """Returns ``found`` of the line ``sender`` as it goes out."""
        one, watching = found.scored, self.watching
        notice = notice_of_signs(watching.carrier, "ja", price=watching.prices)
        return Alert(
            sender=sender,
            rule=RULE,
            crossed_at=moment_text(one.at),
            window_start=moment_text(start_of_day(one.day)),
            count=one.n,
            yen_so_far=yen_of(found.tenths),
            yen_worst_case=None if found.worst_tenths is None else yen_of(found.worst_tenths),
            restriction_until=None,
            notice=notice.text,
            notice_parts=notice.parts,
            level=found.level,
            points=one.points,
            reasons=tuple(map(_told, one.reasons)),
            basis=watching.basis or msgspec.UNSET,
        )


def event_of(row: Row) -> Event:
    """Returns a row as the signs see it; what only a legal basis opens is empty in a row that was read without one."""
    send = row.send
    return Event(
        send.at, _mark(row.recipient), _mark(row.text_family), send.failed, send.abroad, not row.is_out
    )


def _mark(text: str) -> int:
    """A fingerprint of ``text``, 0 for none."""
    if not text:
        return 0
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8, key=_KEY).digest(), "big") >> 1


def steps_of(rows: Sequence[Row], signs: Signs) -> list[Scored]:
    """Returns each new highest score of a day of one line; ``rows`` in any order."""
    if not signs.with_texts:
        times = sorted(row.send.at for row in rows if row.is_out)
        return list(scored(known_from(signs), map(Event, times), signs=signs))
    events = sorted(map(event_of, rows), key=attrgetter("at"))
    return list(scored(known_from(signs), events, signs=signs))


def alerts_of(rows: Sequence[Row], looking: Looking) -> list[Found]:
    """Returns the levels that one line reached, each once a day, in order. ``rows``: all of its rows, in any order."""
    reached = _reached(steps_of(rows, looking.signs), looking.signs)
    if not reached:
        return []
    sends, moments = sorted(row.send for row in rows if row.is_out), {one.at for _, one in reached}
    bills = dict(_bills(Line(), sends, moments, looking.watching))
    return [Found(level, one, *bills[one.at]) for level, one in reached]


class OfLine(msgspec.Struct, array_like=True):
    """A line between two steps of a stream: what the signs know of it, and what its bill and its windows have come to."""

    known: Known
    line: Line


def found_now(of: OfLine, sends: Sequence[Send], *, looking: Looking) -> list[Found]:
    """Takes ``sends`` (sorted, later than all before) into ``of`` and returns the levels that are reached with them.

    As ``alerts_of``, bit by bit and by time alone.
    """
    before = of.known.day, of.known.today.best
    events = (Event(send.at) for send in sends)
    reached = _reached(scored(of.known, events, signs=looking.signs), looking.signs, before=before)
    bills = dict(_bills(of.line, sends, {one.at for _, one in reached}, looking.watching))
    return [Found(level, one, *bills[one.at]) for level, one in reached]


def _reached(
    steps: Iterable[Scored], signs: Signs, *, before: tuple[int, int] = (-1, -10_000)
) -> list[tuple[Level, Scored]]:
    """The levels that are reached, each once a day. ``before``: the day and its most points until now."""
    levels: tuple[tuple[Level, int], ...] = (
        ("notice", signs.weights.levels.notice),
        ("stop", signs.weights.levels.stop),
    )
    found: list[tuple[Level, Scored]] = []
    day, best = before
    for one in steps:
        below = best if one.day == day else -10_000
        found += ((level, one) for level, least in levels if below < least <= one.points)
        day, best = one.day, one.points
    return found


def _bills(
    line: Line, sends: Iterable[Send], moments: set[int], watching: Watching
) -> Iterator[tuple[int, tuple[int, int | None]]]:
    """Takes ``sends`` (sorted) into ``line``; the month's bill and its worst case after the last send at each of ``moments``."""
    for send in sends:
        crossings_of(line, [send], watched=watching.watched)
        if send.at in moments:
            bounded = bool(watching.watched.rules)
            worst = worst_of(line, watching.watched, since_day=send.since_day) if bounded else None
            yield send.at, (line.tenths, worst)


def alerts(rows: Iterable[Row], watching: Watching) -> Iterator[Alert]:
    """Yields what is told of the lines of ``rows`` (a whole log, in memory), line by line."""
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        lines[row.sender].append(row)
    first = min((row.send.at for some in lines.values() for row in some), default=0)
    looking = Looking.of(watching, from_day=day_of(first))
    for sender, own in lines.items():
        for found in alerts_of(own, looking.of_line(sender)):
            yield looking.told(sender, found)


def _told(reason: Reason) -> Told:
    as_text = _percent if reason.id in _SHARES else _number
    why = said(shipped_phrases(), f"sign_{reason.id}", seen=as_text(reason.seen), usual=as_text(reason.usual))
    return Told(
        id=reason.id, points=reason.points, seen=round(reason.seen, 3), usual=round(reason.usual, 3), why=why
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"


def _number(n: float) -> str:
    return f"{n:,.0f}" if n >= 10 or n == int(n) else f"{n:.1f}"

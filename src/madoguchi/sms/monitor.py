"""What each threshold of the hijack signs would cost, before anything is acted on: nothing is told to anybody and nothing is stopped.

A threshold is measured by the lines that reach it, a day on the average and in all; by what became of them, where somebody
asked their subscribers; and by the yen that these lines were billed afterwards: more than that a stop could not have saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import msgspec

from madoguchi.sms.hijack_alerts import Looking, steps_of
from madoguchi.sms.logs import opened
from madoguchi.sms.sends import BadSend, Row, day_of, yen_of
from madoguchi.words import Basis

Outcome = Literal["confirmed", "denied"]  # somebody else sent them; the subscriber did
_EVERY = 2  # points between two thresholds


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """``level``: which level of the weights it is, if one. ``line_days``: days on which a line reaches it, counted for each line;
    ``lines_a_day`` their average. ``confirmed``, ``denied``, ``unknown``: the lines by what became of them. ``yen_after``: billed
    from the first time a line reached it to the end of the log, the most that stopping there could have saved."""

    points: int
    level: str | None
    lines: int
    line_days: int
    lines_a_day: float
    confirmed: int
    denied: int
    unknown: int
    yen_after: int
    yen_after_confirmed: int
    yen_after_denied: int


class Monitored(msgspec.Struct, frozen=True, kw_only=True):
    """``days`` and ``lines`` of the log (lines that sent anything); nothing was stopped."""

    days: int
    lines: int
    stopped: Literal[0] = 0
    thresholds: tuple[Threshold, ...]
    basis: Basis | msgspec.UnsetType = msgspec.UNSET


class Size(msgspec.Struct, frozen=True):
    """How much a log holds: lines that sent anything, and days from the first to the last."""

    lines: int
    days: int


@dataclass
class _Of:
    """What reaches one threshold: days, and per line what was billed afterwards (tenths of a yen)."""

    line_days: int = 0
    after: dict[str, int] = field(default_factory=dict)


def monitor(
    lines: Iterable[tuple[str, Sequence[Row]]],
    looking: Looking,
    *,
    outcomes: Mapping[str, Outcome],
    size: Size,
) -> Monitored:
    """Returns what each threshold would cost on ``lines``, each with all of its rows. ``size``: of the whole log."""
    levels = looking.signs.weights.levels
    named = {levels.notice: "notice", levels.stop: "stop"}
    found = {points: _Of() for points in sorted({*range(0, 61, _EVERY), *named})}
    for sender, rows in lines:
        _measure(sender, rows, looking, found)
    return Monitored(
        days=size.days,
        lines=size.lines,
        thresholds=tuple(
            _told(points, of, named.get(points), outcomes=outcomes, days=size.days)
            for points, of in found.items()
            if of.after or points in named
        ),
        basis=looking.watching.basis or msgspec.UNSET,
    )


def size_of(lines: Mapping[str, Sequence[Row]]) -> Size:
    """Returns the size of a log in memory."""
    days = [day_of(row.send.at) for rows in lines.values() for row in rows]
    return Size(len(lines), max(days) - min(days) + 1 if days else 0)


def _measure(sender: str, rows: Sequence[Row], looking: Looking, found: Mapping[int, _Of]) -> None:
    steps = steps_of(rows, looking.of_line(sender).signs)
    best: dict[int, int] = {}
    for one in steps:
        best[one.day] = max(one.points, best.get(one.day, one.points))
    for points, of in found.items():
        first = next((one.at for one in steps if one.points >= points), None)
        if first is not None:
            of.line_days += sum(most >= points for most in best.values())
            of.after[sender] = sum(
                row.send.tenths for row in rows if row.is_out and not row.send.failed and row.send.at > first
            )


def _told(
    points: int, of: _Of, level: str | None, *, outcomes: Mapping[str, Outcome], days: int
) -> Threshold:
    by: dict[str, list[int]] = {"confirmed": [], "denied": [], "unknown": []}
    for sender, tenths in of.after.items():
        by[outcomes.get(sender, "unknown")].append(tenths)
    return Threshold(
        points=points,
        level=level,
        lines=len(of.after),
        line_days=of.line_days,
        lines_a_day=round(of.line_days / days, 2) if days else 0.0,
        confirmed=len(by["confirmed"]),
        denied=len(by["denied"]),
        unknown=len(by["unknown"]),
        yen_after=yen_of(sum(of.after.values())),
        yen_after_confirmed=yen_of(sum(by["confirmed"])),
        yen_after_denied=yen_of(sum(by["denied"])),
    )


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """Returns line -> outcome from a CSV with the columns ``sender,outcome``. Raises BadSend (with the line), OSError."""
    found: dict[str, Outcome] = {}
    with opened(path) as file:
        if file.readline().strip() != "sender,outcome":
            raise BadSend("1行目が sender,outcome ではありません。直し方: この2列だけにします。")
        for number, line in enumerate(file, 2):
            sender, comma, outcome = line.strip().rpartition(",")
            if not comma or outcome not in get_args(Outcome):
                raise BadSend(f"{number}行目: outcome は confirmed か denied です。")
            found[sender] = outcome  # type: ignore[assignment]
    return found

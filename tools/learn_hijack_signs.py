"""Learns how much each hijack sign says, and writes ``src/madoguchi/sms/hijack_signs.yaml``: ``python tools/learn_hijack_signs.py``.

From the simulation (seed 1): a row is a line on a day, at its last send; logistic regression in which every kind of people, of
bulk senders and of hijacks weighs as much as its neighbours, and no weight is below nought (no sign speaks for a line). Ten points
are at least ten times the odds at one hijacked day to one honest; the weights are held back, for a simulation is not the world.
The levels (seed 2): fewer than one of 2,000 days of honest people's lines is told, fewer than one of 10,000 stopped; bulk lines are
reported in ``benchmarks/hijacked_lines.py``. The same seeds give the same file.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from madoguchi.sms.hijack_signs import Event, Signs, known_from, looked_at, points_of
from madoguchi.sms.sign_weights import BY_TEXTS, BY_TIME, Levels, Weights
from madoguchi.sms.simulated import BULK, DAYS, FIRST_DAY, NORMAL, WARM_DAYS, SimulatedLine, simulated

OUT = Path(__file__).parents[1] / "src" / "madoguchi" / "sms" / "hijack_signs.yaml"
MOST = {"burst": 8.0, "week": 8.0, "night": 3.0, "hours": 3.0,
        "new_recipients": 0.5, "one_text": 0.5, "no_replies": 0.5, "failed": 0.3, "abroad": 4.0}  # fmt: skip
LINES, QUIET_LINES, FRESH_DAYS = 600, 4_000, 5  # what a hijacked line did for longer has become its past
TOLD, STOPPED = 1 / 2_000, 1 / 10_000  # of the days of honest people's lines
# How much of all rows weigh: of ten honest days that are looked at, one is a bulk sender's.
_PART = {(True, False): 0.5, (False, False): 0.45, (False, True): 0.05}
_HELD_BACK, _ROUNDS = 3e-3, 2_000
_HEAD = "# How many points each sign of a hijacked line gives, learned from invented lines: tools/learn_hijack_signs.py writes it.\n"


class Row(NamedTuple):
    """A line on a day: its kind, whether it was hijacked on that day, its signs."""

    kind: str
    hijacked: bool
    found: Mapping[str, float]


def events_of(line: SimulatedLine) -> list[Event]:
    return sorted([*line.events, *line.heard], key=attrgetter("at"))


def bare() -> Signs:
    nothing = Weights(start=0, points={}, levels=Levels(notice=0, stop=0))
    return Signs(nothing, MOST, FIRST_DAY, True)


def rows_of(line: SimulatedLine) -> Iterator[Row]:
    known = known_from(bare())
    ends: dict[int, dict[str, float]] = {}
    for _, found in looked_at(known, events_of(line), signs=bare()):
        ends[known.day] = {name: min(one[0], MOST[name]) for name, one in found.items()}
    bad = {
        (one.at + 9 * 3_600_000_000) // 86_400_000_000
        for one, t in zip(line.sends, line.theirs, strict=True)
        if t
    }
    for day, at_end in ends.items():
        if day < FIRST_DAY + WARM_DAYS:
            continue
        if line.hijacked_on is None or day < line.hijacked_on:
            yield Row(line.kind, False, at_end)
        elif day in bad and day < line.hijacked_on + FRESH_DAYS:
            yield Row(str(line.hijack), True, at_end)


def fitted(rows: Sequence[Row], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Returns the start and the points of each sign: accelerated gradients over signs scaled to 0..1."""
    most = np.array([MOST[name] for name in names])
    x = np.array([[row.found[name] for name in names] for row in rows]) / most
    y = np.array([row.hijacked for row in rows], float)
    of_kind = Counter((row.hijacked, row.kind) for row in rows)
    groups = Counter((hijacked, kind in BULK) for hijacked, kind in of_kind)
    each = np.array(
        [
            _PART[row.hijacked, row.kind in BULK]
            / of_kind[row.hijacked, row.kind]
            / groups[row.hijacked, row.kind in BULK]
            for row in rows
        ]
    )
    x1, floor = np.hstack([x, np.ones((len(x), 1))]), np.array([0.0] * len(names) + [-np.inf])
    held, step = np.array([_HELD_BACK] * len(names) + [0.0]), 4 / (len(names) + 1)
    w = before = np.zeros(len(names) + 1)
    for at in range(_ROUNDS):
        ahead = w + at / (at + 3) * (w - before)
        wrong = each * (1 / (1 + np.exp(-(x1 @ ahead))) - y)
        before, w = w, np.maximum(floor, ahead - step * (x1.T @ wrong + held * ahead))
    decibans = 10 / math.log(10)
    return round(float(w[-1]) * decibans, 1), {
        name: round(float(one) * decibans, 1) for name, one in zip(names, w[:-1] / most, strict=True)
    }


def levels_of(two: Sequence[tuple[float, dict[str, float]]]) -> list[Levels]:
    """The points that so few of the days of honest people's lines reach, for each of ``two`` ways of looking."""
    signs = [
        Signs(Weights(start=s, points=p, levels=Levels(notice=0, stop=0)), MOST, FIRST_DAY, True)
        for s, p in two
    ]
    best: list[dict[tuple[str, int], int]] = [{}, {}]
    for line in islice(simulated(QUIET_LINES, seed=2, kinds=NORMAL), QUIET_LINES):
        known = known_from(signs[0])
        for _, found in looked_at(known, events_of(line), signs=signs[0]):
            if known.day >= FIRST_DAY + WARM_DAYS:
                at = line.sender, known.day
                for of, sign in zip(best, signs, strict=True):
                    of[at] = max(of.get(at, -999), points_of(found, sign))
    days = QUIET_LINES * (DAYS - WARM_DAYS)
    highest = [sorted(of.values(), reverse=True) for of in best]
    return [Levels(notice=of[int(days * TOLD)] + 1, stop=of[int(days * STOPPED)] + 1) for of in highest]


def block(name: str, weights: Weights) -> str:
    points = "".join(f"    {sign}: {each}\n" for sign, each in weights.points.items())
    levels = f"{{notice: {weights.levels.notice}, stop: {weights.levels.stop}}}"
    return f"{name}:\n  start: {weights.start}\n  points:\n{points}  levels: {levels}\n"


def main() -> None:
    rows = [row for line in simulated(LINES, seed=1) for row in rows_of(line)]
    two = [fitted(rows, names) for names in (BY_TIME, BY_TIME + BY_TEXTS)]
    blocks = [
        block(name, Weights(start=start, points=points, levels=levels))
        for name, (start, points), levels in zip(("by_time", "with_texts"), two, levels_of(two), strict=True)
    ]
    most = "".join(f"  {sign}: {n}\n" for sign, n in MOST.items())
    OUT.write_text(
        f"{_HEAD}most: # the most of a sign that counts\n{most}{''.join(blocks)}", encoding="utf-8"
    )
    print("".join(blocks))


if __name__ == "__main__":
    main()

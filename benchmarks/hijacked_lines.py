"""Hijacked lines in a simulation with known truth: how many are found, how early, and what it costs honest ones, beside the cap alone.

``python benchmarks/hijacked_lines.py [--lines N] [--seed S]``. N honest lines of ten kinds and N hijacked ones (``sms.simulated``, a
seed that nothing was learned from), 28 days of past and 28 days watched, under docomo's cap of a day. All of them are invented: the
figures compare ways of looking with each other and foretell nothing about real lines. Prints

- ROC: of the days of honest lines (of people, of bulk senders) and of hijacked lines, how many reach a threshold;
- per way of hijacking: found within a day and within three, and sends until then;
- yen saved per wrong stop: every stop ends what is billed until the end of the time, a line that was wrongly stopped is stopped no more.

Exit 1 where a bar (``BARS``) is missed.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from madoguchi.sms.hijack_signs import Scored, Signs, known_from, scored
from madoguchi.sms.sends import DAY_US, TOKYO_US
from madoguchi.sms.sign_weights import shipped_weights, weights_for
from madoguchi.sms.simulated import BULK, DAYS, FIRST_DAY, WARM_DAYS, SimulatedLine, simulated

CAP = 200  # parts a day inside Japan (docomo: fewer than 200)
WATCHED_FROM = FIRST_DAY + WARM_DAYS
# What must hold on lines that nothing was learned from (measured with the standard call: see docs/explanation/hijack-signs.md).
BARS = {
    "by_time": 0.2,
    "with_texts": 0.7,
}  # of each way of hijacking, the lines found within three days at the level of a notice


@dataclass
class Seen:
    """What was looked at on one line: per day the first moment of each new highest score; sends that the cap lets through."""

    line: SimulatedLine
    passed: list[bool]
    best: dict[int, int] = field(default_factory=dict)
    steps: list[Scored] = field(default_factory=list)

    @property
    def group(self) -> str:
        if self.line.hijack:
            return self.line.hijack
        return "bulk" if self.line.kind in BULK else "people"

    def first(self, threshold: int, *, since: int = 0) -> Scored | None:
        return next((one for one in self.steps if one.points >= threshold and one.day >= since), None)

    @property
    def crossed(self) -> int:
        """On how many watched days the cap stopped the line."""
        days = {_day(one.at) for one, went in zip(self.line.sends, self.passed, strict=True) if not went}
        return sum(day >= WATCHED_FROM for day in days)

    def yen(self, *, theirs: bool, until: int | None = None) -> float:
        """What is billed of the watched days under the cap, up to the moment ``until``."""
        rows = zip(self.line.sends, self.line.theirs, self.passed, strict=True)
        return sum(
            one.tenths / 10
            for one, bad, went in rows
            if went and bad is theirs and not one.failed and (until is None or one.at <= until)
        )


def _day(at: int) -> int:
    return (at + TOKYO_US) // DAY_US


def under_the_cap(line: SimulatedLine) -> list[bool]:
    """Which sends go out: those inside Japan until the cap of the day, and all abroad."""
    counted: dict[int, int] = defaultdict(int)
    passed = []
    for one in line.sends:
        day = _day(one.at)
        goes = one.abroad or counted[day] + one.parts < CAP
        counted[day] += 0 if one.abroad or not goes else one.parts
        passed.append(goes)
    return passed


def seen(line: SimulatedLine, signs: Signs) -> Seen:
    passed = under_the_cap(line)
    went = [event for event, goes in zip(line.events, passed, strict=True) if goes]
    found = Seen(line, passed)
    for one in scored(known_from(signs), sorted([*went, *line.heard], key=attrgetter("at")), signs=signs):
        if one.day >= WATCHED_FROM:
            found.steps.append(one)
            found.best[one.day] = one.points
    return found


def honest_days(lines: Sequence[Seen]) -> Iterator[int]:
    """The points of each watched day, far below any threshold where nothing was looked at."""
    for one in lines:
        for day in range(WATCHED_FROM, FIRST_DAY + DAYS):
            yield one.best.get(day, -999)


def hijacked_days(lines: Sequence[Seen]) -> Iterator[int]:
    """The points of the days on which the hijacker sent, of the first five (later it is the line's own past)."""
    for one in lines:
        begins = one.line.hijacked_on or 0
        days = {_day(send.at) for send, bad in zip(one.line.sends, one.line.theirs, strict=True) if bad}
        for day in sorted(days):
            if day < begins + 5:
                yield one.best.get(day, -999)


def auc(honest: Sequence[int], bad: Sequence[int]) -> float:
    """The chance that a hijacked day has more points than an honest one, ties half."""
    ranks: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for group, points in enumerate((honest, bad)):
        for one in points:
            ranks[one][group] += 1
    below, pairs = 0, 0.0
    for _, (h, b) in sorted(ranks.items()):
        pairs += b * (below + h / 2)
        below += h
    return pairs / (len(honest) * len(bad))


def share(points: Sequence[int], threshold: int) -> float:
    return sum(one >= threshold for one in points) / len(points)


def print_roc(groups: dict[str, list[Seen]], thresholds: Sequence[int]) -> dict[str, float]:
    people, bulk = list(honest_days(groups["people"])), list(honest_days(groups["bulk"]))
    bad = {way: list(hijacked_days(groups[way])) for way in ("fast", "slow", "by_day")}
    every = [points for way in bad.values() for points in way]
    print("threshold   honest days above it       hijacked days above it (of the first five)")
    print("            people        bulk         fast     slow     by day")
    for one in thresholds:
        cells = "".join(f"{share(bad[way], one):9.3f}" for way in bad)
        print(f"{one:9}   {share(people, one):.5f}       {share(bulk, one):.5f} {cells}")
    print(
        f"area under the curve: against people {auc(people, every):.4f}, against bulk senders {auc(bulk, every):.4f}"
    )
    return {way: auc(people + bulk, bad[way]) for way in bad}


def print_found(groups: dict[str, list[Seen]], threshold: int) -> dict[str, float]:
    """Returns, per way, the share of lines found within three days."""
    found_in: dict[str, float] = {}
    print(
        f"found at {threshold} points       on day 1    within 3 days   sends of the hijacker before (median)"
    )
    for way in ("fast", "slow", "by_day"):
        days, sent = [], []
        for one in groups[way]:
            begins = one.line.hijacked_on or 0
            hit = one.first(threshold, since=begins)
            days.append(hit.day - begins if hit else 99)
            if hit:
                rows = zip(one.line.sends, one.line.theirs, one.passed, strict=True)
                sent.append(sum(bad and went and send.at < hit.at for send, bad, went in rows))
        found_in[way] = sum(day < 3 for day in days) / len(days)
        first = sum(day < 1 for day in days) / len(days)
        middle = sorted(sent)[len(sent) // 2] if sent else -1
        print(f"  {way:18} {first:10.3f} {found_in[way]:14.3f} {middle:14}")
    return found_in


def print_yen(groups: dict[str, list[Seen]], thresholds: Sequence[int]) -> None:
    hijacked = [one for way in ("fast", "slow", "by_day") for one in groups[way]]
    billed = sum(one.yen(theirs=True) for one in hijacked)
    uncapped = sum(
        send.tenths / 10
        for one in hijacked
        for send, bad in zip(one.line.sends, one.line.theirs, strict=True)
        if bad and not send.failed
    )
    stops = {name: sum(one.crossed for one in groups[name]) for name in ("people", "bulk")}
    print(
        f"{len(hijacked):,} hijacked lines, yen that the hijackers' sends cost: {uncapped:,.0f} without a cap, {billed:,.0f} under it"
    )
    print(f"the cap alone stops honest lines on {stops['people']} days of people, {stops['bulk']} of bulk senders;"
          f" it saves {uncapped - billed:,.0f} yen, lines that stay below it cost as much as before")  # fmt: skip
    print(
        "stop at     wrong stops (lines)          yen saved beyond the cap      yen saved per wrong stop, if of all lines are hijacked"
    )
    print(
        "            of people    of bulk         of all      share            1 in 1,000   1 in 10,000   1 in 100,000"
    )
    for one in thresholds:
        wrong = {
            name: sum(line.first(one) is not None for line in groups[name]) / len(groups[name])
            for name in ("people", "bulk")
        }
        saved = 0.0
        for line in hijacked:
            hit = line.first(one, since=line.line.hijacked_on or 0)
            if hit:
                saved += line.yen(theirs=True) - line.yen(theirs=True, until=hit.at)
        # Of a thousand lines one is taken to be a bulk sender's.
        wrongly = 0.999 * wrong["people"] + 0.001 * wrong["bulk"]
        each = [
            (saved / len(hijacked)) / odds / wrongly if wrongly else float("inf") for odds in (1e3, 1e4, 1e5)
        ]
        cells = "".join(f"{yen:13,.1f}" for yen in each)
        print(
            f"{one:7}     {wrong['people']:.4f}       {wrong['bulk']:.4f}  {saved:16,.0f}     {saved / billed:6.3f}      {cells}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    weights, missed = shipped_weights(), []
    for name, basis in (("by_time", None), ("with_texts", "consent")):
        own, most = weights_for(basis, weights)
        signs = Signs(own, most, FIRST_DAY, with_texts=basis is not None)
        groups: dict[str, list[Seen]] = defaultdict(list)
        for line in simulated(asked.lines, seed=asked.seed):
            one = seen(line, signs)
            groups[one.group].append(one)
        print(
            f"\n== {name}: {asked.lines:,} honest lines, {asked.lines:,} hijacked, seed {asked.seed};"
            f" notice at {own.levels.notice}, stop at {own.levels.stop}"
        )
        thresholds = sorted({10, 15, 20, 25, 30, 40, 50, own.levels.notice, own.levels.stop})
        print_roc(groups, thresholds)
        found_in = print_found(groups, own.levels.notice)
        print_found(groups, own.levels.stop)
        print_yen(groups, thresholds)
        if (worst := min(found_in.values())) < BARS[name]:
            missed.append(f"{name}: {worst:.3f} < {BARS[name]}")
    print("\n".join(["", *missed]) if missed else "\nall bars are met")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""Early warning as of a day: which cells bring more than they should, since when, how surely; and which were near, and why they are
no warning. Only what was known on the day counts, so the answer of a day never changes.

What is counted are distinct cases that a counsellor registered: nothing that a visitor of the site types in can raise a warning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, Literal

import msgspec

from madoguchi.mart.baseline import FEWEST, tail
from madoguchi.mart.cells import Cell, Records, cells_of, expanded, places_of, records_of, weeks_known
from madoguchi.mart.day_kinds import is_closed, kinds_of, profile_of
from madoguchi.mart.definitions import WARNING, Definition
from madoguchi.mart.lateness import LEARNED, LONGEST, known_of
from madoguchi.mart.questions import Asked, NoFigure
from madoguchi.mart.watching import (
    BUDGET,
    LEAST,
    RECENT,
    SPARSE,
    WINDOWS,
    Counts,
    Exposure,
    Judged,
    judged,
    limit_of,
    since,
)

Sure = Literal["high", "medium", "low"]
Why = Literal["few", "small_rise", "by_chance", "part_of", "season", "batch", "short_history"]
_NEAR: Final = 20.0  # times the limit: cells that are told in the list of those that were near
_LOOKS: Final = 1.5  # times the average week of the half year before: what a person would take for a rise
_SURE: Final = {"high": 1e-4, "medium": 0.1}  # of the limit
_SMALL: Final = 10  # fewer records are marked as few
_MOST: Final = 50  # of the cells that were near
_PHRASE_DAYS: Final = 14


class Warned(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that brings more than it should. ``observed`` in the last ``days``, as registered so far; ``expected`` of what should be
    registered so far, so that the two compare; ``estimated``: how many there will be once late ones are registered, beside
    ``expected_in_the_end``. ``small``: few records. ``sure``: how far beyond the limit; no probability. ``kind``: a cell that is
    always watched, or a phrase that hardly occurred before. ``new_with``: of a phrase, the schemes and places it comes with.
    """

    scheme: str | None
    where: str | None
    payment_method: str | None
    age_band: str | None
    phrase: str | None
    observed: int
    expected: float
    ratio: float | None
    since: dt.date
    sure: Sure
    days: int
    estimated: int
    expected_in_the_end: float
    small: bool
    kind: Literal["rise", "new_phrase"] = "rise"
    new_with: tuple[str, ...] = ()


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that is no warning, and why. ``of``: the warning of which it is a part, in words of its cell."""

    scheme: str | None
    where: str | None
    payment_method: str | None
    age_band: str | None
    phrase: str | None
    observed: int
    expected: float
    days: int
    why: Why
    closed_days: int
    of: str | None = None


class Warnings(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: ``warnings`` and ``why_not``; ``budget``: false alarms a week over all cells; ``watched``: how many cells of each
    part of it; ``registered_after``: share of the records that is registered by today, by days since reception.
    """

    definition: Definition
    as_of: dt.date
    known_until: dt.date
    budget: float
    watched: dict[str, int]
    weeks: int
    registered_after: dict[str, float]
    warnings: list[Warned]
    why_not: list[Near]


@dataclass(frozen=True, slots=True)
class _Looked:
    """All that is known as of the day, for those who tell of it."""

    day: dt.date
    records: Records
    cells: Sequence[Cell]
    counts: Counts
    exposure: Exposure
    judged: Judged


def warnings_of(asked: Asked, *, budget: float = BUDGET) -> Warnings:
    """Returns the warnings as of ``asked.day``. Raises NoFigure where fewer than FEWEST weeks are known by then."""
    manifest = asked.manifest()
    records = records_of(asked)
    weeks = weeks_known(records)
    if weeks < FEWEST:
        raise NoFigure(
            f"早期警戒には {FEWEST} 週分の記録が要りますが、{asked.day} の時点では {weeks} 週分です。"
            "直し方: 前の記録も取りこむか、--as-of を後の日にします。"
        )
    cells, counts = cells_of(records, weeks)
    exposure = exposure_of(records, asked.day, weeks=weeks)
    seen = _Looked(asked.day, records, cells, counts, exposure, judged(counts, exposure, budget=budget))
    rises, near = _sorted_out(seen)
    phrases = list(_new_phrases(seen, weeks=weeks, budget=budget))
    return Warnings(
        definition=WARNING,
        as_of=asked.day,
        known_until=manifest.last_known or asked.day,
        budget=budget,
        watched={**seen.judged.shares, "pooled": sum(share is None for share in seen.judged.share)},
        weeks=weeks,
        registered_after={str(back): round(_share_known(seen, back), 2) for back in (0, 7, 14, 28)},
        warnings=[*rises, *phrases],
        why_not=near[:_MOST],
    )


def exposure_of(records: Records, day: dt.date, *, weeks: int) -> Exposure:
    """Learns from ``records`` what days bring and how late they are registered."""
    numpy: Any = import_module("numpy")
    places, length = places_of(records), weeks * 7
    kinds = kinds_of(day, max(length, LEARNED))
    found = known_of(_by_delay(records, places), kinds[:LEARNED])
    share, spread = numpy.ones((len(places) + 1, length)), numpy.zeros((len(places) + 1, length))
    learned = min(LEARNED, length)
    share[:, :learned], spread[:, :learned] = found.share[:, :learned], found.spread[:, :learned]
    those = records.back < length
    daily = numpy.bincount(records.back[those], weights=records.number[those], minlength=length)
    profile = profile_of(daily / share[0], kinds[:length])
    return Exposure(profile * share, numpy.broadcast_to(profile, share.shape), spread)


def _by_delay(records: Records, places: Sequence[str]) -> Any:
    numpy: Any = import_module("numpy")
    at = {one: number + 1 for number, one in enumerate(places)}
    place = numpy.array([at.get(word or "", 0) for word in records.words["prefecture"]], dtype=numpy.int64)
    those = records.back < LEARNED
    found, size = records.taken(those), LEARNED * (LONGEST + 1)
    cell = found.back * (LONGEST + 1) + found.delay
    where = place[found.codes["prefecture"]] if len(found.back) else found.back
    table = numpy.bincount(where * size + cell, weights=found.number, minlength=(len(places) + 1) * size)
    table = table.reshape(len(places) + 1, LEARNED, LONGEST + 1)
    table[0] = table.sum(axis=0)
    return table


def _share_known(seen: _Looked, back: int) -> float:
    return float(seen.exposure.days[0, back] / max(float(seen.exposure.whole[0, back]), 1e-9))


# --- warnings and what is near ---------------------------------------------------------------------------


def _sorted_out(seen: _Looked) -> tuple[list[Warned], list[Near]]:
    """The surest first; a cell that is a warning only because of another one's records is told as a part of it."""
    numpy: Any = import_module("numpy")
    found, alarms = seen.judged, seen.judged.alarms()
    best = numpy.where(alarms, found.chance, 2.0).argmin(axis=1)
    alarming = [int(one) for one in numpy.flatnonzero(alarms.any(axis=1))]
    alarming.sort(
        key=lambda one: (found.chance[one, best[one]], -seen.cells[one].height, seen.cells[one].key())
    )
    told: list[int] = []
    near: list[Near] = []
    members = {one: seen.records.of(seen.cells[one]) for one in alarming}
    for one in alarming:
        within = _explained_by(seen, one, int(best[one]), told=told, members=members)
        if within is None:
            told.append(one)
        else:
            near.append(_near(seen, one, int(best[one]), why="part_of", of=seen.cells[within].told()))
    rises = [_warned(seen, one, int(best[one])) for one in told]
    return rises, [*near, *_almost(seen, set(alarming))]


def _explained_by(
    seen: _Looked, cell: int, window: int, *, told: Sequence[int], members: dict[int, Any]
) -> int | None:
    """Returns the warning without whose additional records ``cell`` would be none."""
    found, records = seen.judged, seen.records
    recent = records.back < WINDOWS[window]
    mine = members[cell] & recent
    for other in told:
        theirs = members[other] & recent
        all_theirs = float(records.number[theirs].sum())
        if not all_theirs:
            continue
        shared = float(records.number[mine & theirs].sum()) / all_theirs
        extra = (all_theirs - float(found.expected[other, window])) * shared
        left = int(found.observed[cell, window] - max(extra, 0.0))
        chance = tail(left, float(found.expected[cell, window]), variance=float(found.variance[cell, window]))
        if chance >= found.limit[cell] or left < LEAST["ratio"] * found.expected[cell, window]:
            return other
    return None


def _almost(seen: _Looked, alarming: set[int]) -> Iterator[Near]:
    """Cells that are near their limit, or look like a rise to whoever counts weeks: the nearest first."""
    numpy: Any = import_module("numpy")
    found = seen.judged
    order = numpy.argsort(found.chance.min(axis=1) / numpy.maximum(found.limit, 1e-12), kind="stable")
    for one in (int(at) for at in order if found.share[int(at)] and int(at) not in alarming):
        window = int(found.chance[one].argmin())
        why = _why_not(seen, one, window)
        if why is not None:
            yield _near(seen, one, window if why not in ("season", "batch") else WINDOWS.index(7), why=why)


def _why_not(seen: _Looked, cell: int, window: int) -> Why | None:
    found = seen.judged
    observed, expected = float(found.observed[cell, window]), float(found.expected[cell, window])
    if found.chance[cell, window] < found.limit[cell]:
        return "few" if observed < LEAST["observed"] else "small_rise"
    if found.chance[cell, window] < _NEAR * found.limit[cell] and observed > expected:
        return "by_chance"
    week = float(seen.counts.weeks[cell, 4:30].mean())
    if observed < LEAST["observed"] or week <= 0:
        return None
    seven = WINDOWS.index(7)
    if found.observed[cell, seven] >= LEAST["observed"] and _estimated(seen, cell, seven) > _LOOKS * week:
        is_due = found.observed[cell, seven] <= LEAST["ratio"] * found.expected[cell, seven]
        return "season" if is_due else "by_chance"
    return "batch" if _registered(seen, cell) > max(_LOOKS * week, _SMALL) else None


def _registered(seen: _Looked, cell: int) -> float:
    """Records registered in the last 7 days, of whatever day of reception."""
    records = seen.records
    new = (records.back < LEARNED) & (records.back - records.delay < 7)
    return float(records.number[new & seen.records.of(seen.cells[cell])].sum())


def _near(seen: _Looked, cell: int, window: int, *, why: Why, of: str | None = None) -> Near:
    days = WINDOWS[window]
    return Near(
        **seen.cells[cell]._asdict(),
        observed=int(seen.judged.observed[cell, window]),
        expected=round(float(seen.judged.expected[cell, window]), 1),
        days=days,
        why=why,
        closed_days=sum(is_closed(seen.day - dt.timedelta(days=back)) for back in range(days)),
        of=of,
    )


def _exposed(seen: _Looked, cell: int, days: int) -> tuple[float, float]:
    """Days of average exposure as registered by now, and in the end."""
    place = seen.counts.place[cell]
    return float(seen.exposure.days[place, :days].sum()), float(seen.exposure.whole[place, :days].sum())


def _estimated(seen: _Looked, cell: int, window: int) -> float:
    """What the window will have brought in the end: what is known, and what is still to come of it."""
    numpy: Any = import_module("numpy")
    days, place = WINDOWS[window], seen.counts.place[cell]
    known, whole = seen.exposure.days[place, :days], seen.exposure.whole[place, :days]
    due = float(seen.judged.expected[cell, window])
    ratio = max(float(seen.judged.observed[cell, window]) / due, 1.0) if due else 1.0
    coming = float(numpy.maximum(whole - known, 0).sum()) / max(float(known.sum()), 1e-9) * due
    return float(seen.judged.observed[cell, window]) + ratio * coming


def _warned(seen: _Looked, cell: int, window: int) -> Warned:
    numpy: Any = import_module("numpy")
    found, days = seen.judged, WINDOWS[window]
    observed, expected = int(found.observed[cell, window]), float(found.expected[cell, window])
    now, whole = _exposed(seen, cell, days)
    place = seen.counts.place[cell]
    daily = seen.exposure.days[place, :RECENT] * (expected / max(now, 1e-9))
    begun = since(numpy.asarray(seen.counts.recent[cell], dtype=float), daily)
    return Warned(
        **seen.cells[cell]._asdict(),
        observed=observed,
        expected=round(expected, 1),
        ratio=round(observed / expected, 2) if expected >= 0.05 else None,
        since=seen.day - dt.timedelta(days=begun),
        sure=_sure(float(found.chance[cell, window]) / float(found.limit[cell]), observed),
        days=days,
        estimated=round(_estimated(seen, cell, window)),
        expected_in_the_end=round(expected * whole / max(now, 1e-9), 1),
        small=observed < _SMALL,
    )


def _sure(part: float, observed: int) -> Sure:
    """How far beyond the limit; of few records never the highest."""
    if part < _SURE["high"] and observed >= _SMALL:
        return "high"
    return "medium" if part < _SURE["medium"] else "low"


# --- phrases that hardly occurred before -------------------------------------------------------------------


def _new_phrases(seen: _Looked, *, weeks: int, budget: float) -> Iterator[Warned]:
    """Phrases of too few records to be watched that burst now, in whatever scheme, or in none: tricks that have no name yet.

    The chance is that of a negative binomial: a Poisson count whose rate is known from its few records alone.
    """
    numpy: Any = import_module("numpy")
    rows, key, (phrases,) = expanded(seen.records, ("phrase",))
    back, number = seen.records.back[rows], seen.records.number[rows]
    recent = numpy.bincount(key, weights=number * (back < _PHRASE_DAYS), minlength=len(phrases))
    older = numpy.bincount(
        key, weights=number * ((back >= RECENT) & (back < weeks * 7)), minlength=len(phrases)
    )
    known, whole = (numpy.asarray(one[0]) for one in (seen.exposure.days, seen.exposure.whole))
    rare = older < SPARSE * (weeks - RECENT // 7)
    limit = limit_of("new", int(rare.sum()), budget=budget)
    for at in numpy.flatnonzero(rare & (recent >= LEAST["observed"])):
        expected = (older[at] + 0.5) * known[:_PHRASE_DAYS].sum() / known[RECENT : weeks * 7].sum()
        spread = float(expected + expected**2 / (older[at] + 0.5))
        chance = tail(int(recent[at]), float(expected), variance=spread)
        if chance < limit:
            days = numpy.bincount(back[key == at], weights=number[key == at], minlength=RECENT)[:RECENT]
            coming = whole[:_PHRASE_DAYS].sum() / known[:_PHRASE_DAYS].sum()
            begun = since(days, expected / known[:_PHRASE_DAYS].sum() * known[:RECENT])
            yield Warned(
                **Cell(None, phrase=phrases[int(at)])._asdict(),
                observed=int(recent[at]),
                expected=round(float(expected), 2),
                ratio=round(float(recent[at] / expected), 2) if expected >= 0.05 else None,
                since=seen.day - dt.timedelta(days=begun),
                sure=_sure(chance / limit, int(recent[at])),
                days=_PHRASE_DAYS,
                estimated=round(float(recent[at] * coming)),
                expected_in_the_end=round(float(expected * coming), 2),
                small=bool(recent[at] < _SMALL),
                kind="new_phrase",
                new_with=_comes_with(seen.records, phrases[int(at)]),
            )


def _comes_with(records: Records, phrase: str) -> tuple[str, ...]:
    """The schemes and the places of a phrase's last days."""
    those = records.taken(records.of(Cell(None, phrase=phrase)) & (records.back < _PHRASE_DAYS))
    names = ("scheme", "prefecture")
    found = {word for name in names for code in those.codes[name] if (word := records.words[name][int(code)])}
    return tuple(sorted(found))

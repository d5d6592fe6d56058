"""Signs of a hijacked line beyond the cap: what a line sends today against its own past. Pure: sends in, scores out.

Every sign compares a line with itself, so that a school that writes to its parents every week is no surprise. Without a
legal basis only the time of a send is looked at (``BY_TIME``); recipients, families of texts, failures, answers and
countries are given to this module only on one (``Event.who`` and what follows it; ``Signs.with_texts``).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from madoguchi.sms.sends import DAY_US, TOKYO_US
from madoguchi.sms.sign_weights import BY_TEXTS, BY_TIME, Weights

HOUR_US = 3600 * 1_000_000
LEAST_TODAY, LEAST_WEEK = 8, 20  # sends below which no line is looked at: nothing is said of a handful
NIGHT_ENDS = 6  # the night of the sign: 0:00 to 6:00 in Tokyo
MOST_KNOWN = 1_000  # other sides that are kept in mind for a line: the longest unheard of are let go
_PAST = 0.5 ** (1 / 28)  # a day's weight in the past halves every four weeks,
_PEAKS = 0.5 ** (1 / 90)  # the highest day's every three months: who sends once a month is still known for it
_PRIOR_SENDS, _PRIOR_DAYS = 1.0, 1.0
_SPREAD = 2.0  # at most this regular: counts of people vary more than chance alone (negative binomial)
_BINGE = 20  # sends of a night that are taken as independent of each other, at most
_WEEK = 7
_USUAL_HOURS = 8.0


Measure = tuple[
    float, float, float
]  # how strongly a sign speaks, what was seen today, what is usual for the line


class Event(NamedTuple):
    """One send as the signs see it. From ``who`` on only with a legal basis; 0 and False otherwise.

    ``at``: microseconds since 1970. ``who``, ``family``: fingerprints of the recipient and of the family of texts.
    ``is_in``: a message that came, ``who`` is then who wrote it.
    """

    at: int
    who: int = 0
    family: int = 0
    failed: bool = False
    abroad: bool = False
    is_in: bool = False


class Today(msgspec.Struct, array_like=True):
    """What a line sent since midnight."""

    n: int = 0
    night: int = 0
    hours: int = 0  # one bit an hour
    new: int = 0
    same: int = 0  # to somebody new, a text of a family that went out before on that day
    unanswered: int = 0
    failed: int = 0
    abroad: int = 0
    families: dict[int, int] = {}
    best: int = -10_000  # the most points so far today


class Past(msgspec.Struct, array_like=True):
    """The days before today, each weighing less than the one after it; and two highest days."""

    days: float = 0.0
    sends: float = 0.0
    nights: float = 0.0
    news: float = 0.0
    sames: float = 0.0
    unanswered: float = 0.0
    fails: float = 0.0
    most_hours: float = 0.0
    most_abroad: float = 0.0


class Known(msgspec.Struct, array_like=True):
    """A line between two sends. ``week``: (day, sends) of the last six days; ``earlier``: sends and days before them."""

    day: int = -1
    today: Today = msgspec.field(default_factory=Today)
    past: Past = msgspec.field(default_factory=Past)
    week: list[tuple[int, int]] = []
    earlier: tuple[int, float, float] = (-1, 0.0, 0.0)
    others: dict[int, bool] = {}  # who was written to -> whether they ever wrote
    hears: bool = False  # messages that came stand in the log at all


class Reason(NamedTuple):
    """A sign that speaks: its points, what was counted today, and what is usual for this line."""

    id: str
    points: float
    seen: float
    usual: float


class Scored(NamedTuple):
    """The points of a line at a send, more than at any before on that day; ``n``: its sends of the day."""

    at: int
    day: int
    n: int
    points: int
    reasons: tuple[Reason, ...]


class Exempt(NamedTuple):
    """Signs that do not count for a line, from one day to another (both included, days since 1970)."""

    first: int
    last: int
    signs: frozenset[str]


class Signs(NamedTuple):
    """What lines are measured by. ``from_day``: the first day of the log (days since 1970), before which nothing is known.

    ``exempt``: of one line alone.
    """

    weights: Weights
    most: Mapping[str, float]
    from_day: int
    with_texts: bool = False
    exempt: tuple[Exempt, ...] = ()


def known_from(signs: Signs) -> Known:
    """Returns a line of which nothing was seen yet: it was silent since the log began."""
    return Known(day=signs.from_day, earlier=(signs.from_day - 1, 0.0, 0.0))


def scored(known: Known, events: Iterable[Event], *, signs: Signs) -> Iterator[Scored]:
    """Takes ``events`` (sorted by time) into ``known`` and yields each new highest score of a day, in whole points."""
    for event, measured in looked_at(known, events, signs=signs):
        found = _counting(measured, signs.exempt, day=known.day) if signs.exempt else measured
        points = points_of(found, signs)
        if points > known.today.best:
            known.today.best = points
            yield Scored(event.at, known.day, known.today.n, points, tuple(_reasons(found, signs)))


def _counting(found: dict[str, Measure], exempt: Iterable[Exempt], *, day: int) -> dict[str, Measure]:
    gone = {name for one in exempt if one.first <= day <= one.last for name in one.signs}
    return {name: measure for name, measure in found.items() if name not in gone}


def looked_at(
    known: Known, events: Iterable[Event], *, signs: Signs
) -> Iterator[tuple[Event, dict[str, Measure]]]:
    """Takes ``events`` (sorted by time) into ``known`` and yields those sends at which a line is looked at, with its signs."""
    for event in events:
        day = (event.at + TOKYO_US) // DAY_US
        if event.is_in:
            known.hears = True
            _heard(known, event.who)
            continue
        if day > known.day:
            _turn(known, day)
        _count(known, event, with_texts=signs.with_texts)
        if known.today.n >= LEAST_TODAY or known.today.n + _of_week(known) >= LEAST_WEEK:
            yield event, features_of(known, with_texts=signs.with_texts)


def points_of(found: Mapping[str, Measure], signs: Signs) -> int:
    """Returns the points of ``found`` (as of ``features_of``), rounded down."""
    weights, most = signs.weights, signs.most
    return math.floor(
        weights.start
        + sum(
            each * min(found[name][0], most[name]) for name, each in weights.points.items() if name in found
        )
    )


def _reasons(found: Mapping[str, Measure], signs: Signs) -> Iterator[Reason]:
    told = (
        Reason(name, round(each * min(found[name][0], signs.most[name]), 1), *map(float, found[name][1:]))
        for name, each in signs.weights.points.items()
        if name in found
    )
    yield from sorted((one for one in told if one.points >= 1), key=lambda one: -one.points)


# --- counting -------------------------------------------------------------------------------------------


def _count(known: Known, event: Event, *, with_texts: bool) -> None:
    today, hour = known.today, (event.at + TOKYO_US) % DAY_US // HOUR_US
    today.n += 1
    today.night += hour < NIGHT_ENDS
    today.hours |= 1 << hour
    if not with_texts:
        return
    is_new = event.who not in known.others
    today.new += is_new
    today.unanswered += not _written(known, event.who)
    today.failed += event.failed
    today.abroad += event.abroad
    if event.family:
        times = today.families[event.family] = today.families.get(event.family, 0) + 1
        today.same += is_new and times > 1


def _written(known: Known, who: int) -> bool:
    """Keeps in mind who was written to; returns whether they ever wrote."""
    answered = known.others.pop(who, False)
    known.others[who] = answered
    if len(known.others) > MOST_KNOWN:
        del known.others[next(iter(known.others))]
    return answered


def _heard(known: Known, who: int) -> None:
    known.others.pop(who, None)
    known.others[who] = True


def _of_week(known: Known) -> int:
    return sum(n for _, n in known.week)


def _turn(known: Known, day: int) -> None:
    """Puts today into the past; ``day`` begins."""
    past, today, gone = known.past, known.today, day - known.day
    fade, peaks_fade = _PAST**gone, _PEAKS**gone
    past.days = past.days * fade + (1 - fade) / (1 - _PAST) * _PAST
    counted = {
        "sends": today.n,
        "nights": today.night,
        "news": today.new,
        "sames": today.same,
        "unanswered": today.unanswered,
        "fails": today.failed,
    }
    for name, n in counted.items():
        setattr(past, name, (getattr(past, name) + n) * fade)
    past.most_hours = max(past.most_hours, today.hours.bit_count()) * peaks_fade
    past.most_abroad = max(past.most_abroad, today.abroad) * peaks_fade
    if today.n:
        known.week = [*known.week, (known.day, today.n)]
    known.week, gone_by = _parted(known.week, day - _WEEK + 1)
    known.earlier = _earlier(known.earlier, gone_by, day - _WEEK)
    known.day, known.today = day, Today()


def _parted(week: list[tuple[int, int]], first: int) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    return [one for one in week if one[0] >= first], [one for one in week if one[0] < first]


def _earlier(
    earlier: tuple[int, float, float], gone_by: list[tuple[int, int]], last: int
) -> tuple[int, float, float]:
    """Sends and days up to the day ``last``, weighed as of that day."""
    until, sends, days = earlier
    if last <= until:
        return earlier
    fade = _PAST ** (last - until)
    return (
        last,
        sends * fade + sum(n * _PAST ** (last - day) for day, n in gone_by),
        days * fade + (1 - fade) / (1 - _PAST),
    )


# --- signs ----------------------------------------------------------------------------------------------


def features_of(known: Known, *, with_texts: bool) -> dict[str, Measure]:
    """Returns sign -> (how strongly it speaks, what was seen today, what is usual for the line).

    ``burst``, ``week``, ``night``: minus the common logarithm of how likely so much is by the line's own past. ``hours``: hours
    of the day beyond any before, in fours; ``abroad``: how often today doubles any day before. Others: today's share less
    the usual one.
    """
    today, past = known.today, known.past
    usual = (past.sends + _PRIOR_SENDS) / (past.days + _PRIOR_DAYS)
    _, sends, days = known.earlier
    in_week, of_week = today.n + _of_week(known), _WEEK * (sends + _PRIOR_SENDS) / (days + _PRIOR_DAYS)
    share, hours = (past.nights + 0.5) / (past.sends + 10), today.hours.bit_count()
    found = {
        "burst": (_surprise(today.n, usual, past.sends), today.n, usual),
        "week": (_surprise(in_week, of_week, sends), in_week, of_week),
        "night": (_share_surprise(today.night, today.n, share), today.night / today.n, share),
        "hours": (max(0.0, (hours - max(past.most_hours, _USUAL_HOURS)) / 4), hours, past.most_hours),
    }
    return found | _by_texts(known) if with_texts else found


def _by_texts(known: Known) -> dict[str, Measure]:
    today, past = known.today, known.past
    abroad = max(0.0, math.log2((today.abroad + 2) / (past.most_abroad + 2)))
    silent = _share(today.unanswered, today.n, past.unanswered, past.sends)
    return {
        "new_recipients": _share(today.new, today.n, past.news, past.sends),
        "one_text": _share(today.same, today.n, past.sames, past.sends),
        "no_replies": silent if known.hears else (0.0, *silent[1:]),
        "failed": _share(today.failed, today.n, past.fails, past.sends, expected=0.1),
        "abroad": (abroad, today.abroad, past.most_abroad),
    }


def _share(n: int, of: int, past: float, past_of: float, *, expected: float = 0.5) -> Measure:
    """How much larger the share is than usual; of a line that sent little, ``expected`` is taken as usual."""
    seen, usual = n / of, (past + 4 * expected) / (past_of + 4)
    return max(0.0, seen - usual), seen, usual


def _surprise(n: int, mean: float, seen: float) -> float:
    """Minus log10 of the chance of ``n`` or more, negative binomial about ``mean``; the more was ``seen``, the narrower."""
    if n <= mean:
        return 0.0
    spread = min(seen + _PRIOR_SENDS, _SPREAD)
    p, fails = spread / (spread + mean), mean / (spread + mean)
    log = (
        math.lgamma(n + spread)
        - math.lgamma(spread)
        - math.lgamma(n + 1)
        + spread * math.log(p)
        + n * math.log(fails)
    )
    ratio = (
        (n + spread) / (n + 1) * fails
    )  # of the next term to this one; it only falls from here, or nears ``fails``
    tail = log - math.log(max(1 - max(ratio, fails), 1e-9))
    return max(0.0, -tail / math.log(10))


def _share_surprise(n: int, of: int, share: float) -> float:
    """Minus log10 of the chance of such a share, by the bound of Chernoff; a binge of sends is no more than ``_BINGE``."""
    seen = n / of
    if seen <= share:
        return 0.0
    apart = seen * math.log(seen / share)
    if seen < 1:
        apart += (1 - seen) * math.log((1 - seen) / (1 - share))
    return min(of, _BINGE) * apart / math.log(10)


SIGNS = (*BY_TIME, *BY_TEXTS)

"""The watch over a table that is too long for a list: the engine says which lines can have crossed at all, and only their
sends are taken one by one, by the very function that takes them everywhere (``windows.crossings_of``).

Nothing is lost by that: a line none of whose windows holds enough units, whatever of them failed or was restricted,
crosses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from importlib import import_module
from itertools import groupby
from operator import itemgetter, or_
from pathlib import Path
from typing import Any

from madoguchi.engines import Engine
from madoguchi.knowledge.shapes import Cap
from madoguchi.sms.crossings import Crossing, Watching
from madoguchi.sms.sends import DAY_US, HOME, NEEDED, TOKYO_US, BadSend, Prices, Send
from madoguchi.sms.windows import Crossed, Line, Rule, Watched, crossings_of

_FAILED = ("0", "false", "no", "f")
_OFFSET = r"([Zz]|[+-][0-9]{2}:?[0-9]{2})$"
_SENDS = ("at", "parts", "tenths", "abroad", "failed", "since_day")
_CROSSED = ("sender", "at", "rule", "window_start", "n", "tenths", "worst_tenths", "until")


def sends_in(table: Any, watching: Watching, *, engine: Engine) -> Any:
    """Returns the sends that went out, a row each: ``sender`` and the columns of ``Send``; null ``at``, ``parts`` or ``sender``
    where no send can be made of a row.

    ``table``: columns as in ``sms.sends``; moments as text, as moments (without an offset: Tokyo's) or as microseconds.
    Raises BadSend for a missing column.
    """
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise BadSend(f"列「{'・'.join(missing)}」がありません。直し方: {','.join(NEEDED)} の列を入れます。")
    has = set(table.columns)
    out = table.filter(table.direction.fill_null("out") != "in") if "direction" in has else table
    gsm7 = out.encoding.fill_null("").lower() == "gsm7" if "encoding" in has else False
    abroad = ~out.country.fill_null("JP").upper().isin(HOME) if "country" in has else False
    failed = out.delivered.cast("string").lower().isin(_FAILED) if "delivered" in has else False
    since = out.contract_from if "contract_from" in has else None
    cells = out.mutate(
        sender=out.sender.cast("string").nullif(""),
        at=_micros(out.sent_at, engine),
        parts=_parts(_number(out.chars), watching.prices, gsm7),
        abroad=abroad,
        failed=failed,
        since_day=-1 if since is None else _day(since, engine),
    )
    return cells.mutate(tenths=_tenths(cells, watching.prices))


def by_line(sends: Any, *, least: int) -> Any:
    """Returns what each line sent in all, of the lines with ``least`` units or with rows no send could be made of: ``sender``,
    ``units`` (parts; never fewer than sends or items) and ``unreadable``. It takes two numbers a line.
    """
    bad = sends.sender.isnull() | sends.at.isnull() | sends.parts.isnull()
    summed = sends.group_by("sender").agg(units=sends.parts.sum(), unreadable=bad.sum())
    return summed.filter((summed.units >= least) | (summed.unreadable > 0))


def may_cross(sends: Any, rules: Sequence[Rule]) -> Any:
    """Returns the lines that may have crossed a rule, a table of one column ``sender``: those who sent enough on one day, or in
    all for a rule of a longer window. What is counted is too high rather than too low.
    """
    daily, longer = ([rule for rule in rules if (rule.cap.window == "day") is day] for day in (True, False))
    sent = sends.mutate(day=(sends.at + TOKYO_US) // DAY_US)
    asked = [
        _those_with(sent, by, reduce(or_, (_units(sent, rule.cap) >= rule.limit for rule in some)))
        for some, by in ((daily, ("sender", "day")), (longer, ("sender",)))
        if some
    ]
    return reduce(lambda one, other: one.union(other), asked).distinct()


def _those_with(sends: Any, by: Sequence[str], enough: Any) -> Any:
    return sends.group_by(by).having(enough).agg(n=sends.count()).select("sender")


def _units(sends: Any, cap: Cap) -> Any:
    units = sends.parts if cap.unit == "parts" else sends.parts.notnull().cast("int64")
    if cap.scope == "all":
        return units.sum()
    return (sends.abroad == (cap.scope == "overseas")).ifelse(units, 0).sum()


def crossings_on(
    engine: Engine, path: Path, *, watching: Watching, refused: Callable[[int], None]
) -> Iterator[Crossing]:
    """Yields what the lines of the table ``path`` crossed, line by line; ``refused`` is told how many rows were left out.

    Raises BadSend, NoEngine.
    """
    rules = watching.watched.rules
    if not rules:
        return
    sends, least = sends_in(engine.table(path), watching, engine=engine), min(rule.limit for rule in rules)
    lines = engine.kept(by_line(sends, least=least))
    refused(_number_of(engine, lines.unreadable.sum()))
    readable = sends.filter(sends.parts.notnull() & sends.at.notnull() & sends.sender.notnull())
    many = lines.filter(lines.units >= least)
    theirs = engine.kept(readable.semi_join(many, "sender").select("sender", *_SENDS))
    rows = theirs.semi_join(may_cross(theirs, rules), "sender")
    make = partial(_crossed_in, watched=watching.watched)
    for batch in engine.grouped(rows, ["sender", *_SENDS], make=make, gives=_gives()):
        for sender, *crossed in zip(*(batch.column(name).to_pylist() for name in _CROSSED), strict=True):
            yield watching.told(sender, Crossed(*crossed))


def _number_of(engine: Engine, asked: Any) -> int:
    return int(next(iter(engine.batches(asked.as_table()))).column(0)[0].as_py() or 0)


def _crossed_in(batches: Iterator[Any], *, watched: Watched) -> Iterator[Any]:
    """What the lines of sorted batches crossed; a line may begin in one and end in the next."""
    arrow, sender, line = import_module("pyarrow"), None, Line()
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in ("sender", *_SENDS)]
        found: list[tuple[Any, ...]] = []
        for of, rows in groupby(zip(*columns, strict=True), key=itemgetter(0)):
            if of != sender:
                sender, line = of, Line()
            found += [
                (of, *crossed)
                for crossed in crossings_of(line, [Send(*row[1:]) for row in rows], watched=watched)
            ]
        yield arrow.RecordBatch.from_arrays(
            [arrow.array(column, kind.type) for column, kind in zip(_turned(found), _gives(), strict=True)],
            schema=_gives(),
        )


def _turned(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in _CROSSED]


def _gives() -> Any:
    arrow = import_module("pyarrow")
    kinds = {"sender": arrow.string(), "rule": arrow.string()}
    return arrow.schema([(name, kinds.get(name, arrow.int64())) for name in _CROSSED])


# --- columns --------------------------------------------------------------------------------------------


def _micros(sent_at: Any, engine: Engine) -> Any:
    kind = sent_at.type()
    if kind.is_integer():
        return sent_at.cast("int64")
    at = engine.micros(sent_at.try_cast("timestamp('UTC')") if kind.is_string() else sent_at)
    if kind.is_string():
        return at - sent_at.re_search(_OFFSET).ifelse(0, TOKYO_US)
    return at if kind.timezone else at - TOKYO_US


def _day(since: Any, engine: Engine) -> Any:
    moment = since.cast("string").left(10).try_cast("timestamp('UTC')")
    return (engine.micros(moment) // DAY_US).fill_null(-1)


def _number(chars: Any) -> Any:
    return chars.try_cast("int64") if chars.type().is_string() else chars.cast("int64")


def _parts(chars: Any, prices: Prices, gsm7: Any) -> Any:
    parts = [parts for parts, _ in prices.home]
    wide = _step(chars, list(zip(prices.longest["ucs2"], parts, strict=True)))
    if gsm7 is False:
        return wide
    return gsm7.ifelse(_step(chars, list(zip(prices.longest["gsm7"], parts, strict=True))), wide)


def _step(value: Any, steps: Sequence[tuple[int, int]]) -> Any:
    """The second of the first step whose first ``value`` does not exceed; null below 0 and beyond the last."""
    found = (value <= steps[-1][0]).ifelse(steps[-1][1], None)
    for most, gives in reversed(steps[:-1]):
        found = (value <= most).ifelse(gives, found)
    return (value < 0).ifelse(None, found)


def _tenths(cells: Any, prices: Prices) -> Any:
    home = _step(cells.parts, list(prices.home))
    return cells.abroad.ifelse(_step(cells.parts, list(prices.abroad)), home) if prices.abroad else home

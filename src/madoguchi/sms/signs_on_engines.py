"""The hijack signs over a table that is too long for a list: the engine says which lines sent enough on a day or in a week to be
looked at, and only their sends go through ``hijack_alerts.alerts_of``, here or in the workers.

Nothing is lost by that: seven days in a row lie in two weeks of the calendar, so one of these holds half of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from madoguchi.engines import Engine
from madoguchi.sms.hijack_alerts import Alert, Found, Looking, alerts_of
from madoguchi.sms.hijack_signs import LEAST_TODAY, LEAST_WEEK, Reason, Scored
from madoguchi.sms.on_engines import sends_in
from madoguchi.sms.sends import DAY_US, DIRECTIONS, MOST_SENDER, TOKYO_US, Row, Send, day_of
from madoguchi.sms.text_families import family_on_engine

_SENDS = ("at", "parts", "tenths", "abroad", "failed", "since_day")
_ROW = ("sender", *_SENDS, "is_out", "recipient", "text_family")
_FOUND = ("sender", "level", "at", "day", "n", "points", "tenths", "worst_tenths")
_REASON = ("ids", "each", "seen", "usual")


def alerts_on(
    engine: Engine, path: Path, *, looking: Callable[[int], Looking], refused: Callable[[int], None]
) -> Iterator[Alert]:
    """Yields what is told of the lines of the Parquet file or folder ``path``. ``looking`` is given the first day of the log.

    Recipients, families of texts and messages that came are read only where ``looking`` has a basis. Raises BadSend, NoEngine.
    """
    table = engine.table(path)
    with_texts = looking(0).signs.with_texts
    rows = engine.kept(_rows(table, looking(0), engine=engine, with_texts=with_texts))
    readable = rows.filter(rows.parts.notnull())
    some = next(iter(engine.batches(_counted(rows))))
    first, unreadable = (some.column(at)[0].as_py() for at in (0, 1))
    refused(int(unreadable or 0))
    if first is None:
        return
    own = looking(day_of(first))
    theirs = readable.semi_join(to_look_at(readable), "sender").select(*_ROW)
    make = partial(_found_in, looking=own)
    for batch in engine.grouped(theirs, ["sender", *_ROW[1:]], make=make, gives=_gives()):
        yield from _told(batch, own)


def _counted(rows: Any) -> Any:
    sane = rows.parts.notnull()
    return rows.agg(first=sane.ifelse(rows.at, None).min(), unreadable=rows.parts.isnull().sum())


def _rows(table: Any, looking: Looking, *, engine: Engine, with_texts: bool) -> Any:
    """Sends that went out, and with a basis messages that came: the columns of ``_ROW``; ``parts`` null where unreadable.

    One pass over the table: of a union of both, Spark 4.3 sends the two halves of a line to different workers.
    """
    way = table.direction.cast("string").lower().fill_null("") if "direction" in table.columns else None
    if with_texts and way is not None:  # what came is read as a send is
        kept = table.mutate(way=way.isin(DIRECTIONS).ifelse(way, None)).drop("direction")
        sends = sends_in(kept, looking.watching, engine=engine)
        way = sends.way
    else:
        sends, way = sends_in(table, looking.watching, engine=engine), None
    told = {
        name: sends[name].cast("string").fill_null("")
        if with_texts and name in table.columns
        else sends.sender.left(0)
        for name in ("recipient", "text_family")
    }
    if with_texts and "text" in table.columns:
        told["text_family"] = (told["text_family"] == "").ifelse(
            family_on_engine(sends.text), told["text_family"]
        )
    sane = sends.sender.length().between(1, MOST_SENDER).fill_null(False)
    sane = sane if way is None else sane & way.notnull()
    kinds = {name: sends[name].cast("int64") for name in ("at", "tenths", "since_day")}
    parts = sane.ifelse(sends.parts, None).cast("int64")
    is_out = True if way is None else (way != "in").fill_null(True)
    return sends.mutate(**told, **kinds, parts=parts, is_out=is_out).select(*_ROW)


def to_look_at(rows: Any) -> Any:
    """Returns the lines that may be looked at, a table of one column ``sender``; counted too high rather than too low."""
    sent = rows.filter(rows.is_out).mutate(day=(rows.at + TOKYO_US) // DAY_US)
    daily = sent.group_by(["sender", "day"]).agg(n=sent.count())
    weekly = daily.mutate(week=daily.day // 7).group_by(["sender", "week"]).agg(n=daily.n.sum())
    many = daily.filter(daily.n >= LEAST_TODAY).select("sender")
    return many.union(weekly.filter(weekly.n >= LEAST_WEEK // 2).select("sender")).distinct()


def _found_in(batches: Iterator[Any], *, looking: Looking) -> Iterator[Any]:
    """What is found in sorted batches; a line may begin in one and end in the next."""
    of, rows = None, list[Row]()
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in _ROW]
        for sender, some in groupby(zip(*columns, strict=True), key=itemgetter(0)):
            if sender != of:
                yield from _batch(of, rows, looking)
                of, rows = sender, []
            rows += (Row(one[0], Send(*one[1:7]), *one[7:]) for one in some)
    yield from _batch(of, rows, looking)


def _batch(sender: str | None, rows: Sequence[Row], looking: Looking) -> Iterator[Any]:
    found = alerts_of(rows, looking.of_line(rows[0].sender)) if rows else []
    if sender is None or not found:
        return
    arrow, gives = import_module("pyarrow"), _gives()
    columns = zip(*(_flat(sender, one) for one in found), strict=True)
    yield arrow.RecordBatch.from_arrays(
        [arrow.array(list(column), kind.type) for column, kind in zip(columns, gives, strict=True)],
        schema=gives,
    )


def _flat(sender: str, found: Found) -> Iterable[Any]:
    one, reasons = found.scored, found.scored.reasons
    head = (sender, found.level, one.at, one.day, one.n, one.points, found.tenths, found.worst_tenths)
    return (*head, *([getattr(row, name) for row in reasons] for name in ("id", "points", "seen", "usual")))


def _gives() -> Any:
    arrow = import_module("pyarrow")
    text, whole = arrow.string(), arrow.int64()
    kinds = [text, text, *(whole,) * 6, arrow.list_(text), *(arrow.list_(arrow.float64()),) * 3]
    return arrow.schema(list(zip((*_FOUND, *_REASON), kinds, strict=True)))


def _told(batch: Any, looking: Looking) -> Iterator[Alert]:
    names = (*_FOUND, *_REASON)
    for row in zip(*(batch.column(name).to_pylist() for name in names), strict=True):
        sender, level, at, day, n, points, tenths, worst, *reasons = row
        step = Scored(at, day, n, points, tuple(Reason(*one) for one in zip(*reasons, strict=True)))
        yield looking.told(sender, Found(level, step, tenths, worst))

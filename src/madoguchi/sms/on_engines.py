"""The watch over a table that is too long for a list: the engine says which lines can have crossed at all, and only their
sends are taken one by one, by the very function that takes them everywhere (``windows.crossings_of``).

Nothing is lost by that: a line none of whose windows holds enough units, whatever of them failed or was restricted,
crosses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from importlib import import_module
from itertools import groupby, islice
from operator import itemgetter, or_
from pathlib import Path
from typing import Any

from madoguchi.engines import Engine
from madoguchi.knowledge.shapes import Cap
from madoguchi.sms.crossings import Crossing, Watching
from madoguchi.sms.sends import (
    DAY,
    DAY_US,
    DELIVERED,
    DIRECTIONS,
    ENCODINGS,
    FAILED,
    FIRST,
    HOME,
    LAST,
    MOMENT,
    MOST_SENDER,
    NEEDED,
    SECOND,
    TOKYO_US,
    BadSend,
    Prices,
    Row,
    Send,
)
from madoguchi.sms.windows import Crossed, Line, Rule, Watched, crossings_of

_ROWS = 100_000  # of one batch
_USUAL = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}[+]09:00$"
SENDS = ("at", "parts", "tenths", "abroad", "failed", "since_day")
CROSSED = ("sender", "at", "rule", "window_start", "n", "tenths", "worst_tenths", "until")


def sends_in(table: Any, watching: Watching, *, engine: Engine) -> Any:
    """Returns the sends that went out, a row each: ``sender`` and the columns of ``Send``; ``parts`` is null where no send can be
    made of a row, for the same reasons as in ``sms.sends``.

    ``table``: columns as in ``sms.sends``; moments as text, as moments (without an offset: Tokyo's) or as microseconds.
    Raises BadSend for a missing column and for one of another kind.
    """
    missing = [name for name in NEEDED if name not in table.columns]
    if missing:
        raise BadSend(f"列「{'・'.join(missing)}」がありません。直し方: {','.join(NEEDED)} の列を入れます。")
    direction = _word(table, "direction")
    out = table if direction is None else table.filter(direction != "in")
    at, since = _micros(out.sent_at, engine), _day(out, engine)
    delivered, encoding, country = _delivered(out), _word(out, "encoding"), _word(out, "country")
    wrong = [
        at.isnull() | ~at.between(FIRST, LAST - 1),
        *(
            ~word.isin(those)
            for word, those in ((_word(out, "direction"), DIRECTIONS), (encoding, ENCODINGS))
            if word is not None
        ),
        *([] if delivered is None else [delivered.isnull()]),
        *([] if since is None else [since.isnull()]),
    ]
    parts = _parts(_number(out.chars), watching.prices, None if encoding is None else encoding == "gsm7")
    cells = out.mutate(
        sender=out.sender.cast("string"),
        at=at,
        parts=reduce(or_, wrong).ifelse(None, parts),
        abroad=False if country is None else ~country.isin(["", *(one.lower() for one in HOME)]),
        failed=False if delivered is None else ~delivered,
        since_day=-1 if since is None else since,
    )
    return cells.mutate(tenths=_tenths(cells, watching.prices))


def _word(table: Any, name: str) -> Any:
    """The column ``name`` as a word in small letters, empty where nothing is told; None where there is no such column."""
    return table[name].cast("string").lower().fill_null("") if name in table.columns else None


def _delivered(table: Any) -> Any:
    """Whether a send was delivered, null where that cannot be read; None where there is no such column."""
    if "delivered" not in table.columns:
        return None
    if table.delivered.type().is_boolean():
        return table.delivered.fill_null(True)
    word = _word(table, "delivered")
    return word.isin(DELIVERED).ifelse(True, word.isin(FAILED).ifelse(False, None))


def by_line(sends: Any, *, least: int) -> Any:
    """Returns what each line sent in all, of the lines with ``least`` units or with rows no send could be made of: ``sender``,
    ``units`` (parts; never fewer than sends or items) and ``unreadable``. It takes three numbers a line.
    """
    summed = sends.group_by("sender").agg(
        units=sends.parts.sum(), unreadable=sends.count() - sends.parts.count(), rows=sends.count()
    )
    readable = is_line(summed.sender)
    found = summed.mutate(
        units=readable.ifelse(summed.units, 0), unreadable=readable.ifelse(summed.unreadable, summed.rows)
    )
    return found.filter((found.units >= least) | (found.unreadable > 0))


def is_line(sender: Any) -> Any:
    return sender.length().between(1, MOST_SENDER).fill_null(False)


def may_cross(sends: Any, rules: Sequence[Rule], *, days_from: int = 0) -> Any:
    """Returns the lines that may have crossed a rule, a table of one column ``sender``: those who sent enough on one day, or in
    all for a rule of a longer window. What is counted is too high rather than too low.

    ``sends`` may have a column ``n``: a row that stands for so many sends. ``days_from`` (microseconds): no day that began before
    is looked at.
    """
    daily, longer = ([rule for rule in rules if (rule.cap.window == "day") is day] for day in (True, False))
    sent = sends.mutate(day=(sends.at + TOKYO_US) // DAY_US)
    recent = sent.filter(sent.at >= days_from) if days_from else sent
    asked = [
        _those_with(of, by, reduce(or_, (_units(of, rule.cap) >= rule.limit for rule in some)))
        for of, some, by in ((recent, daily, ("sender", "day")), (sent, longer, ("sender",)))
        if some
    ]
    return reduce(lambda one, other: one.union(other), asked).distinct()


def _those_with(sends: Any, by: Sequence[str], enough: Any) -> Any:
    return sends.group_by(by).having(enough).agg(n=sends.count()).select("sender")


def _units(sends: Any, cap: Cap) -> Any:
    one = sends.n if "n" in sends.columns else sends.parts.notnull().cast("int64")
    units = sends.parts if cap.unit == "parts" else one
    if cap.scope == "all":
        return units.sum()
    return (sends.abroad == (cap.scope == "overseas")).ifelse(units, 0).sum()


def crossings_on(
    engine: Engine, path: Path, *, watching: Watching, refused: Callable[[int], None]
) -> Iterator[Crossing]:
    """Yields what the lines of the Parquet file or folder ``path`` crossed, line by line; ``refused`` is told how many rows were
    left out. Raises BadSend, NoEngine.
    """
    sends = sends_in(engine.table(path), watching, engine=engine)
    yield from _crossings(engine, sends, watching=watching, refused=refused)


def crossings_of_rows(
    engine: Engine, rows: Iterable[Row], *, watching: Watching, folder: Path
) -> Iterator[Crossing]:
    """Yields what the lines of ``rows`` crossed, read one by one (a CSV) and put down as Parquet in ``folder`` for the engine."""
    path = folder / "sends.parquet"
    _put_down(rows, path)
    yield from _crossings(engine, engine.table(path), watching=watching, refused=lambda _: None)


def _put_down(rows: Iterable[Row], path: Path) -> None:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    kinds = (arrow.string(), *(arrow.int64(),) * 3, arrow.bool_(), arrow.bool_(), arrow.int64())
    schema = arrow.schema(list(zip(("sender", *SENDS), kinds, strict=True)))
    sent = ((row.sender, *row.send) for row in rows if row.is_out)
    with parquet.ParquetWriter(path, schema) as file:
        while some := list(islice(sent, _ROWS)):
            columns = zip(*some, strict=True)
            file.write_batch(arrow.record_batch([*map(list, columns)], schema=schema))


def _crossings(
    engine: Engine, sends: Any, *, watching: Watching, refused: Callable[[int], None]
) -> Iterator[Crossing]:
    rules = watching.watched.rules
    if not rules:
        return
    least = min(rule.limit for rule in rules)
    lines = engine.kept(by_line(sends, least=least))
    refused(_number_of(engine, lines.unreadable.sum()))
    readable = sends.filter(sends.parts.notnull())
    many = lines.filter(lines.units >= least)
    theirs = engine.kept(readable.semi_join(many, "sender").select("sender", *SENDS))
    rows = theirs.semi_join(may_cross(theirs, rules), "sender")
    make = partial(_crossed_in, watched=watching.watched)
    for batch in engine.grouped(rows, ["sender", *SENDS], make=make, gives=gives()):
        for sender, *crossed in zip(*(batch.column(name).to_pylist() for name in CROSSED), strict=True):
            yield watching.told(sender, Crossed(*crossed))


def _number_of(engine: Engine, asked: Any) -> int:
    return int(next(iter(engine.batches(asked.as_table()))).column(0)[0].as_py() or 0)


def _crossed_in(batches: Iterator[Any], *, watched: Watched) -> Iterator[Any]:
    """What the lines of sorted batches crossed; a line may begin in one and end in the next."""
    arrow, sender, line = import_module("pyarrow"), None, Line()
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in ("sender", *SENDS)]
        found: list[tuple[Any, ...]] = []
        for of, rows in groupby(zip(*columns, strict=True), key=itemgetter(0)):
            if of != sender:
                sender, line = of, Line()
            found += [
                (of, *crossed)
                for crossed in crossings_of(line, [Send(*row[1:]) for row in rows], watched=watched)
            ]
        yield arrow.RecordBatch.from_arrays(
            [arrow.array(column, kind.type) for column, kind in zip(_turned(found), gives(), strict=True)],
            schema=gives(),
        )


def _turned(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in CROSSED]


def gives() -> Any:
    arrow = import_module("pyarrow")
    kinds = {"sender": arrow.string(), "rule": arrow.string()}
    return arrow.schema([(name, kinds.get(name, arrow.int64())) for name in CROSSED])


# --- columns --------------------------------------------------------------------------------------------


def _micros(sent_at: Any, engine: Engine) -> Any:
    kind = sent_at.type()
    if kind.is_integer():
        return sent_at.try_cast("int64")
    if kind.is_timestamp():
        return engine.micros(sent_at) - (0 if kind.timezone else TOKYO_US)
    if not kind.is_string():
        raise BadSend("列「sent_at」の型が使えません。直し方: 時刻か文字にします。")
    # Nearly every log writes its moments in one way; the five patterns of the others cost four times what the rest of a row costs.
    usual = sent_at.re_search(_USUAL)
    ours = engine.micros(sent_at.left(19)) - TOKYO_US
    return usual.ifelse(ours, _any_micros(sent_at, engine))


def _any_micros(sent_at: Any, engine: Engine) -> Any:
    there = sent_at.re_search(MOMENT)
    day, time = sent_at.re_extract(MOMENT, 1), sent_at.re_extract(MOMENT, 2)
    zone, sign = sent_at.re_extract(MOMENT, 3), sent_at.re_extract(MOMENT, 4)
    seconds = _two(sent_at, 5) * 3600 + _two(sent_at, 6) * 60
    ahead = (zone != "").ifelse(0, (sign == "").ifelse(TOKYO_US, seconds * SECOND))
    at = engine.micros(day + " " + time)
    return there.ifelse(at - (sign == "-").ifelse(-ahead, ahead), None)


def _two(text: Any, group: int) -> Any:
    return text.re_extract(MOMENT, group).nullif("").fill_null("0").cast("int64")


def _day(table: Any, engine: Engine) -> Any:
    """The day of the contract; -1 where none is told, null where it cannot be read; None where there is no such column."""
    told = _word(table, "contract_from")
    if told is None:
        return None
    day = engine.micros(told.re_search(DAY).ifelse(told.left(10), None)) // DAY_US
    return (told == "").ifelse(-1, day.between(0, LAST // DAY_US).ifelse(day, None))


def _number(chars: Any) -> Any:
    kind = chars.type()
    if kind.is_integer():
        return chars.try_cast("int64")
    if not kind.is_string():
        raise BadSend("列「chars」の型が使えません。直し方: 整数にします。")
    return chars.re_search(r"^[0-9]{1,9}$").ifelse(chars, None).try_cast("int64")


def _parts(chars: Any, prices: Prices, gsm7: Any) -> Any:
    parts = [parts for parts, _ in prices.home]
    wide = _step(chars, list(zip(prices.longest["ucs2"], parts, strict=True)))
    if gsm7 is None:
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

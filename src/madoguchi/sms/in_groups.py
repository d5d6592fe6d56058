"""The watch over a stream on a cluster: each line by itself, with what it has come to kept by the engine between two steps.

The engine groups, keeps and says how far time has come; the sends are taken by the function that takes them everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from madoguchi.engines import Counted, Group, Step, Streaming
from madoguchi.sms.crossings import Crossing, Watching, in_order
from madoguchi.sms.hijack_alerts import RULE, Alert, Found, Looking, OfLine, found_now
from madoguchi.sms.hijack_signs import known_from
from madoguchi.sms.on_engines import CROSSED, SENDS, gives, is_line, sends_in
from madoguchi.sms.sends import Send, start_of_day
from madoguchi.sms.windows import Crossed, Line, Watched, crossings_of

_SIGN = "sign"  # of what is told: a level of the hijack signs, null for a crossing


class Waiting(msgspec.Struct, array_like=True):
    """A line between two steps, its sends that time has not passed (sorted), and what the hijack signs know of it."""

    line: Line = msgspec.field(default_factory=Line)
    held: list[Send] = []
    of_signs: OfLine | None = None


class Told(NamedTuple):
    """What a run over a stream came to: rows that were no sends, and sends that came too late for the bound."""

    refused: int
    late: int


def step(group: Group, *, watched: Watched, looking: Looking | None = None) -> Step:
    """Takes the sends of one line as far as time has come. A moment is in ``group.passed`` microseconds, rows are SENDS.

    ``looking``: hijack signs are told too, by time alone.
    """
    waiting = msgspec.msgpack.decode(group.kept, type=Waiting) if group.kept else Waiting()
    sends = sorted([*waiting.held, *(Send(*row) for row in group.rows)])
    ready = [one for one in sends if one.at < group.passed]
    found = [(group.key, *one, None) for one in crossings_of(waiting.line, ready, watched=watched)]
    if looking is not None and ready:
        found += _signs(group.key, waiting, ready, looking=looking)
    waiting.held = sends[len(ready) :]
    wakes = waiting.held[0].at if waiting.held else None
    return Step(found, msgspec.msgpack.encode(waiting), wakes)


def _signs(
    sender: str, waiting: Waiting, ready: Sequence[Send], *, looking: Looking
) -> Iterator[tuple[Any, ...]]:
    """The levels that a line reaches with ``ready``, as rows of what is told."""
    of = waiting.of_signs or OfLine(known_from(looking.signs), Line())
    for one in found_now(of, ready, looking=looking.of_line(sender)):
        scored = one.scored
        from_midnight = start_of_day(scored.day)
        crossed = (scored.at, RULE, from_midnight, scored.n, one.tenths, one.worst_tenths, None)
        yield (sender, *crossed, msgspec.msgpack.encode(one))
    waiting.of_signs = of


class Keeping(NamedTuple):
    """How a stream is kept, the same in every run. ``bound``: seconds that a send may come late. ``signs_from``: the day on which the
    stream began; with it hijack signs are told too.
    """

    folder: Path
    bound: int
    signs_from: dt.date | None = None


def watch_folder(engine: Streaming, path: Path, *, watching: Watching, keeping: Keeping) -> Told:
    """Takes the Parquet files of ``path`` that were not taken before. What the lines crossed lands in ``keeping.folder``/told, how far
    it was taken beside, in state: both together, exactly once.
    """

    def asked(table: Any) -> Any:
        sends = sends_in(table, watching, engine=engine)
        parts = is_line(sends.sender).ifelse(sends.parts, None)
        kept = sends.mutate(parts=parts).select("sender", *SENDS)
        return kept.mutate(**{name: kept[name].cast(kind) for name, kind in _KINDS.items()})

    day = keeping.signs_from
    looking = None if day is None else _looking(watching, day)
    make = partial(step, watched=watching.watched, looking=looking)
    counted: Counted = engine.streamed(path, asked, step=make, gives=_gives(), into=keeping[:2])
    return Told(*counted)


def _looking(watching: Watching, day: dt.date) -> Looking:
    """By time alone: of a stream no other side is kept."""
    return Looking.of(replace(watching, basis=None), from_day=(day - dt.date(1970, 1, 1)).days)


def _gives() -> Any:
    arrow = import_module("pyarrow")
    return gives().append(arrow.field(_SIGN, arrow.binary()))


_KINDS = dict(zip(SENDS, ("int64", "int32", "int32", "boolean", "boolean", "int32"), strict=True))


def told_in(folder: Path, watching: Watching) -> list[Crossing]:
    """Returns the crossings that stand in ``folder``, in order."""
    return in_order(
        watching.told(row["sender"], Crossed(*(row[name] for name in CROSSED[1:])))
        for row in _rows(folder)
        if row[_SIGN] is None
    )


def signs_in(folder: Path, watching: Watching) -> list[Alert]:
    """Returns the hijack signs that stand in ``folder``, in order."""
    looking = _looking(watching, dt.date(1970, 1, 1))  # the day says nothing of what was found
    found = (
        looking.told(row["sender"], msgspec.msgpack.decode(row[_SIGN], type=Found))
        for row in _rows(folder)
        if row[_SIGN] is not None
    )
    return sorted(found, key=lambda one: (one.crossed_at, one.sender, one.level))


def _rows(folder: Path) -> list[dict[str, Any]]:
    dataset = import_module("pyarrow.dataset")
    found: list[dict[str, Any]] = (
        dataset.dataset(_parts(folder / "told"), format="parquet", schema=_gives()).to_table().to_pylist()
    )
    return found


def _parts(told: Path) -> list[str]:
    """The files that Spark has finished, by its own list: what a killed run left beside them is none of it."""
    done: list[str] = []
    for log in sorted((told / "_spark_metadata").iterdir(), key=lambda one: one.name.split(".")[0].zfill(9)):
        if log.name.startswith("."):
            continue
        entries = [msgspec.json.decode(line) for line in log.read_bytes().splitlines()[1:]]
        names = [str(told / entry["path"].rsplit("/", 1)[-1]) for entry in entries]
        done = names if log.suffix == ".compact" else [*done, *names]
    return [name for name in done if Path(name).exists()]

"""The watch over a stream on a cluster: each line by itself, with what it has come to kept by the engine between two steps.

The engine groups, keeps and says how far time has come; the sends are taken by the function that takes them everywhere.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from madoguchi.engines import Counted, Group, Step, Streaming
from madoguchi.sms.crossings import Watching, in_order
from madoguchi.sms.on_engines import CROSSED, SENDS, gives, is_line, sends_in
from madoguchi.sms.sends import Send
from madoguchi.sms.windows import Crossed, Line, Watched, crossings_of


class Waiting(msgspec.Struct, array_like=True):
    """A line between two steps, and its sends that time has not passed (sorted)."""

    line: Line = msgspec.field(default_factory=Line)
    held: list[Send] = []


class Told(NamedTuple):
    """What a run over a stream came to: rows that were no sends, and sends that came too late for the bound."""

    refused: int
    late: int


def step(group: Group, *, watched: Watched) -> Step:
    """Takes the sends of one line as far as time has come. A moment is in ``group.passed`` microseconds, rows are SENDS."""
    waiting = msgspec.msgpack.decode(group.kept, type=Waiting) if group.kept else Waiting()
    sends = sorted([*waiting.held, *(Send(*row) for row in group.rows)])
    ready = [one for one in sends if one.at < group.passed]
    found = crossings_of(waiting.line, ready, watched=watched)
    waiting.held = sends[len(ready) :]
    wakes = waiting.held[0].at if waiting.held else None
    return Step([(group.key, *one) for one in found], msgspec.msgpack.encode(waiting), wakes)


def watch_folder(engine: Streaming, path: Path, *, watching: Watching, bound: int, folder: Path) -> Told:
    """Takes the Parquet files of ``path`` that were not taken before. What the lines crossed lands in ``folder``/told, how far it
    was taken in ``folder``/state: both together, exactly once. ``bound``: seconds that a send may come late.
    """

    def asked(table: Any) -> Any:
        sends = sends_in(table, watching, engine=engine)
        parts = is_line(sends.sender).ifelse(sends.parts, None)
        kept = sends.mutate(parts=parts).select("sender", *SENDS)
        return kept.mutate(**{name: kept[name].cast(kind) for name, kind in _KINDS.items()})

    counted: Counted = engine.streamed(
        path, asked, step=partial(step, watched=watching.watched), gives=gives(), into=(folder, bound)
    )
    return Told(*counted)


_KINDS = dict(zip(SENDS, ("int64", "int32", "int32", "boolean", "boolean", "int32"), strict=True))


def told_in(folder: Path, watching: Watching) -> list[Any]:
    """Returns the crossings that stand in ``folder``, in order."""
    dataset = import_module("pyarrow.dataset")
    rows = dataset.dataset(_parts(folder / "told"), format="parquet", schema=gives()).to_table().to_pylist()
    return in_order(
        watching.told(row["sender"], Crossed(*(row[name] for name in CROSSED[1:]))) for row in rows
    )


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

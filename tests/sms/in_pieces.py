"""A stream that is cut anywhere and begun anew again and again, and rows in the order in which they arrive."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from madoguchi.engines import Store, store_of
from madoguchi.sms.crossings import Watching
from madoguchi.sms.pieces import GrowingCsv
from madoguchi.sms.sends import SECOND, Reading, moment_of
from madoguchi.sms.stream import Progress, Stream, Told

BOUND = 3 * 3600  # seconds


def arriving(rows: Iterable[tuple[str, ...]], chance: random.Random) -> list[str]:
    """The rows as lines of a CSV, each up to BOUND late."""
    late = [(moment_of(row[0]) + chance.randrange(BOUND * SECOND), row) for row in rows]
    return [",".join(row) for _, row in sorted(late)]


def streamed(
    log: Path,
    watching: Watching,
    folder: Path,
    *,
    chance: random.Random | None,
    bound: int = BOUND,
    with_signs: bool = False,
) -> tuple[list[Told], Progress]:
    """What is told of ``log``, cut by ``chance`` (None: one piece), in a store that is closed and opened now and then."""
    told: list[Told] = []
    folder.mkdir(exist_ok=True)
    for begun in count():
        store = store_of(folder / f"{watching.carrier.id}.duckdb", folder=folder)
        try:
            stream = Stream(store, watching, bound, with_signs)
            ended = _goes_on(stream, log, told, chance=chance)
        finally:
            store.close()
        if ended:
            return told, stream.progress
        assert begun < 20


def _goes_on(stream: Stream, log: Path, told: list[Told], *, chance: random.Random | None) -> bool:
    """Takes some pieces, and says whether that was all."""
    size, store = log.stat().st_size, stream.store
    for _ in range(chance.randrange(2, 6) if chance else 2):
        most = chance.randrange(500, size // 6 + 1_000) if chance else size + 1
        stream.lines.most = chance.randrange(20_000) if chance else 0
        piece = GrowingCsv(log, Reading(stream.watching.prices), False, most).piece(stream.progress.place)
        with store.whole():
            told += stream.end() if piece is None else stream.take(piece)
            stream.save(told=0)
        if piece is None:
            return True
    return False


__all__ = ["Store", "arriving", "streamed"]

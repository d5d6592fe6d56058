"""The lines of a stream as they are kept: nearly all as sums, and those that came near a cap as they are between two sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from madoguchi.engines import Store
from madoguchi.sms.on_engines import SENDS, may_cross
from madoguchi.sms.sends import DAY_US, Send, day_of, start_of_day
from madoguchi.sms.summed import COLUMNS, lines_of, summed
from madoguchi.sms.windows import Crossed, Line, Watched, crossings_of

_MOST = 1_000_000  # rows that come to the sums before what is alike is added up again
_LONGEST_US = 32 * DAY_US  # after which no window holds anything of a line


def schemas() -> dict[str, Any]:
    """Returns the tables (name -> pyarrow.Schema): sends, their sums, and lines near a cap with their last send and restriction."""
    arrow = import_module("pyarrow")
    i64, i32, boolean, text = arrow.int64(), arrow.int32(), arrow.bool_(), arrow.string()
    send = list(zip(("sender", *SENDS), (text, i64, i32, i32, boolean, boolean, i32), strict=True))
    near = [("sender", text), ("line", arrow.binary()), ("last", i64), ("until", i64)]
    tables = {"held": send, "sums": [*send, ("n", i32)], "near": near}
    return {name: arrow.schema(columns) for name, columns in tables.items()}


def rows_of(store: Store, asked: Any) -> Iterator[tuple[Any, ...]]:
    for batch in store.batches(asked):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@dataclass
class KeptLines:
    """``most``: rows of sums that are added before they are added up. To be used inside of ``store.whole``."""

    store: Store
    watched: Watched
    most: int = _MOST
    _rows: int = 0

    def crossings(self, sends: Any, *, since: int, passed: int) -> list[tuple[str, Crossed]]:
        """Takes ``sends`` (a kept table, sender and SENDS), all from ``since`` until just before ``passed``, and returns what was
        crossed, line by line.
        """
        if not self.watched.rules:
            return []
        sums, near = self.store.kept_as("sums"), self.store.kept_as("near")
        far = self.store.kept(sends.anti_join(near, "sender").mutate(n=_one(sends)).select(*COLUMNS))
        nearer = self._nearer(far, sums, today=start_of_day(day_of(since)))
        lines = dict(self._near(near, sends))
        of_nearer = rows_of(self.store, sums.semi_join(nearer, "sender").select(*COLUMNS).order_by(COLUMNS))
        lines.update(lines_of(of_nearer, self.watched))
        self.store.drop("sums", nearer)
        self.store.add("sums", far.anti_join(nearer, "sender"))
        looked_at = sends.inner_join(near.select("sender").union(nearer), "sender").select("sender", *SENDS)
        found = self._taken(rows_of(self.store, looked_at.order_by(["sender", *SENDS])), lines)
        self._add_up(passed)
        return found

    def _nearer(self, far: Any, sums: Any, *, today: int) -> Any:
        """Returns the lines that may have crossed a rule: first those with enough in all, of which there are few."""
        theirs = far.union(sums.semi_join(far, "sender").select(*COLUMNS))
        least = min(rule.limit for rule in self.watched.rules)
        many = self.store.kept(
            theirs.group_by("sender").having(theirs.parts.sum() >= least).agg(n=theirs.count())
        )
        some = theirs.semi_join(many, "sender")
        return self.store.kept(may_cross(some, self.watched.rules, days_from=today))

    def _near(self, near: Any, sends: Any) -> Iterator[tuple[str, Line]]:
        of = near.semi_join(sends, "sender").select("sender", "line")
        for sender, line in rows_of(self.store, of):
            yield sender, msgspec.msgpack.decode(line, type=Line)

    def _taken(self, rows: Iterable[tuple[Any, ...]], lines: dict[str, Line]) -> list[tuple[str, Crossed]]:
        found: list[tuple[str, Crossed]] = []
        kept: list[tuple[str, bytes, int, int]] = []
        for sender, own in groupby(rows, key=itemgetter(0)):
            line = lines.get(sender) or Line()
            sends = [Send(*row[1:]) for row in own]
            found += [(sender, one) for one in crossings_of(line, sends, watched=self.watched)]
            kept.append((sender, msgspec.msgpack.encode(line), sends[-1].at, line.until))
        if kept:
            arrow, schema = import_module("pyarrow"), schemas()["near"]
            columns = [
                arrow.array(one, kind.type) for one, kind in zip(zip(*kept, strict=True), schema, strict=True)
            ]
            changed = self.store.kept(self.store.given(arrow.Table.from_arrays(columns, schema=schema)))
            self.store.drop("near", changed.select("sender"))
            self.store.add("near", changed)
        return found

    def _add_up(self, passed: int) -> None:
        """Adds up what is alike, and lets go of what no window holds any more, when enough has come."""
        sums, near = self.store.kept_as("sums"), self.store.kept_as("near")
        rows = _number_in(self.store, sums)
        if rows <= 2 * self._rows + self.most:
            return
        self.store.keep("sums", summed(sums, self.watched.rules, passed=passed))
        self.store.keep("near", near.filter((near.last > passed - _LONGEST_US) | (near.until > passed)))
        self._rows = _number_in(self.store, self.store.kept_as("sums"))


def _one(sends: Any) -> Any:
    return sends.parts.notnull().cast("int32")


def _number_in(store: Store, table: Any) -> int:
    ((number,),) = rows_of(store, table.count().as_table())
    return int(number)

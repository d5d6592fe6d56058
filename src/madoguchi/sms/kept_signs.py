"""The hijack signs over a stream: what is known of each line between two steps, and what it reached with what came now.

The signs are scored and told by the functions that do it for a whole log (``hijack_alerts``); here is only what is kept. Of a line that is
the last state and, until enough has come, its earlier ones: a state is added, not changed, and the newest counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import groupby
from operator import itemgetter
from typing import Any

import msgspec

from madoguchi.engines import Store
from madoguchi.sms.crossings import Watching
from madoguchi.sms.hijack_alerts import Found, Looking, OfLine, found_now
from madoguchi.sms.hijack_signs import known_from
from madoguchi.sms.on_engines import SENDS
from madoguchi.sms.sends import Send, day_of
from madoguchi.sms.windows import Line

TABLE = "signs"
_MOST = 1_000_000  # states that are added before those that count no more are let go
_ROWS = 250_000  # sends that are taken at once, about


def schema() -> Any:
    """Returns the table of what is kept (pyarrow.Schema): a line, its last send (microseconds) and its state."""
    arrow = import_module("pyarrow")
    return arrow.schema([("sender", arrow.string()), ("last", arrow.int64()), ("state", arrow.binary())])


@dataclass
class KeptSigns:
    """``most``: states that are added before old ones go. To be used inside of ``store.whole``."""

    store: Store
    watching: Watching
    most: int = _MOST
    _rows: int = 0
    _looking: dict[int, Looking] = field(default_factory=dict)

    def first_day(self, sends: Any) -> int | None:
        """Returns the day of the first of ``sends`` (a kept table), as days since 1970; None where there are none."""
        batch = next(iter(self.store.batches(sends.agg(first=sends.at.min()))))
        first = batch.column(0)[0].as_py()
        return None if first is None else day_of(first)

    def found(self, sends: Any, *, from_day: int) -> list[tuple[str, Found]]:
        """Takes ``sends`` (a kept table, sender and SENDS), later than all before, and returns the levels that lines reached.

        ``from_day``: the first day of the stream.
        """
        looking = self._looking.setdefault(from_day, Looking.of(self.watching, from_day=from_day))
        kept = self.store.kept_as(TABLE)
        theirs = kept.semi_join(sends, "sender")
        newest = self.store.kept(theirs.group_by("sender").agg(state=theirs.state.argmax(theirs.last)))
        asked = sends.left_join(newest, "sender").select("sender", *SENDS, "state")
        rows = self.store.kept(asked)
        parts = self._number(rows) // _ROWS + 1
        found = [one for part in range(parts) for one in self._taken(rows, looking, (part, parts))]
        self._let_go()
        return found

    def _taken(self, rows: Any, looking: Looking, part: tuple[int, int]) -> list[tuple[str, Found]]:
        """Takes the lines of one part of so many: what stands in memory has a bound that no step moves."""
        found: list[tuple[str, Found]] = []
        kept: list[tuple[str, int, bytes]] = []
        own = rows if part[1] == 1 else rows.filter((rows.sender.hash() % part[1]).abs() == part[0])
        for sender, some in groupby(self._sorted(own), key=itemgetter(0)):
            theirs = list(some)
            state, sends = theirs[0][-1], [Send(*row[1:-1]) for row in theirs]
            of = msgspec.msgpack.decode(state, type=OfLine) if state else _unseen(looking)
            found += ((sender, one) for one in found_now(of, sends, looking=looking.of_line(sender)))
            kept.append((sender, sends[-1].at, msgspec.msgpack.encode(of)))
        if kept:
            arrow, kinds = import_module("pyarrow"), schema()
            columns = [
                arrow.array(one, kind.type) for one, kind in zip(zip(*kept, strict=True), kinds, strict=True)
            ]
            self.store.add(TABLE, self.store.given(arrow.Table.from_arrays(columns, schema=kinds)))
        return found

    def _sorted(self, rows: Any) -> Iterator[tuple[Any, ...]]:
        for batch in self.store.batches(rows.order_by(["sender", *SENDS])):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def _let_go(self) -> None:
        """Lets go of states that newer ones stand for, when enough have come."""
        kept = self.store.kept_as(TABLE)
        if self._number(kept) <= 2 * self._rows + self.most:
            return
        newest = kept.group_by("sender").agg(last=kept.last.max(), state=kept.state.argmax(kept.last))
        self.store.keep(TABLE, newest)
        self._rows = self._number(self.store.kept_as(TABLE))

    def _number(self, table: Any) -> int:
        return int(next(iter(self.store.batches(table.count().as_table()))).column(0)[0].as_py())


def _unseen(looking: Looking) -> OfLine:
    return OfLine(known_from(looking.signs), Line())

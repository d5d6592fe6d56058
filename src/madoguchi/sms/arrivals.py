"""Sends as they arrive: how far time has come, what comes too late for the stated bound, and what may be taken now.

Time has come as far as the newest send so far, less the bound (all in microseconds). A send that lies before that when it arrives
is too late. Sends are taken when time has passed them, in their order: so what comes out is the same however the stream
was cut into pieces.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from madoguchi.sms.sends import FIRST


class TooLate(NamedTuple):
    """A send that came after its time had passed: its place in the piece, its line, and by how much it was beyond the bound."""

    place: int
    sender: str
    at: int
    behind: int


class _Column(Sequence[int]):
    """An Arrow array of integers as a sequence, which nobody has to turn into a list."""

    def __init__(self, values: Any) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, place: Any) -> Any:
        return self._values[place].as_py()


@dataclass(frozen=True)
class Arrivals:
    """One piece of the stream. ``in_time``: its sends (pyarrow.Table) without those that were too late; ``newest``: of all so far,
    ``last``: of the piece.
    """

    in_time: Any
    too_late: tuple[TooLate, ...]
    newest: int
    last: int
    _passed: _Column

    @classmethod
    def of(cls, sends: Any, *, newest: int, bound: int) -> Arrivals:
        """``sends``: a table in the order in which they arrived, with columns ``sender`` and ``at``."""
        arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
        at = sends.column("at").combine_chunks()
        reached = compute.cumulative_max(arrow.concat_arrays([arrow.array([newest], arrow.int64()), at]))
        passed = compute.subtract(reached, bound)
        late = compute.less(at, passed.slice(0, len(at)))
        places = compute.indices_nonzero(late).to_pylist()
        told = sends.take(places) if places else sends.slice(0, 0)
        found = zip(places, told.column("sender").to_pylist(), told.column("at").to_pylist(), strict=True)
        return cls(
            in_time=sends.filter(compute.invert(late)) if places else sends,
            too_late=tuple(
                TooLate(place, sender, when, passed[place].as_py() - when) for place, sender, when in found
            ),
            newest=reached[len(at)].as_py(),
            last=compute.max(at).as_py(),
            _passed=_Column(passed.slice(1)),
        )

    def place_of(self, at: int) -> int:
        """Returns the place of the send with whose arrival time has passed ``at``; beyond the last where none has."""
        return bisect_right(self._passed, at)


NOTHING_YET = FIRST - 1

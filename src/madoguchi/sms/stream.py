"""The watch over a stream: piece by piece, each in one transaction with where reading goes on and how much was told.

What is told depends on the stream alone, not on its pieces: sends are taken in the order of their moments, as far as time has come
(``arrivals``), and what the lines crossed is said by the function that says it everywhere (``windows``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from operator import itemgetter
from typing import Any, Protocol

import msgspec

from madoguchi.engines import Store
from madoguchi.sms.arrivals import NOTHING_YET, Arrivals, TooLate
from madoguchi.sms.crossings import Crossing, LateSend, Watching
from madoguchi.sms.hijack_alerts import RULE, Alert, Found, Looking
from madoguchi.sms.kept_lines import KeptLines, rows_of, schemas
from madoguchi.sms.kept_signs import TABLE, KeptSigns, schema
from madoguchi.sms.on_engines import SENDS, sends_in
from madoguchi.sms.pieces import Piece, Place, Source
from madoguchi.sms.sends import MOST_SENDER, SECOND, BadSend, Reading, Refused, Row, moment_text
from madoguchi.sms.sign_weights import shipped_weights, weights_for
from madoguchi.sms.windows import Crossed

_TOLD = 5  # refused rows that are told one by one
_PLACE = "place_in_piece"


class Progress(msgspec.Struct, kw_only=True):
    """How far the stream was taken. ``of``: what it is watched by; ``newest``: its newest send; ``told``: bytes of what was told;
    ``floor``: before which all was taken when the stream ended; ``signs_from``: its first day, where hijack signs are told.
    """

    of: str
    place: Place = Place()
    newest: int = NOTHING_YET
    told: int = 0
    rows: int = 0
    refused: int = 0
    late: int = 0
    crossed: int = 0
    floor: int = NOTHING_YET
    signs_from: int | None = None
    signs: int = 0


Told = Crossing | LateSend | Alert


@dataclass
class Stream:
    """A watch and what it keeps. ``bound``: how late a send may come, in seconds. ``take`` and ``end`` belong into ``store.whole``.

    ``with_signs``: hijack signs are told too, by time alone.
    """

    store: Store
    watching: Watching
    bound: int
    with_signs: bool = False
    lines: KeptLines = field(init=False)
    signs: KeptSigns = field(init=False)
    first_refused: list[Refused] = field(default_factory=list)
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        """Raises BadSend for a store that another watch has made."""
        self.lines = KeptLines(self.store, self.watching.watched)
        self.signs = KeptSigns(self.store, self.watching)
        of = _name_of(self.watching, self.bound, with_signs=self.with_signs)
        kept = self.store.kept_as("progress")
        if kept is None:
            self.progress = Progress(of=of)
            self._begin()
            return
        ((told,),) = rows_of(self.store, kept)
        self.progress = msgspec.json.decode(told, type=Progress)
        if self.progress.of != of:
            raise BadSend(
                "--state はほかの会社・約款・--late・--signs で始めたものです。直し方: 同じ指定にするか、新しい --state で始めます。"
            )

    def _begin(self) -> None:
        arrow = import_module("pyarrow")
        with self.store.whole():
            own = {"finished": arrow.schema([("name", arrow.string())]), TABLE: schema()}
            for name, kinds in {**schemas(), **own}.items():
                self.store.keep(name, self.store.given(kinds.empty_table()))
            self.save(told=0)

    def save(self, *, told: int) -> None:
        """Keeps how far the stream was taken; ``told``: bytes of what was told until now."""
        self.progress.told = told
        text = msgspec.json.encode(self.progress).decode()
        self.store.keep("progress", self.store.given(_table({"progress": [text]})))

    def finished(self) -> set[str]:
        """Returns the files of a folder that were taken."""
        return {name for (name,) in rows_of(self.store, self.store.kept_as("finished"))}

    def take(self, piece: Piece) -> list[Told]:
        """Takes ``piece`` and returns what is to be told, in order. Raises BadSend for a table whose columns are no log's."""
        self.progress.place = piece.place
        if piece.finished:
            self.store.add("finished", self.store.given(_table({"name": [piece.finished]})))
        sends = self._read(piece)
        if not sends.num_rows:
            return []
        bound = self.bound * SECOND
        arrivals = Arrivals.of(sends, newest=self._passed + bound, bound=bound)
        reached = self._until(arrivals.newest - bound, self.store.given(arrivals.in_time))
        self.progress.newest = max(self.progress.newest, arrivals.last)
        return self._in_order(arrivals, reached)

    def end(self) -> list[Told]:
        """Takes what is held back, for the stream has ended, and returns what is to be told.

        What comes after all and is not newer than the newest is too late.
        """
        held, passed = self.store.kept_as("held"), self.progress.newest + 1
        reached = self._until(passed, held.filter(held.at < 0))
        self.progress.floor = passed
        reached.sort(key=lambda one: (_at(one[1]), one[0], _rank(one[1])))
        return [self._told(of, one) for of, one in reached]

    # --- in ------------------------------------------------------------------------------------------

    def _read(self, piece: Piece) -> Any:
        """Returns the sends of ``piece`` that went out (pyarrow.Table, sender and SENDS) in the order in which they came."""
        if piece.cells is None:
            sent = [one for one in piece.rows if isinstance(one, Row)]
            self._refuse(one for one in piece.rows if isinstance(one, Refused))
            self.progress.rows += len(piece.rows)
            columns = zip(*((one.sender, *one.send) for one in sent if one.is_out), strict=True)
            schema = schemas()["held"]
            return (
                _table(dict(zip(schema.names, columns, strict=False)), schema)
                if sent
                else schema.empty_table()
            )
        compute = import_module("pyarrow.compute")
        self.progress.rows += piece.cells.num_rows
        asked = sends_in(self.store.given(_numbered(piece.cells)), self.watching, engine=self.store)
        arrow = import_module("pyarrow")
        kinds = arrow.schema([*schemas()["held"], (_PLACE, arrow.int64())])
        in_order = asked.select("sender", *SENDS, _PLACE).order_by(_PLACE)
        batches = [one.cast(kinds) for one in self.store.batches(in_order)]
        sends = arrow.Table.from_batches(batches, schema=kinds)
        long = compute.utf8_length(sends.column("sender"))
        is_line = compute.and_(compute.greater(long, 0), compute.less_equal(long, MOST_SENDER))
        good = compute.fill_null(compute.and_(is_line, compute.is_valid(sends.column("parts"))), False)
        if not compute.all(good).as_py():
            wrong = sends.filter(compute.invert(good)).column(_PLACE)
            self._refuse(_why(piece, wrong, Reading(self.watching.prices)))
            sends = sends.filter(good)
        return sends.drop_columns([_PLACE])

    def _refuse(self, refused: Iterable[Refused]) -> None:
        for one in refused:
            self.progress.refused += 1
            if len(self.first_refused) < _TOLD:
                self.first_refused.append(one)

    @property
    def _passed(self) -> int:
        """How far time has come."""
        return max(self.progress.newest - self.bound * SECOND, self.progress.floor)

    # --- on ------------------------------------------------------------------------------------------

    def _until(self, passed: int, came: Any) -> list[tuple[str, Crossed | Found]]:
        """Takes what lies before ``passed``, of what was held back and of what came; the rest is held back."""
        held, since = self.store.kept_as("held"), self._passed
        came = self.store.kept(came)
        ready = self.store.kept(held.filter(held.at < passed).union(came.filter(came.at < passed)))
        self.store.drop_before("held", "at", value=passed)
        self.store.add("held", came.filter(came.at >= passed))
        return [*self.lines.crossings(ready, since=since, passed=passed), *self._signs(ready)]

    def _signs(self, ready: Any) -> list[tuple[str, Found]]:
        if not self.with_signs:
            return []
        if self.progress.signs_from is None:
            self.progress.signs_from = self.signs.first_day(ready)
        day = self.progress.signs_from
        return [] if day is None else self.signs.found(ready, from_day=day)

    # --- out -----------------------------------------------------------------------------------------

    def _in_order(self, arrivals: Arrivals, reached: list[tuple[str, Crossed | Found]]) -> list[Told]:
        """What is told stands in the order of the arrivals that made it known, then of the moments, lines and rules."""
        found: list[tuple[tuple[int, int, str, str], Crossed | Found | TooLate]] = [
            *(((arrivals.place_of(_at(one)), _at(one), of, _rank(one)), one) for of, one in reached),
            *(((one.place, one.at, one.sender, ""), one) for one in arrivals.too_late),
        ]
        found.sort(key=itemgetter(0))
        return [
            self._late(one) if isinstance(one, TooLate) else self._told(key[2], one) for key, one in found
        ]

    def _late(self, one: TooLate) -> LateSend:
        self.progress.late += 1
        behind, at = one.behind / SECOND, moment_text(one.at)
        return LateSend(sender=one.sender, sent_at=at, seconds_beyond=behind, count=self.progress.late)

    def _told(self, sender: str, one: Crossed | Found) -> Told:
        if isinstance(one, Crossed):
            self.progress.crossed += 1
            return self.watching.told(sender, one)
        self.progress.signs += 1
        return Looking.of(self.watching, from_day=self.progress.signs_from or 0).told(sender, one)


def _at(one: Crossed | Found) -> int:
    return one.at if isinstance(one, Crossed) else one.scored.at


def _rank(one: Crossed | Found) -> str:
    """The order of what is told of one line at one moment."""
    return one.rule if isinstance(one, Crossed) else f"{RULE} {one.level}"


class Out(Protocol):
    """Where it is told."""

    def write(self, told: Iterable[Told]) -> int:
        """Returns how many bytes were written in all, now that they are written for good."""
        ...


def watch_stream(stream: Stream, source: Source, *, out: Out, pause: Callable[[], bool]) -> None:
    """Takes the stream to its end. ``pause`` is asked when there is nothing now: True to look again, False when this was all.

    What is told is written before the step is kept: what a killed process wrote and did not keep is cut off, and told anew, when
    the next begins. Raises BadSend, EngineFailed, OSError.
    """
    while True:
        piece = source.piece(stream.progress.place)
        if piece is None:
            if pause():
                continue
            break
        with stream.store.whole():
            stream.save(told=out.write(stream.take(piece)))
    with stream.store.whole():
        stream.save(told=out.write(stream.end()))


def _name_of(watching: Watching, bound: int, *, with_signs: bool) -> str:
    signs = ("signs", msgspec.to_builtins(weights_for(None, shipped_weights()))) if with_signs else ()
    said = msgspec.json.encode((watching.carrier, watching.prices.tariff, watching.basis, bound, *signs))
    return hashlib.sha256(said).hexdigest()


def _table(columns: dict[str, Any], schema: Any = None) -> Any:
    return import_module("pyarrow").table(columns, schema=schema)


def _numbered(cells: Any) -> Any:
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    ones = arrow.repeat(arrow.scalar(1, arrow.int64()), cells.num_rows)
    return cells.append_column(_PLACE, compute.subtract(compute.cumulative_sum(ones), 1))


def _why(piece: Piece, places: Any, reading: Reading) -> Iterator[Refused]:
    """Why rows of ``piece`` are refused: in the words of the reader that reads line by line, for the first of them."""
    rows: Any = piece.cells
    for number, place in enumerate(places.to_pylist()):
        why = ""
        if number < _TOLD and piece.line:
            try:
                reading.row(rows.slice(place, 1).to_pylist()[0])
            except BadSend as error:
                why = str(error)
        yield Refused(piece.line + place, why)

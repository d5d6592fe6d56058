"""An entry of the log that is an act of its own (a reading, a search): on the disk when it is noted, but not each with a disk of its own.

Every reading waits until its entry is committed, and of a centre one commits at a time. So who comes meanwhile goes together with the
others who came, in one transaction: the disk is waited for once for all of them.
"""

from __future__ import annotations

import datetime as dt
import threading

from django.db import connection

from madoguchi.web.accounts.models import Centre
from madoguchi.web.desk import log
from madoguchi.web.desk.gates import within


class _Waiting:
    """An entry that somebody waits for."""

    def __init__(self, said: log.Said, at: dt.datetime) -> None:
        self.entry = said, at
        self.is_noted = False


class _Line:
    """Who waits in one centre. ``turn``: whose turn it is to write; ``those``: whose entries are not written yet."""

    def __init__(self) -> None:
        self.turn, self._few = threading.Lock(), threading.Lock()
        self._those: list[_Waiting] = []

    def join(self, one: _Waiting) -> None:
        with self._few:
            self._those.append(one)

    def leave(self, those: list[_Waiting]) -> None:
        with self._few:
            self._those = [one for one in self._those if one not in those]

    def waiting(self) -> list[_Waiting]:
        with self._few:
            return list(self._those)


_LINES: dict[str, _Line] = {}
_NEW = threading.Lock()


def noted(centre: Centre, said: log.Said, *, at: dt.datetime) -> None:
    """Notes ``said`` in the log of ``centre``; it is committed when this returns. Inside a transaction it is a part of that one."""
    if connection.in_atomic_block:
        log.note(centre, said, at=at)
        return
    with _NEW:
        line = _LINES.setdefault(centre.pk, _Line())
    mine = _Waiting(said, at)
    line.join(mine)
    try:
        with line.turn:
            if not mine.is_noted:
                _write(centre, line)
    finally:
        line.leave([mine])


def _write(centre: Centre, line: _Line) -> None:
    """Writes what waits, and who waits learns it after the commit. Where it fails, each of the others tries again by itself."""
    those = line.waiting()
    with within(centre):
        log.notes(centre, [one.entry for one in those])
    line.leave(those)
    for one in those:
        one.is_noted = True

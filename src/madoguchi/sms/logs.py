"""The log of sends as a file: read whole, line by line of the log, with what was left out and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from madoguchi.sms.sends import BadSend, Reading, Refused, Row, Send, read_csv

_TOLD = 5  # refused rows that are told one by one


@dataclass
class Log:
    """The sends of a file by line, and the rows that were refused: the first of them, and how many."""

    lines: dict[str, list[Send]] = field(default_factory=lambda: defaultdict(list))
    first_refused: list[Refused] = field(default_factory=list)
    refused: int = 0

    def refuse(self, row: Refused) -> None:
        self.refused += 1
        if len(self.first_refused) < _TOLD:
            self.first_refused.append(row)


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Opens a CSV in UTF-8, with or without its mark. Raises BadSend for other bytes, OSError."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            yield file
        except UnicodeDecodeError:
            raise BadSend("UTF-8 として読めません。直し方: UTF-8 で書き出してください。") from None


def read_log(path: Path, reading: Reading) -> Log:
    """Returns the log in the CSV ``path``. All of it stands in memory, some 200 bytes a send: for more, use an engine."""
    log = Log()
    for row in rows_of(path, reading, log=log):
        log.lines[row.sender].append(row.send)
    return log


def rows_of(path: Path, reading: Reading, *, log: Log, heard: bool = False) -> Iterator[Row]:
    """Yields the sends in the CSV ``path`` that went out (``heard``: and the messages that came); what is refused goes into
    ``log``. Raises BadSend, OSError."""
    with opened(path) as file:
        for row in read_csv(file, reading):
            if isinstance(row, Refused):
                log.refuse(row)
            elif row.is_out or heard:
                yield row


def only_line(log: Log, sender: str | None) -> list[Send]:
    """Returns the sends of ``sender``, or of the one line there is. Raises BadSend where it is not clear whose bill is meant."""
    if sender is not None:
        if sender not in log.lines:
            raise BadSend(f"回線「{sender}」の送信はありません。")
        return log.lines[sender]
    if len(log.lines) > 1:
        some = "・".join(sorted(log.lines)[:3])
        raise BadSend(
            f"{len(log.lines):,}の回線の送信が入っています。直し方: --sender で一つを選びます（{some} など）。"
        )
    return next(iter(log.lines.values()), [])

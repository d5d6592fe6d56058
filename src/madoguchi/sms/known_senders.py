"""Lines that the operator knows to send in bulk (a school, a shop): some signs do not count for them. The caps always do.

A CSV of the operator's own: ``sender,name,from,until,signs,source``. Each row holds from one day to another (``until`` empty: goes on), for
the signs that are named (``|`` between them, ``all`` for all). Nobody stands on it for good without a day to look again.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from madoguchi.sms.hijack_signs import SIGNS, Exempt
from madoguchi.sms.logs import opened
from madoguchi.sms.sends import MOST_LINE, MOST_SENDER, BadSend

COLUMNS = ("sender", "name", "from", "until", "signs", "source")
_EPOCH, _LAST = 719_163, 10**6
_MOST = 100_000  # rows

Known = Mapping[str, tuple[Exempt, ...]]


def read_known_senders(path: Path) -> Known:
    """Returns what does not count, for each line of the list ``path``. Raises BadSend (with the line), OSError."""
    found: dict[str, list[Exempt]] = defaultdict(list)
    with opened(path) as file:
        rows = csv.DictReader(iter(lambda: file.readline(MOST_LINE), ""), strict=True)
        if sorted(rows.fieldnames or ()) != sorted(COLUMNS):
            raise BadSend(f"{path}: 1行目は {','.join(COLUMNS)} にします。")
        for number, (sender, exempt) in enumerate(_rows(path, rows), 1):
            found[sender].append(exempt)
            if number > _MOST:
                raise BadSend(f"{path}: {_MOST:,} 行までです。直し方: 要る行だけにします。")
    return {sender: tuple(some) for sender, some in found.items()}


def _rows(path: Path, rows: csv.DictReader[str]) -> Iterator[tuple[str, Exempt]]:
    try:
        for row in rows:
            yield _row(row, f"{path}: {rows.line_num}行目: ")
    except csv.Error:
        raise BadSend(f'{path}: {rows.line_num}行目の引用符（"）がそろっていません。') from None


def _row(row: dict[str, str], where: str) -> tuple[str, Exempt]:
    if None in row or None in row.values():
        raise BadSend(f"{where}欄の数が1行目と合いません。")
    if not 0 < len(row["sender"]) <= MOST_SENDER or not row["name"].strip() or not row["source"].strip():
        raise BadSend(f"{where}sender と name と source（だれが、何で確かめたか）を書きます。")
    named = frozenset(row["signs"].split("|"))
    if not named <= {*SIGNS, "all"}:
        raise BadSend(f"{where}signs は all か、{' '.join(SIGNS)} を | で区切って書きます。")
    first, last = _day(row["from"], where), _day(row["until"], where) if row["until"] else _LAST
    if last < first:
        raise BadSend(f"{where}until が from より前です。")
    return row["sender"], Exempt(first, last, frozenset(SIGNS) if "all" in named else named)


def _day(text: str, where: str) -> int:
    try:
        return dt.date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise BadSend(f"{where}「{text[:20]}」は日として読めません。2026-11-21 の形にします。") from None

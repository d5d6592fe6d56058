"""Bringing a whole file over: each row a write of its own, so that what was stopped goes on, and nothing comes in twice."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from madoguchi.web.accounts.models import Centre, Membership, Staff
from madoguchi.web.accounts.staffing import CannotBe
from madoguchi.web.desk import cases
from madoguchi.web.desk.cases import Sending
from madoguchi.web.desk.cases.bringing import MOST_NUMBER, BroughtBefore, OldCase
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.gates import Member, NotThere, member_of, within
from madoguchi.web.desk.models import OldNumber
from madoguchi.web.desk.old_records.columns import Mapped, assert_there, mapped_in, number_compared
from madoguchi.web.desk.old_records.reading import Row, opened, rows_of
from madoguchi.web.desk.old_records.understanding import RowNotFit, old_case

Result = Literal["taken", "with_gaps", "there", "refused"]
RESULTS: Mapping[Result, str] = {
    "taken": "取りこみ",
    "with_gaps": "欠けたまま取りこみ",
    "there": "前に取りこみ済み",
    "refused": "取りこめません",
}
_FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\0")  # some programs take the wide ones for the plain ones
_TOO_LONG = "（番号ではありません）"  # a whole sentence, where the wrong column was named


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a row: its line, its old number, and why (Japanese, without any value of the record)."""

    line: int
    number: str
    result: Result
    why: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a file, line by line. ``written``: it was done; else it was only tried."""

    rows: tuple[Told, ...]
    written: bool
    encoding: str

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows became what."""
        return Counter(one.result for one in self.rows)


def brought(path: Path, columns: Path, *, member: Member, at: dt.datetime, write: bool) -> Brought:
    """Reads the file at ``path`` by the mapping at ``columns``; with ``write`` brings its rows over, else only says what would be.

    Raises FileNotFit, KnowledgeError where nothing of it can be read.
    """
    mapped = mapped_in(columns)
    sheet = opened(path, delimiter=mapped.delimiter)
    assert_there(mapped, sheet)
    with within(member.centre):
        numbers = OldNumber.objects.filter(centre=member.centre).values_list("number", flat=True)
        there = {number_compared(number) for number in numbers}
    rows = tuple(_each(rows_of(sheet), mapped, _Way(member, at, write), there))
    return Brought(rows, write, sheet.encoding)


@dataclass(frozen=True, slots=True)
class _Way:
    member: Member
    at: dt.datetime
    write: bool


def _each(rows: Iterator[Row], mapped: Mapped, way: _Way, there: set[str]) -> Iterator[Told]:
    seen: dict[str, int] = {}
    for row in rows:
        number = row.values.get(mapped.columns.number, "")
        compared = number_compared(number)
        try:
            old, gaps = old_case(row, mapped, today=way.at.date())
            if compared in seen:
                raise RowNotFit(
                    f"この番号は、{seen[compared]} 行目にもあります。はじめのほうだけを取りこみます。"
                )
            seen[compared] = row.line
            yield _one(row, old, gaps, way=way, there=there)
        except (RowNotFit, NotFit) as error:
            shown = number if len(number) <= MOST_NUMBER else _TOO_LONG
            yield Told(row.line, shown, "refused", str(error))


def _one(row: Row, old: OldCase, gaps: Sequence[str], *, way: _Way, there: set[str]) -> Told:
    if number_compared(old.number) in there:
        return Told(row.line, old.number, "there")
    if way.write:
        try:
            cases.bring_over(way.member, Sending(_key(way.member.centre, old.number), way.at), old)
        except BroughtBefore:
            return Told(row.line, old.number, "there")
    return Told(row.line, old.number, "with_gaps" if gaps else "taken", "。".join(gaps))


def _key(centre: Centre, number: str) -> str:
    return hashlib.blake2b(
        f"old\0{centre.pk}\0{number_compared(number)}".encode(), digest_size=24
    ).hexdigest()


def who_brings(centre: Centre, login: str, *, today: dt.date) -> Member:
    """Returns who brings the records over: ``login``, or the only head of the centre. Raises CannotBe."""
    if login:
        staff = Staff.objects.filter(login=login).first()
    else:
        heads = Membership.objects.filter(centre=centre, role="head", since__lte=today, staff__is_active=True)
        found = list(Staff.objects.filter(pk__in=heads.exclude(until__lt=today).values("staff"))[:2])
        staff = found[0] if len(found) == 1 else None
    try:
        member = member_of(staff, centre, today=today) if staff else None
    except NotThere:
        member = None
    if member is None or not member.may("open_case"):
        raise CannotBe(
            f"だれの名前で取りこむかを、--by ログイン名 で書いてください（{centre.code} の相談員か所長）。"
        )
    return member


def report_beside(path: Path, done: Brought) -> Path:
    """Writes what became of each row beside the file, as CSV; returns where. No cell of it can become a formula."""
    made = io.StringIO(newline="")
    rows = csv.writer(made)
    rows.writerow(("行", "前の番号", "結果", "理由"))
    for one in done.rows:
        rows.writerow((one.line, _plain(one.number), RESULTS[one.result], _plain(one.why)))
    target = path.with_name(f"{path.stem}-{'取りこみの結果' if done.written else '取りこみの試し'}.csv")
    beside = target.with_name(f".{target.name}.part")
    beside.write_text(made.getvalue(), encoding="utf-8-sig", newline="")
    beside.replace(target)
    return target


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

"""The report as it is shown: numbers, or nothing where a number is too small to be shown. The page, the sheet and the paper say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from madoguchi.web.desk.monthly.counting import NOTHING, SCOPES, Figures, Report, Sum, Table
from madoguchi.web.desk.monthly.small_cells import is_told_by_one, shown_in
from madoguchi.web.desk.shown import UNKNOWN

HIDDEN = "-"
Told = int | float | str | None  # a number, 不明, or None where it is hidden


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table. None is hidden."""

    code: str
    name: str
    now: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """How many more than the month before."""
        return None if self.now is None or self.before is None else self.now - self.before

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, in either month."""
        return self.now == 0 and not self.before


@dataclass(frozen=True, slots=True)
class Part:
    """A table as it is shown."""

    key: str
    name: str
    several: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum as it is shown: of how many it is known and unknown, together, the middle one; the same of the month before."""

    key: str
    name: str
    unit: str
    known: int | None
    unknown: int | None
    total: Told
    middle: Told
    total_before: Told

    @property
    def told(self) -> tuple[str, str, str]:
        """The three sums as they are written."""
        return written(self.total), written(self.middle), written(self.total_before)


@dataclass(frozen=True, slots=True)
class Printed:
    """The whole report as it is shown; ``cases``: how many were received, this month and the month before.

    ``compares``: whether the month before is shown. Not in what goes out: the month before went out as it stood then, and one case that
    was registered late would be told by the difference.
    """

    title: str
    centre: str
    about: str
    notes: tuple[str, ...]
    compares: bool
    cases: Row
    parts: tuple[Part, ...]
    sums: tuple[SumRow, ...]


def printed(report: Report, *, limit: int | None) -> Printed:
    """Returns ``report`` with cells from 1 to ``limit`` hidden, and what would tell them; None hides nothing."""
    now = shown_in([report.cases], limit=limit, whole=report.cases)[0]
    before = report.cases_before if limit is None else None
    return Printed(
        title=f"消費生活相談 月報　{report.month.name}",
        centre=report.centre,
        about=(
            f"受付日が{report.month.name}の、{SCOPES[report.scope]}（{report.at.year}年{report.at.month}月"
            f"{report.at.day}日 {report.at:%H:%M} 現在）。ほかの相談にまとめた相談は数えません。"
        ),
        notes=tuple(_notes(report, limit)),
        compares=limit is None,
        cases=Row("all", "受付件数", now, before),
        parts=tuple(_part(one, report, limit) for one in report.tables),
        sums=tuple(_sum(one, report, limit) for one in report.sums),
    )


def _notes(report: Report, limit: int | None) -> Iterator[str]:
    yield "＊の表では、一つの相談を二つ以上の行に数えることがあります。"
    yield "金額と時間は、分かっている相談だけの合計と中央値です。不明は 0 ではありません。"
    if report.taken_over:
        few = limit is not None and report.taken_over <= limit
        many = f"{limit}件以下" if few else f"{report.taken_over}件"
        yield f"ほかのセンターから引きついだ相談（経由相談）は、はじめのセンターが数えます。ここには入っていません（{many}）。"
    if limit is not None:
        yield (
            f"「{HIDDEN}」は出さない数です。1〜{limit}件の行と、引き算でその数が分かる行を隠しました。"
            "合計は、一件で半分を超えるときも隠しています。"
        )
        yield (
            "前の月の数は、外に出す紙にはのせません（前の月報との引き算で、あとから登録した一件が分かるため）。"
            "中央値は、上から二けたのおよその数です。"
        )


def _part(table: Table, report: Report, limit: int | None) -> Part:
    now = shown_in([len(one.now) for one in table.lines], limit=limit, whole=report.cases)
    rows = (
        Row(line.code, line.name, now[at], len(line.before) if limit is None else None)
        for at, line in enumerate(table.lines)
        if line.now
        or (line.before and limit is None)
        or line.code != NOTHING
        or table.heading.key != "scheme"
    )
    return Part(table.heading.key, table.heading.name, table.heading.several, tuple(rows))


def _sum(one: Sum, report: Report, limit: int | None) -> SumRow:
    known, unknown = _counts(one.now, report.cases, limit)
    return SumRow(
        key=one.key,
        name=one.name,
        unit=one.unit,
        known=known,
        unknown=unknown,
        total=_told(one.now.total, one.now, whole=report.cases, limit=limit),
        middle=_told(_rough(one.now.middle, limit), one.now, whole=report.cases, limit=limit),
        total_before=_told(one.before.total, one.before, whole=report.cases_before, limit=None)
        if limit is None
        else None,
    )


def _counts(figures: Figures, whole: int, limit: int | None) -> Sequence[int | None]:
    return shown_in([len(figures.known), len(figures.unknown)], limit=limit, whole=whole)


def _rough(value: float | None, limit: int | None) -> float | None:
    """The middle one of an odd number of cases is somebody's own sum: what goes out has its first two digits."""
    if not value or limit is None:
        return value
    digits = len(str(int(value)))
    return float(round(value, 2 - digits))


def _told(value: float | None, figures: Figures, *, whole: int, limit: int | None) -> Told:
    """``value`` of ``figures``; None where somebody's own sum could be read from it."""
    if limit is not None and 0 < whole <= limit:
        return None
    if value is None or figures.total is None:
        return UNKNOWN
    few = limit is not None and is_told_by_one(
        figures.total, known=len(figures.known), largest=figures.largest, limit=limit
    )
    return None if few else value


def written(number: Told, unit: str = "") -> str:
    """Returns a number as it stands in the report; the mark of what is hidden for None."""
    if number is None or isinstance(number, str):
        return number or HIDDEN
    plain = f"{number:,.1f}".removesuffix(".0")
    return f"{plain}{unit}"


def signed(number: int | None) -> str:
    """Returns how many more or less, with its sign."""
    return HIDDEN if number is None else f"{number:+,}" if number else "0"

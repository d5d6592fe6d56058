"""Figures for the public: the same questions, with what could be counted back to people hidden, and attacked before they are given.

What is asked about one scheme on one day is protected together, whichever table is wanted: years, means of payment, ages and sexes,
regions, outcomes. So two tables asked for one after the other hide the same cells, and neither opens the other (decision 033).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from madoguchi.disclosure.attack import Attack
from madoguchi.disclosure.cells import Cell, Cells, Sum
from madoguchi.disclosure.hiding import Hidden, NotProtectable, hidden
from madoguchi.disclosure.linear import NoSolver
from madoguchi.disclosure.rounding import rounded
from madoguchi.mart import questions
from madoguchi.mart.contributions import dominated_years
from madoguchi.mart.questions import UNKNOWN, Asked, Figures, NoFigure, Row

HIDDEN: Final = "x"
_RULE: Final = (
    "1〜9件は x とし、合計から逆算できないように、ほかの数も x にすることがあります。0件はそのまま示します。"
    "金額の平均は、1件が大きな割合をしめるとき示しません。"
)
_ROUNDED: Final = "組み合わせの表の件数は、5件きざみに丸めてあります。"
_NOT_PROVEN: Final = (
    "この表は、小さい数を隠しきれることを確かめられなかったので、公表用には出せません。"
    "直し方: 区分を粗くするか、期間や手口を広げてください。"
)
_ALL: Final = "*"
_MOST: Final = 1_000  # rows of a cross table: one of 2,000 takes minutes to protect
_TOO_FINE: Final = "この表は {:,} 行あり、公表用に出せるのは {:,} 行までです。直し方: 区分の少ない列を --by に選んでください。"
Counted = tuple[str, str]  # the column of a count, and of its sign


class Disclosure(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: the rule in Japanese, and how many of the counts in the rows are hidden."""

    rule: str
    counts: int
    hidden: int


class Released(Figures, frozen=True, kw_only=True):
    """Figures that may be published: a hidden count is None, and its ``…_sign`` is ``x``."""

    n: int | None  # type: ignore[assignment]
    unknown: dict[str, int | None]  # type: ignore[assignment]
    disclosure: Disclosure

    @property
    def notes(self) -> tuple[str, ...]:
        return ("x は秘匿、… は不明です。", self.disclosure.rule)


@dataclass
class _Tables:
    """Tables on their way into cells: what is counted, which sums hold, which cells no table shows."""

    counts: dict[Cell, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    unspoken: set[Cell] = field(default_factory=set)
    settled: set[Cell] = field(default_factory=set)

    def put(self, cell: Cell, count: int, *, shown: bool = True) -> Cell:
        self.counts[cell] = count
        if not shown:
            self.unspoken.add(cell)
        return cell

    def tie(self, total: Cell, parts: Sequence[Cell]) -> None:
        """``parts`` make up ``total``; what they are too many or too few for it (one case in two rows, or in none) is taken
        for known: an attacker who does not know it knows less.
        """
        slack = sum(self.counts[part] for part in parts) - self.counts[total]
        if not slack:
            self.sums.append(Sum(total, tuple(parts)))
            return
        rest: Cell = ("slack", total, len(self.sums))
        self.counts[rest] = abs(slack)
        self.settled.add(rest)
        if slack < 0:
            self.sums.append(Sum(total, (*parts, rest)))
            return
        both = self.put(("with slack", rest), self.counts[total] + slack, shown=False)
        self.sums += [Sum(both, (total, rest)), Sum(both, tuple(parts))]

    def cells(self) -> Cells:
        return Cells(self.counts, self.sums, frozenset(self.unspoken), frozenset(self.settled))


@dataclass(frozen=True)
class _Set:
    """The figures that are protected together, and what of them is hidden."""

    figures: Mapping[str, Figures]
    cells: Cells
    found: Hidden


_TOGETHER: Final[Mapping[str, tuple[Callable[[Asked], Figures], tuple[str, ...]]]] = {
    "yearly": (questions.yearly, ()),
    "payment_methods": (questions.payment_methods, ("payment_method",)),
    "age_sex": (questions.age_sex, ("age_band", "sex")),
    "regions": (questions.regions, ("prefecture",)),
    "outcomes": (questions.outcomes, ("outcome",)),
}


def released(name: str, asked: Asked) -> Released:
    """Returns ``yearly``, ``payment_methods``, ``age_sex``, ``regions`` or ``outcomes`` for the public. Raises NoFigure."""
    together = _protected_set(asked)
    figures = together.figures[name]
    signs: tuple[str, ...] = ("count",)
    if name == "yearly":
        signs = ("count", "same_period_count", "n_amount")
        figures = msgspec.structs.replace(figures, rows=_means_hidden(asked, figures, together.found.cells))
    return _shown(figures, together.found.cells, _Naming(name, _TOGETHER[name][1], signs))


def released_cross(asked: Asked, by: Sequence[str]) -> Released:
    """Returns a cross table for the public, its counts rounded, its sums with the other tables protected. Raises NoFigure."""
    together, figures = _protected_set(asked), questions.cross(asked, by)
    if len(figures.rows) > _MOST:
        raise NoFigure(_TOO_FINE.format(len(figures.rows), _MOST))
    tables = _further(together)
    _add(tables, "cross", figures, tuple(by))
    found = _proven(tables.cells(), already=together.found.cells)
    shown = _shown(figures, found.cells, _Naming("cross", tuple(by), ("count",)))
    rows = [{**row, "count": None if row["count"] is None else rounded(row["count"])} for row in shown.rows]
    rule = msgspec.structs.replace(shown.disclosure, rule=_RULE + _ROUNDED)
    return msgspec.structs.replace(shown, rows=rows, disclosure=rule)


def released_risers(asked: Asked, by: str = "scheme") -> Released:
    """Returns what grew, for the public; difference and ratio only where both counts are shown. Raises NoFigure."""
    together, figures = _protected_set(asked), questions.risers(asked, by)
    tables = _further(together)
    year = max(row["fiscal_year"] for row in together.figures["yearly"].rows)
    for column, total in (("count", ("yearly", year, "count")), ("same_period_count", _same(year))):
        parts = [tables.put(("risers", row[by], column), row[column]) for row in figures.rows]
        if total in tables.counts:
            tables.tie(total, parts)
    found = _proven(tables.cells(), already=together.found.cells)
    shown = _shown(figures, found.cells, _Naming("risers", (by,), ("count", "same_period_count")))
    rows = [_growth_hidden(row) for row in shown.rows]
    rows.sort(key=lambda row: (row["difference"] is None, -(row["difference"] or 0), str(row[by])))
    return msgspec.structs.replace(shown, rows=rows)


def _growth_hidden(row: Row) -> Row:
    if row["count"] is None or row["same_period_count"] is None:
        return {**row, "difference": None, "ratio": None}
    return row


# --- what is protected together -------------------------------------------------------------------------


def _protected_set(asked: Asked) -> _Set:
    figures = {name: ask(asked) for name, (ask, _) in _TOGETHER.items()}
    tables = _Tables()
    _add_years(tables, figures["yearly"])
    for name, (_, by) in _TOGETHER.items():
        if by:
            _add(tables, name, figures[name], by)
    cells = tables.cells()
    return _Set(figures, cells, _proven(cells))


def _further(together: _Set) -> _Tables:
    """The tables of the set, settled as they are: what they show is shown."""
    cells = together.cells
    settled = cells.counts.keys() - together.found.cells - cells.unspoken
    return _Tables(dict(cells.counts), list(cells.sums), set(cells.unspoken), set(settled))


def _same(year: int) -> Cell:
    return ("yearly", year, "same_period_count")


def _add_years(tables: _Tables, figures: Figures) -> None:
    years = [tables.put(("yearly", row["fiscal_year"], "count"), row["count"]) for row in figures.rows]
    tables.tie(tables.put(("n",), figures.n), years)
    silent = []
    for row, year in zip(figures.rows, years, strict=True):
        at = row["fiscal_year"]
        stated = tables.put(("yearly", at, "n_amount"), row["n_amount"])
        silent.append(tables.put(("silent", at), row["count"] - row["n_amount"], shown=False))
        tables.tie(year, [stated, silent[-1]])
        _add_same_period(tables, row)
    for name, count in figures.unknown.items():
        cell = tables.put(("unknown", "yearly", name), count)
        if name == "contract_amount":
            tables.tie(cell, silent)


def _add_same_period(tables: _Tables, row: Row) -> None:
    """What came in the rest of the year before follows from two figures that are shown."""
    year, same = row["fiscal_year"], row["same_period_count"]
    if same is None:
        return
    cell, before = tables.put(_same(year), same), ("yearly", year - 1, "count")
    if before in tables.counts and tables.counts[before] >= same:
        rest = tables.put(("rest", year - 1), tables.counts[before] - same, shown=False)
        tables.tie(before, [cell, rest])


def _add(tables: _Tables, name: str, figures: Figures, by: tuple[str, ...]) -> None:
    """A table by fiscal year and ``by``. Its margins are in no row, but whoever adds up the rows has them."""
    rows: dict[int, list[Cell]] = {}
    margins: dict[tuple[Any, ...], list[Cell]] = {}
    for row in figures.rows:
        values = tuple(row[one] for one in by)
        cell = tables.put((name, row["fiscal_year"], *values), row["count"])
        rows.setdefault(row["fiscal_year"], []).append(cell)
        for at, value in enumerate(values):
            margins.setdefault((None, by[at], value), []).append(cell)
            margins.setdefault((row["fiscal_year"], by[at], value), []).append(cell)
    for year, parts in rows.items():
        tables.tie(("yearly", year, "count"), parts)
    for (year, column, value), parts in margins.items():
        if len(by) > 1 or year is None:
            _add_margin(tables, (name, year, column, value), parts)
    _add_unknown(tables, name, figures)


def _add_margin(tables: _Tables, key: tuple[Any, ...], parts: list[Cell]) -> None:
    """A margin that another table shows is that table's cell."""
    name, year, column, value = key
    also = {"prefecture": "regions", "outcome": "outcomes", "payment_methods": "payment_methods"}.get(column)
    total: Cell = (also, year, value)
    if total not in tables.counts or also == name:
        total = ("margin", year or _ALL, column, value)
        if total not in tables.counts:
            tables.put(total, sum(tables.counts[part] for part in parts), shown=False)
    tables.tie(total, parts)


def _add_unknown(tables: _Tables, name: str, figures: Figures) -> None:
    """How many do not say it is told beside each table: it is the margin of those rows."""
    for column, count in figures.unknown.items():
        cell = tables.put(("unknown", name, column), count)
        margin = ("margin", _ALL, column, UNKNOWN)
        if margin in tables.counts and tables.counts[margin] == count:
            tables.sums.append(Sum(cell, (margin,)))


# --- proof, and what is shown ---------------------------------------------------------------------------


def _proven(cells: Cells, *, already: frozenset[Cell] = frozenset()) -> Hidden:
    """Hides, then attacks exactly what would be shown. Raises NoFigure when a small count could be told."""
    try:
        found = hidden(cells, already=already)
        shown = {cell: n for cell, n in cells.counts.items() if cell not in found.cells | cells.unspoken}
        attack = Attack(shown, found.cells, cells.sums, unspoken=cells.unspoken)
        watched = found.cells | (cells.small() & cells.unspoken)
        broken = attack.broken(watched)
    except (NotProtectable, ValueError):
        raise NoFigure(_NOT_PROVEN) from None
    except NoSolver as error:
        raise NoFigure(str(error.args[0])) from None
    if broken:
        raise NoFigure(_NOT_PROVEN)
    return found


@dataclass(frozen=True)
class _Naming:
    """How the cells of a table are named: ``(name, year, *values)``, or by column where a row has several counts."""

    name: str
    by: tuple[str, ...]
    counts: tuple[str, ...]

    def cell(self, row: Row, column: str) -> Cell:
        if self.name == "yearly":
            return ("yearly", row["fiscal_year"], column)
        values = tuple(row[one] for one in self.by)
        return (
            ("risers", *values, column) if self.name == "risers" else (self.name, row["fiscal_year"], *values)
        )


def _shown(figures: Figures, cells: frozenset[Cell], naming: _Naming) -> Released:
    rows, number, gone = [], 0, 0
    for row in figures.rows:
        made: Row = {}
        for column, value in row.items():
            away = column in naming.counts and naming.cell(row, column) in cells
            made[column] = None if away else value
            if column in naming.counts:
                made[f"{column}_sign"] = HIDDEN if away else None
                number, gone = number + (value is not None), gone + away
            elif column == "mean_contract_amount":
                made["mean_contract_amount_sign"] = row.get("mean_sign")
        made.pop("mean_sign", None)
        rows.append(made)
    unknown = {
        name: None if ("unknown", naming.name, name) in cells or 0 < count < 10 else count
        for name, count in figures.unknown.items()
    }
    return Released(
        **{name: getattr(figures, name) for name in ("definition", "as_of", "scheme", "kind", "known_until")},
        rows=rows,
        n=None if ("n",) in cells else figures.n,
        unknown=unknown,
        disclosure=Disclosure(rule=_RULE, counts=number, hidden=gone),
    )


def _means_hidden(asked: Asked, figures: Figures, cells: frozenset[Cell]) -> list[Row]:
    """A mean goes where its number is hidden, or where one amount stands out."""
    out = dominated_years(asked)
    rows = []
    for row in figures.rows:
        year = row["fiscal_year"]
        gone = row["n_amount"] and (year in out or ("yearly", year, "n_amount") in cells)
        mean = None if gone else row["mean_contract_amount"]
        rows.append({**row, "mean_contract_amount": mean, "mean_sign": HIDDEN if gone else None})
    return rows

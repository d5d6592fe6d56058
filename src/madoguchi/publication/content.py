"""What a publication says, in order: the same parts for the page, the paper and the leaflet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from madoguchi.mart.release import Released
from madoguchi.mart.tables import SEXES
from madoguchi.publication.charts import bars_of, spoken
from madoguchi.publication.draft import Case, Draft
from madoguchi.publication.labels import COLUMNS, TITLES, UNKNOWN, age_of, shown, year_of
from madoguchi.publication.live import Value, filled


@dataclass(frozen=True, slots=True)
class Figure:
    """A table with its picture: ``head`` and ``rows`` as people read them, ``alt`` the picture in words."""

    name: str
    title: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The filled texts of a draft, its figures and its notes."""

    draft: Draft
    texts: Mapping[str, str]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    changes: tuple[str, ...]


def content_of(draft: Draft, tables: Mapping[str, Released], *, values: Mapping[str, Value]) -> Content:
    """Returns what ``draft`` says with the numbers of ``tables``."""
    partial = frozenset(row["fiscal_year"] for row in tables["yearly"].rows if row["partial"])
    figures = [
        _figure(name, tables[name], partial, at=at)
        for at, name in enumerate(dict.fromkeys(draft.tables), start=1)
    ]
    return Content(
        draft=draft,
        texts={where: filled(text, values) for where, text in draft.texts().items()},
        figures=tuple(figures),
        notes=_notes(draft, tables),
        changes=tuple(_change(draft, at) for at in range(len(draft.changes))),
    )


def _figure(name: str, figures: Released, partial: frozenset[int], *, at: int) -> Figure:
    title = f"図{at}. {TITLES[name]}"
    names = [one for one in next(iter(figures.rows), {}) if not one.endswith("_sign") and one != "partial"]
    rows = []
    for row in figures.rows:
        cells = [
            row.get(f"{one}_sign") or ("－" if row[one] is None else shown(one, row[one])) for one in names
        ]
        rows.append((year_of(row, partial), *cells[1:]))
    alt = spoken(bars_of(figures, partial), title)
    return Figure(name, title, alt, tuple(COLUMNS[one] for one in names), tuple(rows))


def _notes(draft: Draft, tables: Mapping[str, Released]) -> tuple[str, ...]:
    """What must stand under every number: as of when, of how many, what is unknown, from where, what is hidden, what it means."""
    yearly = tables["yearly"]
    n = "x" if yearly.n is None else f"{yearly.n:,}"
    unknown = "、".join(
        f"{UNKNOWN.get(name, name)} {'x' if number is None else f'{number:,}'}"
        for name, number in yearly.unknown.items()
    )
    meanings = (f"{TITLES[name]}: {tables[name].definition.ja}" for name in dict.fromkeys(draft.tables))
    return (
        f"相談件数は、{day_of(draft.as_of)}までの登録分。単位: {yearly.definition.unit}。n = {n}。不明: {unknown or 'なし'}。",
        f"出典: {draft.source}",
        f"x は秘匿。－ は数がない。{yearly.disclosure.rule}",
        *meanings,
    )


def day_of(day: object) -> str:
    year, month, date = str(day).split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"


def person_of(case: Case) -> str:
    """Returns （2021年10月受付 70歳代 女性）, or （2021年受付 …）."""
    year, _, month = case.received.partition("-")
    when = f"{year}年{month.lstrip('0')}月" if month else f"{year}年"
    return f"（{when}受付 {age_of(case.age_band)} {SEXES[case.sex]}）"


def _change(draft: Draft, at: int) -> str:
    change = draft.changes[at]
    if change.kind == "withdrawal":
        return f"第{change.number}号を取り下げます。{change.why}"
    return f"第{change.number}号を訂正します。誤「{change.old}」、正「{change.new}」。{change.why}"

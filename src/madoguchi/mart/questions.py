"""The questions that published numbers answer, one function each. Each is asked once, in Ibis, of whatever engine is there; what is
done with the few rows that come back is plain arithmetic here, the same for all.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from madoguchi.engines import Engine
from madoguchi.mart.definitions import DEFINITIONS, Definition
from madoguchi.mart.manifest import Manifest, files_of, manifest_of
from madoguchi.mart.tables import LISTS, a_year_before, fiscal_year_of, last_day_of
from madoguchi.mart.versions import as_of

UNKNOWN: Final = "unknown"
# What may be crossed with what. No day, no centre and no municipality: such a table would be of single people.
CROSSED: Final = (
    *("scheme", "kind", "prefecture", "age_band", "sex", "occupation", "product_code", "sales_channel"),
    *("payment_methods", "outcome"),
)
_SUMS: Final = ("count", "before", "n_amount", "amount")  # engines sum in kinds of their own
Row = dict[str, Any]


class NoFigure(LookupError):
    """The figure cannot be given; says why, and what can be asked instead (Japanese)."""


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a question: rows, and beside them ``n`` (how many records they are made of) and ``unknown`` (how many of them
    do not say it, by column; ``scheme`` are records of no scheme, which are in no row). ``known_until``: the last day of which
    the mart knows anything.
    """

    definition: Definition
    as_of: dt.date
    scheme: str | None
    kind: str | None
    rows: list[Row]
    n: int
    unknown: dict[str, int]
    known_until: dt.date

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands below a table of them (Japanese)."""
        return ("… は不明です。この表は中で使うものです。公表するには --public を付けて出し直してください。",)


@dataclass(frozen=True, slots=True)
class Asked:
    """A mart as of ``day``, narrowed to ``scheme`` and ``kind`` (None: all). Raises NoFigure where nothing was known yet."""

    engine: Engine
    mart: Path
    day: dt.date
    scheme: str | None = None
    kind: str | None = None

    def manifest(self) -> Manifest:
        found = manifest_of(self.mart)
        if not found.years(self.day):
            first = min((part.first_known for part in found.parts), default=None)
            what = f"いちばん早い登録は {first} です" if first else "記録が一件もありません"
            raise NoFigure(
                f"{self.day} の時点の数は出せません（{what}）。直し方: --as-of の日か、取りこむ記録を確かめてください。"
            )
        return found


@dataclass(frozen=True, slots=True)
class _Counts:
    """What an engine gave: rows of the columns asked for, ``count`` and the like; and the unknowns beside."""

    rows: list[Row]
    unknown: dict[str, int]
    n: int
    years: list[int]
    known_until: dt.date


def yearly(asked: Asked) -> Figures:
    """Returns count and mean contract amount by fiscal year, the year that is not over beside the same period a year before."""
    found = _counts(asked, (), amounts=True)
    by_year = {row["fiscal_year"]: row for row in found.rows}
    rows = []
    for year in found.years:
        row = by_year.get(year, {})
        partial = asked.day < last_day_of(year)
        number = row.get("n_amount", 0)
        rows.append(
            {
                "fiscal_year": year,
                "partial": partial,
                "count": row.get("count", 0),
                "same_period_count": _same_period(found, by_year, year) if partial else None,
                "mean_contract_amount": rounded_mean(row["amount"], number) if number else None,
                "n_amount": number,
            }
        )
    return _figures("yearly", asked, found, rows=rows)


def _same_period(found: _Counts, by_year: Mapping[int, Row], year: int) -> int | None:
    """None where the mart holds no record of the year before at all: that is unknown, not 0."""
    if year - 1 not in found.years:
        return None
    return int(by_year.get(year - 1, {}).get("before", 0))


def rounded_mean(total: int, number: int) -> int:
    """Returns ``total / number`` rounded half up, without a fraction on the way."""
    return (2 * total + number) // (2 * number)


def payment_methods(asked: Asked) -> Figures:
    """Returns the count of each means of payment by fiscal year; one with two counts in both."""
    found = _counts(asked, ("payment_methods",))
    singles = [row for row in _split(found.rows, "payment_methods") if row["payment_methods"] is not None]
    rows = [
        {"fiscal_year": row["fiscal_year"], "payment_method": row["payment_methods"], "count": row["count"]}
        for row in _whole(singles, ("payment_methods",), found.years)
    ]
    return _figures("payment_methods", asked, found, rows=rows)


def age_sex(asked: Asked) -> Figures:
    """Returns the count by fiscal year, age band and sex."""
    return _by(asked, "age_sex", ("age_band", "sex"))


def regions(asked: Asked) -> Figures:
    """Returns the count by fiscal year and prefecture."""
    return _by(asked, "regions", ("prefecture",))


def outcomes(asked: Asked) -> Figures:
    """Returns the count by fiscal year and outcome."""
    return _by(asked, "outcomes", ("outcome",))


def cross(asked: Asked, by: Sequence[str]) -> Figures:
    """Returns the count by fiscal year and the two columns ``by``. Raises NoFigure for others than those of CROSSED."""
    strange = [name for name in by if name not in CROSSED]
    if strange or len(set(by)) != 2:
        raise NoFigure(f"--by には、違う二つを選びます。使えるのは {' '.join(CROSSED)} です。")
    return _by(asked, "cross", tuple(by))


def risers(asked: Asked, by: str = "scheme") -> Figures:
    """Returns what grew since the beginning of the fiscal year beside the same period a year before, most grown first."""
    if by not in CROSSED:
        raise NoFigure(f"--by に使えるのは {' '.join(CROSSED)} です。")
    found = _counts(asked, (by,))
    year = fiscal_year_of(asked.day)
    if year not in found.years or year - 1 not in found.years:
        raise NoFigure(
            f"{year}年度と{year - 1}年度の記録がそろっていないので、比べられません。直し方: --as-of を変えるか、記録を取りこみます。"
        )
    now, before = Counter[str](), Counter[str]()
    for row in _split(found.rows, by):
        if row[by] is not None and row["fiscal_year"] == year:
            now[row[by]] += row["count"]
        elif row[by] is not None and row["fiscal_year"] == year - 1:
            before[row[by]] += row["before"]
    rows = [
        {
            by: one,
            "count": now[one],
            "same_period_count": before[one],
            "difference": now[one] - before[one],
            "ratio": round(now[one] / before[one], 2) if before[one] else None,
        }
        for one in now.keys() | before.keys()
    ]
    rows.sort(key=lambda row: (-int(row["difference"] or 0), str(row[by])))
    return _figures("risers", asked, found, rows=rows)


def crowd(asked: Asked, *, age_band: str, sex: str, received: str) -> int:
    """Returns how many records of ``asked`` are of this band and sex and were received in ``received`` (a month, 2021-10, or a year):
    among how many somebody is of whom just that is told.
    """
    rows = asked.engine.table(files_of(asked.mart, asked.manifest().parts))
    rows = rows.filter(as_of(rows, asked.day) & (rows.age_band == age_band) & (rows.sex == sex))
    rows = rows.filter(~rows.via_other_centre.fill_null(False))
    rows = rows if asked.scheme is None else rows.filter(rows.scheme == asked.scheme)
    year, _, month = received.partition("-")
    rows = rows.filter(rows.received_on.year() == int(year))
    rows = rows.filter(rows.received_on.month() == int(month)) if month else rows
    (found,) = (row for batch in asked.engine.batches(rows.agg(n=rows.count())) for row in batch.to_pylist())
    return int(found["n"])


# --- asking an engine -----------------------------------------------------------------------------------


def _counts(asked: Asked, by: Sequence[str], *, amounts: bool = False) -> _Counts:
    """Asks for all in one pass: rows of a scheme and rows of no scheme, now and by the same day a year before."""
    manifest = asked.manifest()
    rows = asked.engine.table(files_of(asked.mart, manifest.parts))
    if asked.scheme is not None:
        rows = rows.filter((rows.scheme == asked.scheme) | rows.scheme.isnull())
    if asked.kind is not None:
        rows = rows.filter((rows.kind == asked.kind) | rows.kind.isnull())
    now, before = as_of(rows, asked.day), as_of(rows, a_year_before(asked.day))
    extra = [name for name in ("kind",) if asked.kind is not None]
    rows = rows.mutate(
        now=now,
        before=before,
        no_scheme=rows.scheme.isnull() if asked.scheme is not None else _false(rows),
        via=rows.via_other_centre,
        none_of_kind=rows[extra[0]].isnull() if extra else _false(rows),
    )
    rows = rows.filter(rows.now | rows.before)
    sums = {"count": rows.now.ifelse(1, 0).sum(), "before": rows.before.ifelse(1, 0).sum()}
    if amounts:
        stated = rows.now & rows.contract_amount.notnull()
        sums["n_amount"] = stated.ifelse(1, 0).sum()
        sums["amount"] = stated.ifelse(rows.contract_amount, 0).sum().cast("int64")
    groups = dict.fromkeys(("fiscal_year", "no_scheme", "none_of_kind", "via", *by))
    answer = [
        row
        for batch in asked.engine.batches(rows.group_by(list(groups)).agg(**sums))
        for row in batch.to_pylist()
    ]
    return _sorted_out(answer, asked, by=by, manifest=manifest)


def _false(rows: Any) -> Any:
    return rows.case_key.isnull()


def _sorted_out(answer: Sequence[Row], asked: Asked, *, by: Sequence[str], manifest: Manifest) -> _Counts:
    unknown: dict[str, int] = dict.fromkeys(("via_other_centre", *by), 0)
    counted: defaultdict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    names, n = ("fiscal_year", *by), 0
    for name, wanted in (("scheme", asked.scheme), ("kind", asked.kind)):
        if wanted is not None:
            unknown[name] = 0
    for found in answer:
        row = {
            name: int(value) if name in _SUMS and value is not None else value
            for name, value in found.items()
        }
        if row["via"]:
            continue
        if row["no_scheme"] or row["none_of_kind"]:
            unknown["scheme" if row["no_scheme"] else "kind"] += row["count"]
            continue
        n += row["count"]
        unknown["via_other_centre"] += row["count"] if row["via"] is None else 0
        for name in by:
            unknown[name] += row["count"] if row[name] in (None, UNKNOWN) else 0
        if "n_amount" in row:
            unknown["contract_amount"] = (
                unknown.get("contract_amount", 0) + row["count"] - (row["n_amount"] or 0)
            )
        sums = {name: row[name] or 0 for name in _SUMS if name in row}
        counted[tuple(row[name] for name in names)].update(sums)
    return _Counts(
        rows=[{**dict(zip(names, key, strict=True)), **sums} for key, sums in counted.items()],
        unknown=unknown,
        n=n,
        years=manifest.years(asked.day),
        known_until=manifest.last_known or asked.day,
    )


# --- rows -----------------------------------------------------------------------------------------------


def _by(asked: Asked, name: str, by: tuple[str, ...]) -> Figures:
    found = _counts(asked, by)
    rows = found.rows
    for one in by:
        rows = list(_split(rows, one)) if one in LISTS else rows
        rows = [{**row, one: row[one] or UNKNOWN} for row in rows]
    return _figures(name, asked, found, rows=list(_whole(rows, by, found.years)))


def _split(rows: Sequence[Row], name: str) -> Iterator[Row]:
    """Each row once for each of the values in its list; once where there is none."""
    for row in rows:
        for one in (row[name] or "").split("|") if name in LISTS else (row[name],):
            yield {**row, name: one or None}


def _whole(rows: Sequence[Row], by: Sequence[str], years: Sequence[int]) -> Iterator[Row]:
    """Every year with every value that occurs, in order, zeros too: that nobody came is known."""
    counted: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        counted[tuple(row[name] for name in ("fiscal_year", *by))] += row["count"]
    seen = sorted({key[1:] for key, number in counted.items() if number}, key=_unknown_last)
    for year in years:
        for values in seen:
            yield {
                "fiscal_year": year,
                **dict(zip(by, values, strict=True)),
                "count": counted[(year, *values)],
            }


def _unknown_last(values: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((value == UNKNOWN, value) for value in values)


def _figures(name: str, asked: Asked, found: _Counts, *, rows: list[Row]) -> Figures:
    return Figures(
        definition=DEFINITIONS[name],
        as_of=asked.day,
        scheme=asked.scheme,
        kind=asked.kind,
        rows=rows,
        n=found.n,
        unknown=found.unknown,
        known_until=found.known_until,
    )

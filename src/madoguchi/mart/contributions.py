"""How much single consultations weigh in a sum of yen, by fiscal year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from madoguchi.disclosure.dominance import dominated
from madoguchi.mart.manifest import files_of
from madoguchi.mart.questions import Asked
from madoguchi.mart.versions import as_of


def dominated_years(asked: Asked) -> frozenset[int]:
    """Returns the fiscal years whose mean contract amount would tell too much of one consultation. Raises NoFigure."""
    rows = asked.engine.table(files_of(asked.mart, asked.manifest().parts))
    rows = rows.filter(as_of(rows, asked.day) & rows.contract_amount.notnull())
    rows = rows.filter(rows.via_other_centre.isnull() | ~rows.via_other_centre)
    if asked.scheme is not None:
        rows = rows.filter(rows.scheme == asked.scheme)
    if asked.kind is not None:
        rows = rows.filter(rows.kind == asked.kind)
    sums = _by_year(
        asked,
        rows,
        number=lambda those: those.contract_amount.count(),
        total=lambda those: those.contract_amount.sum(),
        largest=lambda those: those.contract_amount.max(),
    )
    seconds = _seconds(asked, rows, {year: row["largest"] for year, row in sums.items()})
    return frozenset(
        year
        for year, row in sums.items()
        if dominated(row["number"], row["total"], largest=row["largest"], second=seconds[year])
    )


def _seconds(asked: Asked, rows: Any, largest: dict[int, int]) -> dict[int, int]:
    """The second largest amount by year: the largest again, where two have it."""
    if not largest:
        return {}
    best: Any = 0
    for year, most in largest.items():
        best = (rows.fiscal_year == year).ifelse(most, best)
    rows = rows.mutate(is_best=rows.contract_amount == best)
    found = _by_year(
        asked,
        rows,
        bests=lambda those: those.is_best.ifelse(1, 0).sum(),
        below=lambda those: those.is_best.ifelse(0, those.contract_amount).max(),
    )
    return {
        year: most if found[year]["bests"] > 1 else found[year]["below"] for year, most in largest.items()
    }


def _by_year(asked: Asked, rows: Any, **sums: Callable[[Any], Any]) -> dict[int, dict[str, int]]:
    found = asked.engine.batches(rows.group_by("fiscal_year").agg(**sums))
    return {
        int(row["fiscal_year"]): {name: int(row[name] or 0) for name in sums}
        for batch in found
        for row in batch.to_pylist()
    }

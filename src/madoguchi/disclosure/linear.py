"""Linear programmes over cells: the only file that names the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

Column = int
_MOST: Final = 1e7  # no bound is infinite: a solver that finds no end gives no point


class NoSolver(RuntimeError):
    """The solver is not installed (Japanese: how to install it)."""


@dataclass(frozen=True, slots=True)
class Row:
    """``sum(factor × column)`` is ``value``."""

    factors: Mapping[Column, float]
    value: float


class Programme:
    """Columns between bounds, rows that are equations; asked again and again for other goals. Not for two threads at once."""

    def __init__(self, bounds: Sequence[tuple[float, float]], rows: Sequence[Row]) -> None:
        try:
            self._api: Any = import_module("highspy")
        except ImportError:
            raise NoSolver(
                "公表用の秘匿には highspy が要ります。直し方: pip install 'madoguchi[mart]'"
            ) from None
        self._count = len(bounds)
        self._solver: Any = self._api.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("presolve", "off")
        for low, high in bounds:
            self._solver.addVar(low, min(high, _MOST))
        for row in rows:
            columns = list(row.factors)
            values = [row.factors[column] for column in columns]
            self._solver.addRow(row.value, row.value, len(columns), columns, values)

    def bound(self, column: Column, *, low: float, high: float) -> None:
        self._solver.changeColBounds(column, low, min(high, _MOST))

    def cost(self, column: Column, cost: float) -> None:
        self._solver.changeColCost(column, cost)

    def solution(self) -> list[float] | None:
        """Returns the point of least cost; None where there is none."""
        self._solver.run()
        if self._solver.getModelStatus() != self._api.HighsModelStatus.kOptimal:
            return None
        return list(self._solver.getSolution().col_value)

    def whole_solution(self) -> list[float] | None:
        """Returns the point of least cost among those of whole numbers. Slower."""
        integer, real = self._api.HighsVarType.kInteger, self._api.HighsVarType.kContinuous
        for column in range(self._count):
            self._solver.changeColIntegrality(column, integer)
        self._solver.setOptionValue("time_limit", 60.0)
        try:
            return self.solution()
        finally:
            for column in range(self._count):
                self._solver.changeColIntegrality(column, real)

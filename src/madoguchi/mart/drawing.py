"""Columns of synthetic records, drawn as whole arrays: ``-1`` stands for unknown until they become a table of the import format."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

from madoguchi.knowledge import load
from madoguchi.mart.tables import (
    AGES,
    COLUMNS,
    DAYS,
    KINDS,
    OCCUPATIONS,
    OUTCOMES,
    PREFECTURES,
    SEXES,
    SUMS,
    YES_OR_NO,
)
from madoguchi.mart.values import PRODUCTS

UNKNOWN: Final = -1
SUPPORT: Final = "support_scam"
PAID_BY: Final = (
    *("credit_card", "prepaid_emoney", "credit_card|prepaid_emoney", "bank_transfer", "convenience_store"),
    *("cash", "qr_payment", "bank_transfer|convenience_store"),
)
_PHRASES: Final = ("遠隔操作", "電子マネー", "コンビニ", "遠隔操作|電子マネー")
Drawn = dict[str, Any]  # column -> numpy array: days since 1970, yen, or places in ``words``


@dataclass(frozen=True, slots=True)
class Chance:
    """A seeded source of arrays; ``numpy`` is the module."""

    numpy: Any
    source: Any

    @classmethod
    def of(cls, *seed: int) -> Chance:
        numpy = import_module("numpy")
        return cls(numpy, numpy.random.Generator(numpy.random.PCG64(seed)))

    def between(self, low: Any, high: Any, *, size: int) -> Any:
        """Whole numbers from ``low`` to ``high``, both included."""
        return self.source.integers(low, high, size=size, endpoint=True)

    def some(self, size: int, share: float) -> Any:
        """A mask that holds about ``share`` of ``size`` rows."""
        return self.source.random(size) < share

    def weighted(self, weights: Sequence[float], *, size: int) -> Any:
        """Places of ``weights``, each as often as it weighs."""
        edges = self.numpy.cumsum(weights) / sum(weights)
        return self.numpy.searchsorted(edges, self.source.random(size), side="right").clip(
            0, len(weights) - 1
        )


def words() -> Mapping[str, Sequence[str]]:
    """Returns what the places of a column mean."""
    return {
        "scheme": (SUPPORT, *sorted(set(load().schemes) - {SUPPORT})),
        "centre": tuple(f"C{number:03}" for number in range(len(PREFECTURES) * 5)),
        "prefecture": PREFECTURES,
        "kind": tuple(KINDS),
        "product_code": PRODUCTS,
        "sales_channel": ("mail_order", "door_to_door", "telemarketing", "shop"),
        "age_band": AGES,
        "sex": tuple(SEXES),
        "occupation": OCCUPATIONS,
        "payment_methods": PAID_BY,
        "outcome": tuple(OUTCOMES),
        "phrases": _PHRASES,
    }


def people(chance: Chance, size: int, *, older: float) -> Drawn:
    """Returns who and where, ``size`` rows; ``older``: the share of those of 60 and above among the known. All of it is invented."""
    young = [1.0, 4, 5, 8, 11, 14]
    old = [16.0, 18, 7, 1]
    weights = [
        *(one / sum(young) * (1 - older) for one in young),
        *(one / sum(old) * older for one in old),
    ]
    centre = chance.between(0, len(PREFECTURES) * 5 - 1, size=size)
    drawn = {
        "centre": centre,
        "prefecture": centre % len(PREFECTURES),
        "kind": chance.weighted([94, 5, 1], size=size),
        "product_code": chance.between(0, len(PRODUCTS) - 1, size=size),
        "sales_channel": chance.weighted([80, 5, 10, 5], size=size),
        "age_band": chance.weighted(weights, size=size),
        "sex": chance.weighted([46, 48, 1, 5], size=size),
        "occupation": chance.between(0, len(OCCUPATIONS) - 1, size=size),
        "outcome": chance.weighted([62, 20, 6, 9, 1, 2], size=size),
        "phrases": chance.weighted([5, 3, 2, 2], size=size),
    }
    for name, share in (("age_band", 0.06), ("occupation", 0.1), ("phrases", 0.6), ("prefecture", 0.01)):
        drawn[name] = chance.numpy.where(chance.some(size, share), UNKNOWN, drawn[name])
    return drawn


def delay(chance: Chance, size: int) -> Any:
    """Days from reception to registration: a record is approved in its centre first."""
    return 1 + chance.source.geometric(0.12, size=size).clip(1, 60)


def day_number(day: dt.date) -> int:
    """Returns the days from 1970 to ``day``."""
    return (day - dt.date(1970, 1, 1)).days


def table_of(drawn: Drawn, ids: Any) -> Any:
    """Returns the pyarrow.Table of ``drawn`` with the text ``ids``: the columns of the import format, in their order."""
    arrow, numpy = import_module("pyarrow"), import_module("numpy")
    size, known = len(ids), words()
    nothing = numpy.full(size, UNKNOWN)
    columns = [ids]
    for name in COLUMNS[1:]:
        values = drawn.get(name, nothing)
        mask = values == UNKNOWN
        if name in known:
            places = arrow.array(values.astype("int32"), mask=mask)
            columns.append(arrow.DictionaryArray.from_arrays(places, arrow.array(known[name])).cast("string"))
        elif name in DAYS:
            columns.append(arrow.array(values.astype("int32"), mask=mask).cast(arrow.date32()))
        elif name in SUMS:
            columns.append(arrow.array(values.astype("int64"), mask=mask))
        elif name in YES_OR_NO:
            columns.append(arrow.array(values == 1, mask=mask))
        else:
            columns.append(arrow.nulls(size, arrow.string()))
    return arrow.table(columns, names=list(COLUMNS))


def numbered(prefix: str, numbers: Any) -> Any:
    """Returns ``numbers`` as texts behind ``prefix`` (a pyarrow array)."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    return compute.binary_join_element_wise(prefix, arrow.array(numbers).cast("string"), "")

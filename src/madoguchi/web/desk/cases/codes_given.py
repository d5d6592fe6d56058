"""The codes of a record as somebody gives them: what is left out stays, what is given must be in its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import get_args

import msgspec

from madoguchi.knowledge import load
from madoguchi.web.desk.codes import (
    CONTENT_CATEGORIES,
    KINDS,
    METHODS,
    OUTCOMES,
    PRODUCTS,
    SALES_CHANNELS,
)
from madoguchi.words import PaymentMethod, StageWord

_MOST_YEN = 10**15
_MOST_ROWS, _MOST_WORD = 20, 40
_BETWEEN = frozenset(" \u3000、,，。|\t\r\n")  # what stands between two words
_DAYS = dt.date(1900, 1, 1), dt.date(2100, 12, 31)


class CodeNotKnown(ValueError):
    """A code is not in its list, or a sum is none; says which (Japanese)."""


class Codes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes to set. UNSET stays as it is; None (or empty) is "unknown", and unknown is never 0."""

    kind: str | msgspec.UnsetType = msgspec.UNSET
    method: str | msgspec.UnsetType = msgspec.UNSET
    via_other_centre: bool | msgspec.UnsetType | None = msgspec.UNSET
    scheme: str | msgspec.UnsetType = msgspec.UNSET
    secondary_schemes: list[str] | msgspec.UnsetType = msgspec.UNSET
    stages: list[str] | msgspec.UnsetType = msgspec.UNSET
    product_code: str | msgspec.UnsetType = msgspec.UNSET
    sales_channel: str | msgspec.UnsetType = msgspec.UNSET
    content_categories: list[str] | msgspec.UnsetType = msgspec.UNSET
    payment_methods: list[str] | msgspec.UnsetType = msgspec.UNSET
    keywords: list[str] | msgspec.UnsetType = msgspec.UNSET
    contracted_on: dt.date | msgspec.UnsetType | None = msgspec.UNSET
    contract_amount: int | msgspec.UnsetType | None = msgspec.UNSET
    paid_amount: int | msgspec.UnsetType | None = msgspec.UNSET
    relief_amount: int | msgspec.UnsetType | None = msgspec.UNSET
    outcome: str | msgspec.UnsetType = msgspec.UNSET
    minutes_spent: int | msgspec.UnsetType | None = msgspec.UNSET


_LISTS: Mapping[str, Collection[str]] = {
    "kind": KINDS,
    "method": METHODS,
    "stages": get_args(StageWord),
    "product_code": PRODUCTS,
    "sales_channel": SALES_CHANNELS,
    "content_categories": CONTENT_CATEGORIES,
    "payment_methods": get_args(PaymentMethod),
    "outcome": OUTCOMES,
}
_SCHEMES = ("scheme", "secondary_schemes")
_SUMS = ("contract_amount", "paid_amount", "relief_amount", "minutes_spent")


def checked(codes: Codes) -> dict[str, object]:
    """Returns the columns to set. Raises CodeNotKnown."""
    given = {
        name: value for name, value in msgspec.structs.asdict(codes).items() if value is not msgspec.UNSET
    }
    for name, value in given.items():
        if name in _SUMS:
            _assert_sum(name, value)
        elif isinstance(value, list):
            _assert_rows(name, value)
        elif isinstance(value, dt.date):
            _assert_day(name, value)
        elif value and not _is_listed(name, value):
            raise CodeNotKnown(f"{name}: 「{str(value)[:40]}」は一覧にありません。一覧から選んでください。")
    return given


def _is_listed(name: str, value: object) -> bool:
    known = load().schemes if name in _SCHEMES else _LISTS.get(name)
    return known is None or value in known


def _assert_sum(name: str, value: object) -> None:
    if value is not None and not (isinstance(value, int) and 0 <= value <= _MOST_YEN):
        raise CodeNotKnown(
            f"{name}: 0 以上の数を入れてください。分からないときは空けてください（0 とは違います）。"
        )


def is_code(name: str, value: str) -> bool:
    """Returns whether ``value`` stands in the list of the code ``name``, or of the codes that the list ``name`` holds."""
    return name in (*_LISTS, *_SCHEMES) and _is_listed(name, value)


def is_keyword(value: str) -> bool:
    """Returns whether ``value`` is one keyword as a form would keep it: it lies open in the record, so no sentence passes for one."""
    return 0 < len(value) <= _MOST_WORD and value.isprintable() and not set(value) & _BETWEEN


def is_day(value: str) -> bool:
    """Returns whether ``value`` is a day (2026-11-14, in no other writing) that may stand in a record."""
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return False
    return _DAYS[0] <= day <= _DAYS[1] and day.isoformat() == value


def _assert_day(name: str, value: dt.date) -> None:
    """A contract of before 1900 is a slip of the key; one of tomorrow may be agreed on today."""
    if not _DAYS[0] <= value <= _DAYS[1]:
        raise CodeNotKnown(f"{name}: {value.year}年の日付は入りません。西暦の年を確かめてください。")


def _assert_rows(name: str, rows: list[str]) -> None:
    wrong = [row for row in rows if not _is_listed(name, row) or not 0 < len(row) <= _MOST_WORD]
    if wrong or len(rows) > _MOST_ROWS or len(set(rows)) != len(rows):
        raise CodeNotKnown(
            f"{name}: {_MOST_ROWS} 個まで、一覧から一つずつ選んでください（{'、'.join(wrong)[:80]}）。"
        )

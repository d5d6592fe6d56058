"""Lists and lines as the pages of the desk show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madoguchi.web.desk.codes import TEXT_NAMES, TextField
from madoguchi.web.desk.drafting import NOT_CONFIRMED
from madoguchi.web.desk.hiding import Known, hidden
from madoguchi.web.desk.lists import lists
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.registering import record_of

UNKNOWN = "不明"
_TEXTS: tuple[TextField, ...] = ("title", "goods", "summary", "handling")


def registered_texts(whole: WholeCase) -> list[tuple[str, str]]:
    """Returns the texts that are copied into the national system, without who the parties are; the other side stays: it is what is looked for."""
    known = Known(parties=[identity for _, identity in whole.parties.values()])
    return [(TEXT_NAMES[field], hidden(text, known)) for field in _TEXTS if (text := whole.texts.get(field))]


def registered_lines(case: Case) -> list[tuple[str, str]]:
    """Returns what would be registered of ``case`` now, in the order of the published items; unknown is said so."""
    return lines_registered(record_of(case))


def lines_registered(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Returns the columns ``found`` (``registering.record_of``) in words, in the order of the published items; unknown is said so."""
    known = lists()
    return [
        ("受付年月日", str(found["received_on"])),
        ("相談区分", _named(found["kind"], known["kinds"])),
        ("経由相談", {True: "経由", False: "直接", None: UNKNOWN}[found["via_other_centre"]]),
        ("契約当事者の年代", _named(found["age_band"], known["ages"])),
        ("契約当事者の性別", _named(found["sex"], known["sexes"])),
        ("契約当事者の職業", str(found["occupation"] or UNKNOWN)),
        ("市区町村コード", str(found["municipality_code"] or UNKNOWN)),
        ("商品・役務等", _named(found["product_code"], known["products"])),
        ("内容別分類", _rows(found["content_categories"], known["contents"])),
        ("販売購入形態", _named(found["sales_channel"], known["channels"])),
        ("手口", _named(found["scheme"], known["schemes"])),
        ("契約購入金額", _sum(found["contract_amount"])),
        ("既支払額", _sum(found["paid_amount"])),
        ("支払方法", _rows(found["payment_methods"], known["payments"])),
        ("キーワード", "、".join(found["keywords"]) or UNKNOWN),
        ("処理結果の区分", _named(found["outcome"], known["outcomes"])),
    ]


def open_ends(whole: WholeCase) -> list[str]:
    """Returns what is still open in the record, to be seen before it goes on; nothing of it is in the way: a person decides."""
    found = [
        f"「{TEXT_NAMES[field]}」に{NOT_CONFIRMED}が {count} か所残っています"
        for field in _TEXTS
        if (count := whole.texts.get(field, "").count(NOT_CONFIRMED))
    ]
    empty = [
        name
        for name, text in (("相談区分", whole.case.kind), ("処理結果の区分", whole.case.outcome))
        if not text
    ]
    return [*found, *(f"{name}が不明のままです" for name in empty)]


def _named(code: object, names: Mapping[str, str]) -> str:
    return names.get(str(code or ""), UNKNOWN)


def _rows(codes: object, names: Mapping[str, str]) -> str:
    return (
        "、".join(names.get(code, code) for code in codes) if isinstance(codes, list) and codes else UNKNOWN
    )


def _sum(yen: object) -> str:
    return f"{yen:,}円" if isinstance(yen, int) else UNKNOWN

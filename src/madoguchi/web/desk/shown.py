"""Lists and lines as the pages of the desk show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from madoguchi.knowledge import load
from madoguchi.papers.vocabulary import AGES, METHODS
from madoguchi.web.desk.codes import (
    CONTENT_CATEGORIES,
    KINDS,
    OUTCOMES,
    PRODUCTS,
    SALES_CHANNELS,
    SEXES,
)
from madoguchi.web.desk.models import Case
from madoguchi.web.desk.registering import record_of
from madoguchi.words import PaymentMethod

UNKNOWN = "不明"


def lists() -> dict[str, Mapping[str, str]]:
    """Returns the lists that the forms offer: code -> as people say it."""
    return {
        "kinds": {code: name for code, name in KINDS.items()},
        "schemes": {one.id: one.name for one in load().schemes.values()},
        "products": {name: name for name in PRODUCTS},
        "channels": SALES_CHANNELS,
        "contents": CONTENT_CATEGORIES,
        "payments": {code: METHODS[code] for code in get_args(PaymentMethod)},
        "outcomes": {code: name for code, name in OUTCOMES.items()},
        "ages": AGES,
        "sexes": {code: name for code, name in SEXES.items()},
    }


def registered_lines(case: Case) -> list[tuple[str, str]]:
    """Returns what would be registered of ``case`` now, in the order of the published items; unknown is said so."""
    found, known = record_of(case), lists()
    return [
        ("受付年月日", str(found["received_on"])),
        ("相談区分", _named(found["kind"], known["kinds"])),
        ("経由相談", {True: "経由", False: "直接", None: UNKNOWN}[case.via_other_centre]),
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
        ("キーワード", "、".join(case.keywords) or UNKNOWN),
        ("処理結果", _named(found["outcome"], known["outcomes"])),
    ]


def _named(code: object, names: Mapping[str, str]) -> str:
    return names.get(str(code or ""), UNKNOWN)


def _rows(codes: object, names: Mapping[str, str]) -> str:
    return (
        "、".join(names.get(code, code) for code in codes) if isinstance(codes, list) and codes else UNKNOWN
    )


def _sum(yen: object) -> str:
    return f"{yen:,}円" if isinstance(yen, int) else UNKNOWN

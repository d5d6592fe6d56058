"""The words of tables for people: years, bands and means of payment in Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from madoguchi.mart.tables import OUTCOMES, SEXES

COLUMNS: Final[Mapping[str, str]] = {
    "fiscal_year": "年度",
    "count": "件数",
    "same_period_count": "前年度の同じ時期の件数",
    "mean_contract_amount": "契約購入金額の平均（円）",
    "n_amount": "金額が分かっている件数",
    "payment_method": "支払方法",
    "age_band": "年代",
    "sex": "性別",
    "prefecture": "都道府県",
    "outcome": "処理の結果",
}
UNKNOWN: Final[Mapping[str, str]] = {
    "via_other_centre": "経由相談かどうか",
    "scheme": "手口",
    "kind": "相談区分",
    "contract_amount": "契約購入金額",
}
TITLES: Final[Mapping[str, str]] = {
    "yearly": "相談件数と契約購入金額の平均の年度別推移",
    "payment_methods": "支払方法の年度別推移",
    "age_sex": "契約当事者の年代・性別の件数",
    "regions": "都道府県別の件数",
    "outcomes": "処理の結果別の件数",
}
_PAID_BY: Final[Mapping[str, str]] = {
    "prepaid_emoney": "プリペイド型電子マネー",
    "credit_card": "クレジットカード",
    "bank_transfer": "振込",
    "cash": "現金",
    "convenience_store": "コンビニ払い",
    "carrier_billing": "キャリア決済",
    "qr_payment": "コード決済",
    "crypto": "暗号資産",
    "cod": "代金引換",
}
_AGES: Final = {"under_20": "20歳未満", "90s_up": "90歳以上", "unknown": "年代不明"}
_OF: Final[Mapping[str, Mapping[str, str]]] = {
    "payment_method": _PAID_BY,
    "sex": SEXES,
    "outcome": OUTCOMES,
}


def year_of(row: Mapping[str, Any], partial: frozenset[int]) -> str:
    """Returns the year as it is written: the one that is not over says so."""
    year = row["fiscal_year"]
    return f"{year}年度（途中）" if year in partial else f"{year}年度"


def shown(column: str, value: Any) -> str:
    """Returns a value of a row as people read it."""
    if column == "age_band" and isinstance(value, str):
        return age_of(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "不明" if value == "unknown" else _OF.get(column, {}).get(value, str(value))


def age_of(band: str) -> str:
    """Returns 70歳代 for 70s."""
    return _AGES.get(band) or f"{band.removesuffix('s')}歳代"

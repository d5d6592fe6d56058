"""What the fields of something brought are called, and their values as people say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from madoguchi.knowledge import load
from madoguchi.papers.vocabulary import AGES, METHODS, STAGES
from madoguchi.telling.labels import day_text
from madoguchi.web.desk.codes import (
    CONTENT_CATEGORIES,
    FIELD_NAMES,
    OUTCOMES,
    SALES_CHANNELS,
    SEXES,
)
from madoguchi.web.desk.codes import KINDS as OF_A_CASE

_MOST_DIGITS: Final = 15  # more are no sum, and Python reads no number of thousands of digits
_SUMS: Final = frozenset({"contract_amount", "paid_amount"})
LISTS: Final = frozenset({"stages", "payment_methods", "content_categories", "secondary_schemes", "keywords"})
WORDS: Final[Mapping[str, str]] = {
    "words": "話した言葉",
    "added": "あとから足したこと",
    "relation": "相談者から見て",
    "other_desks": "ほかの窓口への相談",
    "wishes": "聞きたいこと",
    "title": "むこうの件名",
    "summary": "むこうの相談概要",
    "course": "むこうの経過",
    "goods": "むこうの商品・役務",
    "handling": "むこうの処理概要",
}
KINDS: Final[Mapping[str, str]] = {
    "name": "名前",
    "phone": "電話",
    "url": "アドレス（URL）",
    "account": "口座",
    "email": "メール",
}
PARTS: Final[Mapping[str, str]] = {"caller": "相談者", "consumer": "契約当事者"}
_OF_A_PARTY: Final[Mapping[str, str]] = {
    "name": "名前",
    "phone": "電話",
    "kana": "ふりがな",
    "postcode": "郵便番号",
    "address": "住所",
    "email": "メール",
    "reach": "連絡の取り方",
    "why_not_self": "本人でないわけ",
    "relation": "続柄",
    "sex": "性別",
    "age_band": "年代",
    "occupation": "職業",
    "municipality_code": "市区町村コード",
}


def label_of(field: str) -> str:
    """Returns what people call ``field`` of something that was brought."""
    room, _, name = field.rpartition(".")
    if room == "memo":
        return f"メモ: {WORDS.get(name, name)}"
    if room == "counterpart":
        return f"相手の{KINDS.get(name, name)}"
    if room == "letter":
        form = load().letters.get(name)
        return f"書面: {form.name if form else name}"
    if room in PARTS:
        return f"{PARTS[room]}の{_OF_A_PARTY.get(name, name)}"
    return FIELD_NAMES.get(field, field)


def shown_value(field: str, value: str) -> str:
    """Returns a value as people say it."""

    name = field.rpartition(".")[2]
    if name in _SUMS:
        return f"{int(value):,}円" if value.isdecimal() and len(value) <= _MOST_DIGITS else value
    if name == "contracted_on":
        return _day(value)
    if name in ("scheme", "secondary_schemes"):
        known = load().schemes.get(value)
        return known.name if known else value
    names: Mapping[str, Mapping[str, str]] = {
        "stages": STAGES,
        "payment_methods": METHODS,
        "content_categories": CONTENT_CATEGORIES,
        "sales_channel": SALES_CHANNELS,
        "sex": {code: shown for code, shown in SEXES.items()},
        "age_band": AGES,
        "kind": {code: shown for code, shown in OF_A_CASE.items()},
        "outcome": {code: shown for code, shown in OUTCOMES.items()},
    }
    return names.get(name, {}).get(value, value)


def _day(value: str) -> str:
    """A day as people say it; what is none stays as it came."""
    try:
        return day_text(dt.date.fromisoformat(value))
    except ValueError:
        return value

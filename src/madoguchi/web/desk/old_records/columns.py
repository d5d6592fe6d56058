"""Which column is what: the file ``MAPPING.yaml`` of whoever brings old cases over, and a value of it as a day, a code or a sum."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

from madoguchi.days import days_in
from madoguchi.knowledge.reader import read_file
from madoguchi.masks import levelled as with_plain_dashes
from madoguchi.web.desk.codes import (
    CONTENT_CATEGORIES,
    KINDS,
    METHODS,
    OUTCOMES,
    PRODUCTS,
    SALES_CHANNELS,
    SEXES,
    CounterpartKind,
)
from madoguchi.web.desk.lists import lists
from madoguchi.web.desk.old_records.reading import FileNotFit, Sheet
from madoguchi.words import AgeBand

_WHOLE_DAY = re.compile(
    r"(?:(?:19|20)[0-9]{2}|(?:令和|平成|昭和|[rhs])(?:[0-9]{1,2}|元))[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?(?:[ t(].*)?"
)
_EIGHT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_AGE = re.compile(r"([0-9]{1,3})(?:[歳才]?(?:代|台)?|[歳才]以上|代以上)")
_LISTED = re.compile(r"[、,，;；/／|｜\n]+")
_YES, _NO = (
    frozenset({"経由", "はい", "有", "あり", "1", "yes", "true"}),
    frozenset({"直接", "いいえ", "無", "なし", "0", "no", "false"}),
)


class Who(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The columns of the caller or of the consumer."""

    name: str = ""
    kana: str = ""
    phone: str = ""
    postcode: str = ""
    address: str = ""
    email: str = ""
    relation: str = ""
    age_band: str = ""
    sex: str = ""
    occupation: str = ""
    municipality_code: str = ""


class Columns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which column holds what; a text may stand in several. What is not named is not brought over."""

    number: str
    received_on: str
    closed_on: str = ""
    registered_on: str = ""
    method: str = ""
    kind: str = ""
    scheme: str = ""
    product_code: str = ""
    sales_channel: str = ""
    content_categories: str = ""
    payment_methods: str = ""
    keywords: str = ""
    outcome: str = ""
    via_other_centre: str = ""
    contracted_on: str = ""
    contract_amount: str = ""
    paid_amount: str = ""
    relief_amount: str = ""
    minutes_spent: str = ""
    title: str = ""
    goods: str = ""
    memo: list[str] = []
    summary: list[str] = []
    course: list[str] = []
    handling: list[str] = []
    advice: list[str] = []
    caller: Who = Who()
    consumer: Who = Who()
    counterparts: dict[CounterpartKind, str] = {}


class Mapped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: the columns, and for a code what the old words mean (old word -> our code or our word)."""

    columns: Columns
    values: dict[str, dict[str, str]] = {}
    delimiter: Literal[",", "\t", ";"] = ","


def mapped_in(path: Path) -> Mapped:
    """Returns the mapping of the file at ``path``. Raises KnowledgeError (file and line), FileNotFit for a field that has no codes."""
    found = read_file(path, Mapped)
    for field, meanings in found.values.items():
        if field not in _coded():
            raise FileNotFit(
                f"{path}: values の「{field}」は、コードのある項目ではありません。使えるのは {'、'.join(_coded())} です。"
            )
        for word, code in meanings.items():
            if code and code_of(field, code, meanings={}) is None:
                raise FileNotFit(
                    f"{path}: values の {field} の「{word}: {code}」は、一覧にありません。"
                    f"使えるのは {'、'.join(_coded()[field])} です。"
                )
    return found


def assert_there(mapped: Mapped, sheet: Sheet) -> None:
    """Raises FileNotFit where the mapping names a column that the file does not have."""
    missing = [name for name in named_in(mapped.columns) if name not in sheet.columns]
    if missing:
        raise FileNotFit(
            f"{sheet.path}: 「{missing[0]}」という列がありません。あるのは {'、'.join(sheet.columns)[:400]} です。"
            "--columns のファイルを直してください。"
        )


def named_in(columns: object) -> Iterator[str]:
    """Yields the names of all columns that a mapping names."""
    for value in msgspec.to_builtins(columns).values():
        if isinstance(value, dict):
            yield from filter(None, value.values())
        elif isinstance(value, list):
            yield from value
        elif value:
            yield value


# --- what a value means -----------------------------------------------------------------------------


def levelled(text: str) -> str:
    """Returns ``text`` in one width and one case, for comparing."""
    return " ".join(unicodedata.normalize("NFKC", text[:400]).casefold().split())


def number_compared(number: str) -> str:
    """Returns an old number as two of them are compared: 31-7 and ３１－７ are one."""
    return levelled(with_plain_dashes(number))


@cache
def _coded() -> dict[str, Mapping[str, str]]:
    """field -> code -> how people say it."""
    known = lists()
    return {
        "method": {code: name for code, name in METHODS.items()},
        "kind": {code: name for code, name in KINDS.items()},
        "scheme": known["schemes"],
        "product_code": {name: name for name in PRODUCTS},
        "sales_channel": SALES_CHANNELS,
        "content_categories": CONTENT_CATEGORIES,
        "payment_methods": known["payments"],
        "outcome": {code: name for code, name in OUTCOMES.items()},
        "age_band": {code: name for code, name in known["ages"].items() if code in get_args(AgeBand)},
        "sex": {**{code: name for code, name in SEXES.items()}},
    }


_SHORT = {"sex": {"女": "female", "男": "male"}, "kind": {"問い合わせ": "inquiry"}}


def code_of(field: str, text: str, *, meanings: Mapping[str, str]) -> str | None:
    """Returns the code that ``text`` means in ``field``: by ``meanings`` first, by our code or our word else; None if none."""
    sought = levelled(text)
    for word, code in (*meanings.items(), *_SHORT.get(field, {}).items()):
        if levelled(word) == sought:
            return code_of(field, code, meanings={}) if code else ""
    for code, name in _coded()[field].items():
        if sought in (levelled(code), levelled(name)):
            return code
    return _age_of(sought) if field == "age_band" else None


def codes_in(field: str, text: str, *, meanings: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Returns the codes of a list, and what of it is none."""
    found: dict[str, None] = {}
    strange = []
    for word in filter(None, (one.strip() for one in _LISTED.split(text))):
        code = code_of(field, word, meanings=meanings)
        if code:
            found[code] = None
        elif code is None:
            strange.append(word)
    return list(found), strange


def _age_of(sought: str) -> str | None:
    found = _AGE.fullmatch(sought)
    if found is None or int(found[1]) > 120:
        return None
    age = int(found[1])
    return "under_20" if age < 20 else "90s_up" if age >= 90 else f"{age // 10}0s"


def day_in(text: str, *, today: dt.date) -> dt.date | None:
    """Returns the day of 2019/3/5, 2019年3月5日, 20190305, 令和元年5月7日, H31.4.30; None for anything else, or a day to come."""
    plain = levelled(text)
    if eight := _EIGHT.fullmatch(plain):
        plain = "-".join(eight.groups())
    if not _WHOLE_DAY.fullmatch(plain):
        return None
    found = days_in(plain, today)
    if not found or found[0].precision != "day" or found[0].from_day > today:
        return None
    return found[0].from_day


def yes_in(text: str) -> bool | None:
    """Returns what a yes or no says; None for anything else."""
    plain = levelled(text)
    return True if plain in _YES else False if plain in _NO else None

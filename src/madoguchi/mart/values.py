"""One value of a record, from its text: what it must look like, and what to write instead where it does not.

No message quotes the value: whoever put a name or a number of a person into the wrong column finds it in no report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from madoguchi.knowledge import load
from madoguchi.mart.tables import (
    AGES,
    DAYS,
    FIRST_DAY,
    KINDS,
    MOST_YEN,
    OCCUPATIONS,
    OUTCOMES,
    PAYMENTS,
    PREFECTURES,
    SALES,
    SEXES,
    SUMS,
    YES_OR_NO,
)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SUM = re.compile(r"[0-9]{1,12}", re.ASCII)
_MUNICIPALITY = re.compile(r"[0-9]{5,6}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}", re.ASCII)
_DESK = re.compile(r"\w{1,30}(?:センター|プラザ|相談室|相談所|窓口|役所|役場|支所|課|係)[A-Za-z0-9]{0,3}")
_FEWEST_OF_A_NUMBER = 9  # digits: as many as a telephone number has, or more
_WORDS: Final[Mapping[str, bool]] = {"true": True, "false": False, "1": True, "0": False}
_MOST_LISTED = 20
# As published tables call them (facts/pionet_items.yaml).
_SALES: Final = {
    "店舗購入": "shop",
    "訪問販売": "door_to_door",
    "通信販売": "mail_order",
    "電話勧誘販売": "telemarketing",
}

# The large classes seen in municipal tables (facts/pionet_items.yaml); numeric codes are not public.
PRODUCTS: Final = tuple(
    "商品一般 食料品 住居品 光熱水品 被服品 保健衛生品 教養娯楽品 車両・乗り物 土地・建物・設備 他の商品 クリーニング "
    "レンタル・リース・貸借 工事・建築・加工 修理・補修 管理・保管 役務一般 金融・保険サービス 運輸・通信サービス "
    "教養・娯楽サービス 保健・福祉サービス 他の役務 他の行政サービス 他の相談".split()
)


class BadValue(ValueError):
    """A value that its column cannot hold; says what it must be (Japanese), never what it was."""


class NotListed(BadValue):
    """A word of an open list that is in none: the record stays, the word does not come in."""


@dataclass(frozen=True)
class Reading:
    """How values are read: ``today`` (nothing is registered later), and words that an analyst has looked at and admits beside
    those that the program knows.
    """

    today: dt.date
    words: frozenset[str] = frozenset()
    _readers: dict[str, Callable[[str], Any]] = field(default_factory=dict)
    _days: dict[str, dt.date] = field(default_factory=dict)  # no more than there are days

    def __post_init__(self) -> None:
        schemes = frozenset(load().schemes)
        listed = {
            "kind": frozenset(KINDS),
            "scheme": schemes,
            "age_band": frozenset(AGES),
            "sex": frozenset(SEXES),
            "outcome": frozenset(OUTCOMES),
        }
        self._readers.update(
            **{name: _one_of(those) for name, those in listed.items()},
            **dict.fromkeys(DAYS, self._day),
            **dict.fromkeys(SUMS, _sum),
            **dict.fromkeys(YES_OR_NO, _yes_or_no),
            secondary_schemes=_list_of(schemes),
            payment_methods=_list_of(frozenset(PAYMENTS)),
            phrases=_list_of(known_phrases() | self.words, error=NotListed),
            occupation=_one_of(frozenset(OCCUPATIONS) | self.words, error=NotListed),
            centre=_centre,
            municipality_code=_municipality,
            product_code=_product_of(frozenset(PRODUCTS) | self.words),
            prefecture=_prefecture,
            sales_channel=_sales,
        )

    def value(self, column: str, text: str) -> Any:
        """Returns the value of ``text``; None (unknown) where there is none. Raises BadValue."""
        plain = text.strip()
        return self._readers[column](plain) if plain else None

    def _day(self, text: str) -> dt.date:
        found = self._days.get(text)
        if found is None:
            found = self._days[text] = self._new_day(text)
        return found

    def _new_day(self, text: str) -> dt.date:
        try:
            day = dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            raise BadValue("日付は 2021-12-31 の形で書きます")
        if not FIRST_DAY <= day <= self.today:
            raise BadValue(f"{FIRST_DAY} から今日（{self.today}）までの日にします")
        return day


def known_phrases() -> frozenset[str]:
    """Returns the words that may stand in ``phrases``: those that the signs and the schemes of the knowledge are made of."""
    known = load()
    words = {word for those in known.concepts.values() for word in those}
    for scheme in known.schemes.values():
        patterns = [*scheme.names, *(pattern for sign in scheme.signs for pattern in sign.any)]
        words |= {scheme.name, *(piece for pattern in patterns for piece in pattern.split("~"))}
    return frozenset(word for word in words if word and not set(word) & set("{}()|"))


def _one_of(those: frozenset[str], *, error: type[BadValue] = BadValue) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in those:
            raise error(_listed(those, error))
        return text

    return read


def _list_of(those: frozenset[str], *, error: type[BadValue] = BadValue) -> Callable[[str], str | None]:
    def read(text: str) -> str | None:
        found = {one for part in text.split("|") if (one := part.strip())}
        if not found <= those:
            raise error(_listed(those, error, several=True))
        return "|".join(sorted(found)) or None

    return read


def without_unlisted(reading: Reading, column: str, *, text: str) -> Any:
    """Returns what is left of a value of an open list when the words that are in no list are left out."""
    kept = []
    for part in text.split("|"):
        try:
            kept.append(reading.value(column, part))
        except NotListed:
            continue
    return "|".join(sorted({one for one in kept if one})) or None


def _listed(those: Iterable[str], error: type[BadValue], *, several: bool = False) -> str:
    if error is NotListed:
        return "一覧にない言葉です。人のことでないと確かめてから、--words の一覧に足します"
    names = sorted(those)
    more = " など" if len(names) > _MOST_LISTED else ""
    return f"{'「|」で区切ります。' if several else ''}使えるのは {' '.join(names[:_MOST_LISTED])}{more} です"


def _sum(text: str) -> int:
    if not _SUM.fullmatch(text) or int(text) > MOST_YEN:
        raise BadValue(
            f"金額は 0 から {MOST_YEN:,} までの整数（円）で、「,」や「円」を付けません。不明は空にします"
        )
    return int(text)


def _yes_or_no(text: str) -> bool:
    found = _WORDS.get(text.lower())
    if found is None:
        raise BadValue("true か false にします。不明は空にします")
    return found


def _centre(text: str) -> str:
    if not ((_CODE.fullmatch(text) and not _is_number(text)) or _DESK.fullmatch(text)):
        raise BadValue(
            "センターは、半角の英数字16文字までのコードか、「センター」「窓口」「課」などで終わる名前にします"
        )
    return text


def _municipality(text: str) -> str:
    if not _MUNICIPALITY.fullmatch(text):
        raise BadValue("市区町村コードは5けたか6けたの数字です")
    return text


def _product_of(those: frozenset[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in those and (not _CODE.fullmatch(text) or _is_number(text)):
            raise NotListed(_listed(those, NotListed))
        return text

    return read


def _prefecture(text: str) -> str:
    """By its name, or by its number of two digits, which is its place in the list."""
    if text.isascii() and text.isdigit() and len(text) == 2 and 1 <= int(text) <= len(PREFECTURES):
        return PREFECTURES[int(text) - 1]
    if text not in PREFECTURES:
        raise BadValue("都道府県は「東京都」の形の名前か、2けたのコードにします")
    return text


def _sales(text: str) -> str:
    found = _SALES.get(text, text)
    if found not in SALES:
        raise BadValue(_listed((*SALES, *_SALES), BadValue))
    return found


def _is_number(text: str) -> bool:
    """A telephone number or another long one: no code of a centre looks like that."""
    return sum(char.isdigit() for char in text) >= _FEWEST_OF_A_NUMBER

"""One row of old records as a case: what cannot be read leaves a gap that is told, and stays in the memo in its own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

import msgspec

from madoguchi.plain_text import MAX_CHARS, MAX_CHARS_DESK
from madoguchi.web.desk.cases.bringing import MOST_NUMBER, OldCase
from madoguchi.web.desk.cases.codes_given import CodeNotKnown, Codes, checked
from madoguchi.web.desk.cases.record import Identity, PartyCodes, is_party_code
from madoguchi.web.desk.codes import TEXT_NAMES, CounterpartKind, PartyWord, TextField
from madoguchi.web.desk.forms import sum_of
from madoguchi.web.desk.old_records.columns import Mapped, Who, code_of, codes_in, day_in, levelled, yes_in
from madoguchi.web.desk.old_records.reading import Row

_SUMS = {"contract_amount": "契約購入金額", "paid_amount": "既支払額", "relief_amount": "救済額"}
_ONE = ("method", "kind", "scheme", "product_code", "sales_channel", "outcome")
_LISTS = ("content_categories", "payment_methods")
_IDENTITY = ("name", "kana", "phone", "postcode", "address", "email")
_MOST_IDENTITY, _MOST_WORD, _MOST_TITLE, _MOST_GOODS, _MOST_COUNTERPART = 400, 24, 60, 120, 2_000


class RowNotFit(ValueError):
    """The row cannot be brought over; says why (Japanese)."""


@dataclass
class _Reading:
    """A row while it is read: what was left out of it, and what of it goes on into the memo."""

    row: Row
    mapped: Mapped
    today: dt.date
    gaps: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def value(self, column: str) -> str:
        return self.row.values.get(column, "") if column else ""

    def gap(self, column: str, *, text: str, why: str) -> None:
        """``text`` is named by its column alone: no value stands in the report."""
        self.gaps.append(f"{column}: {why}")
        self.kept.append(f"{column}: {text}")

    def code(self, name: str, column: str) -> str:
        text = self.value(column)
        found = code_of(name, text, meanings=self.mapped.values.get(name, {})) if text else ""
        if found is None:
            self.gap(column, text=text, why="一覧にない言葉です")
        return found or ""


def old_case(row: Row, mapped: Mapped, *, today: dt.date) -> tuple[OldCase, Sequence[str]]:
    """Returns the case of ``row``, and what is missing in it (Japanese, without any value). Raises RowNotFit."""
    if row.fault:
        raise RowNotFit(row.fault)
    reading, columns = _Reading(row, mapped, today), mapped.columns
    number = reading.value(columns.number)
    if not 0 < len(number) <= MOST_NUMBER:
        raise RowNotFit(f"{columns.number}: 番号がないか、{MOST_NUMBER} 文字を超えています。")
    received_on = day_in(reading.value(columns.received_on), today=today)
    if received_on is None:
        raise RowNotFit(
            f"{columns.received_on}: 日付として読めません（2019/3/5、令和元年5月7日 の形。今日より後は入りません）。"
        )
    closed_on, registered_on = (
        _day(reading, column, since=received_on) for column in (columns.closed_on, columns.registered_on)
    )
    codes = _codes(reading)
    parties = {part: _party(reading, part) for part in get_args(PartyWord) if _is_told(reading, part)}
    counterparts = tuple(_counterparts(reading))
    return (
        OldCase(
            number=number,
            received_on=received_on,
            closed_on=closed_on,
            registered_on=registered_on,
            codes=codes,
            texts=_texts(reading),  # last: what was not understood goes on into the memo
            parties=parties,
            counterparts=counterparts,
        ),
        tuple(reading.gaps),
    )


def _day(reading: _Reading, column: str, *, since: dt.date) -> dt.date | None:
    text = reading.value(column)
    found = day_in(text, today=reading.today) if text else None
    if text and (found is None or found < since):
        reading.gap(column, text=text, why="日付として読めないか、受付の日より前です")
        return None
    return found


def _codes(reading: _Reading) -> Codes:
    columns = reading.mapped.columns
    found: dict[str, object] = {name: reading.code(name, getattr(columns, name)) for name in _ONE}
    for name in _LISTS:
        column = getattr(columns, name)
        codes, strange = codes_in(name, reading.value(column), meanings=reading.mapped.values.get(name, {}))
        if strange:
            reading.gap(column, text="、".join(strange), why="一覧にない言葉があります")
        found[name] = codes
    for name, shown in _SUMS.items():
        found[name] = _sum(reading, getattr(columns, name), name=shown)
    found["contracted_on"] = _contracted_on(reading)
    found["minutes_spent"] = _minutes(reading)
    found["keywords"] = _keywords(reading)
    found["via_other_centre"] = _via(reading)
    return _fit(reading, found)


def _fit(reading: _Reading, found: dict[str, object]) -> Codes:
    codes = msgspec.convert(found, Codes)
    try:
        checked(codes)
    except CodeNotKnown as error:
        raise RowNotFit(str(error)) from None
    return codes


def _sum(reading: _Reading, column: str, *, name: str) -> int | None:
    text = reading.value(column)
    try:
        return sum_of(text.lstrip("¥￥\\"), name=name)
    except CodeNotKnown:
        reading.gap(column, text=text, why="金額として読めません")
        return None


def _contracted_on(reading: _Reading) -> dt.date | None:
    column = reading.mapped.columns.contracted_on
    text = reading.value(column)
    found = day_in(text, today=reading.today) if text else None
    if text and found is None:
        reading.gap(column, text=text, why="日付として読めません")
    return found


def _minutes(reading: _Reading) -> int | None:
    column = reading.mapped.columns.minutes_spent
    text = reading.value(column).removesuffix("分").strip()
    if text and not (text.isdecimal() and len(text) < 5):
        reading.gap(column, text=text, why="分の数として読めません")
        return None
    return int(text) if text else None


def _keywords(reading: _Reading) -> list[str]:
    column = reading.mapped.columns.keywords
    words = list(dict.fromkeys(reading.value(column).replace("、", " ").replace(",", " ").split()))
    fit = [word for word in words if len(word) <= 40][:20]
    if len(fit) < len(words):
        reading.gap(column, text=" ".join(words), why="20 個、1 個 40 文字までだけを入れます")
    return fit


def _via(reading: _Reading) -> bool | None:
    column = reading.mapped.columns.via_other_centre
    text = reading.value(column)
    found = yes_in(text) if text else None
    if text and found is None:
        reading.gap(column, text=text, why="「経由」か「直接」として読めません")
    return found


# --- people, the other side, texts ------------------------------------------------------------------


def _who(reading: _Reading, part: PartyWord) -> Who:
    columns = reading.mapped.columns
    return columns.caller if part == "caller" else columns.consumer


def _is_told(reading: _Reading, part: PartyWord) -> bool:
    return any(reading.value(column) for column in msgspec.structs.asdict(_who(reading, part)).values())


def _party(reading: _Reading, part: PartyWord) -> tuple[PartyCodes, Identity]:
    who = _who(reading, part)
    identity = {name: _short(reading, getattr(who, name), most=_MOST_IDENTITY) for name in _IDENTITY}
    municipality = levelled(reading.value(who.municipality_code))
    if not is_party_code("municipality_code", municipality):
        reading.gap(who.municipality_code, text=municipality, why="5〜6けたの数字ではありません")
        municipality = ""
    coded = {
        "relation": _short(reading, who.relation, most=_MOST_WORD),
        "occupation": _short(reading, who.occupation, most=_MOST_WORD),
        "age_band": reading.code("age_band", who.age_band) or None,
        "sex": reading.code("sex", who.sex) or "unknown",
        "municipality_code": municipality,
    }
    return msgspec.convert(coded, PartyCodes), Identity(**identity)


def _short(reading: _Reading, column: str, *, most: int) -> str:
    text = reading.value(column)
    if len(text) > most:
        reading.gap(column, text=text, why=f"{most} 文字を超えるため、メモに入れます")
        return ""
    return text


def _counterparts(reading: _Reading) -> list[tuple[CounterpartKind, str]]:
    named = reading.mapped.columns.counterparts
    found = ((kind, _short(reading, column, most=_MOST_COUNTERPART)) for kind, column in named.items())
    return [(kind, text) for kind, text in found if text.strip()]


def _texts(reading: _Reading) -> dict[TextField, str]:
    columns = reading.mapped.columns
    found: dict[TextField, str] = {
        "title": _short(reading, columns.title, most=_MOST_TITLE),
        "goods": _short(reading, columns.goods, most=_MOST_GOODS),
    }
    for name in ("summary", "course", "handling", "advice"):
        found[name] = _joined(reading, getattr(columns, name))
        if len(found[name]) > MAX_CHARS:
            raise RowNotFit(f"{TEXT_NAMES[name]}が {MAX_CHARS:,} 文字を超えています。")
    memo = _joined(reading, columns.memo)
    if reading.kept:
        memo = "\n".join(filter(None, (memo, "〔前の記録から。項目に入れられなかったもの〕", *reading.kept)))
    if len(memo) > MAX_CHARS_DESK:
        raise RowNotFit(f"メモが {MAX_CHARS_DESK:,} 文字を超えています。")
    return {name: text for name, text in {**found, "memo": memo}.items() if text}


def _joined(reading: _Reading, columns: Sequence[str]) -> str:
    """One column as it is; several each under its name."""
    told = [(column, text) for column in columns if (text := reading.value(column))]
    return told[0][1] if len(columns) == 1 and told else "\n".join(f"〔{name}〕{text}" for name, text in told)

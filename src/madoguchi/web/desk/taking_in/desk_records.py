"""A record that goes from one closed installation to another: one file, signed by who made it, sealed under a number that is read out.

Nothing of it is put over anything: the other desk compares it line by line and takes what it ticks (``lines``). The file is plain text, so
that networks that strip files let it through; without the number it tells nobody anything, not even that there is a case in it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from django.conf import settings

from madoguchi.papers.case_file import signed_by
from madoguchi.web.desk.cases.codes_given import is_code, is_day, is_keyword
from madoguchi.web.desk.cases.record import IDENTITY, PARTY_CODES, is_party_code
from madoguchi.web.desk.readings import OpenLetter, WholeCase
from madoguchi.web.desk.sealing import CannotOpen, opened, sealed
from madoguchi.web.desk.taking_in.brought import (
    MOST_BYTES,
    MOST_SAID,
    Brought,
    NotBrought,
    Said,
    digest_of,
    safe,
    within_the_most,
)
from madoguchi.web.desk.taking_in.known_keys import keys_named
from madoguchi.web.desk.taking_in.letters_over import ROOM, letter_in, line_of
from madoguchi.web.desk.taking_in.naming import KINDS, PARTS, WORDS
from madoguchi.web.public.numbers import NotANumber, encoded, number_of

FIRST: Final = b"MADOGUCHI-DESK-1"
# 1: without letters, without whose the other side is, without the contract's day and goods. 2: without kind, keywords and how the case ended.
# A program that knows an earlier form alone says that it cannot read this one.
_EXCHANGE, _KNOWN = 3, (1, 2, 3)
_ROLE = "/"  # counterpart.phone/seller
_PLACE, _SALT_BYTES, _LINE = "desk record 1", 16, 76
_COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 2**20, "dklen": 32}
_MOST_SAID, _MOST_VALUE = 200, 200_000
_SUMS, _MOST_DIGITS = frozenset(("contract_amount", "paid_amount")), 12
_CODES = (
    *("kind", "scheme", "product_code", "sales_channel"),
    *("contracted_on", "contract_amount", "paid_amount", "outcome"),
)
_LISTS = ("secondary_schemes", "stages", "content_categories", "payment_methods", "keywords")
_TEXTS = {
    "memo": "words",
    "title": "title",
    "summary": "summary",
    "course": "course",
    "handling": "handling",
    "goods": "goods",
}
_FIELDS: Final = frozenset(
    (
        *_CODES,
        *_LISTS,
        *(f"{part}.{name}" for part in PARTS for name in (*IDENTITY, *PARTY_CODES)),
        *(f"counterpart.{kind}" for kind in KINDS),
        *(f"memo.{name}" for name in WORDS),
    )
)


class DeskRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``revision``: how often the case was written to when this was made. ``lines``: field and value, as ``Said`` names them."""

    exchange: int
    number: str
    revision: int
    centre: str
    made_at: str
    agreed: str
    lines: tuple[tuple[str, str], ...]
    signature: dict[str, str] | None = None


def new_number() -> str:
    """Returns a number (80 bits) to seal a record under: it is read out over the telephone and kept nowhere."""
    return encoded(secrets.token_bytes(10))


def sealed_record(
    whole: WholeCase, agreed: str, *, number: str, made_at: str, letters: Sequence[OpenLetter] = ()
) -> bytes:
    """Returns the file of a record that goes out, signed and sealed under ``number``; ``agreed``: to whom, what for and when somebody agreed;
    ``letters``: those of the case.

    Raises NotANumber, NotBrought.
    """
    lines = tuple((field, value) for field, value in _lines(whole, letters) if value)
    if len(lines) > _MOST_SAID:
        raise NotBrought(
            f"この記録は行が多すぎて、ファイルでは渡せません（{len(lines)} 行。{_MOST_SAID} 行まで）。紙で渡してください。"
        )
    told = DeskRecord(
        exchange=_EXCHANGE,
        number=whole.case.number,
        revision=whole.case.version,
        centre=whole.case.centre.name,
        made_at=made_at,
        agreed=agreed,
        lines=lines,
    )
    salt = secrets.token_bytes(_SALT_BYTES)
    inner = salt + sealed(_signed(told), key=_key(number_of(number), salt), place=_PLACE)
    text = base64.b64encode(inner).decode()
    rows = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    made = b"\n".join((FIRST, "\n".join(rows).encode(), b""))
    if len(made) > MOST_BYTES:
        raise NotBrought(
            f"この記録は長すぎて、ファイルでは渡せません（{len(made):,} バイト。{MOST_BYTES:,} バイトまで）。紙で渡してください。"
        )
    return made


def _signed(told: DeskRecord) -> bytes:
    plain = msgspec.json.encode(told, order="sorted")
    signer = settings.SIGNER
    value = base64.b64encode(signer.sign(plain)).decode()
    mark = {"by": signer.name, "method": "Ed25519", "value": value}
    return msgspec.json.encode(msgspec.structs.replace(told, signature=mark), order="sorted")


def _key(number: str, salt: bytes) -> bytes:
    return hashlib.scrypt(number.encode(), salt=salt, **_COST)


def _lines(whole: WholeCase, letters: Sequence[OpenLetter]) -> Iterator[tuple[str, str]]:
    """What is said, the codes first: where there are too many lines, it is the last of the other side that goes by paper."""
    for name in _CODES:
        value = getattr(whole.case, name)
        yield name, "" if value is None else str(value)
    for name in _LISTS:
        yield from ((name, one) for one in getattr(whole.case, name))
    for field, name in _TEXTS.items():
        yield f"memo.{name}", whole.texts.get(field, "")  # type: ignore[call-overload]
    yield from map(line_of, letters)
    for part, (row, identity) in whole.parties.items():
        yield from ((f"{part}.{name}", getattr(identity, name)) for name in IDENTITY)
        yield from ((f"{part}.{name}", getattr(row, name)) for name in PARTY_CODES)
    for one in whole.other_side:
        yield f"counterpart.{one.kind}{_ROLE if one.role else ''}{one.role}", one.value


def brought_by_desk(data: bytes, typed: str) -> Brought:
    """Returns what the file ``data`` of another desk brings, opened by the number that was ``typed``. Raises NotBrought."""
    try:
        number = number_of(typed)
    except NotANumber:
        raise NotBrought(
            "これは、ほかの机から渡された記録です。送った窓口が電話で伝える番号（16けた）を、番号の欄に入れて、もう一度読みこんでください。"
        ) from None
    whole = _opened(data.removeprefix(FIRST), number)
    told = _told(whole)
    said = [_said(*line) for line in told.lines if _is_known(*line)]
    fit = [one for one in said if one is not None and _fits(one)]
    checked, signer = _checked(whole, told)
    return Brought(
        way="desk",
        number=safe(f"{told.number}（第{told.revision}版）", most=60),
        made_at=safe(told.made_at, most=60),
        by=safe(told.centre, most=120),
        checked=checked,  # type: ignore[arg-type]
        signer=signer,
        digest=digest_of(whole),
        said=within_the_most(iter(fit)),
        agreed=(safe(told.agreed, most=200), *_left_out(len(said) - len(fit), len(fit) - MOST_SAID)),
    )


def _is_known(field: str, value: str) -> bool:
    known = field.partition(_ROLE)[0] in _FIELDS or field.startswith(f"{ROOM}.")
    return known and value not in ("", "unknown")


def _said(field: str, value: str) -> Said | None:
    """A line as it may be taken; a role that this desk does not have is not known here. None for a letter that is none."""
    if field.startswith(f"{ROOM}."):
        return letter_in(field, value)
    name, _, role = field.partition(_ROLE)
    known = role if name.startswith("counterpart.") and role in settings.COUNTERPART_ROLES else ""
    return Said(field=name, value=safe(value, most=_MOST_VALUE), role=known)


def _fits(one: Said) -> bool:
    """Codes and sums lie open in the record: what is none is not taken for one, whoever signed it."""
    room, _, name = one.field.rpartition(".")
    if name in _SUMS:
        return one.value.isascii() and one.value.isdecimal() and len(one.value) <= _MOST_DIGITS
    if name == "contracted_on":
        return is_day(one.value)
    if name == "keywords" and not room:
        return is_keyword(one.value)
    if name in (*_CODES, *_LISTS) and not room:
        return is_code(name, one.value)
    return room not in PARTS or name not in PARTY_CODES or is_party_code(name, one.value)


def _left_out(strange: int, over: int) -> Iterator[str]:
    if strange:
        yield f"符号や金額や書面として読めない行が {strange} ありました。出していません。紙で見てください。"
    if over > 0:
        yield f"行が多いため、はじめの {MOST_SAID} 行だけを出しています。残りは紙で見てください。"


def _opened(text: bytes, number: str) -> bytes:
    try:
        inner = base64.b64decode(b"".join(text.split()), validate=True)
        salt = inner[:_SALT_BYTES]
        return opened(inner[_SALT_BYTES:], key=_key(number, salt), place=_PLACE)
    except (CannotOpen, ValueError):
        raise NotBrought(
            "番号が合わないか、ファイルの中が変わっています。番号を、4けたずつ聞き直してください。"
        ) from None


def _told(whole: bytes) -> DeskRecord:
    try:
        told = msgspec.json.decode(whole, type=DeskRecord)
    except (msgspec.DecodeError, RecursionError):
        raise NotBrought(
            "ほかの机の記録として読めません。作った窓口に、作り直してもらってください。"
        ) from None
    if told.exchange not in _KNOWN or len(told.lines) > _MOST_SAID:
        raise NotBrought(
            f"この記録の版（{told.exchange}）か、行の数（{len(told.lines)}）は読めません。"
            "この机のプログラムを新しくするか、紙で受け取ってください。"
        )
    return told


def _checked(whole: bytes, told: DeskRecord) -> tuple[str, str]:
    """A signature in a name that is known here has to hold; one in another name says nothing to us."""
    mark: dict[str, Any] = told.signature or {}
    name = safe(str(mark.get("by", "")), most=120)
    if not name:
        return "unsigned", ""
    keys = keys_named(str(mark.get("by", "")))
    holds = any(signed_by(whole, key) for key in keys)
    if keys and not holds:
        raise NotBrought(f"「{name}」の署名が合いません。取りこまずに、作った窓口に確かめてください。")
    return ("known", name) if holds else ("stranger", name)

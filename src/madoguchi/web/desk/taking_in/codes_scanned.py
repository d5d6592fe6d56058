"""The hand-over code as a scanner types it: which case it is, what it looks like, how far it has gone. The words travel as a file."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from typing import get_args

import msgspec

from madoguchi.knowledge import load
from madoguchi.papers.case_file import CODE, MOST_OF_CODE
from madoguchi.papers.signing import holds
from madoguchi.web.desk.taking_in.brought import (
    Brought,
    Checked,
    NotBrought,
    Said,
    moment_in,
    safe,
    within_the_most,
)
from madoguchi.web.desk.taking_in.known_keys import keys_named
from madoguchi.words import StageWord

# What a keyboard with Japanese input on makes of the two signs of the code.
_TYPED = str.maketrans({"ー": "-", "。": ".", "．": ".", "−": "-"})


class _Payload(msgspec.Struct, frozen=True):
    number: str
    created_at: str
    revision: str
    schemes: list[str]
    stage: list[str]
    case: str
    by: str


def is_code(typed: str) -> bool:
    """Returns whether ``typed`` begins as a hand-over code does."""
    return _levelled(typed[:200]).upper().startswith(f"{CODE}.")


def brought_in_code(typed: str) -> Brought:
    """Returns what the hand-over code brings. Raises NotBrought."""
    plain = _levelled(typed[: MOST_OF_CODE + 200])
    head, _, signature = plain.rpartition(".")
    payload = _payload(head.partition(".")[2]) if len(plain) <= MOST_OF_CODE else None
    if payload is None:
        raise NotBrought(
            "符号を最後まで読めていません。読み取り機のキーボードを半角英数（直接入力）にして、もう一度読み取ってください。"
        )
    checked, signer = _checked(payload.by, head.encode("utf-8", "replace"), signature)
    return Brought(
        way="code",
        number=safe(payload.number, most=120),
        made_at=moment_in(payload.created_at),
        by=safe(payload.by, most=120),
        checked=checked,
        signer=signer,
        digest=_hex_of(payload.case),
        said=_said(payload),
    )


def _levelled(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed.translate(_TYPED)).split())


def _payload(text: str) -> _Payload | None:
    try:
        return msgspec.json.decode(_bytes_of(text), type=_Payload)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _bytes_of(text: str) -> bytes:
    """Strict base64url: one text, one meaning."""
    data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    return data


def _checked(by: str, head: bytes, signature: str) -> tuple[Checked, str]:
    keys = keys_named(by)
    try:
        value = _bytes_of(signature)
    except (binascii.Error, ValueError):
        value = b""
    fits = any(holds(key, value, over=head) for key in keys)
    if keys and not fits:
        raise NotBrought(
            f"「{safe(by, most=120)}」の署名が合いません。もう一度読み取っても同じなら、取りこまずに、作った窓口に確かめてください。"
        )
    return ("known", safe(by, most=120)) if fits else ("stranger", safe(by, most=120))


def _said(payload: _Payload) -> tuple[Said, ...]:
    known, stages = load().schemes, get_args(StageWord)
    schemes = [Said(field="scheme", value=one, source="program") for one in payload.schemes if one in known]
    told = (Said(field="stages", value=one, source="program") for one in payload.stage if one in stages)
    return within_the_most(iter([*schemes[:1], *told]))


def _hex_of(digest: str) -> str:
    """The digest as it is: sixteen digits in a row may look like a card's number, and are none. What is no digest fits no file."""
    return digest if len(digest) == 64 and set(digest) <= set("0123456789abcdef") else ""

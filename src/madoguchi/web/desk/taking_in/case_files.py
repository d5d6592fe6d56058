"""The case file of schema 1 (case.json), read as a stranger's: its size first, then its keys, its schema, its signature."""

from __future__ import annotations

import base64
import json
from collections import Counter
from typing import Any, NoReturn

import msgspec

from madoguchi.papers.case_file import Case, signed_by
from madoguchi.papers.consents import FIELDS, RECIPIENTS
from madoguchi.papers.parts_needed import CannotSet
from madoguchi.plain_text import MAX_CHARS
from madoguchi.web.desk.taking_in.brought import (
    MOST_BYTES,
    Brought,
    Checked,
    NotBrought,
    Way,
    digest_of,
    moment,
    safe,
)
from madoguchi.web.desk.taking_in.known_keys import keys_named
from madoguchi.web.desk.taking_in.told import Told, said_in
from madoguchi.words import SCHEMA

_MOST_ADDED, _MOST_CONSENTS, _MOST_NAME = 50, 20, 120


def brought_in_json(data: bytes, *, way: Way = "file") -> Brought:
    """Returns what the case file ``data`` brings. Raises NotBrought."""
    if len(data) > MOST_BYTES:
        raise NotBrought(
            f"ファイルが大きすぎます（{len(data):,} バイト）。{MOST_BYTES:,} バイトまでです。引きつぎのファイルかを確かめてください。"
        )
    told = _keys_of(data)
    if told.get("schema") != SCHEMA:
        raise NotBrought(
            f"このファイルの版（schema {str(told.get('schema'))[:20]}）は読めません。読めるのは版 {SCHEMA} です。"
            "この机のプログラムを新しくするか、文（.txt）か紙で受け取ってください。"
        )
    whole = _whole(told)  # first: characters that are none are refused before anything else meets them
    case = _case_of(told)
    _assert_sizes(case)
    checked, signer = _checked(told, whole)
    words = Told(
        story=case.story,
        answer=case.consultation,
        about=case.about,
        added=tuple(one.text for one in case.added),
    )
    return Brought(
        way=way,
        number=safe(case.number, most=_MOST_NAME),
        made_at=moment(case.created_at),
        by=safe(case.operator, most=_MOST_NAME),
        checked=checked,
        signer=signer,
        digest=digest_of(whole),
        said=said_in(words),
        agreed=tuple(_agreed(case)),
    )


def _keys_of(data: bytes) -> dict[str, Any]:
    """A key that stands twice could be read one way here and another way elsewhere: refused."""
    try:
        found = json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    except NotBrought:
        raise
    except (ValueError, RecursionError):
        raise NotBrought(
            "引きつぎのファイル（case.json）として読めません。途中で切れていないか、もとのファイルを確かめてください。"
        ) from None
    if not isinstance(found, dict) or "story" not in found:
        raise NotBrought(
            "これは引きつぎのファイル（case.json）ではありません。別のファイルを選んでください。"
        )
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise NotBrought(
            f"同じ名前の欄（{safe(twice, most=40)}）が二度あるため、どちらが正しいか分かりません。作った窓口に、作り直してもらってください。"
        )
    return found


def _no_number(_: str) -> NoReturn:
    raise ValueError


def _case_of(told: dict[str, Any]) -> Case:
    try:
        return msgspec.convert(told, Case)
    except (msgspec.ValidationError, RecursionError, OverflowError) as error:
        where = str(error).rpartition("`")[0].rpartition("`")[2]
        raise NotBrought(
            f"引きつぎのファイルの中に、読めない欄があります（{safe(where, most=60) or '形'}）。作った窓口に、作り直してもらってください。"
        ) from None


def _whole(told: dict[str, Any]) -> bytes:
    """The file as it was made, whatever spaces it has got on its way: so the hand-over code finds it again."""
    try:
        return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    except (ValueError, OverflowError, RecursionError):
        raise NotBrought(
            "引きつぎのファイルの文字がこわれています。もとのファイルをもう一度受け取ってください。"
        ) from None


def _assert_sizes(case: Case) -> None:
    texts = [case.story.text, *(one.text for one in case.added)]
    if sum(map(len, texts)) > MAX_CHARS + 2 * _MOST_ADDED:
        raise NotBrought(
            f"話した言葉が長すぎます（{sum(map(len, texts)):,}文字）。{MAX_CHARS:,}文字までです。"
        )
    if len(case.added) > _MOST_ADDED or len(case.consents) > _MOST_CONSENTS:
        raise NotBrought(
            f"足したことは {_MOST_ADDED} 件、同意は {_MOST_CONSENTS} 件までです。作った窓口に確かめてください。"
        )


def _checked(told: dict[str, Any], whole: bytes) -> tuple[Checked, str]:
    """A signature in a known name has to hold; one in another name says nothing to us."""
    signature = told.get("signature")
    if signature is None:
        return "unsigned", ""
    name = safe(str(signature.get("by", "")), most=_MOST_NAME)
    keys = keys_named(str(signature.get("by", "")))
    try:
        base64.b64decode(str(signature.get("value", "")), validate=True)
        holds = any(signed_by(whole, key) for key in keys)
    except CannotSet:
        raise NotBrought("署名を確かめる部品（papers）がありません。管理者に知らせてください。") from None
    except ValueError:
        raise NotBrought("署名の欄がこわれています。もとのファイルを、もう一度受け取ってください。") from None
    if signature.get("method") != "Ed25519" or (keys and not holds):
        raise NotBrought(
            f"「{name}」の署名が合いません。だれかが中を変えたか、鍵が違います。取りこまずに、作った窓口に確かめてください。"
        )
    return ("known", name) if holds else ("stranger", name)


def _agreed(case: Case) -> list[str]:
    return [
        f"{safe(one.who, most=40)} → {RECIPIENTS[one.to]}: "
        f"{'、'.join(FIELDS[field] for field in one.fields) or '取り消し'}（{safe(one.how, most=80)}、{moment(one.when)}）"
        for one in case.consents
    ]

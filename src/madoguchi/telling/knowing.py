"""The knowledge itself, for those who keep it: what there is, and one piece with its sources and dates."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Shape
from madoguchi.telling.labels import day_text
from madoguchi.telling.layout import clean, labelled, wrapped

Room = Mapping[str, Any]
_ROOMS = {
    "schemes": "手口",
    "steps": "対処",
    "questions": "質問",
    "asked": "ほかの人の質問",
    "contacts": "窓口",
    "law": "補償・救済のしくみ",
    "cover": "保険・補償パック",
    "brokers": "証券会社の補償",
    "carriers": "通信会社",
    "reports": "報告の形",
    "safety": "まず守ること",
    "solicitations": "勧誘の型",
    "offers": "業者の種類と広告の言葉",
    "papers": "相談の前の用意",
    "letters": "本人の名前の書面",
    "sources": "出典",
}


def rooms_of(known: Knowledge) -> dict[str, Room]:
    """Returns everything that has an id, room by room."""
    steps = [*known.steps, *(step for scheme in known.schemes.values() for step in scheme.steps)]
    return {
        "schemes": known.schemes,
        "steps": {step.id: step for step in steps},
        "questions": known.questions,
        "asked": known.asked,
        "contacts": known.contacts,
        "law": known.redress,
        "cover": {one.id: one for one in known.cover},
        "brokers": {one.id: one for one in known.brokers.policies},
        "carriers": {one.id: one for one in known.carriers.carriers},
        "reports": known.reports,
        "safety": {one.id: one for one in known.safety},
        "solicitations": known.solicitations,
        "offers": _offers(known),
        "papers": {one.id: one for one in known.papers.preparations},
        "letters": known.letters,
        "sources": known.sources,
    }


def _offers(known: Knowledge) -> Room:
    trades: dict[str, Any] = {one.id: one for one in known.offers.trades}
    return trades | {one.id: one for one in known.offers.words}


def knowledge_summary(known: Knowledge) -> str:
    """Returns how much is known, and which revision that is."""
    counts = "、".join(f"{_ROOMS[room]} {len(items)}" for room, items in rooms_of(known).items())
    lines = ["知識に問題は見つかりませんでした。", *wrapped(counts, first="  "), f"  {_revision(known)}"]
    return "\n".join(lines)


def _revision(known: Knowledge) -> str:
    return f"知識の版: {known.revision}（{day_text(known.as_of)}の時点）"


def knowledge_list(known: Knowledge, room: str | None) -> str:
    """Returns the ids of ``room``, one a line with its name; without one, the rooms. Raises LookupError."""
    rooms = rooms_of(known)
    if room is None:
        lines = [f"{name}\t{label}（{len(rooms[name])}件）" for name, label in _ROOMS.items()]
        return "\n".join([*lines, "", "中を見るには: madoguchi knowledge list contacts"])
    if room not in rooms:
        raise LookupError(
            f"知識に「{clean(room)}」という部屋はありません。直し方: {'、'.join(rooms)} から選んでください。"
        )
    return "\n".join(f"{id_}\t{_name(item)}" for id_, item in rooms[room].items())


def _name(item: object) -> str:
    """What a person would call it: the first of the fields that say so."""
    fields = ("name", "title", "publisher", "text", "question", "why", "rule")
    return clean(next((str(value) for field in fields if (value := getattr(item, field, None))), ""))


def knowledge_item(known: Knowledge, id_: str, *, as_json: bool = False) -> str:
    """Returns everything about ``id_`` with its sources, as text or JSON. Raises LookupError."""
    found = {room: items[id_] for room, items in rooms_of(known).items() if id_ in items}
    if not found:
        raise LookupError(_unknown(known, id_))
    cited = {room: _cited(item, known) for room, item in found.items()}
    if as_json:
        parts = [{"room": r, "item": item, "sources": list(cited[r].values())} for r, item in found.items()]
        return msgspec.json.encode(parts[0] if len(parts) == 1 else parts).decode()
    return "\n".join(line for room, item in found.items() for line in _shown(room, item, cited=cited[room]))


def _unknown(known: Knowledge, id_: str) -> str:
    every = [one for items in rooms_of(known).values() for one in items]
    holding = sorted((one for one in every if id_ in one), key=lambda one: not one.startswith(id_))
    near = holding[:3] or difflib.get_close_matches(id_, every, n=3)
    hint = f"もしかして: {'、'.join(near)}。" if near else ""
    return (
        f"知識に「{clean(id_)}」はありません。{hint}直し方: madoguchi knowledge list で id を探してください。"
    )


def _cited(item: object, known: Knowledge) -> Room:
    """The sources that an item names, at any depth."""
    ids = dict.fromkeys(_ids(msgspec.to_builtins(item)))
    return {one: known.sources[one] for one in ids if one in known.sources}


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (one for one in value.get("sources") or () if isinstance(one, str))
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _ids(inner)


def _shown(room: str, item: Shape, *, cited: Room) -> Iterator[str]:
    yield f"{_ROOMS[room]}（{room}）"
    yield from _tree(msgspec.to_builtins(item), indent=2)
    for id_, source in cited.items():
        parts = [
            source.publisher,
            source.title,
            source.url,
            f"資料日付 {source.doc_date or '記載なし'}",
            f"{source.seen} に確認",
        ]
        yield from labelled(f"出典 {id_}", clean(", ".join(part for part in parts if part)))


def _tree(value: Any, *, indent: int) -> Iterator[str]:
    """Nested values as indented lines; what is empty is left out."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _branch(str(key), inner, indent=indent)
        return
    for inner in value:
        yield " " * indent + "-"
        yield from _tree(inner, indent=indent + 2)


def _branch(key: str, value: Any, *, indent: int) -> Iterator[str]:
    if value is None or value in ("", [], {}):
        return
    if isinstance(value, list) and not any(isinstance(inner, dict | list) for inner in value):
        value = "、".join(str(inner) for inner in value)
    if isinstance(value, dict | list):
        yield f"{' ' * indent}{key}:"
        yield from _tree(value, indent=indent + 2)
    else:
        yield from labelled(key, clean(str(value)), indent=indent)

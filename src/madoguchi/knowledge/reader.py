"""Reads one knowledge file strictly: no duplicate key, no unknown key, every fault with file and line.

PyYAML composes the nodes (C parser); values are built here from the plain scalars, so that a file can hold
data only: no tags, no anchors, no code.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

try:
    from yaml import CSafeLoader as _YamlLoader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _YamlLoader  # type: ignore[assignment]

T = TypeVar("T")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INT = re.compile(r"[-+]?(0|[1-9]\d*)")
_FLOAT = re.compile(r"[-+]?\d+\.\d+")
_MAX_BYTES = 1_000_000
_OWN = "tag:yaml.org,2002:"  # the tags that YAML itself gives to plain values
_TAGS = frozenset(_OWN + kind for kind in "str int float bool null timestamp seq map".split())
_KINDS = {yaml.ScalarNode: "str", yaml.SequenceNode: "seq", yaml.MappingNode: "map"}
_CONSTANTS: dict[str, Any] = {"": None, "null": None, "~": None, "true": True, "false": False}


class _Loader(_YamlLoader):
    """Guesses no types: what a plain scalar is, is told by ``_scalar`` alone. That is a third of the time of reading."""

    def resolve(self, kind: type[yaml.Node], *_guesses: Any) -> str:
        return _OWN + _KINDS[kind]


class KnowledgeError(ValueError):
    """The knowledge is not fit for use. Says where, what is wrong, and how to mend it."""

    def __init__(self, *, where: str, what: str, mend: str) -> None:
        super().__init__(f"{where}: {what} 直し方: {mend}")
        self.where, self.what, self.mend = where, what, mend


def read_file(path: Path, shape: type[T]) -> T:
    """Returns the file at ``path`` as ``shape``.

    Raises KnowledgeError (file:line) for duplicate keys, unknown keys, wrong types, tags and anchors.
    """
    data = path.read_bytes()
    if len(data) > _MAX_BYTES:
        raise KnowledgeError(
            where=str(path),
            what=f"{len(data)} バイトあり、上限 {_MAX_BYTES} を超えます。",
            mend="ファイルを分けてください。",
        )
    lines: dict[str, int] = {}
    value = _plain(_compose(path, data), path, "$", lines)
    try:
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        raise _told(path, str(error), lines) from None


def _compose(path: Path, data: bytes) -> yaml.Node:
    try:
        node = yaml.compose(data.decode("utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            where=str(path),
            what=f"UTF-8 として読めません (位置 {error.start})。",
            mend="UTF-8 で保存してください。",
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeError(
            where=f"{path}:{line}",
            what=f"YAML として読めません ({getattr(error, 'problem', error)})。",
            mend="字下げ、引用符、コロンの後の空白を確かめてください。",
        ) from None
    if node is None:
        raise KnowledgeError(
            where=f"{path}:1", what="中身がありません。", mend="書きかけなら消してください。"
        )
    return node


def _plain(node: yaml.Node, path: Path, at: str, lines: dict[str, int]) -> Any:
    lines[at] = line = node.start_mark.line + 1
    if node.tag not in _TAGS:
        tag = node.tag.replace(_OWN, "!!")
        raise KnowledgeError(
            where=f"{path}:{line}", what=f"タグ {tag} は使えません。", mend="値だけを書いてください。"
        )
    if at != _first_place(node, at):
        raise KnowledgeError(
            where=f"{path}:{line}",
            what="別名（& と *）は使えません。",
            mend="使うところに値を書いてください。",
        )
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, at, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, path, f"{at}[{i}]", lines) for i, child in enumerate(node.value)]
    return _scalar(node, path)


def _mapping(node: yaml.MappingNode, path: Path, at: str, lines: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in found:
            raise KnowledgeError(
                where=f"{path}:{line}",
                what=f"キー「{key}」が二度あります。",
                mend="どちらか一方を消してください。",
            )
        found[key] = _plain(child, path, f"{at}.{key}", lines)
        lines[f"{at}.{key}"] = line
    return found


def _first_place(node: yaml.Node, at: str) -> str:
    """Returns where ``node`` was met first: an alias is the same node again (and a bomb when it is nested)."""
    place: str = node.__dict__.setdefault("met_at", at)
    return place


def _scalar(node: yaml.Node, path: Path) -> Any:
    text = str(node.value)
    if getattr(node, "style", None):  # quoted or block: text as it stands
        return text
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    if _DAY.fullmatch(text):
        return _day(text, f"{path}:{node.start_mark.line + 1}")
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _day(text: str, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise KnowledgeError(
            where=where, what=f"{text} という日はありません。", mend="暦にある日を書いてください。"
        ) from None


def _told(path: Path, error: str, lines: dict[str, int]) -> KnowledgeError:
    """Turns msgspec's message and JSON path into a place and a mend."""
    what, _, where = error.partition(" - at `")
    at = _nearest(where.rstrip("`") or "$", lines)
    unknown = re.search(r"unknown field `([^`]*)`", what)
    line = lines.get(f"{at}.{unknown[1]}", lines[at]) if unknown else lines[at]
    if unknown:
        mend = f"「{unknown[1]}」の綴りを確かめるか、消してください (使えるキーは docs/reference/knowledge-format.md)。"
    else:
        mend = "docs/reference/knowledge-format.md のその項目を見てください。"
    return KnowledgeError(where=f"{path}:{line}", what=f"{what} ({at})。", mend=mend)


def _nearest(at: str, lines: dict[str, int]) -> str:
    at = at.replace("[...]", "")
    while at not in lines:
        at = at[: max(at.rfind("."), at.rfind("["))] if ("." in at or "[" in at) else "$"
    return at

"""Definitions: what an analyst counts, as files that are never changed. A new version is a new file, so a number can be asked for again."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from madoguchi.knowledge import load
from madoguchi.knowledge.reader import read_file
from madoguchi.web.desk.analysis.study import Study, as_yaml, opened
from madoguchi.web.desk.cases.record import NotFit

_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")
_OF_AN_ID: Final = _LETTERS | frozenset("0123456789_")
_MOST_ID: Final = 40
_MOST_WORDS: Final = 20


class Defined(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is counted: masked summaries of ``scheme`` (empty: any) known by ``until``, with one of ``words`` and none of ``without``."""

    id: str
    version: int
    name: str
    until: dt.date
    saved_by: str
    saved_on: dt.date
    scheme: str = ""
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def ja(self) -> str:
        """Returns the definition as a sentence."""
        known = load().schemes
        scheme = f"手口が「{known[self.scheme].name}」で、" if self.scheme in known else ""
        words = f"概要に{'か'.join(f'「{one}」' for one in self.words)}があり、" if self.words else ""
        without = f"{'と'.join(f'「{one}」' for one in self.without)}がない、" if self.without else ""
        return f"{scheme}{words}{without}{self.until} までに登録・訂正された相談（取り下げを除く）。"


class Counted(NamedTuple):
    """A definition with its number, and how many of them each other definition counts too."""

    defined: Defined
    n: int
    shared: list[tuple[str, int]]


def defined(own: Study) -> list[Defined]:
    """Returns the newest version of each definition, by id. Raises KnowledgeError for a file that somebody broke."""
    found: dict[str, Defined] = {}
    for path in sorted(path for path in _folder(own).glob("*.yaml") if path.is_file()):
        one = read_file(path, Defined)
        if one.id not in found or found[one.id].version < one.version:
            found[one.id] = one
    return [found[name] for name in sorted(found)]


def save(own: Study, one: Defined) -> Defined:
    """Keeps ``one`` as the next version of its id. Raises NotFit."""
    if not (1 < len(one.id) <= _MOST_ID and one.id[0] in _LETTERS and set(one.id) <= _OF_AN_ID):
        raise NotFit("記号は、英小文字で始まる2字から40字（英小文字・数字・_）にします。")
    if not one.name.strip() or not (one.scheme or one.words):
        raise NotFit("名前と、手口か言葉のどちらかを入れてください。")
    if len(one.words) + len(one.without) > _MOST_WORDS:
        raise NotFit(f"言葉は、合わせて{_MOST_WORDS}までにします。")
    before = [found.version for found in defined(own) if found.id == one.id]
    kept = msgspec.structs.replace(one, version=max(before, default=0) + 1)
    path = _folder(own) / f"{kept.id}-v{kept.version}.yaml"
    try:
        with path.open("xb") as file:
            file.write(as_yaml(kept))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise NotFit(
            "ほかの人が、同じ記号の定義を同時に決めました。下の今の定義を見て、もう一度入れてください。"
        ) from None
    return kept


def counted(own: Study, those: list[Defined]) -> list[Counted]:
    """Returns the number of each, and what each shares with the others."""
    if not own.narratives.is_file():
        return [Counted(one, 0, []) for one in those]
    with opened(own.narratives) as (engine, table):
        keys = {
            one.id: {
                key
                for batch in engine.batches(fitting(table, one).select("key"))
                for key in batch.column(0).to_pylist()
            }
            for one in those
        }
    return [
        Counted(
            one,
            len(keys[one.id]),
            [
                (other.name, len(keys[one.id] & keys[other.id]))
                for other in those
                if other.id != one.id and keys[one.id] & keys[other.id]
            ],
        )
        for one in those
    ]


def fitting(table: Any, one: Defined) -> Any:
    """Returns the narratives in ``table`` that ``one`` counts."""
    asked = table.filter(table.known_on <= one.until.isoformat())
    asked = asked.filter(asked.scheme == one.scheme) if one.scheme else asked
    if one.words:
        there = asked.text.contains(one.words[0])
        for word in one.words[1:]:
            there = there | asked.text.contains(word)
        asked = asked.filter(there)
    for word in one.without:
        asked = asked.filter(~asked.text.contains(word))
    return asked


def _folder(own: Study) -> Path:
    folder = own.folder / "definitions"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

"""What was brought beside what the record has, line by line. A line is ticked where the record is empty; over what stands there, never."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from madoguchi.web.desk.readings import WholeCase
from madoguchi.web.desk.taking_in.brought import Brought, Said
from madoguchi.web.desk.taking_in.naming import LISTS, PARTS, label_of, shown_value
from madoguchi.web.desk.writing import counterpart_levelled

State = Literal["new", "same", "adds", "differs"]
_EMPTY: Final = frozenset({"", "unknown"})


@dataclass(frozen=True, slots=True)
class Line:
    """``at``: its place among what was said. ``now``: what the record has; ``says``: what was brought; ``state``: how they stand."""

    at: int
    label: str
    now: str
    says: str
    state: State
    said: Said

    @property
    def ticked(self) -> bool:
        """Whether it is proposed to be taken: something empty is filled, words are put under words; nothing is replaced."""
        return self.state == "new" or (self.state == "adds" and self.said.field.startswith("memo."))


def lines_of(brought: Brought, whole: WholeCase | None) -> list[Line]:
    """Returns the lines of ``brought`` beside the record ``whole`` (None: a new one, which has nothing)."""
    return list(_lines(brought, whole))


def _lines(brought: Brought, whole: WholeCase | None) -> Iterator[Line]:
    before: dict[str, Said] = {}
    for at, said in enumerate(brought.said):
        now, state = _beside(said, whole) if whole else ("", "new")
        first = before.setdefault(said.field, said)
        if first is not said and _holds_one(said.field):
            now, state = _one(
                first.value, said.value, shown=f"上の行: {shown_value(said.field, first.value)}"
            )
        label, says = label_of(said.field), shown_value(said.field, said.value)
        yield Line(at, label, now, says, state, said)


def _holds_one(field: str) -> bool:
    """Whether the record has one place for ``field``: two lines for it would be put over each other."""
    return field not in LISTS and not field.startswith(("memo.", "counterpart."))


def _beside(said: Said, whole: WholeCase) -> tuple[str, State]:
    room, _, name = said.field.rpartition(".")
    if room == "memo":
        memo = whole.texts.get("memo", "")
        if "".join(said.value.split()) in "".join(memo.split()):
            return "同じ言葉があります", "same"
        return ("いまのメモの下に足します", "adds") if memo.strip() else ("", "new")
    if room == "counterpart":
        return _of_the_other_side(name, said.value, whole)
    if room in PARTS:
        return _of_a_party(room, name, value=said.value, whole=whole)
    return _of_a_code(said, whole)


def _of_the_other_side(kind: str, value: str, whole: WholeCase) -> tuple[str, State]:
    held = [held for of, held in whole.counterparts if of == kind]
    same = any(_level(kind, one) == _level(kind, value) for one in held)
    return ("、".join(held), "same" if same else "new")


def _level(kind: str, value: str) -> str:
    return counterpart_levelled(kind, value)  # type: ignore[arg-type]


def _of_a_party(part: str, name: str, *, value: str, whole: WholeCase) -> tuple[str, State]:
    party = whole.parties.get(part)
    held = str(getattr(party[1], name, None) or getattr(party[0], name, "")) if party else ""
    if name == "phone" and _level("phone", held) == _level("phone", value):
        return held, "same"
    return _one(held, value, shown=shown_value(name, held))


def _of_a_code(said: Said, whole: WholeCase) -> tuple[str, State]:
    held = getattr(whole.case, said.field)
    if said.field in LISTS:
        rows = "、".join(shown_value(said.field, one) for one in held)
        return rows, "same" if said.value in held else "adds" if held else "new"
    text = "" if held is None else str(held)
    return _one(text, said.value, shown=shown_value(said.field, text))


def _one(held: str, value: str, *, shown: str) -> tuple[str, State]:
    if held in _EMPTY:
        return "", "new"
    return shown, "same" if _plain(held) == _plain(value) else "differs"


def _plain(text: str) -> str:
    """Widths and spaces make no difference."""
    return "".join(unicodedata.normalize("NFKC", text).split())

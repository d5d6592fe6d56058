"""What was brought beside what the record has, line by line. A line is ticked where the record is empty; over what stands there, never."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings

from madoguchi.web.desk.readings import OpenLetter, WholeCase
from madoguchi.web.desk.taking_in.brought import Brought, LetterOver, Said
from madoguchi.web.desk.taking_in.letters_over import over_of
from madoguchi.web.desk.taking_in.naming import LISTS, PARTS, label_of, shown_value
from madoguchi.web.desk.writing import counterpart_levelled

State = Literal["new", "same", "adds", "differs"]
OUTCOME: Final = "outcome"
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
        """Whether it is proposed to be taken: something empty is filled, words are put under words; nothing is replaced.

        How a case ended at another desk is no result of this one: it is shown, and whoever wants it ticks it.
        """
        if self.said.field == OUTCOME:
            return False
        return self.state == "new" or (self.state == "adds" and self.said.field.startswith("memo."))


def lines_of(brought: Brought, whole: WholeCase | None, *, letters: Sequence[OpenLetter] = ()) -> list[Line]:
    """Returns the lines of ``brought`` beside the record ``whole`` (None: a new one, which has nothing) and the ``letters`` it has."""
    return list(_lines(brought, whole, held=[over_of(one) for one in letters]))


def _lines(brought: Brought, whole: WholeCase | None, *, held: Sequence[LetterOver]) -> Iterator[Line]:
    before: dict[str, Said] = {}
    for at, said in enumerate(brought.said):
        if said.letter is not None:
            yield Line(at, label_of(said.field), *_of_a_letter(said, held), said)
            continue
        now, state = _beside(said, whole) if whole else ("", "new")
        first = before.setdefault(said.field, said)
        if first is not said and _holds_one(said.field):
            now, state = _one(
                first.value, said.value, shown=f"上の行: {shown_value(said.field, first.value)}"
            )
        role = f"（{settings.COUNTERPART_ROLES[said.role]}）" if said.role else ""
        label, says = f"{label_of(said.field)}{role}", shown_value(said.field, said.value)
        yield Line(at, label, now, says, state, said)


def _holds_one(field: str) -> bool:
    """Whether the record has one place for ``field``: two lines for it would be put over each other."""
    return field not in LISTS and not field.startswith(("memo.", "counterpart.", "letter."))


def _beside(said: Said, whole: WholeCase) -> tuple[str, State]:
    room, _, name = said.field.rpartition(".")
    if room == "memo":
        memo = whole.texts.get("memo", "")
        if "".join(said.value.split()) in "".join(memo.split()):
            return "同じ言葉があります", "same"
        return ("いまのメモの下に足します", "adds") if memo.strip() else ("", "new")
    if room == "counterpart":
        return _of_the_other_side(name, said, whole)
    if room in PARTS:
        return _of_a_party(room, name, value=said.value, whole=whole)
    return _of_a_code(said, whole)


def _of_a_letter(said: Said, held: Sequence[LetterOver]) -> tuple[str, str, State]:
    """A letter is never put over another: what differs is one more."""
    return "", said.value, "same" if said.letter in held else "new"


def _of_the_other_side(kind: str, said: Said, whole: WholeCase) -> tuple[str, State]:
    """The same thing in another role: what nobody knew is filled, what somebody wrote stays."""
    held = [one for one in whole.other_side if one.kind == kind]
    same = next((one for one in held if _level(kind, one.value) == _level(kind, said.value)), None)
    if same is None:
        return "、".join(one.value for one in held), "new"
    if said.role in ("", same.role):
        return same.value, "same"
    names = settings.COUNTERPART_ROLES
    return (
        (f"{same.value}（{names.get(same.role, same.role)}）", "differs")
        if same.role
        else (f"{same.value}（役割は空）", "new")
    )


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

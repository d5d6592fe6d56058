"""language/amount_clues.tsv: what the clues around an amount weigh for each role, one clue a line.

The first line that is no comment names the roles; then ``clue<TAB>3<TAB>-12<TAB>…``, one whole number a role. The file is learned
(tools/learn_amounts.py), and read as strictly as everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from madoguchi.knowledge.reader import KnowledgeError
from madoguchi.words import AmountRole

PACKED = 16  # bytes of what a clue weighs for all roles
_BITS = 24  # a clue weighs some tens, an amount has some hundred clues: no sum reaches the neighbour's bits
_WHOLE, _HALF = (1 << _BITS) - 1, 1 << _BITS - 1


@dataclass(frozen=True, slots=True)
class AmountClues:
    """``weights``: clue -> one weight for each of ``roles``, in their order, packed into one number to be added at once."""

    roles: tuple[AmountRole, ...]
    weights: Mapping[str, int]

    def sums(self, clues: Iterable[str]) -> list[int]:
        """Returns, for each of ``roles``, the sum of what ``clues`` weigh; unknown clues weigh nothing."""
        total = sum(map(self.weights.__getitem__, self.weights.keys() & clues))
        found = []
        for _ in self.roles:
            weight = (total + _HALF & _WHOLE) - _HALF
            found.append(weight)
            total = total - weight >> _BITS
        return found


def read_amount_clues(path: Path) -> AmountClues:
    """Returns the clues of the file at ``path``. Raises KnowledgeError (file:line) for a line that is none."""
    roles: tuple[AmountRole, ...] = ()
    found: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.startswith("# ") or not line:
            continue
        clue, *columns = line.split("\t")
        try:
            if not roles:
                roles = _roles(columns)
                continue
            found[clue] = _weights(columns, roles, new=clue not in found)
        except ValueError:
            raise KnowledgeError(
                where=f"{path}:{number}",
                what=f"「{line[:40]}」は読めません。",
                mend="手がかり、タブ、役割ごとの整数の順に、一つの手がかりを一度だけ書いてください。make words で作り直せます。",
            ) from None
    return AmountClues(roles, found)


def _roles(columns: list[str]) -> tuple[AmountRole, ...]:
    known: tuple[AmountRole, ...] = ("paid", "demanded", "other", "lost", "refunded")
    roles = tuple(role for name in columns for role in known if role == name)
    if len(roles) != len(columns) or len(set(roles)) != len(known):
        raise ValueError(columns)
    return roles


def _weights(columns: list[str], roles: tuple[AmountRole, ...], *, new: bool) -> int:
    if len(columns) != len(roles) or not new:
        raise ValueError(columns)
    return sum(int(column) << _BITS * at for at, column in enumerate(columns))

"""language/solicitation_words.tsv: what single characters and pairs say for each pattern of solicitation, one a line.

The first line that is no comment names the patterns; then ``piece<TAB>3<TAB>-12<TAB>…``, tenths of a logit against "no pattern", one a
pattern; the piece ``START`` is what holds before a word is read. Learned by tools/learn_solicitations.py, read as strictly as all else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from madoguchi.knowledge.reader import KnowledgeError

START = "START"


@dataclass(frozen=True, slots=True)
class SolicitationWords:
    """``weights``: piece -> tenths for each of ``patterns``, in their order; ``start``: tenths before a piece is read."""

    patterns: tuple[str, ...]
    start: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]]


def read_solicitation_words(path: Path) -> str:
    """Returns the file at ``path`` as it is, after a look at every line. Raises KnowledgeError (file:line) for a line that is none."""
    text = path.read_text(encoding="utf-8")
    _read(text, str(path))
    return text


@lru_cache(maxsize=2)
def words_of(text: str) -> SolicitationWords:
    """Returns what the lines say. They are read when the first trader speaks: most texts hold none, and a start need not wait."""
    return _read(text, "solicitation_words.tsv")


def _read(text: str, name: str) -> SolicitationWords:
    patterns: tuple[str, ...] = ()
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.startswith("# ") or not line:
            continue
        piece, *columns = line.split("\t")
        try:
            if not patterns:
                patterns = _names(columns)
            else:
                found[piece] = _weights(columns, patterns, new=bool(piece) and piece not in found)
        except ValueError:
            raise KnowledgeError(
                where=f"{name}:{number}",
                what=f"「{line[:40]}」は読めません。",
                mend="文字、タブ、型ごとの整数の順に、一つの文字を一度だけ書いてください。make words で作り直せます。",
            ) from None
    return SolicitationWords(patterns, found.pop(START, (0,) * len(patterns)), found)


def _names(columns: list[str]) -> tuple[str, ...]:
    if not columns or len(set(columns)) != len(columns) or not all(name.isidentifier() for name in columns):
        raise ValueError(columns)
    return tuple(columns)


def _weights(columns: list[str], patterns: tuple[str, ...], *, new: bool) -> tuple[int, ...]:
    if len(columns) != len(patterns) or not new:
        raise ValueError(columns)
    return tuple(map(int, columns))

"""language/host_letters.tsv: how honest people spell the names of their hosts, and the words they make them of.

``ab<TAB>-3 12 …``: after the letters ``ab`` (``^``: the beginning), for each of a…z and the end, ten times the logarithm of how much
likelier it is in an honest name than in letters thrown at random. ``=<TAB>word word …``: whole words.
Learned by tools/learn_links.py, read as strictly as everything else, and only when there is a link to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from madoguchi.knowledge.reader import KnowledgeError

COLUMNS = "abcdefghijklmnopqrstuvwxyz$"
START = "^"
WORDS = "="
_FILE = Path(__file__).parent / "language" / "host_letters.tsv"


@dataclass(frozen=True, slots=True)
class HostLetters:
    """``after``: two letters -> tenths for each of COLUMNS; ``words``: whole words of honest names."""

    after: Mapping[str, tuple[int, ...]]
    words: frozenset[str]


@lru_cache(maxsize=1)
def host_letters() -> HostLetters:
    """Returns what is shipped with the package (read once). Raises KnowledgeError."""
    return read_host_letters(_FILE)


def read_host_letters(path: Path) -> HostLetters:
    """Returns the content of the file at ``path``. Raises KnowledgeError (file:line) for a line that is none."""
    after: dict[str, tuple[int, ...]] = {}
    words: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        key, _, rest = line.partition("\t")
        try:
            if key == WORDS:
                words.update(rest.split())
            else:
                after[_new(key, after)] = _row(rest)
        except ValueError:
            raise KnowledgeError(
                where=f"{path}:{number}",
                what=f"「{line[:40]}」は読めません。",
                mend=f"二文字、タブ、{len(COLUMNS)}個の整数の順に、一度だけ書いてください。make words で作り直せます。",
            ) from None
    return HostLetters(after, frozenset(words))


def _new(key: str, after: Mapping[str, object]) -> str:
    if len(key) != 2 or key in after:
        raise ValueError(key)
    return key


def _row(rest: str) -> tuple[int, ...]:
    row = tuple(map(int, rest.split(" ")))
    if len(row) != len(COLUMNS):
        raise ValueError(rest)
    return row

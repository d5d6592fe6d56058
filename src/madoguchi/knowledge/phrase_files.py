"""phrases/*.yaml: the sentences that the program itself puts together, by id."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from madoguchi.knowledge.reader import KnowledgeError, read_file
from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.phrases import Phrases

_FOLDER = Path(__file__).parent / "phrases"


class PhrasesFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """phrases: id -> sentence, with ``{names}`` where the program puts values."""

    phrases: dict[str, str]


def read_phrases(folder: Path) -> dict[str, str]:
    """Returns the sentences of all files in ``folder``. Raises KnowledgeError (file) for an id that stands in two."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        read = read_file(path, PhrasesFile).phrases
        twice = sorted(found.keys() & read.keys())
        if twice:
            raise KnowledgeError(
                where=str(path),
                what=f"「{twice[0]}」は、ほかのファイルにもあります。",
                mend="一つにしてください。",
            )
        found |= read
    return found


@cache
def shipped_phrases() -> Phrases:
    """Returns the Japanese sentences shipped with the package (read once). Raises KnowledgeError."""
    return read_phrases(_FOLDER)

"""language/topic_words.tsv: words with what they weigh for each scheme, one word a line.

``word<TAB>scheme=2 scheme=-1``; lines that begin with # are comments. The file is learned (tools/learn_words.py),
and read as strictly as everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from madoguchi.knowledge.reader import KnowledgeError
from madoguchi.words import SchemeId

TopicWords = Mapping[str, Mapping[SchemeId, int]]


def read_topic_words(path: Path) -> TopicWords:
    """Returns the words of the file at ``path``. Raises KnowledgeError (file:line) for a line that is none."""
    found: dict[str, Mapping[SchemeId, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        word, _, weights = line.partition("\t")
        try:
            _refuse_empty(weights)
            found[_new(word, found)] = {name: int(n) for name, n in (w.split("=") for w in weights.split())}
        except ValueError:
            raise KnowledgeError(
                where=f"{path}:{number}",
                what=f"「{line[:40]}」は読めません。",
                mend="言葉、タブ、「手口=重み」の順に、一つの言葉を一度だけ書いてください。make words で作り直せます。",
            ) from None
    return found


def _refuse_empty(weights: str) -> None:
    if not weights.strip():
        raise ValueError(weights)


def _new(word: str, found: Mapping[str, object]) -> str:
    if not word or word in found:
        raise ValueError(word)
    return word

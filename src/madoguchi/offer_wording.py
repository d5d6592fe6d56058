"""How the words of one sentence speak: more as a pattern of solicitation, or as honest people do.

Patterns know only the wordings that somebody thought of. What single kanji, digits and pairs of characters say was learned from
the project's own invented sentences (training/solicitations.jsonl, tools/learn_solicitations.py, decision 014).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import exp, sqrt
from operator import add

from madoguchi.knowledge.solicitation_words import SolicitationWords
from madoguchi.native import NATIVE
from madoguchi.prepared import once_for_each

_RUN = re.compile(r"[一-龥々ぁ-んァ-ヴーa-z0-9%]+")
_TENTH = 0.1
_FEWEST = 12  # pieces; less is no sentence


def pieces_in(sentence: str) -> list[str]:
    """Returns the pieces of a levelled sentence, sorted, each once: pairs of characters, single kanji and digits."""
    found: set[str] = set()
    for run in _RUN.findall(sentence):
        found.update(map(add, run, run[1:]))
        found.update(one for one in run if "一" <= one <= "龥" or one.isdigit() or one == "%")
    return sorted(found)


def chances(
    sentence: str, words: SolicitationWords, *, native: bool = NATIVE is not None
) -> Mapping[str, float]:
    """Returns pattern -> how likely the levelled sentence speaks as it does (0 to 1; all and "none" add up to 1).

    Nothing is said of a sentence of fewer than twelve known pieces. The sum is damped by the number of pieces.
    ``native``: whether the native module adds them up; the answer is the same.
    """
    count, sums = _added_natively(sentence, words) if native else _added(sentence, words)
    if count < _FEWEST:
        return {}
    damp = _TENTH / sqrt(count)
    odds = [exp(_TENTH * start + damp * total) for start, total in zip(words.start, sums, strict=True)]
    whole = 1 + sum(odds)
    return {pattern: one / whole for pattern, one in zip(words.patterns, odds, strict=True)}


def _added(sentence: str, words: SolicitationWords) -> tuple[int, Sequence[int]]:
    """How many pieces of the sentence are known, and what they weigh for each pattern."""
    known = [words.weights[piece] for piece in pieces_in(sentence) if piece in words.weights]
    return len(known), [sum(column) for column in zip(*known, strict=True)]


def _added_natively(sentence: str, words: SolicitationWords) -> tuple[int, Sequence[int]]:
    """The same by the native module: a piece is found wherever it stands, for its characters stand in runs alone."""
    count, sums, _ = _table(words).read(sentence)
    return count, [each or 0 for each in sums]


@once_for_each
def _table(words: SolicitationWords) -> NATIVE.Words:
    if NATIVE is None:
        raise RuntimeError("the native module is not there")
    rows = [tuple(enumerate(weights)) for weights in words.weights.values()]
    return NATIVE.Words(words=list(words.weights), weights=rows, columns=len(words.patterns))

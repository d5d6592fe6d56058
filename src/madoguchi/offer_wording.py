"""How the words of one sentence speak: more as a pattern of solicitation, or as honest people do.

Patterns know only the wordings that somebody thought of. What single kanji, digits and pairs of characters say was learned from
the project's own invented sentences (training/solicitations.jsonl, tools/learn_solicitations.py, decision 014).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from math import exp, sqrt

from madoguchi.knowledge.solicitation_words import SolicitationWords

_RUN = re.compile(r"[一-龥々ぁ-んァ-ヴーa-z0-9%]+")
_TENTH = 0.1
_FEWEST = 12  # pieces; less is no sentence


def pieces_in(sentence: str) -> list[str]:
    """Returns the pieces of a levelled sentence, sorted, each once: pairs of characters, single kanji and digits."""
    found: set[str] = set()
    for run in _RUN.findall(sentence):
        found.update(map("".join, pairwise(run)))
        found.update(one for one in run if "一" <= one <= "龥" or one.isdigit() or one == "%")
    return sorted(found)


def chances(sentence: str, words: SolicitationWords) -> Mapping[str, float]:
    """Returns pattern -> how likely the levelled sentence speaks as it does (0 to 1; all and "none" add up to 1).

    Nothing is said of a sentence of fewer than twelve known pieces. The sum is damped by the number of pieces.
    """
    known = [words.weights[piece] for piece in pieces_in(sentence) if piece in words.weights]
    if len(known) < _FEWEST:
        return {}
    damp = _TENTH / sqrt(len(known))
    sums = map(sum, zip(*known, strict=True))
    odds = [exp(_TENTH * start + damp * total) for start, total in zip(words.start, sums, strict=True)]
    whole = 1 + sum(odds)
    return {pattern: one / whole for pattern, one in zip(words.patterns, odds, strict=True)}

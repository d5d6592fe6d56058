"""Learns how the five patterns of solicitation speak, from invented sentences of rescue traders and of honest people.

training/solicitations.jsonl: {"pattern", "point", "text"}; the pattern "none" is what the others are told apart from. A logistic regression
over the pieces of a sentence (offer_wording.py), by stochastic gradient in a fixed order; the weights are rounded to tenths.
The same sentences give the same file, byte for byte.
With --check: one fifth is left out in turn; printed is how many of its patterns are found, and how many of those found are right.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import exp, gcd, sqrt
from operator import itemgetter
from pathlib import Path

from madoguchi.knowledge.solicitation_words import START, SolicitationWords
from madoguchi.offer_wording import chances, pieces_in
from madoguchi.plain_text import level
from madoguchi.solicitations import MAYBE, SURE

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "training" / "solicitations.jsonl"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "solicitation_words.tsv"
HEAD = "# Learned from training/solicitations.jsonl by tools/learn_solicitations.py (make words); do not edit by hand.\n"
PATTERNS = ("exaggerated_ads", "anxiety", "no_cancel", "cyber_attack", "tied_contract")
CLASSES = ("none", *PATTERNS)
APART = ("everyday", "othertrouble")  # of no trade: never read for patterns
LEAST, FOLDS = 2, 5
PASSES, STEP, SLOWER, START_STEP, SETTLED = 10, 4.0, 4, 0.1, 0.002

Sentence = tuple[str, str]
_Row = tuple[list[int], int, float]


def learned(sentences: Iterable[Sentence]) -> SolicitationWords:
    """Returns what the pieces of the sentences (text, pattern or "none") weigh."""
    told = [(pieces_in(level(text)), pattern) for text, pattern in sentences]
    counts = Counter(piece for pieces, _ in told for piece in pieces)
    at = {piece: number for number, piece in enumerate(sorted(p for p, n in counts.items() if n >= LEAST))}
    held = [([at[p] for p in pieces if p in at], CLASSES.index(pattern)) for pieces, pattern in told]
    weights, start = _descended([(row, own, 1 / sqrt(len(row))) for row, own in held if row], len(at))
    return SolicitationWords(
        PATTERNS, _against_none(start), {p: _against_none([w[n] for w in weights]) for p, n in at.items()}
    )


def _descended(rows: Sequence[_Row], many: int) -> tuple[list[list[float]], list[float]]:
    weights, start = [[0.0] * many for _ in CLASSES], [0.0] * len(CLASSES)
    for turn in range(PASSES):
        step = STEP / (1 + turn / SLOWER)
        for row, own, damp in _mixed(rows):
            for number, wrong in enumerate(_wrong(row, own, damp, weights=weights, start=start)):
                if abs(wrong) >= SETTLED:
                    start[number] -= START_STEP * step * wrong
                    for piece in row:
                        weights[number][piece] -= step * wrong * damp
    return weights, start


def _mixed(rows: Sequence[_Row]) -> Iterator[_Row]:
    """All rows, each once, far from their neighbours: by strides that share no factor with their number."""
    stride = next(s for s in range(int(len(rows) * 0.618), len(rows) + 1) if gcd(s, len(rows)) == 1)
    return (rows[at * stride % len(rows)] for at in range(len(rows)))


def _wrong(
    row: list[int], own: int, damp: float, *, weights: list[list[float]], start: list[float]
) -> list[float]:
    """By how much each class is thought too likely (-1 to 1)."""
    sums = [begin + damp * sum(map(one.__getitem__, row)) for one, begin in zip(weights, start, strict=True)]
    odds = [exp(total - max(sums)) for total in sums]
    return [one / sum(odds) - (number == own) for number, one in enumerate(odds)]


def _against_none(weights: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(10 * (one - weights[0])) for one in weights[1:])


def written(words: SolicitationWords) -> str:
    """Returns the file: the patterns, the start, then one piece a line."""
    rows = [("piece", words.patterns), (START, words.start), *words.weights.items()]
    return HEAD + "".join(f"{piece}\t" + "\t".join(map(str, columns)) + "\n" for piece, columns in rows)


def rows() -> list[dict[str, str]]:
    """Returns the rows of the training file."""
    return [json.loads(line) for line in SENTENCES.read_text(encoding="utf-8").splitlines()]


def unseen(told: Sequence[dict[str, str]]) -> Iterator[tuple[float, str, str]]:
    """Yields, for each sentence that may be read, (chance, likeliest pattern, true pattern), by what the other fifths taught."""
    for fold in range(FOLDS):
        words = learned((r["text"], r["pattern"]) for at, r in enumerate(told) if at % FOLDS != fold)
        for row in (r for at, r in enumerate(told) if at % FOLDS == fold and r["point"] not in APART):
            best, chance = max(
                chances(level(row["text"]), words).items(), key=itemgetter(1), default=("none", 0.0)
            )
            yield chance, best, row["pattern"]


def main() -> None:
    """Writes the file, or with --check prints how well unseen sentences are told apart."""
    told = rows()
    if "--check" not in sys.argv:
        words = learned((row["text"], row["pattern"]) for row in told)
        WORDS.write_text(written(words), encoding="utf-8")
        print(f"{WORDS.relative_to(ROOT)}: {len(words.weights)} pieces of {len(told)} sentences")
        return
    seen = list(unseen(told))
    for least in (MAYBE, 0.6, 0.7, 0.8, SURE, 0.9):
        said = [(found, true) for chance, found, true in seen if chance >= least]
        right = sum(found == true for found, true in said)
        of_all = right / sum(true != "none" for _, _, true in seen)
        print(f"from {least}: precision {right / len(said):.3f}, recall {of_all:.3f}")
    for pattern in PATTERNS:
        named = [true for chance, found, true in seen if chance >= SURE and found == pattern]
        of_all = named.count(pattern) / sum(true == pattern for _, _, true in seen)
        print(f"  {pattern}: precision {named.count(pattern) / len(named):.3f}, recall {of_all:.3f}")


if __name__ == "__main__":
    main()

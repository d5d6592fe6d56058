"""Learns how stories told in English speak, from the project's own invented ones: of which scheme, and whether of any trouble.

A word counts whole; two that follow each other count as one more. Of a scheme only words speak that say something (``LITTLE`` leaves
out the rest), as in learn_words.py; of trouble every word does, little ones too (took my, so I, they want): ten times the logarithm of
how much likelier it stands in a story of a scheme than in one of everyday life ("none"). The same stories give the same file.
"""

from __future__ import annotations

from collections import Counter
from math import log
from pathlib import Path

from learn_words import rows_of, weights
from learning import held, written

from madoguchi.english_topics import TROUBLE, words_of
from madoguchi.plain_text import level

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "training" / "english_stories.jsonl"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "english_words.tsv"
HEAD = "# Learned from training/english_stories.jsonl by tools/learn_english.py (make words); do not edit by hand.\n"
NO_SCHEME = "none"
LEAST, LEAST_WEIGHT, MOST = 2, 3, 40
SEEN = 0.5  # as if each side had that many more stories with the word
LITTLE = frozenset(
    "a about after again all alone already also always am an and another any anybody appeared are around as ask asked asks at away back be "
    "because been before began but by came can cannot come comes could day days did do does doing don each even every everything first for "
    "from gave get gets give go goes going good got had has have he her here him his how i if in into is it its just keep keeps kept know "
    "last later let like little looked made make makes many me more most much my need needs never new next no not nothing now of off on "
    "once one only or other our out over people put said same saw say says second see seems send sent she should show showed shows so some "
    "somebody someone something still strange t takes than that the their them then there these they thing things think this three through "
    "time times to today told tomorrow too took tried two until up us use used using very want wanted wants was way we week weeks well went "
    "were what when where which while who why will with without would year years yes yesterday yet you your asking find mother father "
    "husband wife son daughter sister brother friend grandmother grandfather mom dad colleague coworker neighbour neighbor s ve ll re m d".split()
)


def learned(stories: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Returns word -> scheme (or TROUBLE) -> weight for ``stories`` of (scheme, text)."""
    texts = [(scheme, set(words_of(level(text)))) for scheme, text in stories]
    sizes = Counter(scheme for scheme, _ in texts)
    where: dict[str, list[str]] = {}
    for scheme, words in texts:
        for word in words:
            where.setdefault(word, []).append(scheme)
    often = {word: schemes for word, schemes in sorted(where.items()) if len(schemes) >= LEAST}
    found = {
        word: {**_of_schemes(word, schemes, sizes), **_of_trouble(schemes, sizes)}
        for word, schemes in often.items()
    }
    return {word: weighed for word, weighed in found.items() if weighed}


def _of_schemes(word: str, schemes: list[str], sizes: Counter[str]) -> dict[str, int]:
    if not LITTLE.isdisjoint(word.split()):
        return {}
    return {scheme: weight for scheme, weight in weights(schemes, sizes).items() if scheme != NO_SCHEME}


def _of_trouble(schemes: list[str], sizes: Counter[str]) -> dict[str, int]:
    calm, everyday = schemes.count(NO_SCHEME), sizes[NO_SCHEME]
    troubled, stories = len(schemes) - calm, sum(sizes.values()) - everyday
    odds = log((troubled + SEEN) / (stories + 2 * SEEN)) - log((calm + SEEN) / (everyday + 2 * SEEN))
    weight = held(round(10 * odds), least=LEAST_WEIGHT, most=MOST)
    return {TROUBLE: weight} if weight else {}


def main() -> None:
    rows = rows_of(STORIES)
    words = learned(rows)
    WORDS.write_text(written(HEAD, words), encoding="utf-8")
    print(f"{WORDS.relative_to(ROOT)}: {len(words)} words of {len(rows)} stories")


if __name__ == "__main__":
    main()

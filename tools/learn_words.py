"""Learns which words speak for which scheme from the project's own invented stories, and writes them down to read.

A word is a run of kanji (2-4, or one alone), of katakana, or of Latin letters that stands in at least three
stories. Its weight for a scheme is ten times the logarithm of how much likelier it stands in a story of that scheme than
in the others (smoothed towards no difference), kept within -20..40; less than 3 is nothing. A run
that never stands without a longer one is left out. The same stories give the same file, byte for byte.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from math import log
from pathlib import Path

from learning import written

from madoguchi.plain_text import level

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "training" / "stories.jsonl"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "topic_words.tsv"
HEAD = "# Learned from training/stories.jsonl by tools/learn_words.py (make words); do not edit by hand.\n"
LEAST, LOW, HIGH, LEAST_WEIGHT = 3, -20, 40, 3
PRIOR = 10  # as if each side had that many more stories with the word as often as everywhere
EXPECTED = 1.5  # stories of a scheme in which a word must be expected before its absence counts
# Everybody who comes here says these: they tell that something happened, and speak for no scheme and against none (decision 005).
WHAT_HAPPENED = ("詐", "欺", "騙", "遭", "被害", "悪質", "怪", "不審", "疑", "嘘", "トラブル", "商法")
_RUN = re.compile(r"[一-龥々]+|[ァ-ヴー]{2,}|[a-z]{2,}")


def candidates(text: str) -> set[str]:
    """Returns the runs of a levelled story, and the parts of two to four kanji of longer ones."""
    found: set[str] = set()
    for run in (hit[0] for hit in _RUN.finditer(text)):
        if "一" <= run[0] <= "龥" and len(run) > 1:
            found |= {run[at : at + size] for size in (2, 3, 4) for at in range(len(run) - size + 1)}
        else:
            found.add(run)
    return found


def learned(stories: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Returns word -> scheme -> weight for ``stories`` of (scheme, text)."""
    texts = [(scheme, level(text)) for scheme, text in stories]
    named = Counter(word for _, text in texts for word in candidates(text))
    words = [
        word
        for word, count in named.items()
        if count >= LEAST and not any(piece in word for piece in WHAT_HAPPENED)
    ]
    where = {word: [at for at, (_, text) in enumerate(texts) if word in text] for word in words}
    sizes = Counter(scheme for scheme, _ in texts)
    weighed = {word: weights([texts[at][0] for at in where[word]], sizes) for word in closed(where)}
    return {word: found for word, found in sorted(weighed.items()) if found}


def closed(where: dict[str, list[int]]) -> list[str]:
    """Leaves out a part that stands only where a longer word stands."""
    by_places: dict[tuple[int, ...], list[str]] = defaultdict(list)
    for word, places in where.items():
        by_places[tuple(places)].append(word)
    return [w for same in by_places.values() for w in same if not any(w != o and w in o for o in same)]


def weights(schemes: list[str], sizes: Counter[str]) -> dict[str, int]:
    """Returns the log odds, in tenths, of a word that stands in stories of ``schemes``."""
    here, total, found = Counter(schemes), sum(sizes.values()), {}
    for scheme, size in sorted(sizes.items()):
        prior = PRIOR * len(schemes) / total
        inside = (here[scheme] + prior) / (size + PRIOR)
        outside = (len(schemes) - here[scheme] + prior) / (total - size + PRIOR)
        odds = round(10 * log(inside / outside))
        rare = odds < 0 and len(schemes) * size / total < EXPECTED  # to miss a rare word says nothing
        if abs(odds) >= LEAST_WEIGHT and not rare:
            found[scheme] = max(LOW, min(odds, HIGH))
    return found


def rows_of(path: Path) -> list[tuple[str, str]]:
    """Returns (scheme, text) of every story of the file at ``path``."""
    stories = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [(story["scheme"], story["text"]) for story in stories]


def main() -> None:
    rows = rows_of(STORIES)
    words = learned(rows)
    WORDS.write_text(written(HEAD, words), encoding="utf-8")
    print(f"{WORDS.relative_to(ROOT)}: {len(words)} words of {len(rows)} stories")


if __name__ == "__main__":
    main()

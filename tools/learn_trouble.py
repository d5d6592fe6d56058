"""Learns how people speak in Japanese who are in trouble, from the project's own invented stories and texts of everyday life.

A piece is two or three characters of a levelled text, without figures and spaces. It weighs ten times the logarithm of how much likelier it
stands in a story of trouble than in a text of everyday life, the less the fewer of these hold it; pieces that say little are left
out, and of pieces that always stand together only the longest is kept. The same texts give the same file, byte for byte.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from math import log
from pathlib import Path

from learn_words import closed, rows_of
from learning import held, written

from madoguchi.plain_text import level
from madoguchi.trouble import TROUBLE

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "training" / "stories.jsonl"
EVERYDAY = ROOT / "training" / "everyday.txt"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "trouble_words.tsv"
HEAD = "# Learned from training/stories.jsonl and everyday.txt by tools/learn_trouble.py (make words); do not edit by hand.\n"
SIZES = (2, 3)
LEAST, LEAST_WEIGHT, MOST = 5, 6, 30
SEEN = 0.5  # as if each side had that many more texts with the piece
DOUBT = 2.0  # texts of even odds that are added to those that hold a piece


def pieces(text: str) -> set[str]:
    """Returns the pieces of a levelled text."""
    found = {text[at : at + size] for size in SIZES for at in range(len(text) - size + 1)}
    return {piece for piece in found if not any(char.isspace() or char.isdigit() for char in piece)}


def learned(stories: list[str], everyday: list[str]) -> dict[str, dict[str, int]]:
    """Returns piece -> TROUBLE -> weight."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate((*stories, *everyday)):
        for piece in pieces(level(text)):
            where[piece].append(at)
    often = {piece: places for piece, places in sorted(where.items()) if len(places) >= LEAST}
    weights = {
        piece: weight(often[piece], stories=len(stories), everyday=len(everyday)) for piece in closed(often)
    }
    return {piece: {TROUBLE: found} for piece, found in sorted(weights.items()) if found}


def weight(places: list[int], *, stories: int, everyday: int) -> int:
    """Returns the log odds, in tenths, of a piece that stands at ``places`` of the stories, followed by those of everyday life."""
    told = bisect_left(places, stories)
    calm = len(places) - told
    odds = log((told + SEEN) / (stories + 1)) - log((calm + SEEN) / (everyday + 1))
    heard = told * everyday / stories + calm
    return held(round(10 * odds * heard / (heard + DOUBT)), least=LEAST_WEIGHT, most=MOST)


def main() -> None:
    stories = [text for _, text in rows_of(STORIES)]
    everyday = EVERYDAY.read_text(encoding="utf-8").splitlines()
    words = learned(stories, everyday)
    WORDS.write_text(written(HEAD, words), encoding="utf-8")
    print(
        f"{WORDS.relative_to(ROOT)}: {len(words)} pieces of {len(stories)} stories and {len(everyday)} everyday texts"
    )


if __name__ == "__main__":
    main()

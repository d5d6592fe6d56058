"""Learns which words false messages use and genuine ones do not, and of which scheme, from the project's own invented messages.

A word (wording.py) that stands in at least LEAST messages weighs ten times the logarithm by which it changes the odds that a
message is false; it is counted as if it had stood in SHRINK further messages with the usual odds. In the same way, among
the false ones, for each scheme. Famous names are left out: whoever writes may use them. The same messages give the same file, byte for byte.
With --check: one fifth of the messages is left out in turn, and what their words alone tell is printed.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from learning import held, tenths, written

from madoguchi.knowledge import load
from madoguchi.plain_text import level
from madoguchi.wording import wording_of, words_in

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = ROOT / "training" / "messages.jsonl"
WORDS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "message_words.tsv"
HEAD = (
    "# Learned from training/messages.jsonl by tools/learn_messages.py (make words); do not edit by hand.\n"
)
LEAST, LEAST_WEIGHT, MOST_WEIGHT, SHRINK = 2, 3, 20, 0.5
SCHEME_LEAST, SCHEME_LEAST_WEIGHT, SCHEME_MOST, SCHEME_SHRINK = 3, 8, 30, 2.0
FOLDS = 5

Message = tuple[str, str | None]


def learned(messages: Iterable[Message]) -> dict[str, dict[str, int]]:
    """Returns word -> {"false": tenths, scheme: tenths} for messages of (text, scheme or None when genuine)."""
    rows = [(frozenset(words_in(level(text))), scheme) for text, scheme in messages]
    false = [(words, scheme) for words, scheme in rows if scheme]
    found: dict[str, dict[str, int]] = {}
    share = len(false) / len(rows)
    everywhere, inside = _counted(words for words, _ in rows), _counted(words for words, _ in false)
    names = "\n".join(level(name) for brand in load().brands for name in brand.names)
    for word, count in everywhere.items():
        weight = held(
            tenths(inside[word], count, share=share, shrink=SHRINK), least=LEAST_WEIGHT, most=MOST_WEIGHT
        )
        if count >= LEAST and weight and word not in names:
            found.setdefault(word, {})["false"] = weight
    for scheme in sorted({scheme for _, scheme in false if scheme != "other"}):
        _learn_scheme(found, scheme, [(words, one == scheme) for words, one in false if one != "other"])
    return dict(sorted(found.items()))


def _learn_scheme(
    found: dict[str, dict[str, int]], scheme: str, rows: list[tuple[frozenset[str], bool]]
) -> None:
    share = sum(here for _, here in rows) / len(rows)
    everywhere, inside = _counted(words for words, _ in rows), _counted(words for words, here in rows if here)
    for word, count in everywhere.items():
        weight = tenths(inside[word], count, share=share, shrink=SCHEME_SHRINK)
        if count >= SCHEME_LEAST and weight >= SCHEME_LEAST_WEIGHT:  # to miss a word says little
            found.setdefault(word, {})[scheme] = min(SCHEME_MOST, weight)


def _counted(rows: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(word for words in rows for word in words)


def messages_of(path: Path) -> list[Message]:
    """Returns (subject and text, scheme or None) of every message of the file at ``path``."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (f"{row['subject'] or ''}\n{row['text']}", row["scheme"] if row["label"] == "scam" else None)
        for row in rows
    ]


def told_apart(messages: list[Message]) -> float:
    """Returns how often a false message weighs more than a genuine one, each fifth by what the others taught."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for fold in range(FOLDS):
        words = learned(message for at, message in enumerate(messages) if at % FOLDS != fold)
        for text, scheme in (message for at, message in enumerate(messages) if at % FOLDS == fold):
            scores[scheme is not None].append(wording_of(level(text), words).score)
    pairs = [
        (false > genuine) + 0.5 * (false == genuine) for false in scores[True] for genuine in scores[False]
    ]
    return sum(pairs) / len(pairs)


def main() -> None:
    """Writes the file, or with --check prints how well unseen messages are told apart."""
    messages = messages_of(MESSAGES)
    if "--check" in sys.argv:
        print(
            f"{len(messages)} messages; a false one weighs more than a genuine one, unseen: {told_apart(messages):.3f}"
        )
        return
    words = learned(messages)
    WORDS.write_text(written(HEAD, words), encoding="utf-8")
    print(f"{WORDS.relative_to(ROOT)}: {len(words)} words of {len(messages)} messages")


if __name__ == "__main__":
    main()

"""Learns how honest people spell the names of their hosts, from the project's own words and from names that it makes up.

training/host_words.txt holds words (English, romaji, European, known names, abbreviations), written by hand. From them, from Japanese
syllables and from Chinese ones, NAMES names are put together as people do: one word, two words, syllables, letters before a word.
What is written down is how much likelier each letter is after the two before it than in letters thrown at random: ten times the
logarithm. The same words give the same file, byte for byte; no address of any list is read.
With --check: how many further honest names, and how many names of random letters, would be called odd.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from math import log
from pathlib import Path

from madoguchi.knowledge.host_letters import COLUMNS, START, WORDS
from madoguchi.spelling import oddness

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "training" / "host_words.txt"
LETTERS = ROOT / "src" / "madoguchi" / "knowledge" / "language" / "host_letters.tsv"
HEAD = "# Learned from training/host_words.txt by tools/learn_links.py (make words); do not edit by hand.\n"
NAMES, SEED = 30_000, 7
TIMES = {"english": 4, "romaji": 4, "european": 2, "known": 8, "places": 4, "short": 1}
ONE_BEFORE, TWO_BEFORE = 5.0, 3.0  # how much the shorter context counts beside the longer one
LONGEST_LINE = 120
ALPHABET = COLUMNS[:-1]
_PLAIN = ["", *"kstnhmrgzdbp"]
_GLIDES = ["ky", "sh", "ch", "ny", "hy", "my", "ry", "gy", "j", "by", "py"]
JAPANESE = [
    *(c + v for c in _PLAIN for v in "aiueo"),
    *(c + v for c in _GLIDES for v in "auo"),
    *"ya yu yo wa shi chi tsu fu ji n n n".split(),
]
CHINESE_FIRST = "b p m f d t n l g k h j q x zh ch sh r z c s y w".split()
CHINESE_LAST = "a ai an ang ao e ei en eng i ia ian iang iao ie in ing iong iu o ong ou u ua uai uan uang ui un uo".split()
Words = dict[str, list[str]]


def words_of(path: Path) -> Words:
    """Returns kind -> words of the file at ``path``."""
    found: Words = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, words = line.partition("\t")
            found.setdefault(kind, []).extend(words.split())
    return found


def honest_names(words: Words, count: int, *, seed: int) -> Iterator[str]:
    """Yields ``count`` names put together as people do, the same for the same ``seed``."""
    dice = random.Random(seed)
    english, romaji, european = words["english"], words["romaji"], words["european"]
    makes: tuple[tuple[float, Callable[[], str]], ...] = (
        (0.25, lambda: dice.choice(english) + dice.choice(english)),
        (0.10, lambda: dice.choice(romaji) + dice.choice(english)),
        (0.20, lambda: dice.choice(romaji) + dice.choice(romaji)),
        (0.18, lambda: _syllables(JAPANESE, dice, (2, 2, 3, 3, 3, 4, 4, 5))),
        (0.07, lambda: _chinese(dice)),
        (0.05, lambda: dice.choice(european) + dice.choice(european + english)),
        (0.10, lambda: _syllables(list(ALPHABET), dice, (2, 3)) + dice.choice(english + romaji)),
        (0.05, lambda: dice.choice(english + romaji) + dice.choice(("s", "er", "ing", "ed", "y", "ly"))),
    )
    for make in dice.choices([make for _, make in makes], [share for share, _ in makes], k=count):
        yield make()


def _syllables(syllables: Sequence[str], dice: random.Random, lengths: Sequence[int]) -> str:
    return "".join(dice.choice(syllables) for _ in range(dice.choice(lengths)))


def _chinese(dice: random.Random) -> str:
    return "".join(
        dice.choice(CHINESE_FIRST) + dice.choice(CHINESE_LAST) for _ in range(dice.choice((2, 2, 3)))
    )


def random_names(count: int, *, seed: int) -> Iterator[str]:
    """Yields ``count`` names of five to eleven letters that were thrown."""
    dice = random.Random(seed)
    for _ in range(count):
        yield _syllables(list(ALPHABET), dice, tuple(range(5, 12)))


def learned(words: Words) -> dict[str, tuple[int, ...]]:
    """Returns two letters -> for each of COLUMNS ten times the logarithm against random letters."""
    names = [word for kind, times in TIMES.items() for word in words[kind] for _ in range(times)]
    counts: Counter[str] = Counter()
    for name in (*names, *honest_names(words, NAMES, seed=SEED)):
        padded = f"{START}{START}{name}$"
        for at in range(2, len(padded)):
            counts.update((padded[at], padded[at - 1 : at + 1], padded[at - 2 : at + 1]))
    contexts = [START + START, *(START + a for a in ALPHABET), *(a + b for a in ALPHABET for b in ALPHABET)]
    return {context: tuple(_tenths(counts, context, letter) for letter in COLUMNS) for context in contexts}


def _tenths(counts: Counter[str], context: str, letter: str) -> int:
    everything = sum(counts[one] for one in COLUMNS)
    alone = (counts[letter] + 1) / (everything + len(COLUMNS))
    one = (counts[context[1] + letter] + ONE_BEFORE * alone) / (_behind(counts, context[1]) + ONE_BEFORE)
    two = (counts[context + letter] + TWO_BEFORE * one) / (_behind(counts, context) + TWO_BEFORE)
    return round(10 * log(two * len(ALPHABET))) if letter != "$" else round(10 * log(two))


def _behind(counts: Counter[str], before: str) -> int:
    return sum(counts[before + letter] for letter in COLUMNS)


def written(rows: dict[str, tuple[int, ...]], words: Words) -> str:
    """Returns the file: the letters, then the words."""
    lines = [f"{context}\t{' '.join(map(str, row))}\n" for context, row in rows.items()]
    told = sorted({word for kind in words.values() for word in kind})
    line = ""
    for word in told:
        if len(line) + len(word) > LONGEST_LINE:
            lines.append(f"{WORDS}\t{line.strip()}\n")
            line = ""
        line += f"{word} "
    return HEAD + "".join(lines) + f"{WORDS}\t{line.strip()}\n"


def main() -> None:
    """Writes the file, or with --check prints how well names are told from random letters."""
    words = words_of(SOURCE)
    if "--check" in sys.argv:
        for least in (-12, -25, -35, -50, -85):
            honest = [oddness(name) <= least for name in honest_names(words, 10_000, seed=SEED + 1)]
            thrown = [oddness(name) <= least for name in random_names(10_000, seed=SEED)]
            print(f"{least}: honest {sum(honest) / len(honest):.4f}, random {sum(thrown) / len(thrown):.4f}")
        return
    rows = learned(words)
    LETTERS.write_text(written(rows, words), encoding="utf-8")
    print(f"{LETTERS.relative_to(ROOT)}: {len(rows)} pairs of letters, {sum(map(len, words.values()))} words")


if __name__ == "__main__":
    main()

"""Similar cases among many: our index beside SQLite's FTS5 and PostgreSQL's own text search, on the same summaries and queries.

``python benchmarks/similar_cases.py [--rows N] [--peers N]``. The summaries are generated stories, cut into sentences and put together
anew, and the paraphrase pairs' own (tests/desk/paraphrases.yaml). What is asked for are the memos of the pairs. A hit is right only if
it is the very summary of the pair; every generated one counts as wrong, however alike. The peers get the words as the same
dictionary cuts and levels them, for neither can cut Japanese; what they lack are the meanings. Times are of whole questions: ours
from the memo to the sentence that matched (without the database's gate), theirs from the cut words to ten row numbers.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

import msgspec
import yaml

from texts import texts

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from with_postgres import cluster  # noqa: E402

from madoguchi.web.desk.sealing import opened, sealed  # noqa: E402
from madoguchi.web.desk.search.index import Entry, Index, code_of, weights_of  # noqa: E402
from madoguchi.web.desk.search.sentences import best_sentence  # noqa: E402
from madoguchi.web.desk.search.words import sentences_of, sought_in, words_in, words_of_sentence  # noqa: E402

PAIRS = ROOT / "tests" / "desk" / "paraphrases.yaml"
KEY = b"k" * 32
MOST = 10
_SENTENCES = 4


class Pair(NamedTuple):
    """A memo and the summary that it should find; ``half`` says when it was written."""

    half: str
    memo: str
    summary: str


class Row(NamedTuple):
    """A summary as it is put in: its number, its text, the tokens of its sentences."""

    number: int
    text: str
    tokens: Sequence[str]


Find = Callable[[str], list[int]]


def pairs() -> list[Pair]:
    """Returns the pairs of the file, in its order."""
    told = yaml.safe_load(PAIRS.read_text(encoding="utf-8"))
    return [Pair(half, one["memo"], one["summary"]) for half, those in told.items() for one in those]


@cache
def tokens_of(sentence: str) -> tuple[str, ...]:
    """Returns the tokens of a sentence; generated ones come again and again."""
    return tuple(sys.intern(word.token) for word in words_of_sentence(sentence))


def rows(count: int) -> Iterator[Row]:
    """Yields the summaries of the pairs (numbers from 0), then generated ones up to ``count``."""
    for number, pair in enumerate(pairs()):
        yield Row(number, pair.summary, [word.token for word in words_in(pair.summary)])
    dice = random.Random(20261122)
    stories = list(texts(4_000, seed=20261122))
    known = sorted({story[start:end] for story in stories for start, end in sentences_of(story)})
    for number in range(len(pairs()), count):
        chosen = dice.choices(known, k=_SENTENCES)
        yield Row(number, "。".join(chosen), [*itertools.chain.from_iterable(map(tokens_of, chosen))])


def plain_words(tokens: Sequence[str]) -> list[str]:
    """Returns the words among ``tokens`` as a peer takes them: letters only."""
    words = ("".join(char for char in token[2:] if char.isalnum()) for token in tokens if token[0] == "w")
    return [word for word in words if word]


def ours(folder: Path, count: int) -> Find:
    """Builds our index and returns its question."""
    index = Index(folder)

    def entry(row: Row) -> Entry:
        place = f"search/{row.number}"
        codes = [code_of_(token) for token in row.tokens]
        return Entry(str(row.number), codes, sealed(msgspec.json.encode(row.text), key=KEY, place=place))

    index.write(map(entry, rows(count)), anew=True)

    def find(memo: str) -> list[int]:
        words_of_sentence.cache_clear()
        sought = sought_in(memo)
        tokens = sought.first()
        found = index.find(weights_of(sought, KEY), most=MOST)
        for one in found:
            text = msgspec.json.decode(opened(one.sealed, key=KEY, place=f"search/{one.case_id}"), type=str)
            best_sentence(text, tokens)
        return [int(one.case_id) for one in found]

    return find


@cache
def code_of_(token: str) -> str:
    """Returns the code of a token, computed once."""
    return code_of(token, KEY)


def fts5(folder: Path, count: int) -> Find:
    """Builds a table of FTS5 and returns its question: any of the words, best bm25 first."""
    base = sqlite3.connect(folder / "fts5.sqlite3")
    base.execute("PRAGMA synchronous=OFF")
    base.execute("CREATE VIRTUAL TABLE summary USING fts5(words, content='', tokenize='unicode61')")
    told = ((row.number, " ".join(plain_words(row.tokens))) for row in rows(count))
    base.executemany("INSERT INTO summary(rowid, words) VALUES (?, ?)", told)
    base.execute("INSERT INTO summary(summary) VALUES ('optimize')")
    base.commit()

    def find(memo: str) -> list[int]:
        words = " OR ".join(f'"{word}"' for word in words_sought(memo))
        statement = "SELECT rowid FROM summary WHERE summary MATCH ? ORDER BY bm25(summary) LIMIT ?"
        return [number for (number,) in base.execute(statement, (words, MOST))] if words else []

    return find


def postgresql(address: str, count: int) -> Find:
    """Builds a table with a GIN index over tsvector and returns its question: any of the words, best ts_rank first."""
    import psycopg

    base = psycopg.connect(address, autocommit=True)
    base.execute("CREATE TABLE summary (number int, words tsvector)")
    with base.cursor().copy("COPY summary FROM STDIN") as copy:
        for row in rows(count):
            copy.write_row(
                (row.number, " ".join(f"'{word}'" for word in sorted(set(plain_words(row.tokens)))))
            )
    base.execute("CREATE INDEX ON summary USING gin (words)")
    base.execute("ANALYZE summary")

    def find(memo: str) -> list[int]:
        words = " | ".join(f"'{word}'" for word in words_sought(memo))
        statement = (
            "SELECT number FROM summary, to_tsquery('simple', %s) q WHERE words @@ q "
            "ORDER BY ts_rank(words, q) DESC LIMIT %s"
        )
        return [number for (number,) in base.execute(statement, (words, MOST))] if words else []

    return find


@cache
def words_sought(memo: str) -> tuple[str, ...]:
    """Returns the words of a memo, cut beforehand: the peers are not charged for the dictionary."""
    return tuple(dict.fromkeys(plain_words([word.token for word in words_in(memo)])))


def measured(name: str, find: Find, *, asked: Sequence[tuple[int, Pair]]) -> float:
    """Asks every question twice, prints time and what was found by half, and returns p95 in ms (of the second time)."""
    times: list[float] = []
    right: list[tuple[str, bool]] = []
    for _ in range(2):
        times, right = [], []
        for number, pair in asked:
            words_sought(pair.memo)
            began = time.perf_counter()
            found = find(pair.memo)
            times.append((time.perf_counter() - began) * 1_000)
            right.append((pair.half, number in found))
    halves = {
        half: [hit for one, hit in right if one == half] for half in dict.fromkeys(one for one, _ in right)
    }
    told = " ".join(f"{half} {sum(hits) / len(hits):.2f}" for half, hits in halves.items())
    p95 = sorted(times)[int(0.95 * (len(times) - 1))]
    recall = sum(hit for _, hit in right) / len(right)
    print(
        f"{name:12} p50 {median(times):8.1f} ms  p95 {p95:8.1f} ms  recall@10 {recall:.3f} ({told})",
        flush=True,
    )
    return p95


def built(name: str, make: Callable[[], Find]) -> Find:
    """Builds and prints how long it took."""
    began = time.perf_counter()
    find = make()
    print(f"{name:12} built in {time.perf_counter() - began:.0f} s", flush=True)
    return find


def main() -> None:
    """Prints the figures of all three."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    arguments.add_argument("--peers", type=int, default=100, help="how many questions the peers are asked")
    said = arguments.parse_args()
    asked = list(enumerate(pairs()))
    some = asked[:: max(1, len(asked) // max(1, said.peers))]
    print(f"{said.rows:,} summaries, {len(asked)} questions (the peers: {len(some)})", flush=True)
    with tempfile.TemporaryDirectory(prefix="madoguchi-similar-") as folder:
        index = Path(folder) / "index"
        p95 = measured("madoguchi", built("madoguchi", lambda: ours(index, said.rows)), asked=asked)
        size = sum(path.stat().st_size for path in index.iterdir()) / 2**20
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{'':12} {size:.0f} MiB on the disk, at most {memory:.0f} MiB of memory with the building",
            flush=True,
        )
        theirs = measured(
            "SQLite FTS5", built("SQLite FTS5", lambda: fts5(Path(folder), said.rows)), asked=some
        )
    with cluster() as environment:
        address = environment["DATABASE_OWNER_URL"]
        found = built("PostgreSQL", lambda: postgresql(address, said.rows))
        other = measured("PostgreSQL", found, asked=some)
    print(f"FTS5 / madoguchi {theirs / p95:.1f}, PostgreSQL / madoguchi {other / p95:.1f} (p95)")


if __name__ == "__main__":
    main()

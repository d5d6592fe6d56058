"""Packs which words are used like which, for the search of the desk: ``python tools/learn_neighbours.py FOLDER``.

FOLDER is ``vocab`` of the package ja_ginza 5.3.0, which holds chiVe: vectors of words, learned by Works Applications from the corpus of
NINJAL (Apache License 2.0). Needs numpy and the extra ``search``; what it writes needs neither (decision 022). Written are the
sixty thousand most frequent words that are no names and no numbers, the row of each (rare words share one), and the rows near it.
"""

from __future__ import annotations

import json
import re
import sys
import zlib
from array import array
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from madoguchi.web.desk.search.neighbours import FILE, Packed
from madoguchi.web.desk.search.words import cut

_MOST_WORDS, _MOST_NEAR, _LEAST_ALIKE = 60_000, 56, 0.36
_WORD = re.compile(r"[一-龥々ぁ-んァ-ヶーA-Za-z]{1,12}")
_KINDS = ("名詞", "動詞", "形容詞", "形状詞")
_MASK = (1 << 64) - 1


def hash_of(word: str) -> int:
    """Returns the key of ``word`` in the package: MurmurHash64A with seed 1."""
    data, mix = word.encode(), 0xC6A4A7935BD1E995
    found = (1 ^ (len(data) * mix)) & _MASK
    whole = len(data) - len(data) % 8
    for at in range(0, whole, 8):
        part = int.from_bytes(data[at : at + 8], "little") * mix & _MASK
        found = (found ^ ((part ^ part >> 47) * mix & _MASK)) * mix & _MASK
    if rest := data[whole:]:
        found = (found ^ int.from_bytes(rest, "little")) * mix & _MASK
    found = (found ^ found >> 47) * mix & _MASK
    return found ^ found >> 47


def words_of(folder: Path) -> Iterator[tuple[str, int]]:
    """Yields word and row, the most frequent first."""
    rows: Mapping[int, int] = msgspec.msgpack.decode((folder / "key2row").read_bytes())
    named = {
        hash_of(word): word for word in json.loads((folder / "strings.json").read_text(encoding="utf-8"))
    }
    for key, row in rows.items():
        word = named.get(key, "")
        if _WORD.fullmatch(word) and _is_told(word):
            yield word, row


def _is_told(word: str) -> bool:
    parts = cut(word)
    kind = parts[0].part_of_speech()
    return (
        len(parts) == 1
        and kind[0] in _KINDS
        and kind[1] not in ("固有名詞", "数詞")
        and parts[0].normalized_form() == word
    )


def near(vectors: Any, rows: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Yields, for each of ``rows``, which others (by their place in ``rows``) are alike, and how much in 255ths."""
    numpy = import_module("numpy")
    some = vectors[rows]
    some = some / numpy.maximum(numpy.linalg.norm(some, axis=1, keepdims=True), 1e-9)
    for start in range(0, len(rows), 1_000):
        alike = some[start : start + 1_000] @ some.T
        for at, row in enumerate(alike, start):
            best = numpy.argsort(-row)[: _MOST_NEAR + 1]
            yield [(int(one), int(row[one] * 255)) for one in best if one != at and row[one] >= _LEAST_ALIKE]


def main() -> None:
    """Writes the file."""
    folder = Path(sys.argv[1])
    told = [pair for pair, _ in zip(words_of(folder), range(_MOST_WORDS), strict=False)]
    rows = list(dict.fromkeys(row for _, row in told))
    place = {row: at for at, row in enumerate(rows)}
    starts, others, alike = array("I", [0]), array("H"), array("B")
    for those in near(import_module("numpy").load(folder / "vectors"), rows):
        others.extend(one for one, _ in those)
        alike.extend(min(255, how) for _, how in those)
        starts.append(len(others))
    packed = Packed(
        words="\n".join(word for word, _ in told),
        rows=array("H", (place[row] for _, row in told)).tobytes(),
        starts=starts.tobytes(),
        near=others.tobytes(),
        alike=alike.tobytes(),
    )
    FILE.write_bytes(zlib.compress(msgspec.msgpack.encode(packed), 9))
    print(
        f"{len(told):,} words, {len(rows):,} rows, {len(others):,} neighbours, {FILE.stat().st_size:,} bytes"
    )


if __name__ == "__main__":
    main()

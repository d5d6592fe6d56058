"""The index of one centre: a folder that may be thrown away. It holds no readable word.

Words go in as codes that only the key of the search (beside the other keys) makes, and what is shown of a case goes in sealed. Who
steals the folder learns how often one code stands beside another, and no more.
"""

from __future__ import annotations

import hashlib
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from madoguchi.web.desk.search.words import IS_WANTED, Sought, used_alike
from madoguchi.web.kept_keys import onto_the_disk

# The extra ``search``, if it is installed.
tantivy: Any = import_module("tantivy") if IS_WANTED and find_spec("tantivy") else None
HAS_INDEX = tantivy is not None
_HEAP = 64 * 1024 * 1024
_BYTES = 6
_MOST_WORDS = 80
_MOST_COUNTED = 200_000  # words whose counts are remembered, some twenty MB
_FEWEST_WORDS, _MOST_PLACES = 3, 600_000
_IN_COMMON = 0.6
_WEIGHTS = {"w": 1.0, "g": 0.7, "m": 1.5, "s": 1.0, "v": 1.6, "k": 0.6}


class IndexBusy(RuntimeError):
    """Another process writes to the index just now."""


class IndexBroken(RuntimeError):
    """The folder of the index cannot be read; build it anew."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as it is put in: ``codes`` of its words, ``sealed`` what is shown of it."""

    case_id: str
    codes: Sequence[str]
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A case that was found, best first; ``score`` is of this query alone."""

    case_id: str
    score: float
    sealed: bytes


@lru_cache(maxsize=100_000)  # the same words come again and again
def code_of(token: str, key: bytes) -> str:
    """Returns the code of ``token`` under ``key`` (32 bytes): 48 bits in hexadecimal."""
    return hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=_BYTES, key=key).hexdigest()


def weights_of(sought: Sought, key: bytes) -> dict[str, float]:
    """Returns the codes to look for, each with what it weighs: a meaning more than a word, a single kanji least.

    A row of words that several words are used like weighs more: what they have in common is what the text is about.
    """
    found: dict[str, float] = {}
    for token, _, _, alike in sought.words:
        code, weight = code_of(token, key), _WEIGHTS[token[0]] * alike
        known = found.get(code, 0.0)
        found[code] = max(weight, known) + (_IN_COMMON * min(weight, known) if token[0] == "v" else 0.0)
    for row in sought.rows:
        for code, weight in _alike(row.token, key):
            known = found.get(code, 0.0)
            found[code] = known + _IN_COMMON * weight if known > weight else weight + _IN_COMMON * known
    return found


@lru_cache(maxsize=8_192)  # thousands of words are used like those of one memo
def _alike(row: str, key: bytes) -> tuple[tuple[str, float], ...]:
    """The codes of what is used like ``row``, each with what it weighs."""
    return tuple((code_of(token, key), _WEIGHTS["v"] * alike) for token, alike in used_alike(row))


class Index:
    """The index in ``folder``; the first who opens it makes it. Raises IndexBroken."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        try:
            self._index = tantivy.Index(_schema(), path=str(folder))
            self._index.config_reader(reload_policy="manual")
            self._seen: object = None
            self._often: dict[str, int] = {}
            self._never: set[str] = set()
            self._counted = 0
        except (ValueError, OSError) as error:
            raise IndexBroken(f"検索の索引 {folder} を読めません。作り直してください。") from error

    def write(self, changes: Iterable[Entry | str], *, anew: bool = False) -> int:
        """Puts entries in, each in place of its older self, and takes out the cases that come as ids; returns how many went in.

        All or nothing, and on the disk when this returns. ``changes`` is asked only when nobody else writes: what it reads then is
        never older than what stands in the index. ``anew``: nothing else stays. Raises IndexBusy.
        """
        writer = self._writer()
        try:
            if anew:
                writer.delete_all_documents()
            count = sum(self._change(writer, change, anew=anew) for change in changes)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()  # gives the lock back
        onto_the_disk(self.folder)
        self._searcher()  # read by who wrote: the next who searches does not wait for it
        return count

    def _change(self, writer: Any, change: Entry | str, *, anew: bool) -> int:
        case_id = change if isinstance(change, str) else change.case_id
        if not anew:
            writer.delete_documents_by_term("case", case_id)
        if isinstance(change, str):
            return 0
        writer.add_document(_document(change))
        return 1

    def _writer(self) -> Any:
        try:
            return self._index.writer(heap_size=_HEAP, num_threads=1)
        except ValueError as error:
            if "lock" in str(error).lower():
                raise IndexBusy("検索の索引に、ほかのところが書いています。") from None
            raise IndexBroken(f"検索の索引 {self.folder} に書けません。作り直してください。") from error

    def find(
        self, weights: Mapping[str, float], *, most: int, among: Sequence[str] | None = None
    ) -> list[Found]:
        """Returns at most ``most`` cases with words of ``weights`` (``weights_of``); ``among``: these cases alone."""
        searcher = self._searcher()
        rows = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(self._term("words", code), weight))
            for code, weight in self._telling(searcher, weights).items()
        ]
        if not rows or most < 1 or not (among is None or among):
            return []
        if among is not None:
            only = tantivy.Query.term_set_query(self._index.schema, "case", list(among))
            telling = tantivy.Query.boolean_query(rows)
            rows = [
                (tantivy.Occur.Must, tantivy.Query.const_score_query(only, 0.0)),
                (tantivy.Occur.Must, telling),
            ]
        hits = searcher.search(tantivy.Query.boolean_query(rows), limit=most, count=False).hits
        return [_found(searcher.doc(address), score) for score, address in hits]

    def _searcher(self) -> Any:
        """Of what is in the index now. It is read anew when its list of parts is another file, whoever wrote that."""
        now = _state_of(self.folder / "meta.json")
        if now is None or self._seen != now:
            self._index.reload()
            self._never = set()
            self._seen = now
        return self._index.searcher()

    def sealed_of(self, most: int = 10_000_000) -> dict[str, bytes]:
        """Returns what is kept of every case, by its id: for whoever checks that none is missing."""
        searcher = self._searcher()
        hits = searcher.search(
            tantivy.Query.all_query(), limit=max(1, min(most, searcher.num_docs)), count=False
        )
        found = (_found(searcher.doc(address), 0.0) for _, address in hits.hits)
        return {one.case_id: one.sealed for one in found}

    def _telling(self, searcher: Any, weights: Mapping[str, float]) -> dict[str, float]:
        """The words that tell most, as many as there is time for: it goes with the number of places where they stand."""
        total = searcher.num_docs
        often = self._how_often(searcher, weights, total)
        told = {code: weights[code] * math.log1p(total / count) for code, count in often.items()}
        best = sorted(told, key=lambda code: -told[code])[:_MOST_WORDS]
        places = 0
        kept: dict[str, float] = {}
        for code in best:
            places += often[code]
            if places > _MOST_PLACES and len(kept) >= _FEWEST_WORDS:
                break
            kept[code] = weights[code]
        return kept

    def _how_often(self, searcher: Any, codes: Iterable[str], total: int) -> dict[str, int]:
        """In how many cases each of ``codes`` stands, those in one at least.

        To tell how rare a word is, a count may be as old as a hundredth of all cases is new; one that stood nowhere is asked again.
        """
        if abs(total - self._counted) * 100 > total or len(self._often) > _MOST_COUNTED:
            self._often, self._counted = {}, total
        known, never = self._often, self._never
        for code in codes:
            if code not in known and code not in never:
                count = int(searcher.doc_freq("words", code))
                if count:
                    known[code] = count
                else:
                    never.add(code)
        return {code: known[code] for code in codes if code in known}

    def _term(self, field: str, value: str) -> Any:
        return tantivy.Query.term_query(self._index.schema, field, value, index_option="freq")


def _state_of(file: Path) -> object:
    """What tells that ``file`` is another one; None where there is none."""
    try:
        told = file.stat()
    except OSError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size


@lru_cache(maxsize=1)
def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("case", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("sealed", stored=True)
    return builder.build()


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_text("case", entry.case_id)
    document.add_text("words", " ".join(entry.codes))
    document.add_bytes("sealed", entry.sealed)
    return document


def _found(document: Any, score: float) -> Found:
    return Found(document.get_first("case"), score, bytes(document.get_first("sealed")))


def thrown_away(folder: Path) -> None:
    """Deletes the index in ``folder``, whatever is in it."""
    shutil.rmtree(folder, ignore_errors=True)

"""The words of a text as the search takes them: as the dictionary writes them, and what they mean besides.

Each word gives itself (買っ → 買う), the numbers of its groups of synonyms in the dictionary (購入 is of the same group), and the
meanings of ``meanings.yaml`` and of the knowledge that stand there (アップルカード: prepaid), the signs of schemes, and its kanji, which
葬式 and 葬儀 share.
Names of persons give nothing.
Without the dictionary (extra ``search``) the words are pairs of letters.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import daachorse
import msgspec

from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.reader import read_file
from madoguchi.masks import levelled
from madoguchi.plain_text import PlainText
from madoguchi.signs import scanner_of
from madoguchi.tale import SignOwner
from madoguchi.topics import topics_in
from madoguchi.web.desk.search import neighbours

# The extra ``search``, if it is installed; MADOGUCHI_SEARCH=plain does without (tests, a machine with little memory).
IS_WANTED = os.environ.get("MADOGUCHI_SEARCH") != "plain"
_IS_THERE = IS_WANTED and find_spec("sudachipy") and find_spec("sudachidict_core")
sudachipy: Any = import_module("sudachipy") if _IS_THERE else None
HAS_DICTIONARY = sudachipy is not None
_SHORTEST: Any = sudachipy.SplitMode.A if HAS_DICTIONARY else None
_WHOLE = 2  # shorter words have no parts
_FILE = Path(__file__).with_name("meanings.yaml")
_SENTENCE = re.compile(r"[^。！？!?\n\r]+[。！？!?]*")
_MOST_SENTENCE = 2_000  # the dictionary refuses 49,149 bytes; nobody reads such a sentence either
_HALF_LETTER = re.compile("[\ud800-\udfff]")
_RUN = re.compile(r"[一-龥々ァ-ヶー]{2,40}|[A-Za-z]{2,20}")
_TOLD = ("名詞", "動詞", "形容詞", "形状詞", "副詞")
_SILENT = frozenset(
    "為る 有る 居る 成る 言う 出来る 無い 来る 行く 事 物 様 時 為 所 人 方 何 此れ 其れ 於く 因る 対する 呉れる 貰う 遣る 仕舞う 付く 思う".split()
)
_TOLD_BY = ("payment", "channel", "asked", "offer")
_SCHEME_AT = 1.5
_OWN_ROW = 0.4  # the same word counts already by itself


class Word(NamedTuple):
    """What stands at ``start:end`` of a text: ``token`` is ``w:`` a word, ``g:`` a group of synonyms, ``m:`` a meaning,
    ``s:`` a pattern of the knowledge, ``k:`` a kanji, ``v:`` a row of words that are used alike (``alike``: how much, for neighbours).
    """

    token: str
    start: int
    end: int
    alike: float = 1.0


class _File(msgspec.Struct, forbid_unknown_fields=True):
    concepts: list[str]
    meanings: dict[str, list[str]]


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Returns where the sentences of ``text`` stand; a very long one is cut."""
    return [
        (at, min(at + _MOST_SENTENCE, hit.end()))
        for hit in _SENTENCE.finditer(text)
        for at in range(hit.start(), hit.end(), _MOST_SENTENCE)
    ]


def words_in(text: str) -> tuple[Word, ...]:
    """Returns the words of ``text`` (any length), in order, with what they mean. The same text gives the same words."""
    return tuple(
        Word(word.token, start + word.start, start + word.end, word.alike)
        for start, end in sentences_of(text)
        for word in words_of_sentence(text[start:end])
    )


class Sought(NamedTuple):
    """What is looked for: the ``words`` of a text, and those of them, by row, that bring along what is used alike (``rows``)."""

    words: tuple[Word, ...]
    rows: tuple[Word, ...]

    def first(self) -> dict[str, Word]:
        """Returns, by token, the first word of the text that is looked for with it, itself or what is used like it."""
        found: dict[str, Word] = {}
        for word in self.words:
            found.setdefault(word.token, word)
        for word in self.rows:
            for token, _ in used_alike(word.token):
                found.setdefault(token, word)
        return found


def sought_in(text: str) -> Sought:
    """Returns the words of ``text``, and which of them bring words along that are used alike: thousands, so none is made here."""
    words = words_in(text)
    rows = {word.token: word for word in words if word.token[0] == "v"}
    return Sought(words, tuple(rows.values()))


@lru_cache(maxsize=8_192)
def used_alike(token: str) -> tuple[tuple[str, float], ...]:
    """Returns the tokens of the rows that are used like the row ``token``, each with how much."""
    return tuple((f"v:{row}", alike) for row, alike in neighbours.near(int(token[2:])))


@lru_cache(maxsize=4_096)
def words_of_sentence(sentence: str) -> tuple[Word, ...]:
    """Returns the words of one ``sentence`` of at most 2,000 characters."""
    sentence = whole_letters(sentence)
    plain = levelled(sentence).casefold()
    plain = plain if len(plain) == len(sentence) else levelled(sentence)
    told = _by_dictionary(sentence) if HAS_DICTIONARY else _pairs(plain)
    return (*told, *_meanings(plain), *_topics(plain), *_known(sentence))


def whole_letters(text: str) -> str:
    """Returns ``text``, as long as before, without halves of letters: nothing behind this reads them."""
    return _HALF_LETTER.sub("\ufffd", text)


def is_name(word: Any) -> bool:
    """Returns whether the dictionary takes ``word`` (of ``cut``) for the name of a person."""
    return bool(word.part_of_speech()[2] == "人名")


_CUTTERS, _MAKING = threading.local(), threading.Lock()


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    return sudachipy.Dictionary(dict="core")


def cut(sentence: str) -> list[Any]:
    """Returns ``sentence`` (at most 2,000 characters) cut by the dictionary; nothing without one."""
    return list(_cutter().tokenize(whole_letters(sentence))) if HAS_DICTIONARY else []


def _cutter() -> Any:
    """One a thread: asked by two at once, a cutter refuses the second."""
    found = getattr(_CUTTERS, "one", None)
    if found is None:
        with _MAKING:
            dictionary = _dictionary()
            found = _CUTTERS.one = getattr(dictionary, "tokenizer", dictionary.create)()
    return found


def _by_dictionary(sentence: str) -> Iterator[Word]:
    for one in cut(sentence):
        kind = one.part_of_speech()
        if kind[0] not in _TOLD or kind[1] == "数詞" or kind[2] == "人名":
            continue
        yield from _one_word(one)
        parts = one.split(_SHORTEST) if one.end() - one.begin() > _WHOLE else ()
        yield from (word for part in parts if len(parts) > 1 for word in _one_word(part, whole=False))


def _one_word(one: Any, *, whole: bool = True) -> Iterator[Word]:
    """What a word gives; a part of one (電動 of 電動車いす) gives all but its kanji, which the whole gave."""
    form = one.normalized_form()
    if form in _SILENT:
        return
    start, end = one.begin(), one.end()
    yield Word(f"w:{form}", start, end)
    yield from (Word(f"g:{group}", start, end) for group in one.synonym_group_ids())
    if (row := neighbours.row_of(form)) is not None:
        yield Word(f"v:{row}", start, end, _OWN_ROW)
    if whole:
        yield from (Word(f"k:{char}", start, end) for char in form if "一" <= char <= "龥")


def _pairs(plain: str) -> Iterator[Word]:
    for run in _RUN.finditer(plain):
        for at in range(run.start(), run.end() - 1):
            yield Word(f"w:{plain[at : at + 2]}", at, at + 2)


@lru_cache(maxsize=1)
def _meaning_words() -> tuple[daachorse.CharwiseDoubleArrayAhoCorasick, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[str]] = {}
    for meaning, words in _all_meanings(load()).items():
        for word in words:
            found.setdefault(levelled(word).casefold(), []).append(meaning)
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(found)), tuple(map(tuple, found.values()))


def _all_meanings(knowledge: Knowledge) -> Mapping[str, list[str]]:
    """Our own meanings, the concepts of the knowledge they name, and the names that messages borrow."""
    told = read_file(_FILE, _File)
    found = {name: list(words) for name, words in told.meanings.items()}
    for name in told.concepts:
        found.setdefault(name, []).extend(knowledge.concepts[name])
    for brand in knowledge.brands:
        found[f"brand_{brand.id}"] = [name for name in brand.names if len(name) > 2]
    return found


def _meanings(plain: str) -> Iterator[Word]:
    automaton, meanings = _meaning_words()
    seen = set()
    for start, end, at in automaton.find_overlapping(plain):
        for meaning in meanings[at]:
            if meaning not in seen:
                seen.add(meaning)
                yield Word(f"m:{meaning}", start, end)


def _topics(plain: str) -> Iterator[Word]:
    """The scheme that the learned words of the sentence speak for, where they speak clearly."""
    topics = topics_in(plain, load().topic_words)
    scheme, score = max(topics.scores.items(), key=lambda one: one[1], default=("", 0.0))
    if scheme and score >= _SCHEME_AT:
        start, end = topics.strongest(scheme)[0]
        yield Word(f"m:scheme_{scheme}", start, end)


def _known(sentence: str) -> Iterator[Word]:
    """What the patterns of the knowledge see: signs of schemes, means of payment, channels, other people's questions, trades."""
    plain = PlainText.of(sentence)
    scanner = scanner_of(load())
    for owner, hits in scanner.matches(scanner.scan(plain)).items():
        if (name := _name_of(owner)) and hits:
            first = min(hits)
            yield Word(f"s:{name}", *plain.span(first.start, first.end))


def _name_of(owner: object) -> str:
    if isinstance(owner, SignOwner):
        return f"{owner.scheme}/{owner.rule.id}" if owner.scheme else ""
    if (
        isinstance(owner, tuple)
        and owner[0] in _TOLD_BY
        and (owner[0] != "offer" or owner[1] in ("trade", "word"))
    ):
        return "/".join(map(str, owner))
    return ""

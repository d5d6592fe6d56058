"""The knowledge in other languages: the same ids, rules, patterns, numbers and sources with other texts (decision 018).

A text stands in ``i18n/LANGUAGE/*.yaml`` under the place of its original (displayed.py), with a mark of that original: when
the original changes, the translation is not shown until somebody has read it again. What is missing is shown in Japanese;
``madoguchi knowledge check`` and the tests refuse to build so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from madoguchi.knowledge import DATA, Knowledge, load
from madoguchi.knowledge.displayed import changed, texts_of
from madoguchi.knowledge.kept import keep, read_kept
from madoguchi.knowledge.reader import KnowledgeError, read_file
from madoguchi.knowledge.shapes.shape import Shape

Language = Literal["ja", "easy", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("ja", "easy", "en")
FOLDER = DATA / "i18n"


class Translated(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``at``: the place of the Japanese text; ``of``: its mark (``mark_of``); ``text`` says it again."""

    at: str
    of: str
    text: str


class TranslatedFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """texts: one translation a place."""

    texts: list[Translated]


def mark_of(original: str) -> str:
    """Returns eight hex digits over ``original``: another text, another mark."""
    return hashlib.sha256(original.encode()).hexdigest()[:8]


def read_in(language: str) -> Knowledge:
    """Returns the knowledge shipped with the package in ``language`` (``known_in`` keeps it).

    Raises ValueError for a language that is none of ``LANGUAGES``, KnowledgeError (file and line) for a file that cannot
    be understood.
    """
    if language not in LANGUAGES:
        raise ValueError(
            f"言語「{language}」はありません。直し方: {' '.join(LANGUAGES)} から選んでください。"
        )
    if language == "ja":
        return load()
    name = f"texts_{language}"
    texts = read_kept(name, dict[str, Translated])
    if texts is None:
        texts = read_texts(FOLDER / language, load())
        keep(name, texts)
    laid = laid_over(load(), texts)
    return replace(laid, revision=f"{laid.revision}.{language}")


def laid_over(known: Knowledge, texts: Mapping[str, Translated]) -> Knowledge:
    """Returns ``known`` with ``texts`` in their places, as far as they are of today's originals."""

    def change(place: str, original: str) -> str:
        found = texts.get(place)
        return found.text if found and found.of == mark_of(original) else original

    return changed(known, change)


def read_texts(folder: Path, known: Knowledge) -> dict[str, Translated]:
    """Returns place -> translation of all files in ``folder``.

    Raises KnowledgeError with file and line for a place that stands twice and for one that ``known`` does not have.
    """
    places, found = texts_of(known), dict[str, Translated]()
    for path in sorted(folder.rglob("*.yaml")):
        for text in read_file(path, TranslatedFile).texts:
            if text.at in found:
                raise _fault(path, text.at, "訳が二つあります。", "どちらかを消してください。")
            if text.at not in places:
                raise _fault(
                    path, text.at, "元の日本語がありません。", "場所の名前を直すか、消してください。"
                )
            found[text.at] = text
    return found


def _fault(path: Path, place: str, what: str, mend: str) -> KnowledgeError:
    lines = path.read_text(encoding="utf-8").splitlines()
    number = max((at for at, line in enumerate(lines, start=1) if line.endswith(f"at: {place}")), default=1)
    return KnowledgeError(where=f"{path}:{number}", what=f"「{place}」: {what}", mend=mend)


def untranslated(known: Knowledge, folder: Path = FOLDER) -> Iterator[str]:
    """Yields a line for every text that a language lacks, and for every one whose Japanese has changed since.

    An operator's own desks speak the language that the operator writes.
    """
    own = tuple(f"contacts/{id_}/" for id_ in known.contacts.keys() - load().contacts.keys())
    originals = {place: text for place, text in texts_of(known).items() if not place.startswith(own)}
    for language in LANGUAGES[1:]:
        texts = read_texts(folder / language, known)
        for place, original in originals.items():
            if place not in texts:
                yield _line(language, place, "訳がありません", original)
            elif texts[place].of != mark_of(original):
                yield _line(language, place, "元の日本語が、訳のあとで変わりました", original)


def _line(language: str, place: str, what: str, original: str) -> str:
    mend = f"訳を読み直して（なければ足して）、of を {mark_of(original)} にしてください。"
    return f"i18n/{language}: {place}: {what}（いまの日本語: {original}）。直し方: {mend}"

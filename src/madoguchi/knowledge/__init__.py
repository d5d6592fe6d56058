"""Dated, sourced knowledge: loader and data together.

``load()`` reads every YAML file of the package once, refuses what it does not understand (KnowledgeError with file and
line), checks the whole, and returns one frozen ``Knowledge``. Nothing is looked up on a network.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from madoguchi.knowledge.amount_clues import PACKED, AmountClues, read_amount_clues
from madoguchi.knowledge.dated import NotKnownYet
from madoguchi.knowledge.kept import keep, read_kept
from madoguchi.knowledge.message_words import MessageWords, read_message_words
from madoguchi.knowledge.phrase_files import read_phrases
from madoguchi.knowledge.reader import KnowledgeError, read_file
from madoguchi.knowledge.shapes import (
    ActRule,
    ActsFile,
    AskedFile,
    AskedRule,
    AskedTopic,
    Brand,
    BrandsFile,
    BrokersFile,
    CarriersFile,
    Claim,
    ClaimsFile,
    ConceptsFile,
    Contact,
    ContactsFile,
    Cover,
    CoverFile,
    FiguresFile,
    GenuineFile,
    LawFile,
    LetterForm,
    LettersFile,
    LinkTrick,
    MeansFile,
    OffersFile,
    PapersFile,
    QuestionRule,
    QuestionsFile,
    ReadingsFile,
    RedressRule,
    ReportForm,
    ReportsFile,
    SafetyFile,
    SafetyRow,
    Scheme,
    SignRule,
    SolicitationRule,
    Source,
    SourcesFile,
    StepRule,
    StepsFile,
    VoiceFile,
)
from madoguchi.knowledge.solicitation_words import read_solicitation_words
from madoguchi.knowledge.topic_words import TopicWords, read_topic_words

__all__ = [
    "AS_OF",
    "DATA",
    "Knowledge",
    "KnowledgeError",
    "NotKnownYet",
    "known_in",
    "load",
    "load_from",
    "rules_of",
]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_T = TypeVar("_T")
_I = TypeVar("_I", bound=_HasId)

DATA = Path(__file__).parent
AS_OF = dt.date(2026, 11, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything that is known, by id.

    ``revision`` is a hash of the files it was read from, with ``.en`` (``.easy``) behind it in another language.
    """

    revision: str
    as_of: dt.date
    sources: Mapping[str, Source]
    schemes: Mapping[str, Scheme]
    steps: Sequence[StepRule]
    questions: Mapping[str, QuestionRule]
    phrases: Mapping[str, str]
    asked: Mapping[str, AskedRule]
    asked_topics: Mapping[str, AskedTopic]
    contacts: Mapping[str, Contact]
    redress: Mapping[str, RedressRule]
    cover: Sequence[Cover]
    brokers: BrokersFile
    carriers: CarriersFile
    reports: Mapping[str, ReportForm]
    safety: Sequence[SafetyRow]
    genuine: Sequence[SignRule]
    link_tricks: Mapping[str, LinkTrick]
    brands: Sequence[Brand]
    concepts: Mapping[str, Sequence[str]]
    readings: Mapping[str, Sequence[str]]
    acts: Sequence[ActRule]
    means: MeansFile
    voice: VoiceFile
    topic_words: TopicWords
    english_words: TopicWords
    trouble_words: TopicWords
    message_words: MessageWords
    safety_words: Mapping[str, Mapping[str, int]]
    amount_clues: AmountClues
    solicitations: Mapping[str, SolicitationRule]
    solicitation_words: str  # solicitation_words.words_of
    offers: OffersFile
    claims: Sequence[Claim]
    figures: FiguresFile
    papers: PapersFile
    letters: Mapping[str, LetterForm]


@lru_cache(maxsize=1)
def load() -> Knowledge:
    """Returns the knowledge shipped with the package (read once). Raises KnowledgeError."""
    kept = read_kept("knowledge", _Kept)
    if kept is not None:
        return kept.opened()
    known = load_from(DATA)
    keep("knowledge", _Kept.of(known))
    return known


@lru_cache(maxsize=8)
def known_in(language: str) -> Knowledge:
    """Returns the knowledge in ``language`` (ja, easy, en; read once). Raises ValueError for another one, KnowledgeError."""
    from madoguchi.knowledge.tongues import read_in  # read only when another language is asked for

    return read_in(language)


def rules_of(revision: str) -> str:
    """Returns the part of ``revision`` that all languages share: the same rules, numbers and sources, the same part."""
    return revision.partition(".")[0]


class _Kept(msgspec.Struct):
    """The knowledge as it is kept; the packed weights of the clues are longer than a number of msgpack."""

    known: Knowledge
    clues: dict[str, bytes]

    @classmethod
    def of(cls, known: Knowledge) -> _Kept:
        clues = {
            clue: weight.to_bytes(PACKED, "little", signed=True)
            for clue, weight in known.amount_clues.weights.items()
        }
        return cls(replace(known, amount_clues=replace(known.amount_clues, weights={})), clues)

    def opened(self) -> Knowledge:
        weights = {clue: int.from_bytes(weight, "little", signed=True) for clue, weight in self.clues.items()}
        rows = {one.name: getattr(self.known, one.name) for one in fields(self.known)}
        rows |= {name: tuple(row) for name, row in rows.items() if isinstance(row, list)}
        return Knowledge(**{**rows, "amount_clues": replace(self.known.amount_clues, weights=weights)})


def load_from(folder: Path) -> Knowledge:
    """Returns the knowledge of ``folder``; raises KnowledgeError at the first fault, with file and line."""
    files = _Files(folder)
    language = folder / "language"
    asked = files.read("asked", AskedFile)
    return Knowledge(
        revision=files.revision(),
        as_of=AS_OF,
        sources=_by_id([s for f in files.read("sources", SourcesFile) for s in f.sources], "sources"),
        schemes=_by_id(files.read("schemes", Scheme), "schemes"),
        steps=tuple(step for f in files.read("steps", StepsFile) for step in f.steps),
        questions=_by_id(
            [q for f in files.read("questions", QuestionsFile) for q in f.questions], "questions"
        ),
        phrases=read_phrases(folder / "phrases"),
        asked=_by_id([q for f in asked for q in f.questions], "asked"),
        asked_topics=_by_id([t for f in asked for t in f.topics], "asked"),
        contacts=_by_id([c for f in files.contacts() for c in f.contacts], "contacts"),
        redress=_by_id([r for f in files.read("law", LawFile) for r in f.redress], "law"),
        cover=tuple(c for f in files.read("cover", CoverFile) for c in f.cover),
        brokers=read_file(folder / "brokers" / "brokers.yaml", BrokersFile),
        carriers=_merged_carriers(files.read("carriers", CarriersFile)),
        reports=_by_id([r for f in files.read("reports", ReportsFile) for r in f.reports], "reports"),
        safety=tuple(row for f in files.read("safety", SafetyFile) for row in f.rows),
        genuine=tuple(sign for f in files.read("genuine", GenuineFile) for sign in f.signs),
        link_tricks=_by_id([t for f in files.read("brands", BrandsFile) for t in f.tricks], "brands"),
        brands=tuple(brand for f in files.read("brands", BrandsFile) for brand in f.brands),
        concepts=read_file(language / "concepts.yaml", ConceptsFile).concepts,
        readings=read_file(language / "readings.yaml", ReadingsFile).readings,
        acts=tuple(read_file(language / "acts.yaml", ActsFile).acts),
        means=read_file(language / "means.yaml", MeansFile),
        voice=read_file(language / "voice.yaml", VoiceFile),
        topic_words=read_topic_words(language / "topic_words.tsv"),
        english_words=read_topic_words(language / "english_words.tsv"),
        trouble_words=read_topic_words(language / "trouble_words.tsv"),
        safety_words=read_topic_words(language / "safety_words.tsv"),
        message_words=read_message_words(language / "message_words.tsv"),
        amount_clues=read_amount_clues(language / "amount_clues.tsv"),
        solicitations=_by_id(files.read("solicitations", SolicitationRule), "solicitations"),
        solicitation_words=read_solicitation_words(language / "solicitation_words.tsv"),
        offers=_merged_offers(files.read("offers", OffersFile)),
        claims=tuple(claim for f in files.claims() for claim in f.claims),
        figures=_merged_figures(files.read("figures", FiguresFile)),
        papers=read_file(folder / "papers" / "papers.yaml", PapersFile),
        letters=_by_id([x for f in files.read("letters", LettersFile) for x in f.letters], "letters"),
    )


class _Files:
    """The YAML files of a folder, room by room, in a fixed order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, room: str, shape: type[_T]) -> list[_T]:
        return [read_file(path, shape) for path in sorted((self.folder / room).glob("*.yaml"))]

    def contacts(self) -> list[ContactsFile]:
        return self.read("contacts", ContactsFile) + self.read("retired/contacts", ContactsFile)

    def claims(self) -> list[ClaimsFile]:
        return self.read("retired/claims", ClaimsFile)

    def revision(self) -> str:
        """Returns 12 hex digits over names and bytes of all files: the same knowledge, the same revision."""
        digest = hashlib.sha256()
        for path in sorted([*self.folder.rglob("*.yaml"), *self.folder.rglob("*.tsv")]):
            digest.update(str(path.relative_to(self.folder)).encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()[:12]


def _by_id(items: Sequence[_I], room: str) -> dict[str, _I]:
    found: dict[str, _I] = {}
    for item in items:
        if item.id in found:
            raise KnowledgeError(
                where=f"knowledge/{room}",
                what=f"id「{item.id}」が二度あります。",
                mend="どちらかの id を変えるか、消してください。",
            )
        found[item.id] = item
    return found


def _merged_carriers(files: Sequence[CarriersFile]) -> CarriersFile:
    return CarriersFile(
        carriers=[c for f in files for c in f.carriers],
        tariffs=[t for f in files for t in f.tariffs],
        facts=[x for f in files for x in f.facts],
    )


def _merged_figures(files: Sequence[FiguresFile]) -> FiguresFile:
    return FiguresFile(series=[s for f in files for s in f.series], facts=[x for f in files for x in f.facts])


def _merged_offers(files: Sequence[OffersFile]) -> OffersFile:
    return OffersFile(
        trades=[trade for f in files for trade in f.trades],
        words=[word for f in files for word in f.words],
        voice=next((f.voice for f in files if f.voice), None),
    )

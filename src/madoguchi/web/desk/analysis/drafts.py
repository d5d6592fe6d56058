"""Drafts of publications: files as ``publish`` reads them, written by pages. What changes a text takes back every reader's name."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from madoguchi.knowledge.reader import read_file
from madoguchi.mart.questions import Asked
from madoguchi.mart.tables import fiscal_year_of
from madoguchi.masks import masked
from madoguchi.publication.checks import Fault, faults_of
from madoguchi.publication.content import Content, content_of
from madoguchi.publication.draft import Case, Change, Check, Draft
from madoguchi.publication.live import Value, fields_of, values_of
from madoguchi.publication.making import known_of, made
from madoguchi.publication.placing import placed
from madoguchi.web.desk.analysis.study import Question, Study, answer, as_yaml, engine
from madoguchi.web.desk.cases.record import NotFit
from madoguchi.web.desk.gates import NotThere

_MOST_NAME: Final = 4  # digits of a number
_FILE: Final = "draft.yaml"
_MOST_CASES: Final = 5
_TURN = threading.Lock()


class Open(NamedTuple):
    """A draft as a page shows it: ``version`` changes with every write; ``originals``: what each case is compared with."""

    draft: Draft
    version: str
    values: dict[str, Value]
    content: Content
    faults: list[Fault]
    is_published: bool
    originals: list[str]


# --- read ------------------------------------------------------------------------------------------------


def drafts(own: Study) -> list[Draft]:
    """Returns all drafts, the newest number first. Raises KnowledgeError for a file that somebody broke."""
    found = [read_file(path, Draft) for path in _folder(own).glob(f"*/{_FILE}")]
    return sorted(found, key=lambda one: -one.number)


def open_draft(own: Study, name: str, *, today: dt.date, published: Path | None) -> Open:
    """Returns the draft ``name`` (its number) with its numbers and what forbids it. Raises NotThere, and what stands in NO_ANSWER."""
    path = _path(own, name)
    draft, version = _read(path)
    tables = {
        one: answer(own, Question(one, draft.as_of, draft.scheme, public=True))
        for one in dict.fromkeys(("yearly", *draft.tables))
    }
    values = values_of(tables)  # type: ignore[arg-type]
    with engine() as own_engine:
        asked = Asked(own_engine, own.mart, draft.as_of, draft.scheme)
        beside = known_of(draft, asked, folder=path.parent)
    faults = faults_of(draft, values, beside=beside, today=today)
    content = content_of(draft, tables, values=values)  # type: ignore[arg-type]
    out = published is not None and (published / str(draft.number)).is_dir()
    return Open(draft, version, values, content, faults, out, [one or "" for one in beside.originals])


def _read(path: Path) -> tuple[Draft, str]:
    draft = read_file(path, Draft)
    return draft, hashlib.sha256(path.read_bytes()).hexdigest()[:16]


# --- written ---------------------------------------------------------------------------------------------


class Subject(NamedTuple):
    """What a draft is to be about: ``scheme`` None for all."""

    title: str
    scheme: str | None
    as_of: dt.date


def begin(own: Study, subject: Subject, *, publisher: str, published: Path | None) -> int:
    """Begins a draft after the announcements of the National Consumer Affairs Center; returns its number, one that
    neither a draft nor a publication in ``published`` has. Raises NotFit, and what stands in NO_ANSWER.
    """
    title, scheme, as_of = subject
    if not title.strip():
        raise NotFit("見出しを入れてください。")
    answer(own, Question("yearly", as_of, scheme, public=True))  # a day without numbers is told now
    with _turn(own):
        there = drafts(own)
        for one in there[:1]:  # the same form once more is the same draft
            if (one.title, one.scheme, one.as_of) == (title.strip(), scheme, as_of):
                return one.number
        out = [int(path.name) for path in published.glob("*") if path.name.isdigit()] if published else []
        number = max((*(one.number for one in there), *out), default=0) + 1
        folder = _folder(own) / str(number)
        folder.mkdir(mode=0o700)
        draft = _begun(as_of, number=number, title=title.strip(), publisher=publisher)
        _put(folder / _FILE, msgspec.structs.replace(draft, scheme=scheme))
    return number


def _begun(as_of: dt.date, *, number: int, title: str, publisher: str) -> Draft:
    year, day = fiscal_year_of(as_of), f"{as_of.month}月{as_of.day}日"
    last, this = f"yearly.{year - 1}", f"yearly.{year}"
    return Draft(
        number=number,
        title=title,
        published_on=as_of,
        as_of=as_of,
        publisher=publisher,
        contact=publisher,
        source="全国の消費生活センターなどに寄せられた相談の登録",
        lead=f"{year - 1}年度の相談は{{{last}.count}}件でした。{year}年度は{day}までで{{{this}.count}}件です"
        f"（前年度の同じ時期は{{{this}.same_period_count}}件）。",
        short=f"{year - 1}年度の相談は{{{last}.count}}件でした。困ったら188へ。",
        line=f"{year - 1}年度に{{{last}.count}}件。困ったら188へ。",
        advice=["困ったときは、消費者ホットライン188に電話してください"],
    )


@contextmanager
def changing(own: Study, name: str, version: str) -> Iterator[Changing]:
    """Gives the draft to change; it is written when the block ends. Raises NotThere, NotFit where somebody wrote in between."""
    path = _path(own, name)
    with _turn(own):
        draft, stands = _read(path)
        if version != stands:
            raise NotFit("この原稿は、ほかの人が先に直しました。下の今の原稿を見て、もう一度入れてください。")
        change = Changing(path.parent, draft)
        yield change
        _put(path, change.draft)
        for file in change.left:
            file.unlink(missing_ok=True)


@contextmanager
def _turn(own: Study) -> Iterator[None]:
    """One writer at a time, also among several processes of the site (Windows runs one)."""
    with _TURN, (_folder(own) / ".lock").open("wb") as lock:
        try:
            fcntl: Any = import_module("fcntl")
            fcntl.flock(lock, fcntl.LOCK_EX)
        except ImportError:
            pass
        yield


class Changing:
    """A draft between two writes. A text that changes takes back the names of its readers."""

    def __init__(self, folder: Path, draft: Draft) -> None:
        self.folder, self.draft = folder, draft
        self.left: list[Path] = []  # files that nothing needs once the draft is written

    def say(self, values: Mapping[str, Value], **texts: Any) -> None:
        """Changes ``texts``; the numbers that are read into them are kept beside, to be told when they change."""
        self._set(**texts)
        self.reread(values, only_new=True)

    def reread(self, values: Mapping[str, Value], *, only_new: bool = False) -> None:
        """Says that the texts were read with the numbers of now."""
        names = dict.fromkeys(name for text in self.draft.texts().values() for name in fields_of(text))
        now = {name: values[name].count for name in names if name in values}
        seen = self.draft.numbers if only_new else {}
        numbers = {
            name: seen.get(name, count) for name, count in now.items() if count is not None or name in seen
        }
        self._set(numbers=numbers)

    def tell(self, case: Case, original: str) -> None:
        """Adds a retold case; the words as they were told lie beside the draft. Raises NotFit."""
        if len(self.draft.cases) >= _MOST_CASES:
            raise NotFit(f"事例は{_MOST_CASES}つまでです。")
        if not (original.strip() and case.headline.strip() and case.text.strip()):
            raise NotFit("見出し、書きかえた文、元の言葉の三つがいります。")
        name = (
            f"case_{secrets.token_hex(6)}.txt"  # never that of another case, also of one that was taken out
        )
        with (self.folder / name).open("xb") as file:
            file.write(masked(original).text.encode())
            file.flush()
            os.fsync(file.fileno())
        self._set(cases=[*self.draft.cases, msgspec.structs.replace(case, original=name)])

    def second(self, at: int, who: str) -> None:
        """Says that ``who`` read the case ``at`` after whoever rewrote it. Raises NotFit."""
        if not 0 <= at < len(self.draft.cases):
            raise NotFit("その事例はありません。")
        if self.draft.cases[at].rewritten_by == who:
            raise NotFit("書きかえた人とは別の人が読みます。")
        cases = list(self.draft.cases)
        cases[at] = msgspec.structs.replace(cases[at], second_reader=who)
        self._set(cases=cases)

    def drop(self, at: int) -> None:
        """Takes the case ``at`` out, and the words that it was compared with. Raises NotFit."""
        if not 0 <= at < len(self.draft.cases):
            raise NotFit("その事例はありません。")
        self.left.append(self.folder / self.draft.cases[at].original)
        self._set(cases=[one for place, one in enumerate(self.draft.cases) if place != at])

    def change(self, one: Change) -> None:
        """Says what an earlier publication said wrongly, or that it is taken back; the same number again takes the place of before."""
        others = [before for before in self.draft.changes if before.number != one.number]
        self._set(changes=[*others, one])

    def sign(self, check: Check) -> None:
        """Says that somebody read all of it; the same person again takes the place of before."""
        others = [one for one in self.draft.checked_by if one.who != check.who]
        self.draft = msgspec.structs.replace(self.draft, checked_by=[*others, check])

    def _set(self, **changed: Any) -> None:
        after = msgspec.structs.replace(self.draft, **changed)
        self.draft = after if after == self.draft else msgspec.structs.replace(after, checked_by=[])


def publish(own: Study, name: str, *, out: Path, at: dt.datetime) -> int:
    """Makes the files of the draft into a new folder of ``out``; returns its number. Raises Forbidden, AlreadyThere, NO_ANSWER."""
    path = _path(own, name)
    draft, _ = _read(path)
    with engine() as own_engine:
        found = made(draft, Asked(own_engine, own.mart, draft.as_of, draft.scheme), beside=path.parent, at=at)
    placed(found.files, out / str(draft.number))
    return draft.number


def _put(path: Path, draft: Draft) -> None:
    """Written for good before anybody is told so."""
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(as_yaml(draft))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _path(own: Study, name: str) -> Path:
    path = _folder(own) / name / _FILE
    if not (name.isascii() and name.isdigit() and len(name) <= _MOST_NAME) or not path.is_file():
        raise NotThere
    return path


def _folder(own: Study) -> Path:
    folder = own.folder / "drafts"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder

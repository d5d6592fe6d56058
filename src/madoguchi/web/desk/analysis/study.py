"""The folder of the analysts (``MADOGUCHI_ANALYSIS``), and what its mart is asked: each question once for each state of the mart.

In it: ``mart`` (``desk to-mart --out``), ``narratives.parquet`` (``--narratives``), ``definitions`` and ``drafts``, files that the command
line reads too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import msgspec
from django.conf import settings

from madoguchi.engines import Engine, EngineFailed, NoEngine, engine_of
from madoguchi.mart import questions, release
from madoguchi.mart.manifest import NoMart, manifest_of
from madoguchi.mart.questions import Asked, Figures, NoFigure
from madoguchi.mart.warning import Warnings, warnings_of
from madoguchi.papers.parts_needed import CannotSet

NO_ANSWER = (NoMart, NoFigure, NoEngine, EngineFailed, CannotSet)
_KEPT: Final = 64  # answers
QUESTIONS: Final[dict[str, str]] = {
    "yearly": "年度の件数と平均",
    "payment_methods": "支払方法",
    "age_sex": "年代と性別",
    "regions": "都道府県",
    "outcomes": "処理の結果",
    "risers": "増えている手口",
    "cross": "二つの項目の組",
}


class NoStudy(LookupError):
    """This site has no folder for analysts; says how to give it one (Japanese)."""


@dataclass(frozen=True, slots=True)
class Study:
    """The folder."""

    folder: Path

    @property
    def mart(self) -> Path:
        return self.folder / "mart"

    @property
    def narratives(self) -> Path:
        return self.folder / "narratives.parquet"

    def state(self) -> str:
        """Returns what changes with every state of the mart, also when it is made anew. Raises NoMart."""
        return hashlib.sha256(msgspec.json.encode(manifest_of(self.mart))).hexdigest()

    def known_until(self) -> dt.date | None:
        """Returns the last day of which the mart knows anything; None of an empty one. Raises NoMart."""
        return manifest_of(self.mart).last_known


def study(centre: str) -> Study:
    """Returns the folder of this site for somebody of ``centre`` (its code). Raises NoStudy.

    Every centre gives its people their roles; who may read the summaries of all centres is said by whoever runs the site.
    """
    if settings.ANALYSIS is None:
        raise NoStudy(
            "分析のフォルダーがありません。直し方: MADOGUCHI_ANALYSIS にフォルダーを決め、"
            "madoguchi desk to-mart --out そのフォルダー/mart で記録を取りこみます。"
        )
    if not settings.PRACTICE and centre not in settings.ANALYSIS_CENTRES:
        raise NoStudy(
            "このセンターの人は、分析の画面を使えません。ほかのセンターの概要も出るからです。"
            f"直し方: サイトを動かす人が、MADOGUCHI_ANALYSIS_CENTRES に {centre} を加えます。"
        )
    return Study(settings.ANALYSIS)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the mart. ``by``: the columns of a cross table; ``public``: small cells are hidden as they go out."""

    name: str
    day: dt.date
    scheme: str | None = None
    kind: str | None = None
    by: tuple[str, ...] = ()
    public: bool = False


def answer(own: Study, question: Question) -> Figures:
    """Returns the figures. Raises what stands in NO_ANSWER."""
    found: Figures = _answer(own.mart, own.state(), question)
    return found


@lru_cache(maxsize=_KEPT)
def _answer(mart: Path, state: str, question: Question) -> Figures:
    with engine() as own:
        asked = Asked(own, mart, question.day, question.scheme, question.kind)
        if question.name == "cross":
            ask = release.released_cross if question.public else questions.cross
            return ask(asked, question.by)
        if question.name == "risers":
            return release.released_risers(asked) if question.public else questions.risers(asked)
        return release.released(question.name, asked) if question.public else _PLAIN[question.name](asked)


_PLAIN: Final[dict[str, Callable[[Asked], Figures]]] = {
    "yearly": questions.yearly,
    "payment_methods": questions.payment_methods,
    "age_sex": questions.age_sex,
    "regions": questions.regions,
    "outcomes": questions.outcomes,
}


def warned(own: Study, day: dt.date, *, scheme: str | None) -> Warnings:
    """Returns the warnings as of ``day``. Raises what stands in NO_ANSWER."""
    return _warned(own.mart, own.state(), day, scheme)


@lru_cache(maxsize=8)
def _warned(mart: Path, state: str, day: dt.date, scheme: str | None) -> Warnings:
    with engine() as own:
        return warnings_of(Asked(own, mart, day, scheme))


@contextmanager
def engine() -> Iterator[Engine]:
    """Yields an engine with a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-analysis-") as folder:
        found = engine_of("duckdb", folder=Path(folder))
        try:
            yield found
        finally:
            found.close()


def as_yaml(one: msgspec.Struct) -> bytes:
    """Returns ``one`` as the file that people and the command line read: every value where it stands, nothing by reference."""
    return msgspec.yaml.encode(msgspec.json.decode(msgspec.json.encode(one)))


@contextmanager
def opened(path: Path) -> Iterator[tuple[Engine, Any]]:
    """Yields an engine and the table ``path``."""
    with engine() as found:
        yield found, found.table(path)

"""From a draft and a mart to the files of a publication, or to what forbids it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from madoguchi.engines import Engine
from madoguchi.mart.questions import Asked, crowd
from madoguchi.mart.release import Released, released
from madoguchi.publication.charts import bars_of, png_of, svg_of
from madoguchi.publication.checks import Beside, Fault, faults_of, is_time
from madoguchi.publication.content import Content, content_of
from madoguchi.publication.draft import Draft
from madoguchi.publication.files import files_of
from madoguchi.publication.live import Value, values_of
from madoguchi.publication.page import html_of
from madoguchi.publication.sheets import leaflet_pdf, release_pdf

_MOST = 200_000  # bytes of an original


class Forbidden(LookupError):
    """The draft cannot be published yet; ``faults`` say why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} か所を直すまで、公表できません。")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Made:
    """The files by name (with their folder), and what was read into the text."""

    files: Mapping[str, bytes]
    values: Mapping[str, Value]


def made(draft: Draft, asked: Asked, *, beside: Path, at: dt.datetime) -> Made:
    """Returns the files of ``draft``; ``beside``: where the originals of its cases lie, ``at`` (aware): now.

    Raises Forbidden with every fault at once, NoFigure, NoMart, CannotSet.
    """
    tables: dict[str, Released] = {
        name: released(name, asked) for name in dict.fromkeys(("yearly", *draft.tables))
    }
    values = values_of(tables)
    faults = faults_of(draft, values, beside=known_of(draft, asked, folder=beside), today=at.date())
    if faults:
        raise Forbidden(faults)
    content = content_of(draft, tables, values=values)
    return Made(_files(content, tables, at=at), values)


def asked_of(draft: Draft, mart: Path, *, engine: Engine) -> Asked:
    """Returns what the draft asks of ``mart``."""
    return Asked(engine, mart, draft.as_of, draft.scheme)


def known_of(draft: Draft, asked: Asked, *, folder: Path) -> Beside:
    """Returns what is known of the cases of ``draft``, whose originals lie in ``folder``. Raises NoFigure, NoMart."""
    return Beside(
        [_original(folder, case.original) for case in draft.cases],
        [
            crowd(asked, age_band=case.age_band, sex=case.sex, received=case.received)
            if is_time(case.received)
            else 0
            for case in draft.cases
        ],
    )


def _original(beside: Path, name: str) -> str | None:
    path = beside / name
    if Path(name).name != name or not path.is_file() or path.stat().st_size > _MOST:
        return None
    return path.read_text(encoding="utf-8", errors="replace")


def _files(content: Content, tables: Mapping[str, Released], *, at: dt.datetime) -> dict[str, bytes]:
    partial = frozenset(row["fiscal_year"] for row in tables["yearly"].rows if row["partial"])
    files = {
        "index.html": html_of(content),
        "release.pdf": release_pdf(content, at=at),
        "leaflet.pdf": leaflet_pdf(content, at=at),
        "bulletin_400.txt": f"{content.texts['short']}\n".encode(),
        "line_120.txt": f"{content.texts['line']}\n".encode(),
        "publication.json": msgspec.json.format(msgspec.json.encode(entry_of(content)), indent=1),
    }
    for one in content.figures:
        svg = svg_of(bars_of(tables[one.name], partial), as_of=content.draft.as_of.isoformat())
        files[f"{one.name}.svg"], files[f"{one.name}.png"] = svg.encode(), png_of(svg)
    return files | {f"data/{name}": data for name, data in files_of(tables).items()}


def entry_of(content: Content) -> dict[str, Any]:
    """Returns what a feed tells of it: number, title, day, the 120 characters, what it corrects or takes back."""
    draft = content.draft
    return {
        "number": draft.number,
        "title": content.texts["title"],
        "published_on": draft.published_on,
        "as_of": draft.as_of,
        "scheme": draft.scheme,
        "publisher": draft.publisher,
        "text": content.texts["line"],
        "changes": draft.changes,
        "licence": "CC BY 4.0",
    }

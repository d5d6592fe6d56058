"""sources/*.yaml: what was seen, by whom it was published."""

from __future__ import annotations

import datetime as dt

from madoguchi.knowledge.shapes.shape import Kind, Shape


class Source(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that was seen. ``seed_public`` is a founding document published by a public body."""

    id: str
    publisher: str
    kind: Kind
    title: str = ""
    url: str | None = None
    doc_date: str | None = None
    seen: dt.date = dt.date(2026, 11, 21)


class SourcesFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    sources: list[Source]

"""Names that messages claim, and what their links give away."""

from __future__ import annotations

from typing import Literal

from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import SchemeId


class Brand(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``names`` as messages write them; ``tokens``: Latin words by which the name shows in an address.

    ``hosts``: registrable names under which pages of its own were found, at the pages ``seen_at``. Never complete.
    """

    id: str
    names: list[str]
    tokens: list[str] = []
    hosts: list[str] = []
    seen_at: list[str] = []


class LinkTrick(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trick that links.py or attachments.py finds: how much it weighs for which scheme, and what people are told.

    ``trap``: genuine messages do not show it, so that what else speaks for them falls silent.
    ``hosts``, ``endings``: the hosts and the endings of hosts or of file names that the trick is made of, with ``source``.
    """

    id: str
    scheme: SchemeId
    weight: int
    why: str
    counts: Literal["for", "against"] = "for"
    trap: bool = True
    hosts: list[str] = []
    endings: list[str] = []
    source: str = ""


class BrandsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    brands: list[Brand] = []
    tricks: list[LinkTrick] = []

"""Names that messages claim, and what their links give away."""

from __future__ import annotations

from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import SchemeId


class Brand(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``names`` as messages write them; ``tokens``: Latin words by which the name shows in an address."""

    id: str
    names: list[str]
    tokens: list[str]


class LinkTrick(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trick that links.py finds: how much it weighs for which scheme, and what people are told."""

    id: str
    scheme: SchemeId
    weight: int
    why: str


class BrandsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    brands: list[Brand] = []
    tricks: list[LinkTrick] = []

"""retired/*.yaml and figures/*.yaml: checked claims, published figures."""

from __future__ import annotations

from typing import Literal

from madoguchi.knowledge.shapes.redress import Statement
from madoguchi.knowledge.shapes.shape import Shape


class Claim(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A claim of a founding document and whether it still holds (all of them are walked by a test)."""

    seed: str
    claim: str
    verdict: Literal["yes", "partly", "no", "unknown"]
    evidence: str
    url: str | None = None
    never_say: list[str] = []  # phrases that would repeat a claim that no longer holds


class ClaimsFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    claims: list[Claim]


class Series(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    label: str
    unit: str
    values: dict[str, int | float | None]
    sources: list[str]
    as_of: str | None = None
    partial: list[str] = []
    comparator: dict[str, int | float] = {}
    excludes: list[str] = []
    note: str = ""


class FiguresFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    series: list[Series] = []
    facts: list[Statement] = []

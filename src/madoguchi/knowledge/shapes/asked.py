"""asked/*.yaml: what other people ask in the same trouble, and what can be said to it."""

from __future__ import annotations

import msgspec

from madoguchi.knowledge.shapes.schemes import If
from madoguchi.knowledge.shapes.shape import Shape
from madoguchi.words import SchemeId


class AskedTopic(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a question is about. ``any``: patterns (as of signs) by which a person's own words ask it.

    Every sample must be caught by these patterns, and no ``innocent`` one.
    """

    id: str
    any: list[str]
    samples: list[str]
    innocent: list[str] = []


class AskedRule(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that other people ask, and two to four calm sentences that inform and never judge.

    ``schemes``: the first scheme must be one of these (none: any). ``steps``: ids of the steps that the answer leans on; it
    may say nothing that these do not say.
    """

    id: str
    topic: str
    question: str
    answer: str
    sources: list[str]
    steps: list[str]
    schemes: list[SchemeId] = []
    if_: If = msgspec.field(name="if", default_factory=If)


class AskedFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    topics: list[AskedTopic] = []
    questions: list[AskedRule] = []

"""letters/*.yaml: letters in the consumer's own name, with the rules whose conditions are quoted beside them."""

from __future__ import annotations

from typing import Literal

from madoguchi.knowledge.shapes.shape import Shape

LetterLayout = Literal["letter", "fax", "label"]
LetterPart = Literal[
    "contracted_on", "papers_on", "goods", "contract_amount", "paid_amount", "seller", "phone"
]


class RecordSays(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code of the record from which a condition follows. ``condition``: its number in the rule, from 1."""

    rule: str
    condition: int
    field: Literal["sales_channel"]
    met: list[str] = []
    not_met: list[str] = []


class LetterForm(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A letter. ``to``: roles of the other side to whom it may go; ``rules``: ids of redress rules; ``look``: said beside it, not in it.

    In ``body`` a part of the record stands in braces (LetterPart), and 〔 〕 is a blank.
    """

    id: str
    name: str
    title: str
    to: list[str]
    body: list[str]
    rules: list[str] = []
    record: list[RecordSays] = []
    enclose: list[str] = []
    look: list[str] = []
    layout: LetterLayout = "letter"


class LettersFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    letters: list[LetterForm]

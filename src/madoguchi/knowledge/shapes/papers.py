"""papers/papers.yaml: what papers say beside a story."""

from __future__ import annotations

from typing import Literal

from madoguchi.knowledge.shapes.shape import Shape

ToldBy = Literal["events", "counterparty", "channel", "dates", "amounts", "words"]


class Preparation(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to have at hand when asking a desk. ``told_by``: what of a story shows that it is spoken of.

    ``words`` (for ``told_by: words``): one of them in the story is enough; it says that the thing came up, not that it is there.
    ``names_it``: such words name the thing itself, so that a paper may mark it as spoken of; a memo is never told of so.
    """

    id: str
    text: str
    told_by: ToldBy
    sources: list[str]
    words: list[str] = []
    names_it: bool = False


class ClerkCard(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The card for a shop: what may be done, three questions, whom to call (ids of desks)."""

    lead: str
    why: str
    ask: list[str]
    then: str
    contacts: list[str]
    sources: list[str]


class WatcherSheet(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sheet for those who look after somebody: what to tick, and the one desk to call (its id)."""

    lead: str
    ticks: list[str]
    then: str
    contact: str
    sources: list[str]


class PapersFile(Shape, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``onward``: ids of desks where it may go on, for the paper of a lawyer."""

    preparations: list[Preparation]
    clerk: ClerkCard
    watcher: WatcherSheet
    onward: list[str]

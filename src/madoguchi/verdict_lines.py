"""What is told of one of many messages: the verdict, ids and reasons. No text, no quote, and on which legal basis it was read."""

from __future__ import annotations

import datetime as dt

import msgspec

from madoguchi.consult import found_in
from madoguchi.knowledge import Knowledge
from madoguchi.words import Basis, Finding, SchemeId, Sign, Story, Verdict


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """Why a scheme is named: a sign, for or against it."""

    id: str | None
    counts: str
    why: str


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A scheme that the words point to; ``weight`` as in a Consultation."""

    id: SchemeId
    weight: float | None
    reasons: tuple[Ground, ...]


class VerdictLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line of JSON. ``knowledge``: the revision that it was read by."""

    id: str | None
    verdict: Verdict
    schemes: tuple[Named, ...]
    basis: Basis
    knowledge: str


def verdict_line(story: Story, *, on: dt.date, knowledge: Knowledge, basis: Basis) -> VerdictLine:
    """Returns what ``story`` looks like on the day ``on``, by the reading of ``consult``; ``id`` is None. Raises UnreadableText."""
    verdict, findings = found_in(story, on=on, knowledge=knowledge)
    return VerdictLine(
        id=None,
        verdict=verdict,
        schemes=tuple(map(_named, findings)),
        basis=basis,
        knowledge=knowledge.revision,
    )


def _named(finding: Finding) -> Named:
    return Named(id=finding.id, weight=finding.weight, reasons=tuple(map(_ground, finding.signs)))


def _ground(sign: Sign) -> Ground:
    return Ground(id=sign.id, counts=sign.counts, why=sign.why)

"""The desk of the very company that a story names, in the place of the one for anybody: 楽天証券 for 証券会社の緊急窓口.

Which desks these are, and by which words they are named, stands with the desks (``stands_for`` and ``named`` in knowledge/contacts).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from madoguchi.knowledge import Knowledge
from madoguchi.tale import Tale
from madoguchi.words import Plan, Step


def with_named_desks(plan: Plan, tale: Tale, *, known: Knowledge) -> Plan:
    """Returns ``plan`` whose steps show the desks that ``tale`` names, in the order of the text; the plan itself where it names none."""
    named = _named_in(tale, known)
    if not named:
        return plan
    return msgspec.structs.replace(plan, steps=tuple(_shown(step, named) for step in plan.steps))


def _named_in(tale: Tale, known: Knowledge) -> dict[str, list[str]]:
    """The desk for anybody -> those that are named in its stead."""
    found = sorted((min(hits), str(owner[1])) for owner, hits in tale.of_kind("desk"))
    named: dict[str, list[str]] = {}
    for _, desk in found:
        if common := known.contacts[desk].stands_for:
            named.setdefault(common, []).append(desk)
    return named


def _shown(step: Step, named: Mapping[str, Sequence[str]]) -> Step:
    contacts = tuple(one for desk in step.contacts for one in named.get(desk, (desk,)))
    return step if contacts == step.contacts else msgspec.structs.replace(step, contacts=contacts)

"""What the person writes of as done, for the step that says the same. It marks nothing: who answered the call is not known."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from madoguchi.knowledge.shapes import StepRule
from madoguchi.telling.layout import defanged
from madoguchi.web.knowing import known_in
from madoguchi.web.public.crisis import is_for_a_life
from madoguchi.web.tongue import Tongue
from madoguchi.words import Situation, Step

_TO_A_DESK = frozenset({"cut_off", "stop_money", "protect", "report", "redress"})


def said_of(step: Step, situation: Situation, *, tongue: Tongue) -> str:
    """Returns the person's words that tell of ``step`` as done, the last of them; nothing where there are none."""
    if not situation.turned_to or is_for_a_life(step):
        return ""
    does = _desks_of_steps(tongue).get(step.id, frozenset())
    return next((defanged(one.quote) for one in reversed(situation.turned_to) if one.desk in does), "")


@lru_cache
def _desks_of_steps(tongue: Tongue) -> Mapping[str, frozenset[str]]:
    known = known_in(tongue)
    rules = (*known.steps, *(rule for scheme in known.schemes.values() for rule in scheme.steps))
    return {rule.id: frozenset(rule.does) for rule in rules if rule.phase in _TO_A_DESK and not _again(rule)}


def _again(rule: StepRule) -> bool:
    """Whether the step is for those who were at a desk already."""
    return "other_desk_consulted" in rule.if_.answered

"""Somebody may hurt themselves: then the number to call stands on every page, and nothing is asked before it."""

from __future__ import annotations

from madoguchi.web.knowing import known_in
from madoguchi.words import Consultation, Step


def is_for_a_life(step: Step) -> bool:
    """Returns whether ``step`` comes at once and names a desk for a life in danger."""
    desks = known_in("ja").contacts
    return step.when == "now" and any(desks[one].kind == "crisis" for one in step.contacts if one in desks)


def a_life_comes_first(answer: Consultation) -> bool:
    """Returns whether the plan of ``answer`` begins with a step for a life in danger."""
    return any(map(is_for_a_life, answer.plan.steps))

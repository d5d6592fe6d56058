"""From the scores of the categories to those that are proposed: the one rule that the desk and the learner share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

ALWAYS: Final = "always"  # the mark that every memo leaves
_NEARLY = -15  # tenths: below, nothing is proposed rather than the least unlikely


def spoken_for(scores: Mapping[str, int]) -> tuple[str, ...]:
    """Returns the categories with a score over nought; where none is, the best, if it comes near: trouble without any category there is hardly."""
    found = tuple(value for value, score in scores.items() if score > 0)
    best = max(scores, key=lambda value: scores[value])
    return found or ((best,) if scores[best] > _NEARLY else ())

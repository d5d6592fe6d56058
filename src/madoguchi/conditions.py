"""Whether a rule of the knowledge applies to what was told. Data holds the condition, this is its only reader."""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.knowledge.shapes import If
from madoguchi.words import Told


def applies(rule: If, told: Told) -> bool:
    """Returns True when every part of ``rule`` that is given holds for ``told``."""
    return _wanted(rule, told) and _unwanted(rule, told) and _answered(rule, told)


def any_applies(rule: If, told: Told, *, also: Sequence[If]) -> bool:
    """Returns True when ``rule`` or one of ``also`` applies."""
    return applies(rule, told) or any(applies(other, told) for other in also)


def _wanted(rule: If, told: Told) -> bool:
    return (
        (not rule.scheme or any(scheme in rule.scheme for scheme in told.schemes))
        and (not rule.stage or not told.stage.isdisjoint(rule.stage))
        and (not rule.all_stages or told.stage.issuperset(rule.all_stages))
        and (not rule.payment or not told.paid.isdisjoint(rule.payment))
        and (not rule.demanded or not (told.demanded | told.paid).isdisjoint(rule.demanded))
        and (not rule.gave or not told.gave.isdisjoint(rule.gave))
        and (not rule.channel or told.channel in rule.channel)
        and (not rule.safety or not told.safety.isdisjoint(rule.safety))
    )


def _unwanted(rule: If, told: Told) -> bool:
    return (
        told.stage.isdisjoint(rule.not_stage)
        and told.gave.isdisjoint(rule.not_gave)
        and told.safety.isdisjoint(rule.not_safety)
        and not any(scheme in rule.not_scheme for scheme in told.schemes)
        and not (rule.nothing_known and told.schemes)
    )


def _answered(rule: If, told: Told) -> bool:
    return all(told.answers.get(question) in choices for question, choices in rule.answered.items())

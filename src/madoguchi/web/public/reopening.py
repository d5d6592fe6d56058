"""What must be done once more: more money went, or something else was given, after a step had been marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from madoguchi.web.knowing import known_in
from madoguchi.web.public.walk import Walk
from madoguchi.words import Consultation

_OF_THE_LOSS = frozenset({"cut_off", "stop_money"})


def reopened(walk: Walk, *, before: Consultation, after: Consultation) -> Walk:
    """Returns ``walk`` without the marks of the steps that stop a loss, where ``after`` tells of more of it than ``before``."""
    if not _more(before, after):
        return walk
    phases = _phases()
    again = tuple(step for step in walk.done if phases.get(step) in _OF_THE_LOSS)
    done = {step: state for step, state in walk.done.items() if step not in again}
    return msgspec.structs.replace(
        walk, done=done, again_to_do=tuple(dict.fromkeys((*walk.again_to_do, *again)))
    )


def _more(before: Consultation, after: Consultation) -> bool:
    return bool(_gone(after) - _gone(before))


def _gone(answer: Consultation) -> Counter[tuple[object, ...]]:
    told = answer.situation
    money = ((one.role, one.yen, one.count) for one in told.amounts if one.role in ("paid", "lost"))
    given = (("given", one.item) for one in told.gave if one.state == "given")
    ways = (("way", one.method) for one in told.payments if one.state == "paid")
    return Counter([*money, *given, *ways])


@lru_cache
def _phases() -> Mapping[str, str]:
    known = known_in("ja")
    rules = (*known.steps, *(rule for scheme in known.schemes.values() for rule in scheme.steps))
    return {rule.id: rule.phase for rule in rules}

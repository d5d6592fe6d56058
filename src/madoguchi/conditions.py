"""Whether a rule of the knowledge applies to what was told. Data holds the condition, this is its only reader.

A condition is turned once into masks over facts (``stage:paid``, ``gave:password``, …), one bit a fact, so that asking again costs a
few integer operations: a plan asks some hundred conditions, and the choice of questions makes a dozen plans.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from madoguchi.knowledge.shapes import If
from madoguchi.words import Told

_ANY_SCHEME = "scheme:*"
_NEXT_BIT = count()
_BITS: dict[str, int] = {}


def _bit(fact: str) -> int:
    """The vocabulary of facts is closed (the knowledge), so the bits are few; two threads that meet get the same bit."""
    return _BITS.get(fact) or _BITS.setdefault(fact, 1 << next(_NEXT_BIT))


def _mask(kind: str, words: Iterable[str]) -> int:
    mask = 0
    for word in words:
        mask |= _bit(f"{kind}:{word}")
    return mask


@dataclass(frozen=True, slots=True)
class Test:
    """A condition as masks: one fact at least of each of ``any_of``, every one of ``all_of``, none of ``none_of``."""

    any_of: tuple[int, ...]
    all_of: int
    none_of: int
    answered: tuple[tuple[str, Collection[str]], ...]

    def holds(self, facts: int, answers: Mapping[str, str]) -> bool:
        """Returns True when every part of the condition that is given holds for ``facts`` and ``answers``."""
        if facts & self.none_of or self.all_of & ~facts:
            return False
        for mask in self.any_of:
            if not facts & mask:
                return False
        return not self.answered or all(answers.get(asked) in choices for asked, choices in self.answered)


def facts_of(told: Told) -> int:
    """Returns what was told as a mask."""
    mask = _mask("scheme", told.schemes) | _mask("stage", told.stage) | _mask("gave", told.gave)
    mask |= _mask("paid", told.paid) | _mask("demanded", told.demanded | told.paid)
    mask |= _mask("safety", told.safety) | (_bit(_ANY_SCHEME) if told.schemes else 0)
    return mask | _bit(f"channel:{told.channel}")


def test_of(rule: If) -> Test:
    """Returns ``rule`` as masks (made once)."""
    return _test_of(_ById(rule))


def applies(rule: If, told: Told) -> bool:
    """Returns True when every part of ``rule`` that is given holds for ``told``."""
    return test_of(rule).holds(facts_of(told), told.answers)


def any_applies(rule: If, told: Told, *, also: Sequence[If]) -> bool:
    """Returns True when ``rule`` or one of ``also`` applies."""
    return applies(rule, told) or any(applies(other, told) for other in also)


class _ById:
    """Lets the cache hold the masks of conditions that are not hashable."""

    def __init__(self, rule: If) -> None:
        self.rule = rule

    def __hash__(self) -> int:
        return id(self.rule)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.rule is self.rule


@lru_cache(maxsize=16_384)
def _test_of(holder: _ById) -> Test:
    rule = holder.rule
    wanted: dict[str, Sequence[str]] = {
        "scheme": rule.scheme,
        "stage": rule.stage,
        "paid": rule.payment,
        "demanded": rule.demanded,
        "gave": rule.gave,
        "channel": rule.channel,
        "safety": rule.safety,
    }
    none_of = _mask("stage", rule.not_stage) | _mask("gave", rule.not_gave) | _mask("safety", rule.not_safety)
    none_of |= _mask("scheme", rule.not_scheme) | (_bit(_ANY_SCHEME) if rule.nothing_known else 0)
    return Test(
        any_of=tuple(_mask(kind, words) for kind, words in wanted.items() if words),
        all_of=_mask("stage", rule.all_stages),
        none_of=none_of,
        answered=tuple((asked, tuple(choices)) for asked, choices in rule.answered.items()),
    )

"""Whether a rule of the knowledge applies to what was told. Data holds the condition, this is its only reader.

A condition is turned once into masks over facts (``stage:paid``, ``gave:password``, …), one bit a fact, so that asking again costs a
few integer operations: a plan asks some hundred conditions, and the choice of questions makes a dozen plans.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from madoguchi.knowledge.shapes import ChoiceRule, If
from madoguchi.told import Told

SEVERAL = "+"  # between the choices of one answer

_ANY_SCHEME = "scheme:*"
_FOREIGN = "told:foreign"
_LONG_AGO = "told:long_ago"
_HANDED_OVER = "told:handed_over"
_NEXT_BIT = count()
_BITS: dict[str, int] = {}
_MADE: dict[int, tuple[If, Test]] = {}  # by id, with the rule itself, which so stays the owner of its id
_MOST_MADE = 16_384


def _bit(fact: str) -> int:
    """The vocabulary of facts is closed (the knowledge), so the bits are few; two threads that meet get the same bit."""
    return _BITS.get(fact) or _BITS.setdefault(fact, 1 << next(_NEXT_BIT))


@lru_cache(maxsize=16_384)
def _mask(kind: str, words: Collection[str]) -> int:
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

    def holds(self, facts: int) -> bool:
        """Returns True when every part of the condition that is given holds for ``facts``."""
        if facts & self.none_of or self.all_of & ~facts:
            return False
        for mask in self.any_of:
            if not facts & mask:
                return False
        return True

    @property
    def mentions(self) -> int:
        """The facts that the condition looks at: the others change nothing."""
        mask = self.all_of | self.none_of
        for part in self.any_of:
            mask |= part
        return mask


def facts_of(told: Told) -> int:
    """Returns what was told as a mask; it is kept beside ``told``, which never changes."""
    beside = told.__dict__
    if "facts" not in beside:
        beside["facts"] = _facts_of(told)
    found: int = beside["facts"]
    return found


def _facts_of(told: Told) -> int:
    mask = _mask("scheme", told.schemes) | _mask("first", told.schemes[:1])
    mask |= _mask("stage", told.stage) | _mask("gave", told.gave)
    mask |= _mask("paid", told.paid) | _mask("demanded", told.demanded) | _mask("demanded", told.paid)
    mask |= _mask("safety", told.safety) | (_bit(_ANY_SCHEME) if told.schemes else 0)
    mask |= _mask("term", told.term) | _mask("may_have_given", told.may_have_given)
    mask |= _mask("sold", told.sold) | (_bit(_LONG_AGO) if told.long_ago else 0)
    for question, chosen in told.answers.items():
        for choice in chosen.split(SEVERAL):
            mask |= _answer(question, choice)
    if told.foreign:
        mask |= _bit(_FOREIGN)
    if told.handed_over:
        mask |= _bit(_HANDED_OVER)
    return mask | _bit(f"channel:{told.channel}") | _bit(f"person:{told.person}")


def answered(facts: int, question: str, *, choice: ChoiceRule) -> int:
    """Returns ``facts`` with what ``choice`` as an answer to ``question`` adds. Whoever did something has not only received."""
    if choice.stage:
        facts = facts & ~_bit("stage:received_only") | _mask("stage", tuple(choice.stage))
    paid = tuple(choice.payment)
    facts |= _mask("paid", paid) | _mask("demanded", paid) | _answer(question, choice.id)
    return facts | _mask("gave", tuple(choice.gave)) | _mask("safety", tuple(choice.safety))


def _answer(question: str, choice: str) -> int:
    return _bit(f"answer:{question}={choice}")


def any_answer(question: str, choices: Sequence[ChoiceRule]) -> int:
    """Returns the mask of every answer to ``question``."""
    mask = 0
    for choice in choices:
        mask |= _answer(question, choice.id)
    return mask


def test_of(rule: If) -> Test:
    """Returns ``rule`` as masks (made once)."""
    made = _MADE.get(id(rule))
    if made is None or made[0] is not rule:
        if len(_MADE) >= _MOST_MADE:
            _MADE.clear()
        made = _MADE[id(rule)] = (rule, _test_of(rule))
    return made[1]


def applies(rule: If, told: Told) -> bool:
    """Returns True when every part of ``rule`` that is given holds for ``told``."""
    return test_of(rule).holds(facts_of(told))


def holds(rule: If, facts: int) -> bool:
    """Returns True when every part of ``rule`` that is given holds for ``facts``."""
    return test_of(rule).holds(facts)


def any_holds(rules: Iterable[If], facts: int) -> bool:
    """Returns True when one of ``rules`` holds for ``facts``."""
    return any(test_of(rule).holds(facts) for rule in rules)


def _told_so(rule: If) -> int:
    return (_bit(_FOREIGN) if rule.foreign else 0) | (_bit(_LONG_AGO) if rule.long_ago else 0)


def _test_of(rule: If) -> Test:
    wanted: dict[str, Sequence[str]] = {
        "scheme": rule.scheme,
        "first": rule.first,
        "stage": rule.stage,
        "paid": rule.payment,
        "demanded": rule.demanded,
        "gave": rule.gave,
        "may_have_given": rule.may_have_given,
        "channel": rule.channel,
        "safety": rule.safety,
        "person": rule.person,
        "sold": rule.sold,
        "term": rule.term,
    }
    unwanted: dict[str, Sequence[str]] = {
        "stage": rule.not_stage,
        "gave": rule.not_gave,
        "safety": rule.not_safety,
        "scheme": rule.not_scheme,
        "person": rule.not_person,
        "sold": rule.not_sold,
    }
    none_of = _bit(_ANY_SCHEME) if rule.nothing_known else 0
    none_of |= _bit(_HANDED_OVER) if rule.not_handed_over else 0
    for kind, words in unwanted.items():
        none_of |= _mask(kind, tuple(words))
    chosen = [
        _mask("answer", tuple(f"{asked}={one}" for one in those)) for asked, those in rule.answered.items()
    ]
    return Test(
        any_of=(*(_mask(kind, tuple(words)) for kind, words in wanted.items() if words), *chosen),
        all_of=_mask("stage", tuple(rule.all_stages)) | _told_so(rule),
        none_of=none_of,
    )

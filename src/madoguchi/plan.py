"""What to do now, in order: a pure function of what was told.

Steps come from the knowledge; here they are only chosen and ordered: what is for now before what is for tomorrow, then by
what can still be saved (safety, cutting off, money that can be stopped, the rest), then by how soon it loses its use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice
from operator import or_

import msgspec

from madoguchi.conditions import SEVERAL, Test, answered, any_answer, facts_of, test_of
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import If, Line, QuestionRule, Scheme, StepRule
from madoguchi.told import Told
from madoguchi.words import Choice, Phase, Plan, Question, SchemeId, Step, Urgency, When

PHASES: tuple[Phase, ...] = (
    "safety",
    "cut_off",
    "stop_money",
    "protect",
    "evidence",
    "report",
    "redress",
    "prevent",
)
WHENS: tuple[When, ...] = ("now", "today", "next_open", "later")
MAX_QUESTIONS = 3
_FIRST = 6  # a question matters for what it changes among the first steps
_URGENCY: dict[str, Urgency] = {"now": "now", "today": "today", "next_open": "soon", "later": "when_you_can"}
_CLERK = If(person=["customer"])  # is asked only what is worded for a clerk
_SAVING = frozenset({"safety", "cut_off", "stop_money"})


def plan_for(told: Told, knowledge: Knowledge) -> Plan:
    """Returns the ordered plan for ``told``. The same facts give the same plan, whatever words told them."""
    case = _case(_Schemes(told.schemes, knowledge))
    return _plan(case, facts_of(told) & case.mentions)


def steps_for(told: Told, knowledge: Knowledge) -> tuple[StepRule, ...]:
    """Returns the steps that apply, in order, without those that another one replaces."""
    case = _case(_Schemes(told.schemes, knowledge))
    left = _left(case, _chosen(case, facts_of(told) & case.mentions))
    return tuple(case.all.steps[at].rule for at in _bits(left))


# Plans depend on few facts, and few sets of them occur: what was found for one case serves the next.
@lru_cache(maxsize=8192)
def _plan(case: _Case, facts: int) -> Plan:
    steps = [case.all.steps[at] for at in _bits(_left(case, _chosen(case, facts)))]
    return Plan(
        urgency=_URGENCY[steps[0].rule.when] if steps else "when_you_can",
        steps=tuple([step.shown for step in steps]),
        never=_lines(case.first.never, facts),
        keep=_lines(case.first.keep, facts),
        prevent=_lines(case.first.prevent, facts),
    )


def _left(case: _Case, chosen: int) -> int:
    """The steps of ``chosen`` without those that another of them replaces."""
    replaced = 0
    for at in _bits(chosen & case.all.replacing):
        replaced |= case.all.steps[at].replaces
    return chosen & ~replaced


@lru_cache(maxsize=8192)
def _chosen(case: _Case, facts: int) -> int:
    """The steps that apply, one bit each, in the order of ``case.all``."""
    chosen = 0
    for bit, test in case.tests:  # some hundred: what Test.holds does, without calling it
        if facts & test.none_of or test.all_of & ~facts:
            continue
        for mask in test.any_of:
            if not facts & mask:
                break
        else:
            chosen |= bit
    return chosen


def _chosen_after(case: _Case, facts: int, *, before: int) -> int:
    """Those that apply with ``facts``: of what applied ``before``, only the steps are asked again that look at a changed fact."""
    chosen, changed, again = _chosen(case, before), facts ^ before, 0
    while changed:
        fact = changed & -changed
        changed ^= fact
        again |= case.all.looking_at.get(fact, 0)
    again &= case.members
    chosen &= ~again
    for at in _bits(again):
        if case.all.steps[at].applies(facts):
            chosen |= 1 << at
    return chosen


def _bits(mask: int) -> Iterator[int]:
    """Yields the numbers of the bits that are set, the lowest first."""
    while mask:
        low = mask & -mask
        mask ^= low
        yield low.bit_length() - 1


def _place(rule: StepRule) -> tuple[int, int, int, str]:
    """Tonight before tomorrow; within that by what it can still save; then by the minutes it stays useful."""
    return WHENS.index(rule.when), PHASES.index(rule.phase), rule.order, rule.id


class _Schemes:
    """The schemes of a case as a cache key: which steps may come, and in what order, depends on them alone."""

    def __init__(self, schemes: tuple[SchemeId, ...], knowledge: Knowledge) -> None:
        self.schemes, self.knowledge = schemes, knowledge

    def __hash__(self) -> int:
        return hash((self.schemes, self.knowledge.revision))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Schemes):
            return NotImplemented
        return other.schemes == self.schemes and other.knowledge is self.knowledge


_Lines = tuple[tuple[str, Test], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Possible:
    """A step: its conditions, each with its bit, and the facts that these look at; ``replaces``: the steps that it replaces, one bit each."""

    rule: StepRule
    asked: tuple[tuple[int, Test], ...]
    mentions: int
    replaces: int
    shown: Step

    def applies(self, facts: int) -> bool:
        return any([test.holds(facts) for _, test in self.asked])


@dataclass(frozen=True, slots=True, eq=False)
class _All:
    """Every step of a knowledge in the order of plans, so that a set of steps is a number with one bit each.

    ``general``: those that no scheme brings along; ``whole`` and ``saving``: those of a scheme, all and what saves something now;
    ``replacing``: those that replace others; ``looking_at``: one fact -> the steps whose conditions look at it.
    """

    steps: tuple[_Possible, ...]
    general: int
    whole: Mapping[SchemeId, int]
    saving: Mapping[SchemeId, int]
    replacing: int
    looking_at: Mapping[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _First:
    """What the first scheme brings along beside its steps; ``mentions``: the facts that its conditions look at."""

    never: _Lines
    keep: _Lines
    prevent: _Lines
    questions: tuple[_Open, ...]
    mentions: int


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """What may come up with these schemes: ``members`` are steps of ``all``, one bit each; ``mentions``: the facts that decide.

    ``tests``: each condition with the bit of its step, which applies where one of its conditions holds.
    """

    all: _All
    members: int
    tests: tuple[tuple[int, Test], ...]
    first: _First
    mentions: int


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """A question; it is open when ``if_`` holds, none of ``unless`` holds and nobody has answered it."""

    rule: QuestionRule
    if_: Test
    unless: tuple[Test, ...]
    answers: int

    def is_open(self, facts: int) -> bool:
        known = facts & self.answers or any(test.holds(facts) for test in self.unless)
        return not known and self.if_.holds(facts)


@lru_cache(maxsize=1024)
def _case(schemes: _Schemes) -> _Case:
    every, first = (
        _all(_Schemes((), schemes.knowledge)),
        _first(_Schemes(schemes.schemes[:1], schemes.knowledge)),
    )
    members = every.general
    for at, scheme in enumerate(schemes.schemes):
        # of a second scheme only what saves something now: two full plans would hide the first steps
        members |= (every.saving if at else every.whole)[scheme]
    tests: list[tuple[int, Test]] = []
    mentions = first.mentions
    for at in _bits(members):
        step = every.steps[at]
        mentions |= step.mentions
        tests += step.asked
    return _Case(every, members, tuple(tests), first, mentions)


@lru_cache(maxsize=16)
def _all(whole: _Schemes) -> _All:
    known = whole.knowledge
    rules = sorted(
        (*known.steps, *(rule for one in known.schemes.values() for rule in one.steps)), key=_place
    )
    number = {id(rule): at for at, rule in enumerate(rules)}
    named: dict[str, int] = {}
    for at, rule in enumerate(rules):
        named[rule.id] = named.get(rule.id, 0) | 1 << at
    steps = tuple(_possible(rule, 1 << at, named=named) for at, rule in enumerate(rules))
    looking_at: dict[int, int] = {}
    for at, step in enumerate(steps):
        for fact in _bits(step.mentions):
            looking_at[1 << fact] = looking_at.get(1 << fact, 0) | 1 << at

    def mask(those: Iterable[StepRule]) -> int:
        return sum(1 << number[id(rule)] for rule in those)

    return _All(
        steps=steps,
        general=mask(known.steps),
        whole={id_: mask(one.steps) for id_, one in known.schemes.items()},
        saving={
            id_: mask(rule for rule in one.steps if rule.phase in _SAVING)
            for id_, one in known.schemes.items()
        },
        replacing=sum(1 << at for at, step in enumerate(steps) if step.replaces),
        looking_at=looking_at,
    )


def _possible(rule: StepRule, bit: int, *, named: Mapping[str, int]) -> _Possible:
    tests = (test_of(rule.if_), *map(test_of, rule.also))
    mentions = reduce(or_, [test.mentions for test in tests], 0)
    replaces = reduce(or_, [named.get(other, 0) for other in rule.replaces], 0)
    return _Possible(rule, tuple((bit, test) for test in tests), mentions, replaces, _step(rule))


@lru_cache(maxsize=256)
def _first(schemes: _Schemes) -> _First:
    first = [schemes.knowledge.schemes[one] for one in schemes.schemes]
    never = _tested(line for scheme in first for line in scheme.never)
    keep = _tested(line for scheme in first for line in scheme.keep)
    prevent = _tested(line for scheme in first for line in scheme.prevent)
    questions = tuple(_open(rule) for rule in _asked(first, schemes.knowledge))
    tests = [test for _, test in (*never, *keep, *prevent)]
    tests += [test for one in questions for test in (one.if_, *one.unless)]
    mentions = reduce(or_, [*(test.mentions for test in tests), *(one.answers for one in questions)], 0)
    return _First(never, keep, prevent, questions, mentions)


def _tested(lines: Iterable[Line]) -> _Lines:
    return tuple((line.text, test_of(line.if_)) for line in lines)


def _open(rule: QuestionRule) -> _Open:
    others = () if rule.if_.person else (_CLERK,)
    unless = tuple(test_of(one) for one in (*rule.unless, *others))
    return _Open(rule, test_of(rule.if_), unless, any_answer(rule.id, rule.choices))


def _lines(lines: _Lines, facts: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text, test in lines if test.holds(facts)))


def _step(rule: StepRule) -> Step:
    return Step(
        id=rule.id,
        when=rule.when,
        text=rule.text,
        say=tuple(rule.say),
        have_ready=tuple(rule.have_ready),
        before=rule.before,
        too_late_after=rule.too_late_after,
        contacts=tuple(rule.contacts),
        sources=tuple(rule.sources),
    )


# --- questions ------------------------------------------------------------------------------------


def with_answers(told: Told, answers: dict[str, str], *, knowledge: Knowledge) -> Told:
    """Returns ``told`` with what the chosen answers add; several choices of one question stand as ``a+b``.

    Raises LookupError for an unknown question or choice, and for several choices where one is asked for.
    """
    for question, choice in answers.items():
        rule = _question(question, knowledge)
        for one in choice.split(SEVERAL) if rule.several else (choice,):
            told = _with_answer(told, rule, one)
        told = msgspec.structs.replace(told, answers={**told.answers, question: choice})
    return told


def _question(question: str, knowledge: Knowledge) -> QuestionRule:
    if question not in knowledge.questions:
        known = "、".join(knowledge.questions)
        raise LookupError(f"質問「{question}」はありません。直し方: 次から選んでください: {known}")
    return knowledge.questions[question]


def _with_answer(told: Told, question: QuestionRule, choice: str) -> Told:
    chosen = next((c for c in question.choices if c.id == choice), None)
    if chosen is None:
        known = "、".join(c.id for c in question.choices)
        raise LookupError(
            f"質問「{question.id}」に答え「{choice}」はありません。直し方: 次から選んでください: {known}"
        )
    stage = told.stage | frozenset(chosen.stage)
    return Told(
        schemes=told.schemes,
        stage=stage - {"received_only"} if chosen.stage else stage,
        paid=told.paid | frozenset(chosen.payment),
        demanded=told.demanded,
        gave=told.gave | frozenset(chosen.gave),
        may_have_given=told.may_have_given,
        channel=told.channel,
        safety=told.safety | frozenset(chosen.safety),
        answers={**told.answers, question.id: choice},
        quotes=told.quotes,
        person=told.person,
        foreign=told.foreign,
        long_ago=told.long_ago,
        sold=told.sold,
        term=told.term,
        handed_over=told.handed_over,
    )


def questions_for(told: Told, knowledge: Knowledge) -> tuple[Question, ...]:
    """Returns at most three open questions, the one first whose answer would change the first steps most."""
    case = _case(_Schemes(told.schemes, knowledge))
    return _questions(case, facts_of(told) & case.mentions)


@lru_cache(maxsize=8192)
def _questions(case: _Case, facts: int) -> tuple[Question, ...]:
    open_ones = [one.rule for one in case.first.questions if one.is_open(facts)]
    ranked = sorted(((_difference(rule, case, facts), rule) for rule in open_ones), key=lambda pair: -pair[0])
    return tuple(_question_words(rule) for value, rule in ranked[:MAX_QUESTIONS] if value > 0)


def _asked(first: Sequence[Scheme], knowledge: Knowledge) -> list[QuestionRule]:
    ids = [question for scheme in first for question in scheme.questions] or list(knowledge.questions)
    clerks = [one.id for one in knowledge.questions.values() if one.if_.person]
    return [knowledge.questions[question] for question in dict.fromkeys((*ids, *clerks))]


def _difference(rule: QuestionRule, case: _Case, facts: int) -> int:
    """Sums, over the choices, how much the first steps change; the first place counts most.

    An answer that only decides which compensation may hold counts least.
    """
    base = _first_steps(case, _chosen(case, facts))
    total = int(any(choice.firms or choice.days for choice in rule.choices))
    for choice in rule.choices:
        after = answered(facts, rule.id, choice=choice) & case.mentions
        changed = _first_steps(case, _chosen_after(case, after, before=facts))
        total += 0 if changed == base else _change(base, changed)
    return total


def _change(base: Sequence[str], changed: Sequence[str]) -> int:
    come = sum(_FIRST - at for at, step in enumerate(changed) if step not in base)
    return come + sum(_FIRST - at for at, step in enumerate(base) if step not in changed)


@lru_cache(maxsize=32_768)
def _first_steps(case: _Case, chosen: int) -> tuple[str, ...]:
    return tuple([case.all.steps[at].rule.id for at in islice(_bits(_left(case, chosen)), _FIRST)])


def _question_words(rule: QuestionRule) -> Question:
    choices = tuple(Choice(id=choice.id, text=choice.text) for choice in rule.choices)
    return Question(id=rule.id, text=rule.text, why=rule.why, choices=choices)

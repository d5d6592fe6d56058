"""What to do now, in order: a pure function of what was told.

Steps come from the knowledge; here they are only chosen and ordered: what is for now before what is for tomorrow, then by
what can still be saved (safety, cutting off, money that can be stopped, the rest), then by how soon it loses its use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import msgspec

from madoguchi.conditions import SEVERAL, Test, answered, any_answer, facts_of, test_of
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import If, Line, QuestionRule, Scheme, StepRule
from madoguchi.words import Choice, Phase, Plan, Question, SchemeId, Step, Told, Urgency, When

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
    return _steps(case, facts_of(told) & case.mentions)


# Plans depend on few facts, and few sets of them occur: what was found for one case serves the next.
@lru_cache(maxsize=8192)
def _plan(case: _Case, facts: int) -> Plan:
    steps = _steps(case, facts)
    return Plan(
        urgency=_URGENCY[steps[0].when] if steps else "when_you_can",
        steps=tuple(_step(rule) for rule in steps),
        never=_lines(case.never, facts),
        keep=_lines(case.keep, facts),
        prevent=_lines(case.prevent, facts),
    )


@lru_cache(maxsize=32_768)
def _steps(case: _Case, facts: int) -> tuple[StepRule, ...]:
    return _without_replaced(case, _chosen(case, facts))


@lru_cache(maxsize=32_768)
def _without_replaced(case: _Case, chosen: int) -> tuple[StepRule, ...]:
    """The steps whose bits are set in ``chosen``, in order, without those that another of them replaces."""
    rules = [rule for at, (rule, _, _) in enumerate(case.steps) if chosen >> at & 1]
    replaced = {other for rule in rules for other in rule.replaces}
    return tuple({rule.id: rule for rule in rules if rule.id not in replaced}.values())


@lru_cache(maxsize=8192)
def _chosen(case: _Case, facts: int) -> int:
    """The steps that apply, one bit each, in the order of the case."""
    return sum(1 << at for at in range(len(case.steps)) if _applies(case, at, facts=facts))


def _chosen_after(case: _Case, facts: int, *, before: int) -> int:
    """Those that apply with ``facts``: of what applied ``before``, only the steps are asked again that look at a changed fact."""
    chosen, changed = _chosen(case, before), facts ^ before
    while changed:
        fact = changed & -changed
        changed ^= fact
        for at in case.looking_at.get(fact, ()):
            if _applies(case, at, facts=facts):
                chosen |= 1 << at
            else:
                chosen &= ~(1 << at)
    return chosen


def _applies(case: _Case, at: int, *, facts: int) -> bool:
    _, test, also = case.steps[at]
    return test.holds(facts) or any(other.holds(facts) for other in also)


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
class _Case:
    """What may come up with these schemes, each with its conditions; ``mentions``: the facts that these look at.

    ``looking_at``: one fact -> the places of the steps whose conditions look at it.
    """

    steps: tuple[tuple[StepRule, Test, tuple[Test, ...]], ...]
    never: _Lines
    keep: _Lines
    prevent: _Lines
    questions: tuple[_Open, ...]
    mentions: int
    looking_at: Mapping[int, Sequence[int]]


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
    first = [schemes.knowledge.schemes[one] for one in schemes.schemes[:1]]
    rules = sorted(_candidates(schemes.schemes, schemes.knowledge), key=_place)
    steps = tuple((rule, test_of(rule.if_), tuple(map(test_of, rule.also))) for rule in rules)
    never = _tested(line for scheme in first for line in scheme.never)
    keep = _tested(line for scheme in first for line in scheme.keep)
    prevent = _tested(line for scheme in first for line in scheme.prevent)
    questions = tuple(_open(rule) for rule in _asked(first, schemes.knowledge))
    tests = [
        *(test for _, first_test, also in steps for test in (first_test, *also)),
        *(test for lines in (never, keep, prevent) for _, test in lines),
        *(test for one in questions for test in (one.if_, *one.unless)),
    ]
    mentions = 0
    for mask in (*(test.mentions for test in tests), *(one.answers for one in questions)):
        mentions |= mask
    return _Case(steps, never, keep, prevent, questions, mentions, _looking_at(steps))


def _looking_at(steps: Iterable[tuple[StepRule, Test, tuple[Test, ...]]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for at, (_, first, also) in enumerate(steps):
        mask = first.mentions
        for test in also:
            mask |= test.mentions
        while mask:
            fact = mask & -mask
            mask ^= fact
            found.setdefault(fact, []).append(at)
    return found


def _tested(lines: Iterable[Line]) -> _Lines:
    return tuple((line.text, test_of(line.if_)) for line in lines)


def _open(rule: QuestionRule) -> _Open:
    others = () if rule.if_.person else (_CLERK,)
    unless = tuple(test_of(one) for one in (*rule.unless, *others))
    return _Open(rule, test_of(rule.if_), unless, any_answer(rule.id, rule.choices))


def _candidates(schemes: tuple[SchemeId, ...], knowledge: Knowledge) -> Iterator[StepRule]:
    yield from knowledge.steps
    for at, scheme in enumerate(schemes):
        # of a second scheme only what saves something now: two full plans would hide the first steps
        yield from (rule for rule in knowledge.schemes[scheme].steps if at == 0 or rule.phase in _SAVING)


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
    )


def questions_for(told: Told, knowledge: Knowledge) -> tuple[Question, ...]:
    """Returns at most three open questions, the one first whose answer would change the first steps most."""
    case = _case(_Schemes(told.schemes, knowledge))
    return _questions(case, facts_of(told) & case.mentions)


@lru_cache(maxsize=8192)
def _questions(case: _Case, facts: int) -> tuple[Question, ...]:
    open_ones = [one.rule for one in case.questions if one.is_open(facts)]
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
        total += 0 if changed is base else _change(base, changed)
    return total


def _change(base: Sequence[str], changed: Sequence[str]) -> int:
    come = sum(_FIRST - at for at, step in enumerate(changed) if step not in base)
    return come + sum(_FIRST - at for at, step in enumerate(base) if step not in changed)


@lru_cache(maxsize=32_768)
def _first_steps(case: _Case, chosen: int) -> tuple[str, ...]:
    return tuple(rule.id for rule in _without_replaced(case, chosen)[:_FIRST])


def _question_words(rule: QuestionRule) -> Question:
    choices = tuple(Choice(id=choice.id, text=choice.text) for choice in rule.choices)
    return Question(id=rule.id, text=rule.text, why=rule.why, choices=choices)

"""What to do now, in order: a pure function of what was told.

Steps come from the knowledge; here they are only chosen and ordered: what is for now before what is for tomorrow, then by
what can still be saved (safety, cutting off, money that can be stopped, the rest), then by how soon it loses its use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from madoguchi.conditions import Test, applies, facts_of, test_of
from madoguchi.knowledge import Knowledge
from madoguchi.knowledge.shapes import Line, QuestionRule, Scheme, StepRule
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
_SAVING = frozenset({"safety", "cut_off", "stop_money"})


def plan_for(told: Told, knowledge: Knowledge) -> Plan:
    """Returns the ordered plan for ``told``. The same facts give the same plan, whatever words told them."""
    steps = steps_for(told, knowledge)
    schemes = _schemes(told, knowledge)[:1]
    return Plan(
        urgency=_URGENCY[steps[0].when] if steps else "when_you_can",
        steps=tuple(_step(rule) for rule in steps),
        never=_lines(told, (line for scheme in schemes for line in scheme.never)),
        keep=_lines(told, (line for scheme in schemes for line in scheme.keep)),
        prevent=_lines(told, (line for scheme in schemes for line in scheme.prevent)),
    )


def steps_for(told: Told, knowledge: Knowledge) -> list[StepRule]:
    """Returns the steps that apply, in order, without those that another one replaces."""
    facts, answers = facts_of(told), told.answers
    chosen = [
        rule
        for rule, first, also in _in_order(_Schemes(told.schemes, knowledge))
        if first.holds(facts, answers) or (also and any(test.holds(facts, answers) for test in also))
    ]
    replaced = {other for rule in chosen for other in rule.replaces}
    return list({rule.id: rule for rule in chosen if rule.id not in replaced}.values())


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


@lru_cache(maxsize=1024)
def _in_order(case: _Schemes) -> tuple[tuple[StepRule, Test, tuple[Test, ...]], ...]:
    rules = sorted(_candidates(case.schemes, case.knowledge), key=_place)
    return tuple((rule, test_of(rule.if_), tuple(test_of(one) for one in rule.also)) for rule in rules)


def _candidates(schemes: tuple[SchemeId, ...], knowledge: Knowledge) -> Iterator[StepRule]:
    yield from knowledge.steps
    for at, scheme in enumerate(schemes):
        # of a second scheme only what saves something now: two full plans would hide the first steps
        yield from (rule for rule in knowledge.schemes[scheme].steps if at == 0 or rule.phase in _SAVING)


def _schemes(told: Told, knowledge: Knowledge) -> list[Scheme]:
    return [knowledge.schemes[scheme] for scheme in told.schemes]


def _lines(told: Told, lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.text for line in lines if applies(line.if_, told)))


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
    """Returns ``told`` with what the chosen answers add. Raises LookupError for an unknown question or choice."""
    for question, choice in answers.items():
        told = _with_answer(told, _question(question, knowledge), choice)
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
        channel=told.channel,
        safety=told.safety | frozenset(chosen.safety),
        answers={**told.answers, question.id: choice},
        quotes=told.quotes,
    )


def questions_for(told: Told, knowledge: Knowledge) -> tuple[Question, ...]:
    """Returns at most three open questions, the one first whose answer would change the first steps most."""
    open_ones = [rule for rule in _asked(told, knowledge) if _is_open(rule, told)]
    ranked = sorted(
        ((_difference(rule, told, knowledge), rule) for rule in open_ones), key=lambda pair: -pair[0]
    )
    return tuple(_question_words(rule) for value, rule in ranked[:MAX_QUESTIONS] if value > 0)


def _asked(told: Told, knowledge: Knowledge) -> list[QuestionRule]:
    ids = [question for scheme in _schemes(told, knowledge)[:1] for question in scheme.questions]
    return [knowledge.questions[question] for question in ids or knowledge.questions]


def _is_open(rule: QuestionRule, told: Told) -> bool:
    answered = rule.id in told.answers or any(applies(known, told) for known in rule.unless)
    return not answered and applies(rule.if_, told)


def _difference(rule: QuestionRule, told: Told, knowledge: Knowledge) -> int:
    """Sums, over the choices, how much the first steps change; the first place counts most.

    An answer that only decides which compensation may hold counts least.
    """
    base = _first_steps(told, knowledge)
    total = int(any(choice.firms or choice.days for choice in rule.choices))
    for choice in rule.choices:
        changed = _first_steps(_with_answer(told, rule, choice.id), knowledge)
        total += sum(_FIRST - at for at, step in enumerate(changed) if step not in base)
        total += sum(_FIRST - at for at, step in enumerate(base) if step not in changed)
    return total


def _first_steps(told: Told, knowledge: Knowledge) -> tuple[str, ...]:
    return _remembered(_Key(told, knowledge))


class _Key:
    """A case as a cache key: plans depend on sets of words only, and few sets occur."""

    def __init__(self, told: Told, knowledge: Knowledge) -> None:
        self.told, self.knowledge = told, knowledge
        self._key = (
            knowledge.revision,
            told.schemes,
            told.stage,
            told.paid,
            told.demanded,
            told.gave,
            told.channel,
            told.safety,
            tuple(sorted(told.answers.items())),
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other._key == self._key


@lru_cache(maxsize=4096)
def _remembered(key: _Key) -> tuple[str, ...]:
    return tuple(rule.id for rule in steps_for(key.told, key.knowledge)[:_FIRST])


def _question_words(rule: QuestionRule) -> Question:
    choices = tuple(Choice(id=choice.id, text=choice.text) for choice in rule.choices)
    return Question(id=rule.id, text=rule.text, why=rule.why, choices=choices)

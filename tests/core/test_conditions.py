"""Conditions of the knowledge, against a slow reading of the same words part by part."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from madoguchi.conditions import answered, any_holds, applies, facts_of
from madoguchi.knowledge import load
from madoguchi.knowledge.shapes import ChoiceRule, If, QuestionRule
from madoguchi.plan import with_answers
from madoguchi.told import Told

KNOWN = load()
STAGES = ("paid", "card_given", "received_only", "clicked_or_called")
MEANS = ("bank_transfer", "credit_card", "cash")
ITEMS = ("password", "pin", "card_number")
SCHEMES = ("phishing", "support_scam", "one_click")
ROWS = ("threat", "court_paper")
CHANNELS = ("sms", "email", "phone")
WAYS = ("door_to_door", "mail_order")
TERMS = ("open", "passed")


def some(words: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True)


RULES = st.builds(
    If,
    scheme=some(SCHEMES),
    not_scheme=some(SCHEMES),
    first=some(SCHEMES),
    stage=some(STAGES),
    all_stages=some(STAGES),
    not_stage=some(STAGES),
    payment=some(MEANS),
    demanded=some(MEANS),
    gave=some(ITEMS),
    not_gave=some(ITEMS),
    may_have_given=some(ITEMS),
    answered=st.dictionaries(
        st.sampled_from(("q1", "q2")), st.lists(st.sampled_from("abc"), min_size=1), max_size=1
    ),
    channel=some(CHANNELS),
    safety=some(ROWS),
    not_safety=some(ROWS),
    nothing_known=st.booleans(),
    person=some(("customer",)),
    not_person=some(("customer",)),
    foreign=st.booleans(),
    long_ago=st.booleans(),
    sold=some(WAYS),
    not_sold=some(WAYS),
    term=some(TERMS),
)
CASES = st.builds(
    Told,
    schemes=some(SCHEMES).map(tuple),
    stage=some(STAGES).map(frozenset),
    paid=some(MEANS).map(frozenset),
    demanded=some(MEANS).map(frozenset),
    gave=some(ITEMS).map(frozenset),
    channel=st.sampled_from((*CHANNELS, None)),
    safety=some(ROWS).map(frozenset),
    answers=st.dictionaries(st.sampled_from(("q1", "q2")), st.sampled_from("abc"), max_size=2),
    person=st.sampled_from(("customer", None)),
    foreign=st.booleans(),
    long_ago=st.booleans(),
    sold=some(WAYS).map(frozenset),
    term=some(TERMS).map(frozenset),
    may_have_given=some(ITEMS).map(frozenset),
)


def slowly(rule: If, told: Told) -> bool:
    wanted = [
        (rule.scheme, told.schemes),
        (rule.first, told.schemes[:1]),
        (rule.stage, told.stage),
        (rule.payment, told.paid),
        (rule.demanded, told.demanded | told.paid),
        (rule.gave, told.gave),
        (rule.channel, [told.channel]),
        (rule.safety, told.safety),
        (rule.person, [told.person]),
        (rule.sold, told.sold),
        (rule.term, told.term),
        (rule.may_have_given, told.may_have_given),
    ]
    return (
        (told.foreign or not rule.foreign)
        and (told.long_ago or not rule.long_ago)
        and all(not words or set(words) & set(facts) for words, facts in wanted)
        and slowly_not(rule, told)
    )


def slowly_not(rule: If, told: Told) -> bool:
    unwanted = [
        (rule.not_scheme, told.schemes),
        (rule.not_stage, told.stage),
        (rule.not_gave, told.gave),
        (rule.not_safety, told.safety),
        (rule.not_person, [told.person]),
        (rule.not_sold, told.sold),
    ]
    none = not any(set(words) & set(facts) for words, facts in unwanted)
    every = set(rule.all_stages) <= told.stage and not (rule.nothing_known and told.schemes)
    return (
        none and every and all(told.answers.get(asked) in choices for asked, choices in rule.answered.items())
    )


@given(RULES, CASES)
@settings(max_examples=400)
def test_masks_say_what_a_slow_reading_says(rule: If, told: Told) -> None:
    assert applies(rule, told) is slowly(rule, told)


@given(RULES, st.lists(RULES, max_size=2), CASES)
def test_one_of_several_is_enough(rule: If, also: list[If], told: Told) -> None:
    assert any_holds((rule, *also), facts_of(told)) is any(slowly(one, told) for one in (rule, *also))


@given(CASES)
def test_the_conditions_of_the_knowledge_are_read_alike(told: Told) -> None:
    assert all(applies(step.if_, told) is slowly(step.if_, told) for step in KNOWN.steps)


QUESTIONS = [(question, choice) for question in KNOWN.questions.values() for choice in question.choices]


@given(CASES, st.sampled_from(QUESTIONS))
def test_an_answer_adds_the_same_facts_to_a_mask_as_to_what_was_told(
    told: Told, chosen: tuple[QuestionRule, ChoiceRule]
) -> None:
    question, choice = chosen
    unasked = msgspec.structs.replace(told, answers={})
    slow = with_answers(unasked, {question.id: choice.id}, knowledge=KNOWN)
    assert answered(facts_of(unasked), question.id, choice=choice) == facts_of(slow)


@given(CASES)
def test_facts_kept_beside_a_case_are_not_those_of_its_copy(told: Told) -> None:
    facts_of(told)
    copy = msgspec.structs.replace(told, stage=told.stage ^ {"paid"})
    assert facts_of(copy) == facts_of(msgspec.structs.replace(copy)) != facts_of(told)

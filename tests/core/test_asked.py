"""What other people ask: the person's own question first, nothing without a source, nothing against the plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import yaml
from msgspec.structs import replace as changed
from reading import EVENING, told

from madoguchi import Consultation, Story, consult
from madoguchi.asked import MOST, asked_in, related
from madoguchi.conditions import applies
from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.check import problems_of
from madoguchi.knowledge.shapes import AskedRule, AskedTopic, If, StepRule
from madoguchi.parts import Parts
from madoguchi.signs import read
from madoguchi.telling.answer import consultation
from madoguchi.told import Told

STORIES = yaml.safe_load((Path(__file__).parents[1] / "asked" / "stories.yaml").read_text(encoding="utf-8"))
RULES = list(load().asked.values())
STEPS = {
    step.id: step
    for step in [*load().steps, *(s for scheme in load().schemes.values() for s in scheme.steps)]
}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["first"])
def test_the_question_that_the_story_asks_comes_first(story: dict[str, str]) -> None:
    first = told(story["text"]).asked[0]
    assert first.id == story["first"]
    assert "quote" not in story or first.quote == story["quote"]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story["first"])
def test_what_is_quoted_stands_in_the_story(story: dict[str, str]) -> None:
    quoted = [one for one in told(story["text"]).asked if one.quote is not None]
    assert [one for one in quoted if story["text"][one.start : one.end] != one.quote] == []


SIX = (
    "パソコンの警告で電子マネーを払いました。お金は戻りますか。家に来ますか。裁判になりますか。"
    "家族に知られたくないです。警察に行ったほうがいいですか。犯人は捕まりますか。"
)


# --- words that ask -----------------------------------------------------------------------------------


def topics_in(text: str) -> dict[str, object]:
    tale = read(Parts.of(Story(text=text)), load(), is_message=False, today=EVENING.date())
    return dict(asked_in(tale))


@pytest.mark.parametrize("topic", load().asked_topics.values(), ids=lambda topic: topic.id)
def test_every_topic_is_heard_in_its_samples_and_in_no_innocent_sentence(topic: AskedTopic) -> None:
    assert [text for text in topic.samples if topic.id not in topics_in(text)] == []
    assert [text for text in topic.innocent if topic.id in topics_in(text)] == []


def test_a_message_asks_nothing_for_the_person() -> None:
    text = "未納料金があります。裁判になりますか、払わないといけませんか、とお悩みの方はご連絡ください。"
    answer = consult(Story(text=text, medium="sms"), at=EVENING)
    assert [one for one in answer.asked if one.quote] == []


def test_a_question_without_any_scheme_is_answered_and_nothing_else_is_said() -> None:
    answer = told("道で財布を落としました。お金は戻りますか。")
    assert (answer.verdict, [one.id for one in answer.asked]) == ("nothing_known", ["money_back_any"])
    assert told("きょうは庭の花が咲きました。").asked == ()


# --- which of them, in which order -------------------------------------------------------------------


def case(**facts: object) -> Told:
    return msgspec.convert({"channel": "unknown", "quotes": {}} | facts, Told)


def ids(answers: tuple[object, ...]) -> list[str]:
    return [one.id for one in answers]  # type: ignore[attr-defined]


def test_the_most_specific_come_first_and_there_are_never_more_than_asked_for() -> None:
    paid = case(schemes=["support_scam"], stage=["clicked_or_called", "paid"], paid=["prepaid_emoney"])
    assert len(related(paid, load())) == MOST
    assert ids(related(paid, load()))[0] == "ss_only_called"
    assert ids(related(paid, load(), most=2)) == ids(related(paid, load()))[:2]


def test_a_topic_has_at_most_two_answers_and_none_for_other_schemes() -> None:
    paid = case(schemes=["fake_shop"], stage=["paid"], paid=["bank_transfer", "credit_card", "cod"])
    shown = [load().asked[one] for one in ids(related(paid, load(), most=99))]
    topics = [rule.topic for rule in shown]
    assert max(topics.count(topic) for topic in topics) <= 2
    assert {scheme for rule in shown for scheme in rule.schemes} == {"fake_shop"}


def test_what_the_words_ask_is_never_cut_off() -> None:
    answer = told(SIX)
    assert [one.quote is not None for one in answer.asked] == [True] * 6
    assert [one.start for one in answer.asked] == sorted(one.start or 0 for one in answer.asked)


def test_the_same_case_gives_the_same_questions() -> None:
    stories = [Story(text=story["text"]) for story in STORIES[:10]]
    once, again = ([consult(story, at=EVENING).asked for story in stories] for _ in range(2))
    assert once == again


def test_another_language_of_the_same_revision_is_not_mixed_up() -> None:
    rule = load().asked["come_any"]
    other = replace(load(), asked={"come_any": changed(rule, question="Will they come?")})
    words = {"come": Parts.of(Story(text="来ますか")).quote(0, 4)}
    assert [related(case(), known, said=words)[0].question for known in (load(), other)] == [
        rule.question,
        "Will they come?",
    ]


# --- the room itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", load().schemes)
def test_every_scheme_has_three_questions_of_its_own(scheme: str) -> None:
    assert len([rule for rule in RULES if scheme in rule.schemes]) >= 3


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_answer_has_two_to_four_sentences_and_its_question_is_one(rule: AskedRule) -> None:
    assert 2 <= rule.answer.count("。") <= 4
    assert rule.question.endswith(("。", "か。"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_question_can_come_up(rule: AskedRule) -> None:
    said = {rule.topic: Parts.of(Story(text="か")).quote(0, 1)}
    assert rule.id in ids(related(fitting(rule, rule.if_), load(), said=said))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_answer_leans_on_a_step_that_cannot_be_in_the_same_plan(rule: AskedRule) -> None:
    assert [step for step in rule.steps if not together(rule, STEPS[step])] == []


def together(rule: AskedRule, step: StepRule) -> bool:
    """Whether some case fits both the question and the step."""
    return any(
        applies(rule.if_, fit) and applies(other, fit)
        for other in (step.if_, *step.also)
        for fit in [fitting(rule, rule.if_, other)]
    )


def fitting(rule: AskedRule, *wanted: If) -> Told:
    """A case in which each of ``wanted`` finds what it asks for, as far as that is one case."""
    schemes = [one for part in wanted for one in part.scheme if not rule.schemes] or rule.schemes[:1]
    unwanted = {one for part in wanted for one in part.not_stage}
    stages = [next((s for s in part.stage if s not in unwanted), None) for part in wanted]
    return case(
        schemes=schemes,
        stage=[s for s in stages if s] + [s for part in wanted for s in part.all_stages],
        paid=[p for part in wanted for p in part.payment[:1]],
        demanded=[p for part in wanted for p in part.demanded[:1]],
        gave=[g for part in wanted for g in part.gave[:1]],
        channel=next((c for part in wanted for c in part.channel), "unknown"),
        safety=[s for part in wanted for s in part.safety[:1]],
        answers={q: those[0] for part in wanted for q, those in part.answered.items()},
    )


def with_rule(**changes: object) -> Knowledge:
    rule = changed(load().asked["rw_data_back"], **changes)
    return replace(load(), asked={**load().asked, rule.id: rule})


def with_topic(**changes: object) -> Knowledge:
    topic = changed(load().asked_topics["come"], **changes)
    return replace(load(), asked_topics={**load().asked_topics, topic.id: topic})


FAULTS = {
    "a topic that is not there": (with_rule(topic="weather"), "話題「weather」がありません"),
    "a step that is not there": (with_rule(steps=["dance"]), "対処「dance」がありません"),
    "no step": (with_rule(steps=[]), "steps が空です"),
    "no source": (with_rule(sources=[]), "出典がありません"),
    "a scheme that is not there": (with_rule(schemes=["x"], steps=["ask_188"]), "手口「x」がありません"),
    "a step of another scheme": (with_rule(steps=["fb_leave_it"]), "別の手口のものです"),
    "a number of no desk": (with_rule(answer="0120-000-000 で聞けます。"), "番号「0120000000」は窓口に"),
    "a short number of no desk": (with_rule(answer="177 で聞けます。"), "番号「177」は窓口にありません"),
    "a promise": (with_rule(answer="必ず戻ります。"), "と言っています"),
    "a topic without patterns": (with_topic(any=[]), "any か samples が空です"),
    "a topic of no question": (with_topic(id="rain"), "この話題の質問がありません"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_place_and_its_mend(fault: str) -> None:
    known, what = FAULTS[fault]
    assert [line for line in problems_of(known) if what in line and "直し方" in line]


@pytest.mark.parametrize(
    "text", ["#9110 か188、110番で話せます。", "約1,000円、60日、2026年、365日、100人の例です。"]
)
def test_numbers_of_the_register_and_sums_are_no_fault(text: str) -> None:
    assert problems_of(with_rule(answer=text)) == []


def test_the_terminal_shows_what_was_asked_and_at_most_three_in_all() -> None:
    answer: Consultation = told(STORIES[0]["text"])
    shown = consultation(answer, load(), at=EVENING).partition("ほかの人も聞いていること")[2]
    assert f"（「{STORIES[0]['quote']}」）" in shown.replace("\n", "").replace(" ", "")
    assert [one.question in shown.replace("\n", "").replace(" ", "") for one in answer.asked[:4]] == [
        True
    ] * 3 + [False]


def test_the_question_of_the_how_to_can_be_added() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-question.md"
    example = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (row,) = yaml.safe_load(example)
    rule = msgspec.convert(row, AskedRule)
    assert problems_of(replace(load(), asked={**load().asked, rule.id: rule})) == []

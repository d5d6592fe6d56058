"""The plan at its boundaries: what comes first, what is never said, and what is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from madoguchi import consult
from madoguchi.decisions import PAYMENTS, STAGES, cases
from madoguchi.knowledge import load
from madoguchi.knowledge.shapes import StepRule
from madoguchi.plan import MAX_QUESTIONS, WHENS, plan_for, questions_for, steps_for, with_answers
from madoguchi.told import Told

SCHEMES = list(load().schemes)
CASES = [case.told for case in cases(load())]
CRISIS = ["yorisoi_hotline", "kokoro_dial"]
# 「…は送らないでください」 says what not to do; only a plain order to send counts.
SENDS_IMAGES = (
    "画像を送ってください",
    "画像を送ります",
    "画像を見せます",
    "画像を添え",
    "画像を写真に",
    "画像を保存",
)


def told(scheme: str | None = None, *, stage: tuple[str, ...] = (), **facts: Any) -> Told:
    sets = {name: frozenset(words) for name, words in facts.items() if name != "answers"}
    named: Any = {"schemes": (scheme,) if scheme else (), "stage": frozenset(stage), **sets}
    return Told(**named, answers=facts.get("answers", {}), channel="unknown")


def steps(scheme: str | None = None, *, stage: tuple[str, ...] = (), **facts: Any) -> list[StepRule]:
    return steps_for(told(scheme, stage=stage, **facts), load())


def ids(found: list[StepRule]) -> list[str]:
    return [step.id for step in found]


# --- order ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.schemes[0]}-{'-'.join(sorted(case.stage))}")
def test_what_is_for_now_comes_before_what_is_for_tomorrow(case: Told) -> None:
    whens = [WHENS.index(step.when) for step in plan_for(case, load()).steps]
    assert whens == sorted(whens)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.schemes[0]}-{'-'.join(sorted(case.stage))}")
def test_no_step_stands_twice_or_beside_one_that_replaces_it(case: Told) -> None:
    found = steps_for(case, load())
    replaced = {other for step in found for other in step.replaces}
    assert len(ids(found)) == len(set(ids(found)))
    assert replaced.isdisjoint(ids(found))


def test_the_same_facts_give_the_same_plan_whatever_their_order() -> None:
    one = told("support_scam", stage=("paid", "clicked_or_called"), paid=["cash", "prepaid_emoney"])
    other = told("support_scam", stage=("clicked_or_called", "paid"), paid=["prepaid_emoney", "cash"])
    assert plan_for(one, load()) == plan_for(other, load())


@pytest.mark.parametrize(
    ("payment", "step"),
    [
        ("prepaid_emoney", "emoney_call_issuer"),
        ("credit_card", "card_payment_talk"),
        ("bank_transfer", "bank_call_own"),
        ("bank_transfer", "bank_call_receiving"),
        ("cash", "cash_tell_police"),
        ("convenience_store", "convenience_keep_receipt"),
        ("carrier_billing", "carrier_billing_stop"),
        ("qr_payment", "qr_stop"),
        ("crypto", "crypto_tell_exchange"),
        ("cod", "cod_keep_slip"),
    ],
)
def test_each_means_of_payment_has_its_own_step_among_the_first_eight(payment: str, step: str) -> None:
    assert step in ids(steps("phishing", stage=("paid",), paid=[payment], demanded=[payment]))[:8]


@pytest.mark.parametrize(
    "scheme", ["support_scam", "fictitious_billing", "fake_shop", "prize_fee", "phishing"]
)
def test_the_bank_is_called_before_the_police_and_the_police_before_188(scheme: str) -> None:
    found = ids(steps(scheme, stage=("paid",), paid=["bank_transfer"]))
    assert found.index("bank_call_own") < found.index("bank_tell_police")
    assert all(found.index("bank_tell_police") < at for at, step in enumerate(found) if "188" in step)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_urgency_is_that_of_the_first_step(scheme: str) -> None:
    plan = plan_for(told(scheme, stage=("paid",), paid=["bank_transfer"]), load())
    assert plan.urgency == {"now": "now", "today": "today"}[plan.steps[0].when]


def test_of_a_second_scheme_only_what_saves_something_now_is_added() -> None:
    both: Any = ("fake_shop", "support_scam")
    found = steps_for(Told(schemes=both, stage=frozenset({"paid"}), channel="unknown"), load())
    second = [step for step in found if step in load().schemes["support_scam"].steps]
    assert second == [step for step in second if step.phase in ("safety", "cut_off", "stop_money")]


# --- a paper that may come from a court ---------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_court_paper_is_never_answered_with_ignoring(scheme: str, stage: str) -> None:
    found = steps(scheme, stage=(stage,), safety=["court_paper"])
    assert [step.id for step in found if "ignore_paper" in step.does or "無視" in step.text] == []
    assert {"court_look_at_the_paper", "court_ask_by_own_number", "court_then_a_desk"} <= {*ids(found)}


def test_the_court_is_asked_by_a_number_found_on_ones_own() -> None:
    found = {step.id: step for step in steps("fictitious_billing", safety=["court_paper"])}
    assert found["court_ask_by_own_number"].contacts == ["court_self_found"]
    assert load().contacts["court_self_found"].phone is None
    assert found["court_then_a_desk"].contacts[0] == "hotline_188"


@pytest.mark.parametrize("scheme", ["fictitious_billing", "prize_fee"])
def test_only_a_paper_of_no_court_may_be_left_alone(scheme: str) -> None:
    plain = steps(scheme, stage=("received_only",))
    assert any("ignore_paper" in step.does for step in plain)


# --- violence, the line, oneself ----------------------------------------------------------------------


@pytest.mark.parametrize("row", ["visit", "threat_of_harm"])
@pytest.mark.parametrize("scheme", [None, *SCHEMES])
def test_a_collector_or_a_threat_of_harm_means_110_first(scheme: str | None, row: str) -> None:
    found = steps(scheme, stage=("being_threatened", "paid"), paid=["bank_transfer"], safety=[row])
    assert found[0].contacts[0] == "police_110"
    assert found[0].when == "now"


# impersonation_call says 110 for the case that somebody comes to collect, and only in its second place.
@pytest.mark.parametrize("scheme", [None, *SCHEMES])
@pytest.mark.parametrize("row", [[], ["threat"]])
def test_words_of_law_or_exposure_alone_are_no_110(scheme: str | None, row: list[str]) -> None:
    found = steps(scheme, stage=("being_threatened",), safety=row)
    first = found[:1] if scheme == "impersonation_call" else found[:6]
    assert [step.id for step in first if "police_110" in step.contacts] == []


@pytest.mark.parametrize("more", [[], ["visit"], ["threat_of_harm"], ["still_on_the_line"], ["court_paper"]])
@pytest.mark.parametrize("scheme", [None, *SCHEMES])
def test_words_of_self_harm_bring_the_crisis_line_before_everything(
    scheme: str | None, more: list[str]
) -> None:
    found = steps(scheme, stage=("paid",), paid=["prepaid_emoney"], safety=["self_harm", *more])
    assert found[0].id == "crisis_line"
    assert found[0].contacts == CRISIS


@pytest.mark.parametrize("scheme", [None, *SCHEMES])
def test_whoever_is_still_on_the_line_hangs_up_first(scheme: str | None) -> None:
    stage = ("paid", "clicked_or_called", "remote_access_given", "being_threatened")
    assert (
        ids(steps(scheme, stage=stage, paid=["prepaid_emoney"], safety=["still_on_the_line"]))[0] == "hang_up"
    )


def test_the_answer_that_the_line_is_open_hangs_up_first_too() -> None:
    heard = with_answers(
        told("support_scam", stage=("paid",)), {"still_on_the_phone": "yes"}, knowledge=load()
    )
    assert steps_for(heard, load())[0].id == "hang_up"


# --- images -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [[], ["minor_images"], ["threat"]])
@pytest.mark.parametrize("stage", STAGES)
def test_a_threat_with_images_never_asks_for_images(stage: str, row: list[str]) -> None:
    plan = plan_for(told("sextortion_threat", stage=(stage,), safety=row), load())
    texts = [text for step in plan.steps for text in (step.text, *step.say, *step.have_ready)]
    assert [text for text in (*texts, *plan.keep) if any(phrase in text for phrase in SENDS_IMAGES)] == []
    assert any("画像や動画を" in line and "送らないでください" in line for line in plan.never)


def test_images_of_the_young_are_neither_taken_nor_kept() -> None:
    found = steps("sextortion_threat", stage=("being_threatened",), safety=["minor_images"])
    assert found[0].contacts[0] == "police_9110"
    assert "keep_what_is_left" not in ids(found)
    assert [step.id for step in found if "send_images" in step.does] == []


# --- questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.schemes[0]}-{'-'.join(sorted(case.stage))}")
def test_at_most_three_questions_are_asked_and_each_can_be_left_open(case: Told) -> None:
    asked = questions_for(case, load())
    assert len(asked) <= MAX_QUESTIONS == 3
    assert all(question.choices[-1].text == "わからない" for question in asked)


@pytest.mark.parametrize("payment", PAYMENTS)
def test_nobody_is_asked_how_they_paid_when_they_said_so(payment: str) -> None:
    asked = questions_for(told("support_scam", stage=("paid",), paid=[payment]), load())
    assert "paid_how" not in [question.id for question in asked]


@pytest.mark.parametrize("item", load().questions["what_was_given"].unless[0].gave)
def test_nobody_is_asked_what_they_gave_when_they_said_so(item: str) -> None:
    asked = questions_for(told("support_scam", stage=("clicked_or_called",), gave=[item]), load())
    assert "what_was_given" not in [question.id for question in asked]


@pytest.mark.parametrize("question", load().questions.values(), ids=lambda question: question.id)
def test_an_answered_question_is_not_asked_again(question: Any) -> None:
    for choice in question.choices:
        heard = with_answers(
            told(stage=("paid", "remote_access_given")), {question.id: choice.id}, knowledge=load()
        )
        assert question.id not in [one.id for one in questions_for(heard, load())]


def test_the_answer_how_one_paid_leads_to_the_step_for_it() -> None:
    before = told("support_scam", stage=("paid",))
    after = with_answers(before, {"paid_how": "bank_transfer"}, knowledge=load())
    assert "bank_call_own" not in ids(steps_for(before, load()))
    assert "bank_call_own" in ids(steps_for(after, load()))


def test_an_answer_ends_the_stage_of_only_having_received() -> None:
    heard = with_answers(told(stage=("received_only",)), {"what_was_given": "card_number"}, knowledge=load())
    assert heard.stage == {"card_given"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"favourite_colour": "red"}, "質問「favourite_colour」は"),
        ({"paid_how": "shells"}, "答え「shells」は"),
    ],
)
def test_an_unknown_answer_is_refused_with_what_there_is(answers: dict[str, str], says: str) -> None:
    with pytest.raises(LookupError, match=f"{says}ありません。直し方: 次から選んでください"):
        with_answers(told(), answers, knowledge=load())


def plan_of(text: str) -> list:
    return list(consult(text, at=dt.datetime(2026, 11, 21, 20, tzinfo=dt.UTC)).plan.steps)


@pytest.mark.parametrize(
    "text",
    [
        "警察官だという男が来て、祖父は通帳とキャッシュカードを手渡してしまいました",
        "銀行の者という女にカードを預けた。暗証番号も紙に書いて渡した",
        "キャッシュカードを封筒に入れ、目を離したすきにすり替えられました",
    ],
)
def test_a_card_in_strange_hands_is_stopped_at_the_bank_then_the_police(text: str) -> None:
    steps = plan_of(text)
    assert [step.id for step in steps[:2]] == ["bank_card_stop", "bank_card_tell_police"]
    assert (steps[0].contacts, steps[1].contacts[0]) == (("bank_own",), "police_110")


@pytest.mark.parametrize(
    "text",
    [
        "小学五年の次男が私のスマホのゲームで課金していて、明細が11万円です",
        "明細に覚えのない課金が7万円あり、聞くと中学生の娘がゲームで使っていました",
    ],
)
def test_a_childs_own_spending_is_never_told_as_a_strangers(text: str) -> None:
    steps = plan_of(text)
    assert "minor_spending_ask_the_company" in [step.id for step in steps]
    assert not [say for step in steps for say in step.say if "私ではありません" in say]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("レジのお客さまが電話を切らずにギフトカードを3万円買うと言っています。まだ売っていません", True),
        ("窓口のお客様が百五十万円を振り込むと言っています。孫に頼まれたそうです", True),
        ("お客様のアカウントを停止しました。ギフトカードを購入してください", False),
        ("きのうレジで電子マネーを買い、店の人に聞かれましたが、番号を電話で言いました", False),
    ],
)
def test_a_shop_is_told_to_speak_to_the_customer_before_anything_is_paid(text: str, first: bool) -> None:
    assert (plan_of(text)[0].id in ("till_ask_and_stop", "clerk_stop_kindly")) is first


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("カード番号0000 1111 2222 3333と暗証番号を、銀行を名乗る電話で言ってしまいました", True),
        ("カード番号や裏の三桁を、メールで知り合った人に送ってしまった", True),
        ("カード番号は言っていませんが、暗証番号を言いました", False),
        ("カード番号を聞かれ、住所だけを言いました", False),
    ],
)
def test_a_card_number_that_was_told_is_stopped_among_the_first_three(text: str, told: bool) -> None:
    assert ("card_stop" in [step.id for step in plan_of(text)[:3]]) is told

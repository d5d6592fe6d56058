"""The shipped knowledge holds together; each kind of fault is named with its place and its mend."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace as changed

from madoguchi import consult
from madoguchi.knowledge import Knowledge, load
from madoguchi.knowledge.check import ACTS, FORBIDDEN, problems_of, shown_texts, structs_of
from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes import If, Line, Scheme, SignRule, StepRule
from madoguchi.knowledge.stale import stale_on
from madoguchi.parts import Parts
from madoguchi.signs import read, scanner_of, signs_in
from madoguchi.tale import SignOwner, Tale
from madoguchi.words import Story

DAY = dt.date(2026, 11, 21)
SIGNS = [(scheme.id, sign) for scheme in load().schemes.values() for sign in scheme.signs]
GENERAL = [(None, sign) for sign in load().genuine]


def test_the_shipped_knowledge_has_no_problems() -> None:
    assert problems_of(load()) == []


# --- signs and safety rows catch what they are meant to ----------------------------------------------


@cache
def tale_of(text: str, is_message: bool) -> Tale:
    return read(Parts.of(Story(text=text)), load(), is_message=is_message, today=DAY)


@pytest.mark.parametrize(("scheme", "sign"), [*SIGNS, *GENERAL], ids=[s.id for _, s in [*SIGNS, *GENERAL]])
def test_every_sign_catches_its_samples(scheme: str | None, sign: SignRule) -> None:
    kinds = {"story": [False], "message": [True], "both": [False, True]}[sign.where]
    found = {text: caught(text, is_message) for text in sign.samples for is_message in kinds}
    assert [text for text, ids in found.items() if (scheme, sign.id) not in ids] == []


def caught(text: str, is_message: bool) -> set[tuple[str | None, str]]:
    owners = [owner for owner, _ in signs_in(tale_of(text, is_message))]
    return {(owner.scheme, owner.rule.id) for owner in owners if isinstance(owner, SignOwner)}


@pytest.mark.parametrize("sign", [s for _, s in [*SIGNS, *GENERAL]], ids=lambda sign: sign.id)
def test_every_sign_has_a_sample_and_a_weight(sign: SignRule) -> None:
    assert sign.samples
    assert 1 <= sign.weight <= (9 if sign.counts == "for" else 20)


@pytest.mark.parametrize("row", load().safety, ids=lambda row: row.id)
def test_every_safety_row_catches_its_samples_and_no_innocent(row: object) -> None:
    samples = [text for text in row.samples if not is_safe_row(row.id, text)]  # type: ignore[attr-defined]
    innocent = [text for text in row.innocent if is_safe_row(row.id, text)]  # type: ignore[attr-defined]
    assert (samples, innocent) == ([], [])


def is_safe_row(row: str, text: str) -> bool:
    return ("safety", row) in tale_of(text, False).matches


def test_the_patterns_compile_once_for_a_revision() -> None:
    assert scanner_of(load()) is scanner_of(load())


# --- each fault is told with where, what and how to mend it -------------------------------------------


def with_scheme(**changes: object) -> Knowledge:
    scheme = changed(load().schemes["support_scam"], **changes)
    return replace(load(), schemes={**load().schemes, "support_scam": scheme})


def with_step(**changes: object) -> Knowledge:
    step = changed(load().steps[0], **changes)
    return replace(load(), steps=[step, *load().steps[1:]])


def with_contact(**changes: object) -> Knowledge:
    desk = changed(load().contacts["ipa_anshin"], **changes)
    return replace(load(), contacts={**load().contacts, "ipa_anshin": desk})


def with_question(**changes: object) -> Knowledge:
    question = changed(load().questions["paid_how"], **changes)
    return replace(load(), questions={**load().questions, "paid_how": question})


def scheme() -> Scheme:
    return load().schemes["support_scam"]


def never(**changes: object) -> list[Line]:
    return [changed(scheme().never[0], **changes)]


def steps_only_for(*stages: str) -> list[StepRule]:
    return [changed(scheme().steps[0], if_=If(stage=list(stages)), also=[])]  # type: ignore[arg-type]


def phone(**changes: object) -> object:
    return changed(load().contacts["ipa_anshin"].phone, **changes)  # type: ignore[type-var]


def web(value: str) -> object:
    return changed(load().contacts["ipa_anshin"].phone, value=value)  # type: ignore[type-var]


FAULTS = {
    "a source that is not there": (with_step(sources=["nobody"]), "出典「nobody」がありません"),
    "no source": (with_step(sources=[]), "出典がありません"),
    "no source for a never-line": (with_scheme(never=never(sources=[])), "出典がありません"),
    "a phone without a source": (with_contact(phone=phone(sources=[])), "出典がありません"),
    "a contact that is not there": (with_step(contacts=["nobody"]), "窓口「nobody」がありません"),
    "a step replaced that is not there": (with_step(replaces=["nothing"]), "対処「nothing」がありません"),
    "a question that is not there": (with_scheme(questions=["why"]), "質問「why」がありません"),
    "a rule that is not there": (with_scheme(redress=["magic"]), "補償・救済「magic」がありません"),
    "a look-alike that is not there": (with_scheme(look_alikes=["x"]), "手口「x」がありません"),
    "an answer to no question": (with_step(if_=If(answered={"why": ["yes"]})), "質問「why」がありません"),
    "an answer that is not offered": (
        with_step(if_=If(answered={"paid_how": ["shells"]})),
        "質問「paid_how」の答え「shells」がありません",
    ),
    "a safety row that is not there": (with_step(also=[If(safety=["rain"])]), "安全の行「rain」がありません"),
    "the same step twice": (with_step(id=load().steps[1].id), "id が2か所にあります"),
    "an id in capitals": (with_step(id="Step"), "id は英小文字"),
    "an act outside the list": (with_step(does=["dance"]), "行いの言葉「dance」がありません"),
    "a forbidden act outside the list": (with_scheme(never=never(forbids=["dance"])), "行いの言葉「dance」"),
    "a court paper left lying": (with_step(does=["ignore_paper"]), "裁判所の書類も放っておくことになります"),
    "a scheme without signs": (with_scheme(signs=[]), "signs が空です"),
    "a scheme without never-lines": (with_scheme(never=[]), "never が空です"),
    "no step for what was only received": (with_scheme(steps=steps_only_for("paid")), "届いただけの対処"),
    "no step after payment": (with_scheme(steps=steps_only_for("received_only")), "お金が動いた後の対処"),
    "a question without わからない": (
        with_question(choices=load().questions["paid_how"].choices[:2]),
        "答え unknown（わからない）がありません",
    ),
    "the same answer twice": (
        with_question(
            choices=[*load().questions["paid_how"].choices, load().questions["paid_how"].choices[0]]
        ),
        "同じ id の答えがあります",
    ),
    "retired without a reason": (with_contact(status="retired"), "終わった理由がありません"),
    "a desk in the place of one that is not there": (
        with_contact(stands_for="heaven"),
        "代わりに出す先「heaven」がありません",
    ),
    "a successor that is not there": (with_contact(successor="heaven"), "後継「heaven」がありません"),
    "a page that is none": (
        with_contact(web=web("www.ipa.go.jp")),
        "「www.ipa.go.jp」は宛先として読めません",
    ),
    "a page with a port that is none": (with_contact(web=web("https://a.jp:x/")), "宛先として読めません"),
    "a mail address that is none": (with_contact(mail=web("ipa(at)ipa.go.jp")), "宛先として読めません"),
    "a promise": (with_step(text="お金は必ず戻ります。"), "「必ず戻」と言っています"),
    "shouting in full width": (with_step(text="電話を！！"), "「!!」と言っています"),
    "a claim that no longer holds": (
        with_step(say=["104 に 電話 します"]),
        "「104に電話」は、今は言えません",
    ),
}


@pytest.mark.parametrize(("known", "says"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_named_with_its_place_and_its_mend(known: Knowledge, says: str) -> None:
    lines = [line for line in problems_of(known) if says in line]
    assert lines
    assert all("/" in line.split(": ")[0] and " 直し方: " in line for line in lines)


@pytest.mark.parametrize("phrase", FORBIDDEN)
def test_no_text_may_hold_a_forbidden_phrase(phrase: str) -> None:
    assert any(f"「{phrase}」" in line for line in problems_of(with_scheme(what=f"これは{phrase}")))


def test_every_act_of_the_list_is_spoken_of_or_can_be_forbidden() -> None:
    parts = [part for _, part in structs_of(load())]
    done = {act for part in parts if isinstance(part, StepRule) for act in part.does}
    forbidden = {act for part in parts if isinstance(part, Line) for act in part.forbids}
    assert done | forbidden <= ACTS


# --- what is shown, and what has grown old ------------------------------------------------------------


def test_ended_desks_are_shown_to_nobody() -> None:
    ended = [desk.name for desk in load().contacts.values() if desk.status == "retired"]
    assert ended == ["電話番号案内 104"]
    assert [text for _, text in shown_texts(load()) if text in ended] == []


def test_no_step_leads_to_an_ended_desk() -> None:
    ended = {desk.id for desk in load().contacts.values() if desk.status == "retired"}
    steps = [part for _, part in structs_of(load()) if isinstance(part, StepRule)]
    assert [step.id for step in steps if ended & {*step.contacts}] == []


@pytest.mark.parametrize(("after", "stale"), [(0, False), (180, False), (181, True)])
def test_a_desk_grows_old_on_the_181st_day(after: int, stale: bool) -> None:
    seen = load().contacts["ipa_anshin"].seen
    lines = stale_on(load(), seen + dt.timedelta(days=after))
    assert any(line.startswith("contacts/ipa_anshin ") for line in lines) is stale
    assert any(line.startswith("sources/seed003 ") for line in lines) is stale


def test_a_desk_checked_anew_is_fresh_again() -> None:
    known = with_contact(checked_on=dt.date(2027, 5, 1))
    lines = stale_on(known, dt.date(2027, 6, 1))
    assert not any(line.startswith("contacts/ipa_anshin ") for line in lines)


def test_an_old_document_says_what_rests_on_it() -> None:
    line = next(one for one in stale_on(load(), dt.date(2027, 6, 1)) if one.startswith("sources/hino "))
    assert "2026-11-21 に見てから192日" in line
    assert "これに基づくもの: contacts/hotline_188" in line


# --- the how-to is true ---------------------------------------------------------------------------------


def example(at: int) -> str:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-scheme.md"
    return page.read_text(encoding="utf-8").split("```yaml\n")[at].split("```")[0]


def scheme_of_the_how_to(folder: Path) -> Scheme:
    path = folder / "side_job.yaml"
    path.write_text(example(2), encoding="utf-8")
    return read_file(path, Scheme)


def without_questions_of(scheme: str, known: Knowledge) -> Knowledge:
    asked = {id_: rule for id_, rule in known.asked.items() if scheme not in rule.schemes}
    topics = {rule.topic for rule in asked.values()}
    return replace(
        known,
        asked=asked,
        asked_topics={id_: one for id_, one in known.asked_topics.items() if id_ in topics},
    )


def test_the_scheme_of_the_how_to_can_be_put_in_use(tmp_path: Path) -> None:
    scheme = changed(scheme_of_the_how_to(tmp_path), status="in_use")
    known = replace(load(), schemes={**load().schemes, scheme.id: scheme}, revision="how-to")
    known = without_questions_of(
        scheme.id, known
    )  # they lean on steps of the file that the example stands in for
    assert problems_of(known) == []
    tale = read(Parts.of(Story(text=scheme.signs[0].samples[0])), known, is_message=False, today=DAY)
    assert "pay_before_earning" in [owner.rule.id for owner, _ in signs_in(tale)]


def test_the_story_of_the_how_to_gives_what_it_expects() -> None:
    case = yaml.safe_load(example(3))[0]
    told = consult(case["text"], at=dt.datetime.fromisoformat("2026-11-21T20:40+09:00"))
    assert told.schemes[0].id == case["expect"]["scheme"]
    assert "paid" not in told.situation.stage
    assert [(one.yen, one.role) for one in told.situation.amounts] == [(30_000, "demanded")]

"""Redress, packs and brokers: conditions met, not met or not known, by the day; never a verdict."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import msgspec
import pytest

from madoguchi import consult, money
from madoguchi.knowledge.dated import NotKnownYet, in_force, valid_on, within
from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes import (
    BrokersFile,
    Cap,
    Cover,
    CoverFile,
    LawFile,
    QuestionsFile,
    RedressRule,
)
from madoguchi.money import compensation_for, cover_for, policies_on, redress_for
from madoguchi.told import Told
from madoguchi.words import Condition, Quoted

TODAY = dt.date(2026, 11, 21)
EVENING = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
KNOWLEDGE = Path(money.__file__).parents[1] / "knowledge"
SETS = ("stage", "paid", "demanded", "gave", "safety")


def shipped(room: str, shape: type) -> list:
    return [read_file(path, shape) for path in sorted((KNOWLEDGE / room).glob("*.yaml"))]


LAW = [rule for file in shipped("law", LawFile) for rule in file.redress]
PACKS = [pack for file in shipped("cover", CoverFile) for pack in file.cover]
POLICIES = [one for file in shipped("brokers", BrokersFile) for one in file.policies]


def told(**more: object) -> Told:
    return Told(**{key: frozenset(value) if key in SETS else value for key, value in more.items()})


def hijack(carrier: str | None = None, stage: str = "app_installed") -> Told:
    answers = {"which_carrier": carrier} if carrier else {}
    return told(schemes=("sms_hijack",), stage=[stage], answers=answers)


# --- redress ------------------------------------------------------------------------------------------


def rule(**more: object) -> RedressRule:
    plain = {"id": "r", "name": "制度", "rule": "決まり", "conditions": [], "sources": ["x"]}
    return msgspec.convert({**plain, **more}, RedressRule)


def condition(case: Told, **states: object) -> Condition:
    (found,) = redress_for(case, [rule(conditions=[{"text": "条件", **states}])], on=TODAY)
    return found.conditions[0]


BANK = {"payment": ["bank_transfer"]}
PREPAID = {"payment": ["prepaid_emoney"]}


@pytest.mark.parametrize(
    ("paid", "state"),
    [
        (["bank_transfer"], "met"),
        (["prepaid_emoney"], "not_met"),
        ([], "not_known"),
        (["bank_transfer", "prepaid_emoney"], "not_known"),
    ],
)
def test_facts_decide_a_condition_and_nothing_else_does(paid, state):
    assert condition(told(paid=paid), met=BANK, not_met=PREPAID).state == state


def test_a_condition_that_facts_cannot_decide_is_not_known():
    assert condition(told(paid=["bank_transfer"])).state == "not_known"


def quoted(fact: str, **more: object) -> dict[str, Quoted]:
    return {fact: Quoted(quote="振り込みました", start=5, end=12, **more)}


def test_a_condition_carries_the_words_it_rests_on():
    case = told(paid=["bank_transfer"], quotes=quoted("payment:bank_transfer"))
    found = condition(case, met=BANK)
    assert (found.text, found.quote, found.start, found.end) == ("条件", "振り込みました", 5, 12)


@pytest.mark.parametrize(
    ("fact", "case", "states"),
    [
        ("stage:paid", {"stage": ["paid"]}, {"met": {"stage": ["paid"]}}),
        ("stage:paid", {"stage": ["paid"]}, {"not_met": {"all_stages": ["paid"]}}),
        ("gave:card_pin", {"gave": ["card_pin"]}, {"not_met": {"gave": ["card_pin"]}}),
        ("payment:cash", {"demanded": ["cash"]}, {"met": {"demanded": ["cash"]}}),
        ("payment:cash", {"paid": ["cash"]}, {"met": {"demanded": ["cash"]}}),
        ("safety:visit", {"safety": ["visit"]}, {"met": {"safety": ["visit"]}}),
    ],
)
def test_words_are_found_for_every_kind_of_fact(fact, case, states):
    assert condition(told(**case, quotes=quoted(fact)), **states).quote == "振り込みました"


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        ("stage:received_only", {"stage": ["paid", "received_only"]}),
        ("payment:cash", {"payment": ["bank_transfer", "cash"]}),
        ("gave:device", {"gave": ["password", "device"]}),
        ("safety:threat", {"safety": ["visit", "threat"]}),
    ],
)
def test_words_of_a_fact_that_does_not_hold_are_not_borrowed(fact, asked):
    case = told(
        stage=["paid"], paid=["bank_transfer"], gave=["password"], safety=["visit"], quotes=quoted(fact)
    )
    assert (condition(case, met=asked).state, condition(case, met=asked).quote) == ("met", None)


def test_a_means_that_was_only_asked_for_lends_no_words_to_a_condition_on_payment():
    case = told(stage=["paid"], paid=["bank_transfer"], demanded=["cash"], quotes=quoted("payment:cash"))
    assert condition(case, met={"payment": ["bank_transfer", "cash"]}).quote is None


def test_a_fact_that_came_from_an_answer_has_no_words():
    found = condition(told(paid=["bank_transfer"]), met=BANK)
    assert (found.state, found.quote) == ("met", None)


def test_words_of_a_subject_line_have_no_offsets_in_the_text():
    case = told(paid=["bank_transfer"], quotes=quoted("payment:bank_transfer", part="subject"))
    assert condition(case, met=BANK).quote is None


def test_a_condition_that_is_not_known_has_no_words():
    case = told(paid=["bank_transfer"], quotes=quoted("payment:bank_transfer"))
    assert condition(case, not_met=PREPAID).quote is None


def test_a_rule_that_does_not_bear_on_the_case_is_left_out():
    assert redress_for(told(paid=["cash"]), [rule(**{"if": BANK})], on=TODAY) == ()


def test_a_rule_bears_on_the_case_by_its_alternative_too():
    either = rule(**{"if": BANK, "also": [{"payment": ["cash"]}]})
    assert [one.id for one in redress_for(told(paid=["cash"]), [either], on=TODAY)] == ["r"]


@pytest.mark.parametrize(
    ("day", "n"), [("2026-03-31", 0), ("2026-04-01", 1), ("2026-11-30", 1), ("2026-12-01", 0)]
)
def test_a_rule_holds_from_its_first_to_its_last_day(day, n):
    dated = rule(valid_from=dt.date(2026, 4, 1), valid_until=dt.date(2026, 11, 30))
    assert len(redress_for(told(), [dated], on=dt.date.fromisoformat(day))) == n


def test_the_note_of_a_rule_travels_with_it():
    (found,) = redress_for(told(), [rule(note="注意", needs=["明細"], deadline="60日")], on=TODAY)
    assert (found.rule, found.deadline, found.needs) == ("決まり。注意", "60日", ("明細",))
    assert (found.name, found.sources) == ("制度", ("x",))


def test_money_by_prepaid_code_finds_the_shipped_rule():
    found = redress_for(told(paid=["prepaid_emoney"], stage=["paid"]), LAW, on=TODAY)
    assert "prepaid_emoney" in {one.id for one in found}


VERDICT = re.compile(r"(?:必ず|確実に|絶対に?)(?:返|戻|補償)|あなたには.*権利があります|全額戻ります")


def test_no_shipped_rule_gives_a_verdict():
    said = [(one.name, one.rule, one.note, *(row.text for row in one.conditions)) for one in LAW]
    assert [text for row in said for text in row if VERDICT.search(text)] == []


# --- packs --------------------------------------------------------------------------------------------


def pack(**more: object) -> Cover:
    plain = {"id": "p", "name": "補償", "carrier": "docomo", "covers": ["決済"], "does_not_cover": []}
    rest = {"joined_beforehand": "14日以内", "ceiling_yen": None, "who_decides": "会社", "proof": ["通知"]}
    return msgspec.convert({**plain, **rest, "sources": ["x"], **more}, Cover)


def test_a_pack_of_another_carrier_is_left_out():
    assert cover_for(hijack("au"), [pack()], on=TODAY) == ()


def test_packs_are_not_guessed_when_the_carrier_is_not_known():
    assert cover_for(hijack(), [pack()], on=TODAY) == ()


def test_a_pack_of_no_carrier_is_looked_at_always():
    assert len(cover_for(hijack(), [pack(carrier=None)], on=TODAY)) == 1


@pytest.mark.parametrize(("stage", "n"), [("received_only", 0), ("paid", 1), ("unauthorized_use", 1)])
def test_packs_are_looked_at_when_something_was_lost(stage, n):
    case = told(stage=[stage], answers={"which_carrier": "docomo"})
    assert len(cover_for(case, [pack()], on=TODAY)) == n


def test_a_hijack_that_was_only_received_has_lost_nothing():
    assert cover_for(hijack("docomo", "received_only"), [pack()], on=TODAY) == ()


def test_whether_one_had_joined_beforehand_is_never_known_from_a_story():
    (found,) = cover_for(hijack("docomo"), [pack()], on=TODAY)
    assert found.conditions[0] == Condition(text="前もって入っていた(14日以内)", state="not_known")


@pytest.mark.parametrize(
    ("excluded", "silent", "state"),
    [
        (["SMS乗っ取りの通信料"], False, "not_met"),
        (["SMSの通信料を補償する記載は見つからない"], True, "not_known"),
        (["国外"], False, "not_known"),
    ],
)
def test_a_pack_says_whether_it_covers_the_charges_of_a_hijack(excluded, silent, state):
    excluding = pack(does_not_cover=excluded, silent_on_sms=silent)
    (found,) = cover_for(hijack("docomo"), [excluding], on=TODAY)
    assert found.conditions[1].state == state


def test_the_exclusion_stands_in_the_condition_as_its_source_words_it():
    (found,) = cover_for(hijack("docomo"), [pack(does_not_cover=["国外", "SMS乗っ取りの通信料"])], on=TODAY)
    assert found.conditions[1].text == "SMSの通信料が対象に入る(SMS乗っ取りの通信料)"


def test_the_exclusion_of_sms_says_nothing_on_another_loss():
    case = told(stage=["unauthorized_use"], answers={"which_carrier": "docomo"})
    (found,) = cover_for(case, [pack(does_not_cover=["SMS乗っ取りの通信料"])], on=TODAY)
    assert found.conditions[1].state == "not_known"


def test_a_pack_tells_its_ceiling_and_who_decides():
    (found,) = cover_for(hijack("docomo"), [pack(ceiling_yen=1_000_000, does_not_cover=["国外"])], on=TODAY)
    assert found.rule == "対象: 決済。対象外: 国外。上限: 1,000,000円。判断するところ: 会社"


def test_a_pack_without_ceiling_or_exclusions_does_not_speak_of_them():
    (found,) = cover_for(hijack("docomo"), [pack(report_within="365日以内")], on=TODAY)
    assert (found.rule, found.deadline) == ("対象: 決済。判断するところ: 会社", "365日以内")
    assert (found.needs, found.sources) == (("通知",), ("x",))


@pytest.mark.parametrize(("day", "n"), [("2022-09-14", 0), ("2022-09-15", 1)])
def test_a_pack_is_looked_at_from_its_first_day(day, n):
    dated = pack(valid_from=dt.date(2022, 9, 15))
    assert len(cover_for(hijack("docomo"), [dated], on=dt.date.fromisoformat(day))) == n


def test_the_shipped_packs_of_docomo_do_not_cover_a_hijack():
    found = {one.id: one.conditions[1].state for one in cover_for(hijack("docomo"), PACKS, on=TODAY)}
    assert found["docomo_smart_anshin_payment"] == "not_met"
    assert "met" not in found.values()


# --- brokers, by the day of damage --------------------------------------------------------------------


def policy_ids(day: str, firm: str | None = None) -> set[str]:
    return {one.id for one in policies_on(POLICIES, dt.date.fromisoformat(day), firm=firm)}


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-01-09", "sbi_neotrade_before_passkey"), ("2026-01-10", "sbi_neotrade_passkey")],
)
def test_the_day_of_damage_chooses_the_policy(day, expected):
    assert policy_ids(day, "SBIネオトレード証券") == {expected}


def test_a_firm_can_have_an_agreement_and_its_own_policy():
    assert policy_ids("2025-03-01", "楽天証券") == {"agreement_ten_firms", "half_money_three_firms"}


def test_without_a_firm_all_policies_of_the_day_are_told():
    assert {"restore_five_firms", "sbi_neotrade_passkey"} <= policy_ids("2026-01-10")


@pytest.mark.parametrize(
    ("day", "firm", "whose"),
    [("2024-12-31", None, "どの会社も"), ("2025-03-01", "存在しない証券", "存在しない証券")],
)
def test_a_day_outside_every_period_is_not_known(day, firm, whose):
    with pytest.raises(NotKnownYet, match=rf"{day} の証券口座の補償の方針\({whose}\)は分かりません"):
        policy_ids(day, firm)


# --- dated facts --------------------------------------------------------------------------------------

FIRST, LAST = dt.date(2026, 4, 1), dt.date(2026, 4, 30)


@pytest.mark.parametrize(
    ("day", "inside"),
    [("2026-03-31", False), ("2026-04-01", True), ("2026-04-30", True), ("2026-05-01", False)],
)
def test_both_ends_of_a_period_belong_to_it(day, inside):
    assert within(dt.date.fromisoformat(day), begin=FIRST, end=LAST) is inside


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
def test_a_missing_end_is_open(day):
    assert within(day, begin=None, end=None)


def test_what_names_no_last_day_is_in_force_for_ever():
    cap = Cap(value=1, comparator="<", unit="parts", window="day", follows="", sources=[], valid_from=FIRST)
    assert in_force([cap], dt.date.max) == (cap,)
    assert in_force([cap], FIRST - dt.timedelta(days=1)) == ()


def test_a_day_outside_every_period_is_never_the_nearest_value():
    with pytest.raises(NotKnownYet, match=r"2026-05-01 の料金は分かりません.*直し方") as unknown:
        valid_on([rule(valid_until=LAST)], LAST + dt.timedelta(days=1), what="料金")
    assert (unknown.value.day, unknown.value.what) == (LAST + dt.timedelta(days=1), "料金")


def test_values_keep_their_order():
    named = [rule(id=str(n)) for n in range(3)]
    assert list(valid_on(named, TODAY)) == named


# --- what the answers say about a hijacked brokerage account --------------------------------------------

BROKERS = shipped("brokers", BrokersFile)[0]
QUESTIONS = {one.id: one for file in shipped("questions", QuestionsFile) for one in file.questions}


def compensation(**answers: str) -> dict[str, list[str]]:
    case = told(schemes=("securities_takeover",), stage={"unauthorized_use"}, answers=answers)
    found = compensation_for(case, BROKERS, questions=QUESTIONS)
    return {one.id: [condition.state for condition in one.conditions] for one in found}


def test_without_answers_firm_and_day_are_not_known():
    assert set(map(tuple, compensation().values())) == {("not_known", "not_known")}
    assert len(compensation()) == len(POLICIES)


@pytest.mark.parametrize(
    ("firm", "day", "expected"),
    [
        ("sbi_neotrade", "early_2026", {"sbi_neotrade_before_passkey"}),
        ("sbi_neotrade", "from_2026_01_10", {"sbi_neotrade_passkey"}),
        ("sbi_rakuten_matsui", "in_2025", {"agreement_ten_firms", "half_money_three_firms"}),
        ("monex_esmart", "in_2025", {"agreement_ten_firms"}),
        ("face_to_face_five", "from_2026_01_10", {"agreement_ten_firms", "restore_five_firms"}),
        ("sbi_rakuten_matsui", "before_2025", set()),
        ("other", "in_2025", set()),
    ],
)
def test_firm_and_day_of_damage_choose_the_announcements(firm, day, expected):
    found = compensation(broker_and_day=firm, damage_day=day)
    assert set(found) == expected
    assert all(states == ["met", "met"] for states in found.values())


def test_compensation_is_told_only_after_somebody_used_the_account():
    case = told(schemes=("securities_takeover",), stage={"received_only"})
    assert compensation_for(case, BROKERS, questions=QUESTIONS) == ()


@pytest.mark.parametrize(
    ("text", "redress", "state"),
    [
        ("宅配のSMSからアプリを入れてしまった", "sms_charges", "not_known"),
        ("自分のスマホから同じSMSが大量に送られていた", "sms_charges", "met"),
        ("自分のスマホから同じSMSが大量に送られていた", "carrier_billing", "not_known"),
        ("SMSが大量に送られ、キャリア決済を3万円使われた", "carrier_billing", "met"),
    ],
)
def test_a_condition_is_met_by_what_was_told_and_not_by_what_often_follows(
    text: str, redress: str, state: str
) -> None:
    found = {one.id: one.conditions[0].state for one in consult(text, at=EVENING).redress}
    assert found[next(id_ for id_ in found if redress in id_)] == state

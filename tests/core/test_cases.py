"""The cases that people can read: tests/cases/*.yaml, with the gaps that are known listed beside them."""

import datetime as dt

import pytest
from reading import EVENING, first_scheme, listed, rows_of

from madoguchi import Consultation, Story, consult

CASES = rows_of("cases")
GAPS = {(row["scheme"], row["case"], row["what"]) for row in listed("cases/known_gaps.csv")}


def answer_to(case: dict) -> Consultation:
    at = dt.datetime.fromisoformat(case["at"]) if "at" in case else EVENING
    return consult(Story(text=case["text"], medium=case.get("medium")), at=at)


def role_sums(rows: list) -> list:
    return sorted((row["yen"] * row.get("count", 1) if row["yen"] else 0, row["role"]) for row in rows)


def differences(expect: dict, answer: Consultation) -> dict[str, tuple]:
    """Returns what differs, by name: (expected, read)."""
    situation = answer.situation
    read = {
        "verdict": answer.verdict,
        "stage": sorted(situation.stage),
        "payments": sorted(one.method for one in situation.payments),
        "person": situation.person,
        "age_band": situation.age_band,
        "amounts": role_sums([{"yen": a.yen, "count": a.count, "role": a.role} for a in situation.amounts]),
        "dates": sorted((d.from_day, d.to_day, d.precision) for d in situation.dates),
    }
    wanted = {key: value for key, value in expect.items() if key in read}
    for key in ("stage", "payments"):
        wanted |= {key: sorted(wanted[key] or [])} if key in wanted else {}
    if "amounts" in wanted:
        wanted["amounts"] = role_sums(wanted["amounts"])
    if "dates" in wanted:
        wanted["dates"] = sorted((d["from"], d["to"], d["precision"]) for d in wanted["dates"])
    found = {key: (want, read[key]) for key, want in wanted.items() if want != read[key]}
    return found | scheme_difference(expect, answer) | other_differences(expect, answer)


def scheme_difference(expect: dict, answer: Consultation) -> dict[str, tuple]:
    allowed = [expect.get("scheme"), *expect.get("also", [])]
    wrong = "scheme" in expect and first_scheme(answer) not in allowed
    return {"scheme": (allowed, first_scheme(answer))} if wrong else {}


def other_differences(expect: dict, answer: Consultation) -> dict[str, tuple]:
    gave = {one.item: one.state for one in answer.situation.gave}
    wrong = {
        item: (state, gave.get(item))
        for item, state in expect.get("gave", {}).items()
        if gave.get(item) != state
    }
    found = {"gave": (expect.get("gave"), gave)} if wrong else {}
    too_far = set(expect.get("stage_not", [])) & set(answer.situation.stage)
    return found | ({"stage_not": (expect["stage_not"], sorted(too_far))} if too_far else {})


@pytest.mark.parametrize(("scheme", "case"), CASES, ids=[f"{s}: {c['name'][:40]}" for s, c in CASES])
def test_a_case_is_read_as_people_read_it(scheme, case):
    found = differences(case["expect"], answer_to(case))
    gaps = {what for own, name, what in GAPS if (own, name) == (scheme, case["name"])}
    assert {key: both for key, both in found.items() if key not in gaps} == {}
    assert gaps - set(found) == set(), "read well by now: take it out of known_gaps.csv"


def test_every_known_gap_belongs_to_a_case():
    assert {gap[:2] for gap in GAPS} <= {(scheme, case["name"]) for scheme, case in CASES}


def test_the_names_of_the_cases_are_unique():
    assert len({(scheme, case["name"]) for scheme, case in CASES}) == len(CASES)


DEEP = {"fictitious_billing", "phishing", "prize_fee", "support_scam", "rescue_data_recovery", "sms_hijack"}
DEEP |= {"securities_takeover", "account_takeover"}


@pytest.mark.parametrize("scheme", sorted({scheme for scheme, _ in CASES}))
def test_a_scheme_has_its_dozen_or_its_five_cases(scheme):
    assert sum(own == scheme for own, _ in CASES) >= (12 if scheme in DEEP else 5)


def test_the_known_gaps_are_few():
    checks = sum(len(case["expect"]) for _, case in CASES)
    assert len(GAPS) <= 0.2 * checks

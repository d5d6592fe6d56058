"""Transfers told as in a note, without a verb: 490万 11/21振込 息子を名乗る男."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)


@pytest.mark.parametrize(
    "text",
    [
        "母78 490万 11/21振込 息子を名乗る男",
        "80代父 50万円送金 男と電話でやりとり",
        "70万円 振込。相手は弁護士を名乗る男",
    ],
)
def test_a_transfer_noted_without_a_verb_is_paid(text):
    answer = consult(text, at=AT)
    assert "paid" in answer.situation.stage and "bank_call_own" in [step.id for step in answer.plan.steps]


@pytest.mark.parametrize(
    "text", ["490万円の振込を求められた", "30万円を11/21までに振込", "490万 振込予定 息子を名乗る男"]
)
def test_a_transfer_that_is_asked_for_is_not_paid(text):
    assert "paid" not in consult(text, at=AT).situation.stage

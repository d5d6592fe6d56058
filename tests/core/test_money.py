"""Exposure: every figure with its derivation, nothing invented, nothing counted twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import told as read_told

from madoguchi import money
from madoguchi.knowledge.reader import read_file
from madoguchi.knowledge.shapes import CarriersFile, SourcesFile
from madoguchi.money import Terms, exposure_of
from madoguchi.told import Told
from madoguchi.words import Amount, Exposure, Situation

TODAY = dt.date(2026, 11, 21)
KNOWLEDGE = Path(money.__file__).parents[1] / "knowledge"


def shipped(room: str, shape: type) -> list:
    return [read_file(path, shape) for path in sorted((KNOWLEDGE / room).glob("*.yaml"))]


CARRIERS = shipped("carriers", CarriersFile)
TERMS = Terms(
    carriers=tuple(one for file in CARRIERS for one in file.carriers),
    tariffs=tuple(one for file in CARRIERS for one in file.tariffs),
)
SOURCES = {one.id for file in shipped("sources", SourcesFile) for one in file.sources}


def told(stage: list[str] | None = None, **more: object) -> Told:
    return Told(stage=frozenset(stage or ()), **more)


def amount(yen: int | None, times: int = 1, role: str = "paid", *, certain: bool = True) -> Amount:
    return Amount(quote="ことば", start=0, end=3, yen=yen, count=times, role=role, certain=certain)


def exposure(case: Told, *amounts: Amount, on: dt.date = TODAY) -> tuple[Exposure, ...]:
    parts = {"facts": (), "gave": (), "payments": (), "dates": (), "amounts": amounts, "stage": ()}
    situation = Situation(person="self", age_band=None, channel=None, **parts)
    return exposure_of(case, situation, terms=TERMS, on=on)


def figures(row: Exposure) -> tuple[int | None, int | None, str]:
    return row.yen_low, row.yen_high, row.how


# --- paid, lost, asked for ----------------------------------------------------------------------------


def test_two_cards_of_35000_yen_are_70000_yen():
    (paid,) = exposure(told(), amount(35_000, 2))
    assert (paid.what, *figures(paid)) == ("支払った額", 70_000, 70_000, "35,000円 × 2 = 70,000円")


def test_one_amount_is_its_own_derivation():
    assert figures(exposure(told(), amount(50_000))[0]) == (50_000, 50_000, "50,000円")


def test_several_amounts_are_the_largest_at_least_and_all_together_at_most():
    """10万円 of 27万5千円 paid in part, or a list price beside a bill: to add them would be a wrong figure for the police."""
    (paid,) = exposure(told(), amount(35_000, 2), amount(10_000))
    how = "35,000円 × 2 = 70,000円(低い方)、35,000円 × 2 + 10,000円 = 80,000円(高い方)"
    assert figures(paid) == (70_000, 80_000, how)
    assert paid.assumes[0].startswith("いくつかの額が書かれています")


def test_a_total_that_is_told_beside_its_parts_is_not_added_again():
    (paid,) = exposure(told(), amount(35_000, 2), amount(70_000))
    assert figures(paid) == (70_000, 70_000, "35,000円 × 2 = 70,000円")
    assert paid.assumes == ("「ことば」は合計と読み、重ねて足していません",)


def test_the_total_of_three_parts_is_found():
    (paid,) = exposure(told(), amount(60_000), amount(10_000), amount(20_000), amount(30_000))
    assert paid.yen_high == 60_000


def test_the_same_amount_told_twice_has_a_low_and_a_high_side():
    (paid,) = exposure(told(), amount(30_000), amount(30_000))
    assert figures(paid) == (30_000, 60_000, "30,000円(低い方)、30,000円 + 30,000円 = 60,000円(高い方)")
    assert "同じ額が2回以上" in paid.assumes[0]


def test_an_amount_that_is_not_certain_stands_on_the_high_side_only():
    (paid,) = exposure(told(), amount(10_000), amount(1_000, certain=False))
    assert (paid.yen_low, paid.yen_high) == (10_000, 11_000)
    assert paid.assumes[-1] == "「ことば」は額が確かでないため、低い方に入れていません"


def test_amounts_none_of_which_is_certain_have_no_low_side():
    (paid,) = exposure(told(), amount(1_000, certain=False))
    assert figures(paid) == (None, 1_000, "1,000円(確かでない額)")


def test_an_amount_of_unknown_yen_opens_the_high_side():
    (paid,) = exposure(told(), amount(10_000), amount(None))
    assert figures(paid) == (10_000, None, "10,000円")
    assert paid.assumes == ("「ことば」は額が分からないため足していません",)


def test_a_payment_of_no_told_amount_is_told_as_not_known():
    (paid,) = exposure(told(stage=["paid"]))
    assert (paid.what, *figures(paid)) == ("支払った額", None, None, "額は本文からは分かりません")


def test_nothing_told_is_nothing_exposed():
    assert exposure(told(stage=["received_only"])) == ()


def test_what_was_asked_for_and_not_paid_is_told_apart():
    paid, asked = exposure(told(), amount(70_000), amount(50_000, role="demanded"))
    assert (asked.what, asked.yen_low) == (
        "請求された、または話に出てきた額(払ったとは読み取れなかったもの)",
        50_000,
    )
    assert asked.assumes == ()
    assert paid.yen_low == 70_000


def test_what_was_asked_for_and_then_paid_is_told_once():
    rows = exposure(told(), amount(35_000, 2), amount(70_000, role="demanded"))
    assert [row.what for row in rows] == ["支払った額"]


def test_a_demand_beside_a_payment_of_no_told_amount_may_be_the_payment():
    paid, asked = exposure(told(stage=["paid"]), amount(300_000, role="demanded"))
    assert (paid.yen_low, asked.yen_low) == (None, 300_000)
    assert asked.what == "請求された額(このうち払った分があるかは分かりません)"


def test_a_second_demand_of_the_same_amount_is_still_open():
    rows = exposure(told(), amount(70_000), *[amount(70_000, role="demanded")] * 2)
    assert [row.yen_low for row in rows] == [70_000, 70_000]


def test_two_demands_that_were_both_paid_are_told_once():
    rows = exposure(told(), *[amount(70_000)] * 2, *[amount(70_000, role="demanded")] * 2)
    assert [row.what for row in rows] == ["支払った額"]


def test_a_demand_of_unknown_amount_is_not_taken_for_a_payment_of_unknown_amount():
    rows = exposure(told(), amount(None), amount(None, role="demanded"))
    assert [row.what for row in rows] == [
        "支払った額",
        "請求された、または話に出てきた額(払ったとは読み取れなかったもの)",
    ]


def test_what_was_lost_is_told_apart_from_what_was_paid():
    (lost,) = exposure(told(stage=["paid"]), amount(3_000_000, role="lost"))
    assert (lost.what, lost.yen_low) == ("失った額", 3_000_000)


def test_what_was_paid_and_so_lost_is_told_once():
    rows = exposure(told(), amount(70_000), amount(70_000, role="lost"))
    assert [row.what for row in rows] == ["支払った額"]


def test_money_that_came_back_is_not_subtracted_silently():
    for role in ("paid", "lost"):
        (row,) = exposure(told(), amount(70_000, role=role), amount(20_000, role="refunded"))
        assert (row.yen_low, row.assumes) == (70_000, ("戻った額は差し引いていません",))


@pytest.mark.parametrize("role", ["other", "refunded"])
def test_other_amounts_are_no_exposure(role):
    assert exposure(told(), amount(70_000, role=role)) == ()


AMOUNTS = st.lists(
    st.builds(amount, st.integers(0, 10**7), st.integers(1, 9), certain=st.booleans()), min_size=1, max_size=6
)


@given(AMOUNTS)
def test_the_low_side_never_exceeds_the_high_side(amounts):
    (paid,) = exposure(told(), *amounts)
    assert paid.yen_low is None or paid.yen_low <= paid.yen_high


@given(AMOUNTS)
def test_every_sum_stands_in_its_derivation(amounts):
    (paid,) = exposure(told(), *amounts)
    assert all(f"{yen:,}円" in paid.how for yen in (paid.yen_low, paid.yen_high) if yen is not None)


@given(AMOUNTS)
def test_the_high_side_is_the_sum_unless_a_total_was_told(amounts):
    (paid,) = exposure(told(), *amounts)
    whole = sum(one.yen * one.count for one in amounts)
    assert paid.yen_high == whole or ("合計" in paid.assumes[0] and paid.yen_high * 2 == whole)


# --- what can still go --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "depends"),
    [
        ("remote_access_given", "残高と利用限度額によります"),
        ("credentials_given", "残高と利用限度額によります"),
        ("card_given", "利用できる枠の残りによります"),
    ],
)
def test_what_can_still_go_has_no_invented_bound(stage, depends):
    (row,) = exposure(told(stage=[stage]))
    assert row.what.startswith("これから失うおそれ: ")
    assert figures(row) == (None, None, f"額は本文からは分かりません({depends})")


# --- the bill of a hijacked line ----------------------------------------------------------------------


def hijack(carrier: str | None = None, stage: str = "app_installed") -> Told:
    answers = {"which_carrier": carrier} if carrier else {}
    return told(schemes=("sms_hijack",), stage=[stage], answers=answers)


@pytest.mark.parametrize("answer", [None, "unknown", "other"])
def test_an_unknown_carrier_gets_the_bound_of_the_document(answer):
    row = exposure(hijack(answer))[0]
    assert figures(row) == (20_460, 20_460, "3.3円 × 200通 × 31日 = 20,460円")


def test_the_bound_of_the_document_says_what_it_assumes():
    assumes = " ".join(exposure(hijack())[0].assumes)
    assert all(word in assumes for word in ("国内宛て", "70文字以内", "毎日上限"))


@pytest.mark.parametrize(
    ("carrier", "low", "high"),
    [
        ("docomo", 20_357, 20_357),
        ("au", 19_800, 198_000),
        ("softbank", 20_460, 204_600),
        ("rakuten", None, None),
    ],
)
def test_a_known_carrier_gets_its_own_ceiling(carrier, low, high):
    row = exposure(hijack(carrier))[0]
    assert (row.yen_low, row.yen_high) == (low, high)


def test_the_ceiling_of_a_known_carrier_names_it():
    what = exposure(hijack("au"))[0].what
    assert what == "SMS乗っ取りの通信料(国内あて、1か月の上限の目安、KDDI au / UQ mobile / povo)"


def test_rakuten_says_why_it_has_no_ceiling():
    assert "見つからない" in exposure(hijack("rakuten"))[0].assumes[0]


@pytest.mark.parametrize(
    ("carrier", "how"),
    [
        (None, "1日あたり 50円 × 200通 = 10,000円 から 100円 × 200通 = 20,000円"),
        ("docomo", "1日あたり 50円 × 200通 = 10,000円"),
        ("au", "1日あたり 100円 × 200通 = 20,000円"),
    ],
)
def test_sends_abroad_are_told_apart(carrier, how):
    row = exposure(hijack(carrier))[1]
    assert ("海外" in row.what, *figures(row)) == (True, None, None, how)


def test_a_message_that_was_only_received_costs_nothing():
    assert exposure(hijack(stage="received_only")) == ()


def test_another_scheme_has_no_bill():
    assert exposure(told(schemes=("phishing",), stage=["clicked_or_called"])) == ()


@pytest.mark.parametrize("carrier", [None, "docomo"])
def test_a_day_before_the_first_tariff_is_told_as_not_known(carrier):
    row = exposure(hijack(carrier), on=dt.date(2014, 10, 29))[0]
    assert (row.yen_low, "分かりません" in row.how) == (None, True)


@pytest.mark.parametrize("carrier", [None, "softbank"])
def test_the_first_day_of_the_tariff_is_known(carrier):
    assert exposure(hijack(carrier), on=dt.date(2014, 10, 30))[0].yen_low == 20_460


@pytest.mark.parametrize("carrier", [None, "docomo", "au", "softbank", "rakuten"])
def test_every_source_of_a_bill_is_in_the_register(carrier):
    rows = exposure(hijack(carrier))
    assert all(row.sources and set(row.sources) <= SOURCES for row in rows)


def test_no_digit_of_a_picture_is_certain() -> None:
    answer = read_told("未納料金3万円を今日中に払えという画面です。", from_picture=True)
    assert [amount.certain for amount in answer.situation.amounts] == [False]
    assert "見くらべて" in answer.notes[-1]


def test_what_was_asked_for_and_paid_in_parts_is_asked_for_no_more():
    rows = exposure(told(["paid"]), amount(300_000, role="demanded"), amount(100_000), amount(200_000))
    assert [row.state for row in rows] == ["gone"]


def test_every_sum_says_whether_it_is_gone_asked_for_or_open():
    rows = exposure(told(["paid", "remote_access_given"]), amount(70_000), amount(50_000, role="demanded"))
    assert [row.state for row in rows] == ["gone", "asked", "open"]

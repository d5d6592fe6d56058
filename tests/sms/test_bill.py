"""Prices and ceilings of SMS, on every boundary that the terms have."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.knowledge.dated import NotKnownYet
from madoguchi.knowledge.shapes import Cap, Carrier, OverseasPrice
from madoguchi.money import Terms, UnknownCarrier, Use, ceiling_of, tariff_of
from madoguchi.money.ceilings import floored, yen_text
from madoguchi.sms.bill import ceiling, shipped_terms

TODAY = dt.date(2026, 11, 21)
LINES = st.sampled_from(["docomo", "au", "softbank"])
MONTHS = st.none() | st.integers(1, 30)


def yen(carrier: str, days: int, **more: object) -> tuple[int | None, int | None]:
    found = ceiling(carrier, days, on=TODAY, **more)
    return found.yen_low, found.yen_high


def invented(**more: object) -> Terms:
    """One carrier with one cap."""
    plain = {"value": 200, "comparator": "<", "unit": "parts", "window": "day"}
    one = msgspec.convert({"follows": "", "sources": ["x"], **plain, **more}, Cap)
    carrier = Carrier(id="docomo", name="", caps=[one], overseas=None, sources=["x"])
    return Terms(carriers=(carrier,), tariffs=shipped_terms().tariffs)


# --- the figures of the issue -------------------------------------------------------------------------


def test_docomo_31_days_are_199_parts_a_day():
    assert yen("docomo", 31) == (20_357, 20_357)


def test_the_derivation_of_docomo_can_be_checked_by_hand():
    how = ceiling("docomo", 31, on=TODAY).how
    assert how == "3.3円 × 199通 × 31日 = 20,357.7円 → 20,357円(1円未満は切り捨て)"


def test_au_31_days_are_bound_by_the_cap_of_the_month():
    assert yen("au", 31) == (19_800, 198_000)


def test_the_derivation_of_au_names_the_cap_of_the_month():
    assert "3.3円 × 6,000送信(1か月の上限が先に効く) = 19,800円" in ceiling("au", 31, on=TODAY).how


@pytest.mark.parametrize("carrier", ["au", "softbank"])
def test_a_high_reading_is_marked_unconfirmed(carrier):
    found = ceiling(carrier, 31, on=TODAY)
    assert "高い読み(未確認)" in found.how
    assert any("未確認" in line for line in found.assumes)


def test_docomo_has_one_reading_because_long_sends_count_as_parts():
    assert "未確認" not in ceiling("docomo", 31, on=TODAY).how


def test_softbank_31_days_go_to_200_a_day_because_the_stop_follows_the_200th():
    assert yen("softbank", 31) == (20_460, 204_600)


def test_rakuten_has_no_ceiling_and_says_why():
    found = ceiling("rakuten", 31, on=TODAY)
    assert (found.yen_low, found.yen_high, found.cap) == (None, None, None)
    assert any("見つからない" in line for line in found.assumes)


@pytest.mark.parametrize(
    ("months", "low", "high"),
    [
        (1, 9_900, 99_000),
        (3, 9_900, 99_000),
        (4, 19_800, 198_000),
        (None, 19_800, 198_000),
    ],
)
def test_au_halves_its_month_in_the_first_three_months(months, low, high):
    assert yen("au", 31, first_months=months) == (low, high)


def test_a_line_of_unknown_age_is_told_of_the_lower_cap():
    assert any("3,000送信" in line for line in ceiling("au", 31, on=TODAY).assumes)


def test_a_new_line_names_the_cap_that_took_the_place_of_the_usual_one():
    assert ceiling("au", 31, on=TODAY, first_months=3).cap == (
        "1日200送信まで、1か月3,000送信まで(加入から3か月以内)"
    )


@pytest.mark.parametrize(("days", "low"), [(14, 9_240), (15, 9_900), (16, 9_900)])
def test_a_new_line_of_au_reaches_its_month_on_the_fifteenth_day(days, low):
    assert yen("au", days, first_months=1)[0] == low


@pytest.mark.parametrize(("days", "low"), [(29, 19_140), (30, 19_800), (31, 19_800)])
def test_au_reaches_its_month_on_the_thirtieth_day(days, low):
    assert yen("au", days)[0] == low


@pytest.mark.parametrize(
    ("carrier", "low", "high"), [("docomo", 656, 656), ("au", 660, 6_600), ("softbank", 660, 6_600)]
)
def test_one_day(carrier, low, high):
    assert yen(carrier, 1) == (low, high)


# --- caps on their boundary ---------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "parts"), [(199, 198), (200, 199), (201, 200)])
def test_a_cap_of_less_than_is_not_reached(value, parts):
    found = ceiling_of("docomo", invented(value=value), use=Use(days=1), on=TODAY)
    assert found.yen_low == floored(Decimal("3.3") * parts)


@pytest.mark.parametrize(("value", "parts"), [(199, 199), (200, 200), (201, 201)])
def test_a_cap_of_at_most_is_reached(value, parts):
    found = ceiling_of("docomo", invented(value=value, comparator="<="), use=Use(days=1), on=TODAY)
    assert found.yen_low == floored(Decimal("3.3") * parts)


def test_a_stop_that_follows_lets_the_last_send_out():
    found = ceiling_of("docomo", invented(restriction_hours=24), use=Use(days=1), on=TODAY)
    assert found.yen_low == 660


@pytest.mark.parametrize(("day", "low"), [("2026-11-20", None), ("2026-11-21", 656)])
def test_a_cap_holds_from_its_first_day(day, low):
    terms = invented(valid_from=dt.date(2026, 11, 21))
    assert ceiling_of("docomo", terms, use=Use(days=1), on=dt.date.fromisoformat(day)).yen_low == low


def test_a_cap_on_sends_abroad_does_not_limit_sends_in_japan():
    found = ceiling_of("docomo", invented(scope="overseas"), use=Use(days=1), on=TODAY)
    assert (found.yen_low, "確かめられていない" in found.assumes[0]) == (None, True)


# --- days, months, carriers ---------------------------------------------------------------------------


@pytest.mark.parametrize("days", [-1, 0, 32, 365])
def test_days_beyond_one_month_are_refused_with_the_way_out(days):
    with pytest.raises(ValueError, match="1 から 31"):
        ceiling("docomo", days, on=TODAY)


@pytest.mark.parametrize("carrier", ["docomo", "rakuten"])
@pytest.mark.parametrize("months", [-1, 0])
def test_months_are_counted_from_one(carrier, months):
    with pytest.raises(ValueError, match="1 と数えて"):
        ceiling(carrier, 31, on=TODAY, first_months=months)


def test_an_unknown_carrier_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCarrier, match="docomo") as refused:
        ceiling("willcom", 31, on=TODAY)
    assert all(one in str(refused.value) for one in ("au", "softbank", "rakuten"))


def test_a_day_before_the_first_tariff_is_not_known():
    with pytest.raises(NotKnownYet, match="2014-10-29 のSMSの料金"):
        ceiling("docomo", 31, on=dt.date(2014, 10, 29))


def test_the_first_day_of_the_tariff_is_known():
    assert ceiling("docomo", 31, on=dt.date(2014, 10, 30)).yen_low == 20_357


def test_a_carrier_without_a_tariff_is_not_known():
    with pytest.raises(NotKnownYet):
        tariff_of(Terms(carriers=(), tariffs=shipped_terms().tariffs), "willcom", on=TODAY)


def test_the_newest_tariff_counts():
    old = shipped_terms().tariffs[0]
    new = msgspec.structs.replace(old, id="new", valid_from=dt.date(2026, 1, 1))
    terms = Terms(carriers=(), tariffs=(new, old))
    assert tariff_of(terms, "docomo", on=TODAY).id == "new"
    assert tariff_of(terms, "docomo", on=dt.date(2025, 12, 31)).id == old.id


# --- abroad -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "months", "expected"),
    [
        (4, 1, (39_800, 45_000)),
        (5, 1, (45_000, 45_000)),
        (28, 6, (45_000, 45_000)),
        (29, 6, (90_000, 90_000)),
        (31, 6, (90_000, 90_000)),
        (31, 7, (308_450, None)),
        (31, None, (308_450, None)),
    ],
)
def test_docomo_abroad_is_900_parts_in_28_days_for_new_lines(days, months, expected):
    assert yen("docomo", days, first_months=months, overseas=True) == expected


@pytest.mark.parametrize(("day", "high"), [("2024-08-25", None), ("2024-08-26", 45_000)])
def test_the_cap_of_new_lines_begins_on_its_day(day, high):
    on = dt.date.fromisoformat(day)
    assert ceiling("docomo", 28, on=on, first_months=1, overseas=True).yen_high == high


@pytest.mark.parametrize(("carrier", "low"), [("au", 600_000), ("softbank", 620_000)])
def test_abroad_no_term_bounds_the_high_reading_of_au_and_softbank(carrier, low):
    assert yen(carrier, 31, overseas=True) == (low, None)


def test_that_a_domestic_cap_holds_abroad_is_marked_unconfirmed():
    assumes = ceiling("au", 31, on=TODAY, overseas=True).assumes
    assert "低い読みは未確認: 国内あての上限が海外あてにも及ぶと読んだ場合" in assumes


def test_the_high_reading_abroad_is_derived_when_it_differs():
    how = ceiling("docomo", 4, on=TODAY, first_months=1, overseas=True).how
    assert how == "50円 × 199通 × 4日 = 39,800円。高い読み: 50円 × 900通(28日の上限) = 45,000円"


def test_rakuten_abroad_tells_of_its_limit_in_yen():
    found = ceiling("rakuten", 31, on=TODAY, overseas=True)
    assert (found.yen_low, found.yen_high) == (None, None)
    assert any("2万円" in line for line in found.assumes)


def test_a_carrier_without_a_price_abroad_has_no_ceiling_there():
    found = ceiling_of("docomo", invented(), use=Use(days=1, overseas=True), on=TODAY)
    assert (found.yen_low, found.yen_high) == (None, None)


# --- properties ---------------------------------------------------------------------------------------


@given(LINES, st.integers(1, 30), MONTHS, st.booleans())
def test_a_day_more_never_lowers_the_ceiling(carrier, days, months, overseas):
    shorter = yen(carrier, days, first_months=months, overseas=overseas)
    longer = yen(carrier, days + 1, first_months=months, overseas=overseas)
    assert all(a <= b for a, b in zip(shorter, longer, strict=True) if a is not None)


@given(LINES, st.integers(1, 31), MONTHS, st.booleans())
def test_the_low_reading_never_exceeds_the_high_one(carrier, days, months, overseas):
    low, high = yen(carrier, days, first_months=months, overseas=overseas)
    assert low is not None
    assert high is None or low <= high


@given(st.integers(1, 31))
def test_the_ceiling_is_the_floor_of_the_exact_product(days):
    assert yen("docomo", days)[0] == math.floor(Fraction(33, 10) * 199 * days)


@given(st.decimals(0, 10**9, places=3))
def test_flooring_drops_less_than_a_yen(value):
    assert 0 <= value - floored(value) < 1


@pytest.mark.parametrize(
    ("value", "text"),
    [("3.3", "3.3円"), ("33.0", "33円"), ("20460.0", "20,460円"), ("20357.7", "20,357.7円"), ("0", "0円")],
)
def test_yen_are_written_as_people_write_them(value, text):
    assert yen_text(Decimal(value)) == text


def test_every_carrier_names_its_sources():
    assert all(ceiling(one.id, 31, on=TODAY).sources for one in shipped_terms().carriers)


# --- whole answers, word for word ---------------------------------------------------------------------

SHORT = "国内あてで、全角70文字以内のSMSは 3.3円(税込)"
EVERY_DAY, CALENDAR = "上限まで毎日送られる", "1日は日本時間の暦の1日と読む(ここでの読み)"
NEW_LINE = "加入から間もない回線ではないとした(1か月3,000送信まで(加入から3か月以内))"
NEW_LINE_ABROAD = "加入から間もない回線ではないとした(海外あて 28日900通まで(加入から6か月以内))"


def readings(carrier: str) -> list[str]:
    return [cap.reading for one in shipped_terms().carriers if one.id == carrier for cap in one.caps]


def test_what_docomo_in_japan_assumes():
    found = ceiling("docomo", 31, on=TODAY)
    assert found.assumes == (SHORT, EVERY_DAY, CALENDAR, readings("docomo")[0])


def test_what_au_in_japan_assumes():
    longest = "高い読みは未確認: どの送信も最長の670文字(33円)で、長文も1回と数える場合"
    day, _, month = readings("au")
    expected = (SHORT, EVERY_DAY, CALENDAR, longest, day, month, NEW_LINE)
    assert ceiling("au", 31, on=TODAY).assumes == expected


def test_both_readings_of_softbank_are_derived():
    how = "3.3円 × 200件 × 31日 = 20,460円。高い読み(未確認): 33円 × 200件 × 31日 = 204,600円"
    assert ceiling("softbank", 31, on=TODAY).how == how


def test_what_au_abroad_assumes():
    price, low, high, *rest = ceiling("au", 31, on=TODAY, overseas=True).assumes
    assert price.startswith("すべて海外あて。70文字まで100円")
    assert (low[:8], high[:9]) == ("低い読みは未確認", "高い読みは出せない")
    assert rest == [readings("au")[0], readings("au")[2], NEW_LINE]


def test_what_a_new_line_of_docomo_abroad_assumes():
    price, *rest = ceiling("docomo", 28, on=TODAY, first_months=6, overseas=True).assumes
    assert (price.startswith("すべて海外あて。70文字まで50円"), rest) == (True, readings("docomo"))


def test_a_line_of_docomo_of_unknown_age_is_told_of_the_cap_of_new_lines_abroad_only():
    assert NEW_LINE_ABROAD in ceiling("docomo", 28, on=TODAY, overseas=True).assumes
    assert NEW_LINE_ABROAD not in ceiling("docomo", 28, on=TODAY).assumes


@pytest.mark.parametrize(("days", "count"), [(28, "900通(28日の上限)"), (29, "900通(28日の上限) × 2回")])
def test_the_cap_of_28_days_is_counted_in_its_derivation(days, count):
    found = ceiling("docomo", days, on=TODAY, first_months=6, overseas=True)
    assert found.how == f"50円 × {count} = {yen_text(found.yen_low)}"


@pytest.mark.parametrize(
    ("carrier", "months", "cap"),
    [
        ("docomo", None, "1日200通未満"),
        ("docomo", 6, "1日200通未満、海外あて 28日900通まで(加入から6か月以内)"),
        ("au", None, "1日200送信まで、1か月6,000送信まで"),
        ("softbank", None, "1日200件未満"),
        ("rakuten", None, None),
    ],
)
def test_the_caps_are_named(carrier, months, cap):
    assert ceiling(carrier, 31, on=TODAY, first_months=months, overseas=True).cap == cap


def test_rakuten_abroad_says_that_no_cap_was_found_and_docomo_does_not():
    reason = next(one.no_cap_reason for one in shipped_terms().carriers if one.id == "rakuten")
    assert reason in ceiling("rakuten", 31, on=TODAY, overseas=True).assumes
    assert "" not in ceiling("docomo", 31, on=TODAY, overseas=True).assumes


ABROAD = {"scope": "overseas", "unit": "sends", "comparator": "<=", "value": 10}


@pytest.mark.parametrize(("most", "high"), [("500", 5_000), (None, 500)])
def test_a_send_abroad_may_cost_its_longest_price_where_one_is_known(most, high):
    terms = invented(**ABROAD)
    price = OverseasPrice(yen_per_part="50", max_yen=most, sources=["x"])
    carrier = msgspec.structs.replace(terms.carriers[0], overseas=price)
    terms = Terms(carriers=(carrier,), tariffs=())
    found = ceiling_of("docomo", terms, use=Use(days=1, overseas=True), on=TODAY)
    assert (found.yen_low, found.yen_high) == (500, high)
    assert found.assumes[0] == "すべて海外あて。70文字まで1通と数える"


def test_the_terms_cannot_be_changed_once_read():
    with pytest.raises(AttributeError):
        shipped_terms().carriers = ()


def test_what_is_asked_is_named():
    with pytest.raises(TypeError):
        Use(31)

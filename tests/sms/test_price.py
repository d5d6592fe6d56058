"""What one SMS costs by its length: every tier on its first and last character."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.money import tariff_of
from madoguchi.sms.bill import price_of, shipped_terms

TARIFF = tariff_of(shipped_terms(), "docomo", on=dt.date(2026, 11, 21))

FULL_WIDTH = [0, 70, 134, 201, 268, 335, 402, 469, 536, 603, 670]
HALF_WIDTH = [0, 160, 306, 459, 612, 765, 918, 1071, 1224, 1377, 1530]
PRICES = ["3.3", "6.6", "9.9", "13.2", "16.5", "19.8", "23.1", "26.4", "29.7", "33.0"]


@pytest.mark.parametrize("parts", range(1, 11))
@pytest.mark.parametrize(("edges", "gsm7"), [(FULL_WIDTH, False), (HALF_WIDTH, True)])
def test_every_tier_ends_on_its_boundary(parts, edges, gsm7):
    first, last = edges[parts - 1] + 1, edges[parts]
    for chars in (first, last):
        price = price_of(chars, TARIFF, gsm7=gsm7)
        assert (price.parts, price.yen) == (parts, Decimal(PRICES[parts - 1]))


@pytest.mark.parametrize(
    ("chars", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3), (160, 3), (161, 3), (670, 10)]
)
def test_full_width_sends_are_counted_as_parts(chars, parts):
    assert price_of(chars, TARIFF).parts == parts


def test_an_empty_send_costs_as_much_as_a_short_one():
    assert price_of(0, TARIFF).yen == Decimal("3.3")


@pytest.mark.parametrize(("chars", "gsm7", "most"), [(671, False, 670), (1531, True, 1530), (-1, False, 670)])
def test_a_send_that_cannot_be_is_refused_with_the_longest_that_can(chars, gsm7, most):
    with pytest.raises(ValueError, match=f"{chars}文字のSMSは送れません.*0 から {most} です"):
        price_of(chars, TARIFF, gsm7=gsm7)


@given(st.integers(0, 669))
def test_a_longer_send_never_costs_less(chars):
    assert price_of(chars, TARIFF).yen <= price_of(chars + 1, TARIFF).yen

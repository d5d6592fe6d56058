"""The day from which a desk may answer is told anew each day, however lately the desk was asked for."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO
from madoguchi.hours import contact_at
from madoguchi.knowledge import load

FRIDAY = dt.datetime(2026, 12, 11, 18, 0, tzinfo=TOKYO)


@pytest.mark.parametrize("name", ["police_9110", "hotline_188", "police_station"])
def test_a_day_that_has_passed_is_not_told(name):
    known = load()
    told = [
        contact_at(known.contacts[name], FRIDAY + dt.timedelta(hours=h), sources=known.sources)
        for h in range(96)
    ]
    for hour, answer in enumerate(told):
        assert (
            answer.perhaps_from is None or answer.perhaps_from >= (FRIDAY + dt.timedelta(hours=hour)).date()
        )

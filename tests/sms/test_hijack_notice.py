"""The notice does not look like a scam, and who was blocked gets the plan for any victim."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from madoguchi.sms.crossings import Watching
from madoguchi.sms.notice import Notice, notice_of_signs, plan_for_blocked

EVENING = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))
CARRIERS, TONGUES = ("docomo", "au", "softbank", "rakuten"), ("ja", "easy", "en")
VERIFY = {
    "ja": "請求書に書かれた窓口で確かめられます",
    "easy": "まどぐち",
    "en": "on your bill, from another phone",
}


def notice(carrier: str, tongue: str) -> Notice:
    watching = Watching.of(carrier, on=EVENING.date())
    return notice_of_signs(watching.carrier, tongue, price=watching.prices)


@pytest.mark.parametrize("tongue", TONGUES)
@pytest.mark.parametrize("carrier", CARRIERS)
def test_it_has_no_link_no_number_and_fits_into_three_parts(carrier: str, tongue: str) -> None:
    one = notice(carrier, tongue)
    assert not re.search(r"https?|www|://|[a-z]\.[a-z]|[0-9０-９]", one.text)
    assert one.parts == 3 and VERIFY[tongue] in one.text


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_asks_for_nothing_and_threatens_with_nothing(tongue: str) -> None:
    words = ("至急", "本日中", "停止します", "法的", "urgent", "immediately", "suspend", "ログイン", "log in")
    assert not [one for one in words if one in notice("docomo", tongue).text]
    assert "{" not in notice("docomo", tongue).text


def test_no_kanji_without_a_reading_is_left_in_the_easy_one() -> None:
    assert not re.search(r"[一-龥]", notice("docomo", "easy").text)


def test_who_was_blocked_gets_the_plan_of_the_hijacked_line() -> None:
    answer = plan_for_blocked(EVENING)
    assert [one.id for one in answer.schemes][:1] == ["sms_hijack"]
    steps = [one.id for one in answer.plan.steps]
    assert steps[0] == "sh_flight_mode" and "sh_carrier_stop_sms" in steps and answer.plan.never

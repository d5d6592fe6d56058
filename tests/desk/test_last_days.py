"""The last day of a notice, offered from the memo for the list of what has its hour, with its conditions."""

import datetime as dt

from desk_under_test import case_of, town
from doors_under_test import at_work
from test_pages import hidden, text

from madoguchi.hours import TOKYO
from madoguchi.web.desk.hearing import heard_in
from madoguchi.web.desk.last_days import last_days_of
from madoguchi.web.desk.models import Due
from madoguchi.web.public.clock import now

QUILT = "2026年11月1日に訪問販売で布団を契約した。"


def offered(memo: str, *days: int) -> list[int]:
    dues = [Due(kind="cooling_off", at=dt.datetime(2026, 11, day, 17, tzinfo=TOKYO)) for day in days]
    heard = heard_in(memo, at=dt.datetime(2026, 11, 15, 10, tzinfo=TOKYO))
    return [one.day.day for one in last_days_of(heard, dues)]


def test_the_first_last_day_that_has_not_passed_is_offered_once() -> None:
    assert offered(f"{QUILT}契約書は11月12日に届いた。") == [19]
    assert offered(f"{QUILT}契約書は11月12日に届いた。", 19) == []
    assert offered(f"{QUILT}契約書は10日くらい前に届いた。") == [15]


def test_no_day_is_offered_where_none_runs() -> None:
    assert offered(QUILT) == offered(f"{QUILT}契約書は来ない。") == offered("警告画面が出た。") == []


def test_taking_it_puts_it_on_the_list() -> None:
    member, day = town().person("counsellor"), now().astimezone(TOKYO).date()
    told = f"{day.year}年{day.month}月{day.day}日に訪問販売で布団を契約。契約書はその場でもらった。"
    client, place = at_work(member), f"/desk/cases/{case_of(member, told)}/"
    last = f'name="day" value="{day + dt.timedelta(days=7)}"'
    page = text(client.get(place))
    assert last in page and "に当たる場合" in page
    taken = {"kind": "cooling_off", "day": str(day + dt.timedelta(days=7))}
    client.post(f"{place}due/", {**hidden(page), **taken})
    assert last not in text(client.get(place))

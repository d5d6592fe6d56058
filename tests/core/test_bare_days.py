"""A day of a month by its number alone, told on Saturday, 21 November 2026."""

import datetime as dt

import pytest

from madoguchi.days import days_in

TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("契約書は19日にもらいました", "2026-11-19"),
        ("15日(日)に来て、その場で決めた", "2026-11-15"),
        ("5日の夜に電話が来た", "2026-11-05"),
        ("20日から連絡がありません", "2026-11-20"),
        ("31日に業者が来ました", "2026-10-31"),
        ("25日に振り込んだ", "2026-10-25"),
        ("25日に工事に来る予定です", "2026-11-25"),
        ("8日までに返事をください", "2026-12-08"),
        ("2日、業者が来て契約した", "2026-11-02"),
    ],
)
def test_the_nearest_such_day_on_the_side_that_is_meant(text, day):
    assert [one.from_day.isoformat() for one in days_in(text, TODAY)] == [day]


def test_a_second_day_belongs_to_the_month_before_it():
    days = [one.from_day.isoformat() for one in days_in("10月3日と5日に振り込みました", TODAY)]
    assert days == ["2026-10-03", "2026-10-05"]


@pytest.mark.parametrize(
    "text",
    [
        "毎月25日に引き落とし",
        "3日に1回",
        "返事が3日ありません",
        "あと3日に迫る",
        "3日で届く",
        "3日間は",
        "100日に",
        "3日に分けて払った",
        "5日は待って",
        "8日以内に",
    ],
)
def test_how_long_and_how_often_is_no_day(text):
    assert list(days_in(text, TODAY)) == []

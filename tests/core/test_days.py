"""Days as people say them, counted from Saturday 2026-11-21."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.days import days_in
from madoguchi.plain_text import level

TODAY = dt.date(2026, 11, 21)
SAID = [
    ("令和8年11月20日", "2026-11-20", "2026-11-20", "day"),
    ("R8.11.20", "2026-11-20", "2026-11-20", "day"),
    ("2026年11月20日", "2026-11-20", "2026-11-20", "day"),
    ("２０２６/11/20", "2026-11-20", "2026-11-20", "day"),
    ("11/20", "2026-11-20", "2026-11-20", "day"),
    ("11月20日", "2026-11-20", "2026-11-20", "day"),
    ("12月3日", "2025-12-03", "2025-12-03", "day"),
    ("きのうの夕方", "2026-11-20", "2026-11-20", "day"),
    ("おととい", "2026-11-19", "2026-11-19", "day"),
    ("けさ", "2026-11-21", "2026-11-21", "day"),
    ("先週の火曜ごろ", "2026-11-10", "2026-11-10", "day"),
    ("3日前", "2026-11-18", "2026-11-18", "day"),
    ("一週間前", "2026-11-11", "2026-11-17", "week"),
    ("先週", "2026-11-09", "2026-11-15", "week"),
    ("先月", "2026-10-01", "2026-10-31", "month"),
    ("去年の5月", "2025-05-01", "2025-05-31", "month"),
    ("令和7年3月", "2025-03-01", "2025-03-31", "month"),
    ("昨年", "2025-01-01", "2025-12-31", "year"),
    ("平成元年1月8日", "1989-01-08", "1989-01-08", "day"),
    ("十月三日", "2026-10-03", "2026-10-03", "day"),
    ("令和八年十月三日", "2026-10-03", "2026-10-03", "day"),
    ("十二月一日", "2025-12-01", "2025-12-01", "day"),
    ("十二月一日の予定", "2026-12-01", "2026-12-01", "day"),
    ("さきおととい", "2026-11-18", "2026-11-18", "day"),
    ("先月の20日", "2026-10-20", "2026-10-20", "day"),
    ("先日の土曜日", "2026-11-14", "2026-11-14", "day"),
    ("三日前の水曜日", "2026-11-18", "2026-11-18", "day"),
    ("三日前の火曜日", "2026-11-17", "2026-11-18", "day"),
    ("2週間前の土曜日", "2026-11-07", "2026-11-07", "day"),
    ("去年の10月3日", "2025-10-03", "2025-10-03", "day"),
    ("I paid him on October 3rd", "2026-10-03", "2026-10-03", "day"),
    ("it was 3 Oct 2026 when I paid", "2026-10-03", "2026-10-03", "day"),
    ("I must pay by December 1", "2026-12-01", "2026-12-01", "day"),
    ("I paid them last Tuesday", "2026-11-17", "2026-11-17", "day"),
    ("I paid them three days ago", "2026-11-18", "2026-11-18", "day"),
    ("I paid them the day before yesterday", "2026-11-19", "2026-11-19", "day"),
]


@pytest.mark.parametrize(("text", "first", "last", "precision"), SAID)
def test_a_day_is_found_however_it_is_said(text, first, last, precision):
    (day,) = days_in(level(text), TODAY)
    assert (day.from_day.isoformat(), day.to_day.isoformat(), day.precision) == (first, last, precision)


TO_COME = [
    ("12月4日までに納めないと口座を止めるというメール", "2026-12-04"),
    ("振込の期日は11月27日です", "2026-11-27"),
    ("12月8日に外壁の工事に来ると言っています", "2026-12-08"),
    ("支払期限:11/30", "2026-11-30"),
    ("1月15日までに返事をするように言われました", "2027-01-15"),
    ("12月5日(土)午後2時に点検に伺います", "2026-12-05"),
    ("期限は11月10日です", "2026-11-10"),
    ("明日までに払えと言われた", "2026-11-22"),
    ("あさって取りに来るそうです", "2026-11-23"),
    ("来週の水曜日に契約書を持って来る", "2026-11-25"),
    ("再来週の月曜に工事", "2026-11-30"),
    ("来月から始まる", "2026-12-01"),
    ("来年の更新", "2027-01-01"),
]
PAST = [
    ("12月4日までに三回払いました", "2025-12-04"),
    ("12月8日に来る予定でしたが来ませんでした", "2025-12-08"),
    ("11月30日まで使っていた回線", "2025-11-30"),
    ("12月8日に業者が来ました", "2025-12-08"),
    ("12月8日に契約、工事はまだ", "2025-12-08"),
]


ENGLISH_TO_COME = [
    ("he will come this friday to take my card", "2026-11-27"),
    ("He told me to pay on monday", "2026-11-23"),
    ("I have to pay on Tuesday or they cut the power", "2026-11-24"),
    ("They're coming on Thursday to collect it", "2026-11-26"),
    ("My mother must transfer it by Friday", "2026-11-27"),
    ("I am told that he comes on Friday", "2026-11-27"),
]
ENGLISH_PAST = [
    ("He came this friday to take my card", "2026-11-20"),
    ("I went to the bank on Monday", "2026-11-16"),
    ("I had to pay on Monday and now regret it", "2026-11-16"),
    ("I should have paid on Monday", "2026-11-16"),
    ("He said he will call back, I waited on Tuesday", "2026-11-17"),
    ("He will sue me and I paid on Thursday", "2026-11-19"),
    ("He tried to visit me on Monday", "2026-11-16"),
]

ANNOUNCED = [
    ("銀行のアプリから、11月22日はメンテナンスですと通知が来た", "2026-11-22"),
    ("11月23日は断水と書いてあります。", "2026-11-23"),
    ("11月25日に停電するそうです。", "2026-11-25"),
    ("11月22日(日)は全館停電です。", "2026-11-22"),
    ("11月28日から足場の工事です。", "2026-11-28"),
    ("今度の11月29日、うちへ集まります。", "2026-11-29"),
    ("22日は断水ですと紙が入っていました", "2026-11-22"),
]
LOOKS_ANNOUNCED = [
    ("契約したのは11月30日です。", "2025-11-30"),
    ("契約日は12月1日です。", "2025-12-01"),
    ("11月30日に母が契約して困っています。", "2025-11-30"),
    ("12月3日の契約です。まだやめられますか。", "2025-12-03"),
    ("11月30日は仕事で家にいませんでした。", "2025-11-30"),
    ("11月22日に届いた荷物です。", "2025-11-22"),
    ("11月22日に契約しました。", "2025-11-22"),
    ("20日は断水でした。", "2026-11-20"),
]


@pytest.mark.parametrize(("text", "day"), ANNOUNCED + LOOKS_ANNOUNCED)
def test_what_a_notice_announces_is_ahead_and_what_was_done_is_not(text, day):
    assert [found.from_day.isoformat() for found in days_in(level(text), TODAY)] == [day]


@pytest.mark.parametrize(("text", "day"), TO_COME + PAST + ENGLISH_TO_COME + ENGLISH_PAST)
def test_a_term_or_an_appointment_is_to_come_and_a_deed_is_past(text, day):
    assert [found.from_day.isoformat() for found in days_in(level(text), TODAY)] == [day]


@pytest.mark.parametrize(
    "text", ["今日中に", "10月分", "2月30日", "13/45", "03-1234-5678", "192.168.1.1", "3分前の話ではない"]
)
def test_what_is_no_day_is_none_or_a_minute(text):
    assert all(day.precision == "minute" for day in days_in(level(text), TODAY))


@given(st.text(max_size=80), st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2090, 1, 1)))
def test_no_text_breaks_the_calendar(text, today):
    assert all(day.from_day <= day.to_day for day in days_in(text, today))


@pytest.mark.parametrize("text", ["二月三十日", "May 30000 yen", "I may 3 times", "February 30", "二十一日"])
def test_what_is_no_day_is_read_as_none(text):
    assert days_in(level(text), TODAY) == []


@pytest.mark.parametrize(
    "text", ["今夜で終わりにします", "今日で最後にします", "明日で終わりにします", "I will end it tonight"]
)
def test_a_day_on_which_somebody_wants_to_end_it_is_no_day_of_what_happened(text):
    assert days_in(level(text), TODAY) == []


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("He will call again tonight", True),
        ("今夜また電話が来ます", True),
        ("今夜9時に取りに来ると言われました", True),
        ("今日の午後3時までに払えと言われています", True),
        ("今夜、変な電話がありました", False),
        ("Tonight he called me", False),
        ("今日払いました", False),
    ],
)
def test_what_is_still_to_come_today_is_told_apart_from_what_has_happened(text, later):
    (day,) = days_in(level(text), TODAY)
    assert day.later is later

"""A talk that was pasted in: who says what, on which day. The other side's words move no money and no day."""

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime.fromisoformat("2026-11-22T10:00:00+09:00")
TALKS = {
    "brackets": (
        "[10/25 20:00] さくら: 今日10万円入れてください\n"
        "[10/25 20:30] 私: 10万円振り込みました\n"
        "[10/26 8:00] さくら: 今日13万円になりました\n"
    ),
    "line": (
        "[LINE] 花子とのトーク履歴\n"
        "保存日時：2026/11/20 10:00\n"
        "\n"
        "2026/10/25(日)\n"
        "20:10\t花子\t今日10万円入れてください\n"
        "20:11\t山田\t10万円振り込みました\n"
        "2026/10/26(月)\n"
        "8:00\t花子\t今日13万円になったね\n"
    ),
    "whatsapp": (
        "25/10/2026, 20:00 - けん: 今日10万円入れてください\n"
        "25/10/2026, 20:10 - 自分: 10万円振り込みました\n"
        "26/10/2026, 8:00 - けん: 13万円になった\n"
    ),
    "time first": (
        "[20:00, 2026/10/25] けん: 10万円入れて\n"
        "[20:05, 2026/10/25] me: 10万円振り込みました\n"
        "[8:00, 2026/10/26] けん: 今日13万円だよ\n"
    ),
    "quoted": (
        "【10月25日 20:00】けん「今日10万円を入れて」\n"
        "【10月25日 20:10】私「10万円振り込みました」\n"
        "【10月26日 8:00】けん「もう13万円になった」"
    ),
    "payer": (
        "[10/25 20:00] けん: 今日10万円入れてね\n"
        "[10/25 20:30] のぼる: 10万円振り込みました\n"
        "[10/26 8:00] けん: 今日13万円になったよ"
    ),
    "name above": (
        "けん 10/25 20:00\n"
        "今日10万円入れてください\n"
        "私 10/25 20:10\n"
        "10万円振り込みました\n"
        "けん 10/26 8:00\n"
        "13万円になった\n"
    ),
    "year first": (
        "2026-10-25 20:00:11 けん: 今日10万円\n"
        "2026-10-25 20:01:11 私: 10万円振り込みました\n"
        "2026-10-26 8:02:11 けん: 13万円だよ"
    ),
}


@pytest.mark.parametrize("name", TALKS)
def test_only_the_own_line_is_a_payment(name: str) -> None:
    amounts = consult(TALKS[name], at=AT).situation.amounts
    assert [one.yen for one in amounts if one.role not in ("demanded", "other")] == [100_000]


@pytest.mark.parametrize("name", TALKS)
def test_each_day_of_a_talk_is_told_once_and_today_is_the_day_of_its_line(name: str) -> None:
    days = consult(TALKS[name], at=AT).situation.dates
    assert [one.from_day.isoformat() for one in days] == ["2026-10-25", "2026-10-26"]


@pytest.mark.parametrize("name", TALKS)
def test_the_words_of_a_talk_are_quoted_where_they_stand(name: str) -> None:
    told = consult(TALKS[name], at=AT).situation
    quotes = [*told.amounts, *told.dates, *told.facts, *told.payments]
    assert all(TALKS[name][one.start : one.end] == one.quote for one in quotes)


@pytest.mark.parametrize("name", TALKS)
def test_a_payment_of_last_month_is_no_case_for_tonight(name: str) -> None:
    steps = [step.id for step in consult(TALKS[name], at=AT).plan.steps]
    assert "bank_tell_police" not in steps


def test_a_list_of_what_happened_when_is_no_talk() -> None:
    told = consult(
        "10:00 電話: また来た\n10:20 電話: 切った\n10:40 振込: 今日50万円振り込んだ", at=AT
    ).situation
    assert [(one.role, one.yen) for one in told.amounts] == [("paid", 500_000)]
    assert [one.from_day.isoformat() for one in told.dates] == ["2026-11-22"]


def test_what_is_told_behind_a_talk_is_the_person_s_own_and_of_today() -> None:
    told = consult(TALKS["brackets"] + "\n昨日、別に5万円を払いました。", at=AT).situation
    assert [one.yen for one in told.amounts if one.role == "paid"] == [100_000, 50_000]
    assert told.dates[-1].from_day.isoformat() == "2026-11-21"


def test_where_nobody_shows_who_tells_no_payment_is_made_up() -> None:
    talk = "[10/25 20:00] あ: 銀行だと10万円\n[10/25 20:01] い: そうか\n[10/25 20:02] あ: 振込は10万円"
    told = consult(talk, at=AT).situation
    assert {one.state for one in told.payments} == {"unknown"} and "paid" not in told.stage

"""Troubles that are no scheme: a desk or the next thing to do, and nobody is told to wait."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def steps(text: str) -> list[str]:
    return [one.id for one in consult(text, at=AT).plan.steps]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("カードローンとリボで返済が追いつかない", "debts_ask"),
        ("カードの支払いが三社分たまって もう払えんのです", "debts_ask"),
        ("SNSの個人間融資で借りたら利息がとんでもない", "lender_ask"),
        ("大家が敷金を返さへん", "rental_ask"),
        ("予約していた旅行会社が倒産した", "bankrupt_ask"),
        ("給与が二か月も出ない", "work_ask"),
        ("電力会社を変えませんかと来た人に検針票を見せてしもた", "meter_ask"),
        ("給湯器の点検に来ると電話があり、約束してしまった", "inspection_say_no"),
        ("ラクマで届いたかばんがコピー品やった", "flea_tell_the_office"),
        ("光回線の電話勧誘で契約してしまった", "line_contract_ask"),
    ],
)
def test_the_desk_is_named_and_nobody_waits(text, step):
    assert step in steps(text)
    assert "confirm_another_way" not in steps(text)


@pytest.mark.parametrize(
    "text",
    [
        "エステを45万円で契約しました。ローンを組みましたがやめたいです",
        "学習塾の退会を申し出たら二か月分の料金を払えとのこと",
        "結婚相談所を退会したいのに解約料20万円と言われました",
        "だつもうのけいやくをやめたいです ろーんはらっています",
    ],
)
def test_a_course_may_be_ended_midway(text):
    planned = steps(text)
    assert "consumer_service_midway" in planned
    assert not [one for one in planned if one.startswith(("sidejob_", "oneclick_"))]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("副業のサポートプランを画面共有で借金して契約しました", "sidejob_loan_call_lender"),
        ("アダルトサイトの退会窓口に電話したら解約料30万円と言われた", "oneclick_do_not_contact"),
        ("動画視聴中にいきなり会員番号が出て、退会メールを送った", "oneclick_do_not_contact"),
    ],
)
def test_the_schemes_are_still_known(text, step):
    assert step in steps(text)


def test_the_days_of_a_multilevel_contract_are_twenty():
    answer = consult("マルチに入ってしまった。先輩に言われて先週の水曜に契約", at=AT)
    assert [(one.days, one.last.isoformat()) for one in answer.withdrawals] == [(20, "2026-11-30")]


def test_a_notice_of_an_inspection_is_no_story():
    notice = "本日14時頃、ガス設備の点検に伺います。費用はかかりません。係員は身分証を提示します。"
    assert "inspection_say_no" not in steps(notice)

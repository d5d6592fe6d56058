"""A buyer who came to the house (訪問購入), told on Saturday, 21 November 2026."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from madoguchi import consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    "text",
    [
        "電話があって来てもらったら、指輪とネックレスを3千円で持っていかれました。昨日",
        "昨日うちに来た買取の人、指輪だけ千円で持ってったんだけど返してもらえますか",
        "きのうの夕方、男の人が服を買いに来て、母の形見の指輪を五千円で売ってしまいました",
    ],
)
def test_the_days_of_a_buyer_are_counted(text):
    answer = consult(text, at=AT)
    assert [sale.way for sale in answer.situation.contract.sales] == ["door_purchase"]
    assert [term.last.isoformat() for term in answer.withdrawals] == ["2026-11-27"]
    assert answer.plan.steps[0].id == "consumer_bought_up"


@pytest.mark.parametrize(
    "text",
    [
        "空き巣に入られて指輪とネックレスを持っていかれました",
        "妹が遊びに来て、私の指輪を持っていった",
        "警察を名乗る人が来て指輪と現金を持って行った",
        "宅配の人が来て荷物を持って行きました",
        "質屋の店に行って指輪を3万円で売りました",
    ],
)
def test_who_takes_things_is_not_always_a_buyer(text):
    assert consult(text, at=AT).situation.contract.sales == ()


def test_who_came_and_took_things_sold_nothing():
    story = "業者に指輪とネックレスを安く持っていかれました。昨日"
    answer = consult(story, at=AT, answers={"contract_place": "came_home"})
    assert [term.name for term in answer.withdrawals] == ["訪問購入（家に来て買い取る）"]


def test_a_buyer_who_does_not_leave_is_a_visitor():
    story = "業者に指輪を買い取られて、まだ家の中に居座って帰らないので怖いです"
    assert "visitor_at_the_door" in [step.id for step in consult(story, at=AT).plan.steps]

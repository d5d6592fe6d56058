"""A visit that is over is no visitor at the door; whoever is still there or still to come is one."""

import datetime as dt

import pytest

from madoguchi.consult import TOKYO, consult

AT = dt.datetime(2026, 11, 21, 20, 40, tzinfo=TOKYO)
VISITOR = {"visitor_at_the_door", "rescue_threat_at_home"}


def steps(text: str) -> set[str]:
    return {step.id for step in consult(text, at=AT).plan.steps}


@pytest.mark.parametrize(
    "text",
    [
        "昨日、屋根の点検の人が来て、契約してしまいました。もう帰りました。",
        "昨日、屋根の点検の人が来ましたが、断って帰ってもらいました。",
        "11月10日に業者が訪ねてきて、床下の工事を契約しました。",
        "布団の販売員が家に来て長く話していましたが、追い返しました。",
    ],
)
def test_a_visit_that_is_over_is_no_visitor(text):
    assert not steps(text) & VISITOR


@pytest.mark.parametrize(
    "text",
    [
        "業者が家に来て帰ってくれません。今も玄関にいます。",
        "取り立ての人が来て、今日は帰りましたが、明日また来ると言われました。",
        "屋根の業者が帰らないので契約しました。怖いです。",
        "昨日契約した人が、これからお金を取りに来ると言っています。",
        "男が玄関に来て金を払わないと痛い目にあうと脅されました。帰りました。",
    ],
)
def test_who_is_there_or_is_to_come_is_one(text):
    assert steps(text) & VISITOR

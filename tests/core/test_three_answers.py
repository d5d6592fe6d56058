"""The answer to "is it fraud" is as firm as the verdict above it; where nobody may have deceived, nobody is blamed."""

from __future__ import annotations

import datetime as dt

import pytest

from madoguchi import Consultation, consult
from madoguchi.knowledge import known_in

AT = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))
PERHAPS = "知らない番号から、口座が使われていると言われた。少し不安です。"


def told(text: str, language: str = "ja") -> Consultation:
    return consult(text, at=AT, knowledge=known_in(language))


def test_a_weak_verdict_is_answered_weakly() -> None:
    found = told(PERHAPS)
    assert found.verdict == "suspicious" and "ところが多い" not in found.three_answers.is_it_fraud
    assert "はっきりとは言えません" in found.three_answers.is_it_fraud


@pytest.mark.parametrize(("language", "word"), [("en", "not certain"), ("easy", "はっきりとは")])
def test_it_is_so_in_each_language(language: str, word: str) -> None:
    assert word in told(PERHAPS, language).three_answers.is_it_fraud


def test_a_strong_verdict_is_answered_by_its_scheme() -> None:
    found = told("警告の画面が出て電話し、遠隔操作されて、電子マネーを5万円買わされました。")
    assert found.verdict == "scheme" and "ところが多い" in found.three_answers.is_it_fraud


UNPAID = "激安サイトで靴の注文ボタンを押しました。振込先が個人の名前の口座でした。まだ振り込んでいません。"


def test_an_unpaid_order_hears_nothing_of_late_parcels_and_refunds() -> None:
    found = told(UNPAID)
    assert found.schemes[0].id == "fake_shop"
    assert not {step.id for step in found.plan.steps} & {"fakeshop_refund_offer", "fakeshop_ask_the_shop"}
    assert not [sign for sign in found.schemes[0].signs if "払ったのに" in sign.why]
    assert any("代金を払わないでください" in line for line in found.plan.never)

"""The lines to read out hold the sum and the things that were told of, where exactly one sum is; else the blanks stay."""

from __future__ import annotations

import pytest
from reading import told

from madoguchi.knowledge import load
from madoguchi.telling.filled import with_blanks_filled

STORY = "画面の番号に電話して遠隔操作され、コンビニで3万5千円のカードを2枚買って番号を伝えました。"


def lines(text: str, *, whose: str = "") -> str:
    answer = with_blanks_filled(told(text), load().phrases, whose=whose)
    return "\n".join(line for step in answer.plan.steps for line in (step.text, *step.say, *step.have_ready))


def test_what_was_paid_and_given_is_said() -> None:
    said = lines(STORY)
    assert "70,000円払いました" in said and "端末の操作、電子マネーの番号を渡しました" in said


@pytest.mark.parametrize(
    "more",
    [
        "さらに銀行から30万円を振り込みました。",
        "1万円が返ってきました。",
    ],
)
def test_a_sum_that_is_not_the_whole_is_not_put_in(more: str) -> None:
    assert "70,000円払いました" not in lines(STORY + more)


def test_nothing_is_put_in_where_nothing_was_paid() -> None:
    assert lines("警告の画面が出て電話しました。") == "\n".join(
        line
        for step in told("警告の画面が出て電話しました。").plan.steps
        for line in (step.text, *step.say, *step.have_ready)
    )


def test_whose_postal_code_it_is_is_said() -> None:
    said = lines(STORY, whose="お母さま")
    assert "お母さまの郵便番号" in said and "\n契約した本人の郵便番号" not in said

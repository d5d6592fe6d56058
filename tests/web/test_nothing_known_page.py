"""Where nothing known was found: no talk of swindlers over what may be a genuine letter, and no question that is not there."""

import pytest
from site_under_test import found, told

GENUINE = "図書館です。ご予約の本の用意ができました。来週の日曜日までに受付でお受け取りください。"


def test_over_a_genuine_letter_nobody_is_blamed() -> None:
    page = found(GENUINE)
    assert "特徴は 見つかりませんでした" in page.text and "だました人" not in page.text
    assert "だました人が悪いのです" in found().text


@pytest.mark.parametrize(
    ("tongue", "below"), [("", "下の質問"), ("やさしい", "下の質問"), ("English", "questions below")]
)
def test_what_is_found_points_to_no_question_that_is_not_there(tongue: str, below: str) -> None:
    page = found(GENUINE).press(tongue) if tongue else found(GENUINE)
    assert '<dl class="three">' in page.html and below not in page.text


def test_the_english_page_blames_the_deceiver_in_english() -> None:
    page = found().press("English")
    assert "fault of you" not in page.text and "is to blame, not your mother" in page.text


CLERK = "お客さまの様子が変です。"


@pytest.mark.parametrize("text", [CLERK, f"{CLERK}アカウントを乗っ取られたそうです。"])
def test_a_clerk_reads_of_the_customer_first_and_then_what_it_may_be(text: str) -> None:
    page = told(text, person="customer").press("つぎへ", choice="unknown").press("この内容で 見る")
    head = page.html.partition("<h1>")[2].partition("</h1>")[0]
    assert "だまされている途中" in head and "乗っ取り" not in head


def test_a_clerk_is_asked_how_far_the_customer_has_gone_and_nothing_of_a_victim() -> None:
    page = told(CLERK, person="customer")
    assert "お客さまは、いまどこまで進んでいますか" in page.text and page.html.count('name="choice"') == 5

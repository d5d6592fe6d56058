"""Where nothing known was found: no talk of swindlers over what may be a genuine letter, and no question that is not there."""

import pytest
from site_under_test import found

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

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


@pytest.mark.parametrize(
    "text",
    [
        "Something odd happened to me yesterday and I do not know what to think of it",
        "Recebi uma ligação de alguém que dizia ser da polícia e fiquei com muito medo",
    ],
)
def test_where_not_enough_could_be_read_the_headline_says_so(text: str) -> None:
    page = found(text).press("English")
    assert (
        "We could not read enough of this to say" in page.text
        and "No signs of a known trick" not in page.text
    )


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        ("I got an SMS about a parcel and I typed my card number on the page.", "Phishing"),
        ("Fake police officers called my grandfather. He gave 800,000 yen in cash to a man.", "police"),
        ("My securities account was hijacked and 3 million yen is gone.", "securities account"),
    ],
)
def test_a_story_in_english_is_answered_in_english_with_its_own_words(text: str, scheme: str) -> None:
    page = found(text).press("English")
    assert "Much of it fits" in page.text and scheme in page.text and "No signs" not in page.text

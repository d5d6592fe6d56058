"""Who may hurt themselves sees a number to call at once, on every page, and is asked nothing first."""

import re

from site_under_test import TOLD, Visitor, told

TIRED = "警察を名乗る電話で180万円を振り込みました。もう死にたいです"
ASIDE = re.compile(r'<aside class="first".*?</aside>', re.DOTALL)


def strip_of(page: Visitor) -> str:
    found = ASIDE.search(page.html)
    return found[0] if found else ""


def test_nothing_is_asked_before_the_number_stands_there() -> None:
    page = told(TIRED, person="self")
    assert "なぜ聞くか" not in page.text and 'href="tel:0120279338"' in strip_of(page)


def test_the_desk_that_answers_now_comes_first() -> None:
    strip = strip_of(told(TIRED, person="self"))
    assert strip.index("よりそいホットライン") < strip.index("tel:0120279338") < strip.index("tel:0570064556")


def test_the_number_stands_on_every_page_of_the_walk() -> None:
    page = told(TIRED, person="self")
    for way in ("この内容で 見る", "すること", "お金のこと", "紙にする", "変わったことを足す"):
        page = page.press(way)
        assert 'href="tel:0120279338"' in strip_of(page), way


def test_without_such_words_questions_are_asked_and_the_strip_calls_nobody_for_it() -> None:
    page = told(TOLD)
    assert "なぜ聞くか" in page.text and "0120279338" not in strip_of(page)

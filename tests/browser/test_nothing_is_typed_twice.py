"""What was typed on a page of a case is kept, whichever way the page is left; alone at a desk nobody has written before oneself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from test_coming_to_the_desk import first, page, with_passkey  # noqa: F401 (the fixtures are used by name)


@pytest.fixture
def case(page: Page, first: str) -> Page:  # noqa: F811
    """A new case in which nothing stands."""
    with_passkey(page, first)
    page.goto(f"{first.split('/desk/')[0]}/desk/")
    page.keyboard.press("F2")
    page.wait_for_url("**/desk/cases/*/")
    return page


def away_and_back(here: Page) -> None:
    here.keyboard.press("Alt+3")
    here.wait_for_url("**/record/")
    here.keyboard.press("Alt+1")
    here.wait_for_url("**/desk/cases/*/")


def test_the_last_words_of_a_memo_are_kept_when_the_page_is_left_at_once(case: Page) -> None:
    case.keyboard.type("娘から。母78、画面に警告")
    away_and_back(case)
    assert case.input_value("#memo") == "娘から。母78、画面に警告"


def test_the_last_words_are_kept_when_the_next_one_calls(case: Page) -> None:
    here = case.url
    case.keyboard.type("折り返し 夕方")
    case.keyboard.press("F2")
    case.wait_for_url("**/desk/")
    case.goto(here)
    assert case.input_value("#memo") == "折り返し 夕方"


def test_who_called_is_saved_after_the_memo_was_saved_on_the_same_page(case: Page) -> None:
    case.keyboard.type("母78")
    expect(case.locator("#asked [role=status]")).to_contain_text("保存しました", timeout=20_000)
    case.fill("#caller-relation", "娘")
    case.click("text=相談者を保存")
    expect(case.locator("#caller-relation")).to_have_value("娘")
    assert not case.locator(".trouble").count()


def test_one_form_takes_what_stands_in_the_others_with_it(case: Page) -> None:
    case.keyboard.type("母78")
    case.fill("#caller-relation", "娘")
    case.select_option("#consumer-age_band", "70s")
    case.click("text=契約当事者を保存")
    expect(case.locator("#consumer-age_band")).to_have_value("70s")
    assert case.input_value("#caller-relation") == "娘" and case.input_value("#memo") == "母78"


def test_a_title_that_was_written_outlives_a_proposal_that_is_taken(case: Page) -> None:
    case.keyboard.type("母78 画面に警告 画面の番号に電話した アップルカード3.5万 番号読んだ")
    case.keyboard.press("Alt+3")
    case.fill("#title", "自分で書いた件名")
    case.locator(".take").first.click()
    expect(case.locator(".take").first).to_be_focused()
    assert case.input_value("#title") == "自分で書いた件名"


def test_what_cannot_be_kept_stays_on_the_screen(case: Page) -> None:
    case.route("**/memo/", lambda route: route.abort())
    case.keyboard.type("線が切れている")
    case.keyboard.press("Alt+3")
    expect(case.locator("#memo-trouble")).to_contain_text("打ったものは、この画面に残っています")
    assert case.input_value("#memo") == "線が切れている" and "/record/" not in case.url


def test_each_line_that_is_registered_can_be_copied(case: Page) -> None:
    case.context.grant_permissions(["clipboard-read", "clipboard-write"])
    case.keyboard.press("Alt+5")
    case.click("[aria-label='写す: 相談区分']")
    expect(case.locator("[aria-label='写す: 相談区分']")).to_have_text("写しました")
    assert case.evaluate("navigator.clipboard.readText()") == "不明"

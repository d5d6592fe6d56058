"""Back, reload and 変更 lose nothing that was said."""

from playwright.sync_api import Error
from running import TOLD, Person


def back(person: Person) -> str:
    """Goes back as the browser does; returns what it could not show it for, and nothing where it showed the page."""
    try:
        person.page.go_back()
    except Error as error:
        person.page.wait_for_timeout(1_000)  # until the browser's own page stands
        return str(error)
    return ""


def test_the_browsers_back_shows_a_page_that_no_form_led_to(person: Person) -> None:
    assert back(person.who()) == "" and person.page.locator("#person-family").count() == 1


def test_of_what_was_told_the_browser_keeps_no_page_and_reloading_brings_it(person: Person) -> None:
    """Decision 019: nothing of it lies on the telephone, so Chromium asks before it sends the form again."""
    assert "ERR_CACHE_MISS" in back(person.doing())
    assert person.page.url.startswith("chrome-error:") and "そう見える理由" not in person.page.content()
    person.page.reload()
    assert "そう見える理由" in person.text


def test_the_page_says_what_to_do_when_back_shows_nothing(person: Person) -> None:
    assert "再読み込みを押すと、前の画面が出ます" in person.doing().text


def test_after_deleting_back_shows_nothing_of_it(person: Person) -> None:
    number = person.kept().page.locator(".number").inner_text()
    person.page.click("summary:has(+ form[action$='forget/'])")
    person.press("form[action$='forget/'] button")
    assert "ERR_CACHE_MISS" in back(person)
    assert number not in person.page.content() and "母" not in person.page.content()


def test_what_was_understood_has_a_way_back_to_what_was_typed(person: Person) -> None:
    assert person.reviewed().press(".back button").page.input_value("#text") == TOLD.strip()


def test_the_way_back_of_the_page_still_has_what_was_typed(person: Person) -> None:
    person.told().press(".back button")
    assert person.page.input_value("#text") == TOLD.strip()


def test_reload_keeps_what_was_ticked(person: Person) -> None:
    person.doing().press("#step-hang_up button[value$=':done']").page.reload()
    assert "22個のうち 1個 やった" in person.text


def test_a_change_starts_from_what_was_typed(person: Person) -> None:
    person.reviewed().press(".summary button[value=tell]")
    assert person.page.input_value("#text") == TOLD.strip()


def test_a_form_that_was_not_taken_keeps_what_was_typed(person: Person) -> None:
    person.who().page.fill("#text", "あ" * 20_001)
    person.press("main .button")
    assert "20,000字まで" in person.text and len(person.page.input_value("#text")) == 20_001


def test_another_language_keeps_the_place_and_what_was_told(person: Person) -> None:
    person.doing().press("#step-hang_up button[value$=':done']").press(".tongues button[formaction^='/en/']")
    assert person.page.locator("html").get_attribute("lang") == "en"
    assert person.page.locator("#hang_up-done[aria-pressed=true]").count() == 1

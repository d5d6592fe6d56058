"""Back, reload and 変更 lose nothing that was said."""

from playwright.sync_api import Error
from running import TOLD, Person


def back(person: Person) -> Person:
    """Goes back as the browser does. Nothing is stored, so it may ask whether the form is to be sent again: it is."""
    try:
        person.page.go_back()
    except Error as error:
        assert "ERR_CACHE_MISS" in str(error)
        person.page.wait_for_timeout(1_000)  # until the browser's own page stands
        person.page.reload()
    return person


def test_the_browsers_back_shows_the_page_before(person: Person) -> None:
    assert "そう見える理由" in back(person.doing()).text


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

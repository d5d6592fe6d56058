"""In a real browser, by keyboard: a letter in the consumer's name is drafted, agreed to, printed and marked as sent; the page of the backups."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from test_coming_to_the_desk import first, page  # noqa: F401 (the fixtures are used by name)
from test_the_desk import Hands, at_work
from test_what_comes_in import looked_at


def pressed(hands: Hands, name: str, *, leads_to: str) -> list[str]:
    """Presses the first button ``name`` by Enter; returns what is wrong with the page that follows."""
    hands.page.get_by_role("button", name=name).first.focus()
    hands.press("Enter", leads_to=leads_to)
    return looked_at(hands.page)


def drafted(hands: Hands) -> list[str]:
    """Opens a case, ticks a condition and drafts its first letter; what is wrong with the pages on the way."""
    hands.press("F2", leads_to="**/desk/cases/*/")
    hands.press("Alt+-", leads_to="**/letters/")
    found = looked_at(hands.page)
    hands.page.locator("summary").first.press("Enter")
    hands.page.locator("details[open] input[type=checkbox]").first.press("Space")
    found += looked_at(hands.page)
    found += pressed(hands, "確かめたことを残す", leads_to="**/letters/")
    return found + pressed(hands, "下書きを作る", leads_to="**/letters/*/")


def sent_out(hands: Hands) -> list[str]:
    """The consumer agrees, it is printed and marked as sent; what is wrong with the pages on the way."""
    expect(hands.page.locator("#to_name")).to_be_focused()
    hands.page.select_option("#agreed", "oral")
    found = pressed(hands, "保存して刷る", leads_to="**/letters/*/")
    return found + pressed(hands, "出した", leads_to="**/letters/*/")


def test_a_letter_from_its_draft_to_the_mark_by_keyboard(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    found = drafted(hands) + sent_out(hands)
    expect(page.locator("h2").first).to_contain_text("簡易書留")
    hands.press("Alt+3", leads_to="**/record/")
    expect(page.locator("main")).to_contain_text("出した書面")
    assert found + hands.found == []


def test_the_page_of_the_backups_says_what_to_do_first(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    expect(page.locator("main")).to_contain_text("控えは、まだ取られていません")
    page.get_by_role("link", name="控えを取る").press("Enter")
    page.wait_for_url("**/desk/backup/")
    expect(page.locator("main")).to_contain_text("madoguchi desk recovery-key")
    assert looked_at(page) + hands.found == []

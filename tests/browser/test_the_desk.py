"""The desk in a real browser, by keyboard alone: from F2 to the registered record, and what axe finds on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from test_coming_to_the_desk import by_axe, first, page, with_passkey  # noqa: F401 (the fixtures are used by name)

MEMO = "娘から。母78、画面に警告、電話した、遠隔。アップルカード3.5万×2 番号読。10万5千円と言われた。"
MOST_PRESSES = 25


@dataclass
class Hands:
    """Hands on a keyboard: every press is counted, free text is not."""

    page: Page
    presses: int = 0
    found: list[str] = field(default_factory=list)

    def press(self, keys: str, *, leads_to: str = "") -> None:
        """Presses ``keys``, and waits for the page that it leads to."""
        self.presses += 1
        if not leads_to:
            self.page.keyboard.press(keys)
            return
        with self.page.expect_navigation(url=leads_to):
            self.page.keyboard.press(keys)
        self.found += by_axe(self.page)


def at_work(page: Page, first: str) -> Hands:  # noqa: F811
    """Somebody who has just come to the desk."""
    with_passkey(page, first)
    page.goto(f"{first.split('/desk/')[0]}/desk/")
    return Hands(page, found=by_axe(page))


def told(hands: Hands) -> None:
    """Opens a case and types what is heard; it is saved by itself."""
    hands.press("F2", leads_to="**/desk/cases/*/")
    hands.page.keyboard.type(MEMO)
    expect(hands.page.locator("#asked .ticked")).to_have_count(5, timeout=20_000)
    expect(hands.page.locator("#asked [role=status]")).to_contain_text("保存しました")


def recorded(hands: Hands) -> None:
    """Looks at what lies beside, takes what is proposed one by one and keeps the record."""
    hands.press("Alt+2", leads_to="**/beside/")
    hands.press("Alt+3", leads_to="**/record/")
    while hands.page.locator(".take").count():
        hands.press("Enter", leads_to="**/record/")
    hands.press("Control+Enter", leads_to="**/record/")


def registered(hands: Hands) -> None:
    """Approves alone, and registers."""
    hands.press("Alt+4", leads_to="**/approval/")
    hands.press("Enter", leads_to="**/approval/")
    hands.press("Enter", leads_to="**/approval/")
    hands.press("Alt+5", leads_to="**/register/")
    hands.press("Enter", leads_to="**/register/")


def test_a_record_from_memo_to_registration_by_keyboard(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    for part in (told, recorded, registered):
        part(hands)
    expect(page.locator("h1")).to_contain_text("登録済み")
    print(f"{hands.presses} presses beside the free text, axe found {len(hands.found)}")
    assert hands.presses <= MOST_PRESSES and hands.found == []

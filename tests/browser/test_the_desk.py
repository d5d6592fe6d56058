"""The desk in a real browser, by keyboard alone, on either database: from F2 to the registered record, and every other screen; axe looks on."""

from __future__ import annotations

from dataclasses import dataclass, field

import brought_under_test
from playwright.sync_api import Page, expect
from test_coming_to_the_desk import ON_BOTH, by_axe, first, page, with_passkey  # noqa: F401 (the fixtures are used by name)

MEMO = "娘から。母78、画面に警告、電話した、遠隔。アップルカード3.5万×2 番号読。10万5千円と言われた。"
MOST_PRESSES, MOST_TABS = 25, 60


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

    def to(self, selector: str) -> None:
        """Goes on, field by field, to what ``selector`` finds. Fails where the keyboard does not come there."""
        here, presses = self.page.locator(f"{selector}:focus"), self.presses
        while not here.count():
            assert self.presses - presses < MOST_TABS, f"{selector} was not reached on {self.page.url}"
            self.press("Tab")


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


def looked_through(hands: Hands) -> int:
    """Opens every page of the case by its key; returns how many there are."""
    keys = hands.page.locator("[data-key]").evaluate_all("all => all.map(one => one.dataset.key)")
    for key in keys:
        hands.press(f"Alt+{key}", leads_to="**/desk/cases/**")
        expect(hands.page.locator(f"[data-key='{key}'][aria-current=page]")).to_have_count(1)
    return len(keys)


def brought(hands: Hands) -> None:
    """Pastes what the daughter's site handed out, and takes over the lines that are ticked."""
    hands.press("Alt+8", leads_to="**/take-in/")
    hands.to("#pasted")
    hands.page.keyboard.insert_text(brought_under_test.text())
    hands.press("Control+Enter", leads_to="**/take-in/")
    expect(hands.page.locator("table.compared input[checked]").first).to_be_focused()
    hands.press("Control+Enter", leads_to="**/desk/cases/**")
    expect(hands.page.locator("main")).to_contain_text("20261124-0920")


def agreed(hands: Hands) -> None:
    """Writes down who agreed to what."""
    hands.press("Alt+6", leads_to="**/consents/")
    for selector, text in (("#to", "警察"), ("#purpose", "捜査への引きつぎ")):
        hands.to(selector)
        hands.page.keyboard.type(text)
    hands.press("Control+Enter", leads_to="**/consents/")
    expect(hands.page.locator("main article")).to_contain_text("捜査への引きつぎ")


def advised(hands: Hands) -> None:
    """Ticks what was said, leaves a proposed line out, and adds a line that sounds like law."""
    hands.press("Alt+2", leads_to="**/beside/")
    hands.to(".step .take")
    hands.press("Enter", leads_to="**/beside/")
    hands.to(".step .take")
    hands.press("Delete", leads_to="**/beside/")
    hands.to("#line")
    hands.page.keyboard.type("それは違法です")
    hands.press("Enter", leads_to="**/beside/")
    expect(hands.page.locator(".said li")).to_have_count(2)
    expect(hands.page.locator(".said [role=note]")).to_have_count(1)


def counted(hands: Hands) -> None:
    """Opens the report of the month, in which the case is counted."""
    hands.to("a[href='/desk/report/']")
    hands.press("Enter", leads_to="**/desk/report/**")
    hands.to("#cases")
    hands.press("End")  # all cases, not only the registered ones
    hands.to("main form button")
    hands.press("Enter", leads_to="**/desk/report/?**")
    expect(hands.page.locator("main table").first).to_contain_text("1")


@ON_BOTH
def test_a_record_from_memo_to_registration_by_keyboard(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    for part in (told, recorded, registered):
        part(hands)
    expect(page.locator("h1")).to_contain_text("登録済み")
    print(f"{hands.presses} presses beside the free text, axe found {len(hands.found)}")
    assert hands.presses <= MOST_PRESSES and hands.found == []


@ON_BOTH
def test_what_is_brought_and_agreed_and_counted_and_every_page_of_a_case(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    for part in (told, advised, brought, agreed):
        part(hands)
    pages = looked_through(hands)
    counted(hands)
    print(f"{pages} pages of a case, axe found {len(hands.found)}")
    assert pages >= 10 and hands.found == []

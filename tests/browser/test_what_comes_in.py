"""Taking in, the other side and the files of a case in a real browser, by keyboard; what axe finds, what is too small or too wide."""

from __future__ import annotations

import re
from pathlib import Path

from brought_under_test import STORY, code, file
from playwright.sync_api import Page, expect
from test_accessible import OVER, SMALL
from test_coming_to_the_desk import by_axe, first, page  # noqa: F401 (the fixtures are used by name)
from test_the_desk import Hands, at_work

TAKEN = re.compile(f"^〔本人の申出の控えから〕\n{re.escape(STORY)}\n")


def looked_at(page: Page) -> list[str]:  # noqa: F811
    """What is wrong with the page as it stands: axe, what is pressed and too small, what reaches over the edge of a narrow window."""
    found = [*by_axe(page), *(f"small {page.url} {one}" for one in page.evaluate(SMALL))]
    page.set_viewport_size({"width": 640, "height": 512})
    found += [f"over {page.url} {one}" for one in page.evaluate(OVER)]
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def compared(hands: Hands, folder: Path) -> list[str]:
    """Reads a file in, from the first page of the desk; what is wrong with the pages on the way."""
    hands.page.get_by_text("控えから始める").press("Enter")
    hands.page.wait_for_url("**/desk/take-in/")
    found = looked_at(hands.page)
    (folder / "case.json").write_bytes(file())
    hands.page.set_input_files("#file", folder / "case.json")
    hands.page.focus("#scanned")
    hands.press("Enter", leads_to="**/desk/take-in/")
    return found + looked_at(hands.page)


def test_a_file_becomes_a_case_by_keyboard(page: Page, first: str, tmp_path: Path) -> None:  # noqa: F811
    hands = at_work(page, first)
    found = compared(hands, tmp_path)
    expect(page.locator("input[name=take]:checked").first).to_be_focused()
    hands.press("Control+Enter", leads_to="**/desk/cases/*/")
    expect(page.locator("#memo")).to_have_value(TAKEN)
    hands.press("Alt+8", leads_to="**/take-in/")
    found += looked_at(page)
    assert found + hands.found == []


def test_a_scanner_that_types_and_presses_enter_is_understood(page: Page, first: str) -> None:  # noqa: F811
    hands = at_work(page, first)
    page.goto(f"{first.split('/desk/')[0]}/desk/take-in/")
    page.keyboard.type(code())
    hands.press("Enter", leads_to="**/desk/take-in/")
    expect(page.locator("main")).to_contain_text("20261124-0920")
    assert looked_at(page) + hands.found == []


def test_the_other_side_and_the_files_by_keyboard(page: Page, first: str, tmp_path: Path) -> None:  # noqa: F811
    hands = at_work(page, first)
    hands.press("F2", leads_to="**/desk/cases/*/")
    page.keyboard.type("050-1234-5678 から電話。https://keikoku.example.top/a")
    expect(page.locator("#asked [role=status]")).to_contain_text("保存しました", timeout=20_000)
    hands.press("Alt+7", leads_to="**/counterparts/")
    hands.press("Enter", leads_to="**/counterparts/")
    found = looked_at(page)
    expect(page.locator("[id^=value-]").first).to_have_value("050-1234-5678")
    assert found + kept_and_fetched(hands, tmp_path) + hands.found == []


def kept_and_fetched(hands: Hands, folder: Path) -> list[str]:
    """Adds a file and fetches it again; what is wrong with the page."""
    picture = folder / "画面.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n0")
    hands.press("Alt+9", leads_to="**/files/")
    hands.page.set_input_files("#file", picture)
    hands.page.get_by_role("button", name="添える").focus()
    hands.press("Enter", leads_to="**/files/")
    with hands.page.expect_download() as fetched:
        hands.page.get_by_text("画面.png", exact=True).press("Enter")
    assert fetched.value.path().read_bytes() == picture.read_bytes()
    assert fetched.value.suggested_filename == "画面.png"
    return looked_at(hands.page)

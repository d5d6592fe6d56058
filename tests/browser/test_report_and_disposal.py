"""In a real browser: an old case comes over, is counted, and is disposed of by two steps and the password; axe looks at every page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from running import ROOT
from test_coming_to_the_desk import ON_BOTH, SECRET, by_axe, first, page, with_passkey  # noqa: F401 (fixtures, by name)

COLUMNS = "columns: {number: 番号, received_on: 受付日, registered_on: 登録日, kind: 区分, summary: [内容]}\n"
OLD = "番号,受付日,登録日,区分,内容\n31-7,2019/4/2,2019/4/3,苦情,画面の警告で電話した\n"


def at_work(page: Page, first: str) -> str:  # noqa: F811
    """Comes to the desk; returns where it is."""
    with_passkey(page, first)
    desk = first.partition("/desk/")[0] + "/desk/"
    page.goto(desk)
    return desk


def brought_over(at: Path) -> None:
    """Brings one old case over by the command, while the site is open."""
    (at / "old.csv").write_text(OLD, encoding="utf-8")
    (at / "columns.yaml").write_text(COLUMNS, encoding="utf-8")
    words = ["desk", "--data", str(at / "data"), "import-old", str(at / "old.csv"), "--centre", "mori"]
    words += ["--columns", str(at / "columns.yaml"), "--write"]
    command = [sys.executable, "-c", "from madoguchi.cli import main; main()", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "MADOGUCHI_DATA": str(at / "data")}
    environment.pop("MADOGUCHI_AT", None)
    subprocess.run(command, env=environment, check=True, capture_output=True)


def looked_at(page: Page, desk: str) -> list[str]:  # noqa: F811
    """Opens the report of the month, and the case behind its number; returns what axe found."""
    page.goto(f"{desk}report/?month=2019-04")
    found = by_axe(page)
    page.click(".report a >> text=1")
    expect(page.locator("main")).to_contain_text("K31-7")
    return found + by_axe(page)


def disposed_of(page: Page, desk: str) -> list[str]:  # noqa: F811
    """Looks through the list, signs it; returns what axe found."""
    page.goto(f"{desk}disposal/")
    found = by_axe(page)
    page.click("text=選んだ記録を確かめる")
    page.fill("#password", SECRET)
    found += by_axe(page)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=廃棄証明")
    return found + by_axe(page)


@ON_BOTH
def test_an_old_case_is_counted_and_disposed_of(page: Page, first: str, tmp_path: Path) -> None:  # noqa: F811
    desk = at_work(page, first)
    brought_over(tmp_path)
    found = looked_at(page, desk) + disposed_of(page, desk)
    expect(page.locator("main")).to_contain_text("ありません")
    page.goto(f"{desk}report/?month=2019-04")
    assert page.inner_text(".report table a >> nth=0") == "1" and found == []


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_report_is_a_file_to_take_away(page: Page, first: str, kind: str) -> None:  # noqa: F811
    page.goto(f"{at_work(page, first)}report/?month=2019-04")
    with page.expect_download() as taken:
        page.click(f"text={'xlsx' if kind == 'xlsx' else 'PDF'}")
    assert taken.value.suggested_filename == f"monthly-report-2019-04.{kind}"

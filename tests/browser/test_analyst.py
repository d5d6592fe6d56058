"""The analyst's ten steps in a real browser: a warning, what stands behind it, a definition, figures, a cross table, a retold case, a
draft with live numbers, the check list with two readers, the publication. Axe looks at every page.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from granian_site import EVENING
from playwright.sync_api import Browser, Page, expect
from running import ROOT
from test_coming_to_the_desk import SECRET, by_axe, first, page, with_key, with_passkey  # noqa: F401 (fixtures, by name)

from madoguchi.mart.build import build
from madoguchi.mart.synthetic import written
from madoguchi.mart.values import Reading

DAY = "2021-12-31"
ORIGINAL = "母が、急に鳴りだした警報の音にびっくりして、画面の電話番号にかけてしまいました。"
RETOLD = "パソコンから大きな音が出て、表示された先に連絡した。カードを買うよう言われ、店員が気付いた。"


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mart")
    written(folder / "practice.csv", 60_000, seed=3, tell=lambda _: None)
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    build(folder / "practice.csv", folder / "mart", reading=Reading(at.date()), at=at, tell=lambda _: None)
    return folder / "mart"


@pytest.fixture
def study(tmp_path: Path, mart: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the analysts, known to the site that ``first`` opens."""
    (tmp_path / "study").mkdir()
    os.symlink(mart, tmp_path / "study" / "mart")
    monkeypatch.setenv("MADOGUCHI_ANALYSIS", str(tmp_path / "study"))
    monkeypatch.setenv("MADOGUCHI_ANALYSIS_CENTRES", "mori")
    monkeypatch.setenv("MADOGUCHI_PUBLICATIONS", str(tmp_path / "published"))
    return tmp_path / "study"


def said_by(at: Path, *words: str) -> str:
    """What a command says, given while the site is open."""
    own = {"PYTHONPATH": str(ROOT / "src"), "MADOGUCHI_DATA": str(at / "data"), "MADOGUCHI_AT": EVENING}
    command = [
        sys.executable,
        "-c",
        "from madoguchi.cli import main; main()",
        "desk",
        "--data",
        str(at / "data"),
        *words,
    ]
    return subprocess.run(
        command, env={**os.environ, **own}, check=True, capture_output=True, text=True
    ).stdout


def narrated(at: Path, study: Path) -> None:
    """One case of the centre is registered, and its masked summary lies beside the mart."""
    (at / "old.csv").write_text(
        "番号,受付日,登録日,区分,内容\n31-7,2019/4/2,2019/4/3,苦情,画面の警告で山田に電話した\n"
    )
    (at / "columns.yaml").write_text(
        "columns: {number: 番号, received_on: 受付日, registered_on: 登録日, kind: 区分, summary: [内容]}\n"
    )
    said_by(
        at,
        "import-old",
        str(at / "old.csv"),
        "--centre",
        "mori",
        "--columns",
        str(at / "columns.yaml"),
        "--write",
    )
    said_by(at, "to-mart", "--out", str(at / "own"), "--narratives", str(study / "narratives.parquet"))


@pytest.fixture
def both(study: Path, browser: Browser, first: str, page: Page, tmp_path: Path) -> Iterator[list[Page]]:  # noqa: F811
    """Two analysts at work, each in a browser of their own, on the first page of the room."""
    with_passkey(page, first)
    said_by(tmp_path, "account", "role", "hanako", "--centre", "mori", "--give", "network_analyst")
    narrated(tmp_path, study)
    desk = first.partition("/desk/")[0]
    link = said_by(
        tmp_path,
        "account",
        "add",
        "--centre",
        "mori",
        "--role",
        "network_analyst",
        "--address",
        desk,
        "taro",
        "鈴木 太郎",
    )
    other = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 800})
    found = [page, second(other.new_page(), next(word for word in link.split() if word.startswith("http")))]
    for one in found:
        one.goto(f"{desk}/desk/analysis/?as_of={DAY}")
    yield found
    other.close()


def second(page: Page, link: str) -> Page:  # noqa: F811
    """Somebody who makes their account by a link."""
    with_key(page)
    page.goto(link)
    for name in ("new", "again"):
        page.fill(f"[name={name}]", SECRET)
    page.click("button:has-text('決める')")
    page.click("text=パスキーを作る")
    page.wait_for_selector("text=この画面は一度しか出ません")
    return page


def to(page: Page, name: str) -> list[str]:  # noqa: F811
    """Goes to another page of the room; returns what axe found there."""
    page.click(f"nav[aria-label=分析] >> text={name}")
    return by_axe(page)


def asked(page: Page, **said: str) -> list[str]:  # noqa: F811
    """Chooses in the form of a page and sends it; returns what axe found."""
    for name, value in said.items():
        field = page.locator(f"#{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("main form.first-row button")
    return by_axe(page)


def pressed(page: Page, name: str) -> None:  # noqa: F811
    with page.expect_navigation():
        page.click(f"button:has-text('{name}')")


def steps_1_to_3(page: Page) -> list[str]:  # noqa: F811
    """The warnings as of the day, what was told, and a definition of one's own."""
    found = by_axe(page) + asked(page, as_of=DAY)
    expect(page.locator("main")).to_contain_text("警報にしなかった区分")
    found += to(page, "中身を読む") + asked(page, phrase="警告", as_of="2026-11-21")
    expect(page.locator("mark").first).to_have_text("警告")
    assert "山田" not in page.content()
    page.check("[name^=wrong-]")
    pressed(page, "件を読みました")
    expect(page.locator("#precision")).to_contain_text("当てはまらないもの 1 件")
    found += to(page, "定義")
    for name, value in {"id": "warning_screen", "name": "警告画面", "words": "警告"}.items():
        page.fill(f"#{name}", value)
    pressed(page, "定義を決める")
    expect(page.locator("main")).to_contain_text("概要に「警告」があり")
    return found + by_axe(page)


def steps_4_to_6(page: Page) -> list[str]:  # noqa: F811
    """The table of years beside the same period, its picture, and a cross table as it may go out."""
    found = to(page, "集計・図・クロス")
    page.check("[name=public]")
    found += asked(page, question="yearly", scheme="support_scam", as_of=DAY)
    expect(page.locator("main")).to_contain_text("3,755")
    page.locator("main img").evaluate("image => image.decode()")  # fails where it is no picture
    found += asked(page, question="cross", by1="age_band", by2="payment_methods")
    expect(page.locator("main")).to_contain_text("秘匿")
    with page.expect_download() as taken:
        page.click("text=xlsx")
    assert taken.value.suggested_filename == f"cross-{DAY}.xlsx"
    return found


def steps_7_and_8(page: Page) -> list[str]:  # noqa: F811
    """A draft that reads its numbers from the table, and a case that says nobody."""
    found = to(page, "原稿と公表")
    page.fill("#title", "そのセキュリティ警告画面は偽物です")
    page.select_option("#scheme", "support_scam")
    page.fill("#as_of", DAY)
    pressed(page, "原稿を始める")
    expect(page.locator("main")).to_contain_text("2020年度の相談は5,495件でした。")
    page.fill("#text-subtitle", "電話をかけない")
    pressed(page, "原稿を保存する")
    page.click("text=事例を加える")
    for name, value in {
        "headline": "音に驚いた",
        "case-text": RETOLD,
        "original": ORIGINAL,
        "received": "2021-10",
    }.items():
        page.fill(f"#{name}", value)
    page.select_option("#age_band", "70s")
    page.check("[name=agreed]")
    pressed(page, "事例を加える")
    return found + by_axe(page)


def signed(page: Page) -> None:  # noqa: F811
    page.check("[name=names_of_traders]")
    page.check("[name=easy_to_read]")
    pressed(page, "全部を読みました")


def steps_9_and_10(one: Page, two: Page) -> list[str]:
    """What is red, two readers, and the publication on the site."""
    assert one.locator("button:has-text('公表する')").is_disabled()
    to(two, "原稿と公表")
    two.click("text=そのセキュリティ警告画面は偽物です")
    pressed(two, "事例1を読みました")
    signed(two)
    one.reload()
    signed(one)
    expect(one.locator("#no-faults")).to_be_visible()
    pressed(one, "公表する")
    expect(one.locator("#published")).to_be_visible()
    found = by_axe(one)
    one.goto(one.url.partition("/desk/")[0] + "/statistics/")
    expect(one.locator("main")).to_contain_text("そのセキュリティ警告画面は偽物です")
    return found


FILES = {"index.html", "release.pdf", "leaflet.pdf", "yearly.svg", "yearly.csv", "publication.json"}


def test_ten_steps_from_a_warning_to_a_publication(both: list[Page], tmp_path: Path) -> None:
    one, two = both
    found = steps_1_to_3(one) + steps_4_to_6(one) + steps_7_and_8(one)
    assert found + steps_9_and_10(one, two) == []
    assert {path.name for path in (tmp_path / "published" / "1").rglob("*")} >= FILES

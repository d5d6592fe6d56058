"""From the link of the first start to the desk in a real browser: password, a passkey, codes on paper; out, and in again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from own_database import new_database
from playwright.sync_api import Browser, Page
from running import site
from test_accessible import AXE, TAGS

SECRET = "みかんと踏切のむこうの灯台まで"  # noqa: S105 (nobody has it)
FIRST = {
    "centre": "森町消費生活センター", "code": "mori", "kept_years": "5", "name": "佐藤 花子", "login": "hanako",
    "new": SECRET, "again": SECRET,
}  # fmt: skip


# The database of a desk alone, and the one of a network.
ON_BOTH = pytest.mark.parametrize("first", ["SQLite", "PostgreSQL"], indirect=True)


@pytest.fixture
def first(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The link that the first start prints; the database is SQLite where a test names none."""
    monkeypatch.setenv("MADOGUCHI_KEYS", str(tmp_path / "keys"))
    if getattr(request, "param", "SQLite") == "PostgreSQL":
        for name, address in new_database(request.getfixturevalue("postgresql")).items():
            monkeypatch.setenv(name, address)
    (tmp_path / "data").mkdir()
    with site(tmp_path / "data"):
        said = (tmp_path / "data" / "said.log").read_text(encoding="utf-8")
        yield re.search(r"http://localhost:\d+/desk/link/\S+", said)[0]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ja-JP", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def with_key(page: Page) -> None:
    """A key is in the machine of ``page`` that always agrees."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "automaticPresenceSimulation": True}})


def begun(page: Page, first: str) -> list[str]:
    """Fills the first page; returns what axe found on it and on the next one."""
    page.goto(first)
    found = by_axe(page)
    for name, value in FIRST.items():
        page.fill(f"[name={name}]", value)
    page.check("[name=alone]")
    page.click("text=決める")
    page.wait_for_url("**/desk/second/add/**")
    return found + by_axe(page)


def by_axe(page: Page) -> list[str]:
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    told = page.evaluate("options => axe.run(options)", options)
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:90]}" for one in told["violations"]]


def signed_out_and_password(page: Page) -> list[str]:
    """Leaves the desk and gives the password again; returns what axe found on the way."""
    page.click("text=サインアウト")
    found = by_axe(page)
    page.fill("#login", "hanako")
    page.fill("#password", SECRET)
    page.click("text=つぎへ")
    page.wait_for_url("**/desk/second/**")
    return found + by_axe(page)


def with_passkey(page: Page, first: str) -> list[str]:
    """Makes the account and its passkey; what axe found on the way."""
    with_key(page)
    found = begun(page, first)
    page.click("text=パスキーを作る")
    page.wait_for_selector("text=この画面は一度しか出ません")
    return found + by_axe(page)


def is_in(page: Page) -> bool:
    page.wait_for_selector("text=サインアウト")
    return page.url.endswith("/desk/")


def test_a_passkey_is_made_and_lets_in_again(first: str, page: Page) -> None:
    found = with_passkey(page, first)
    page.click("text=しまいました")
    found += signed_out_and_password(page)
    page.click("text=パスキーで確認する")
    assert is_in(page) and found == []


def test_the_app_and_a_code_on_paper_let_in(first: str, page: Page) -> None:
    begun(page, first)
    page.fill("#code", pyotp.TOTP(page.inner_text(".own").replace(" ", "")).now())
    page.click("button:has-text('登録する')")
    code = page.locator(".codes b").first.inner_text()
    page.click("text=しまいました")
    signed_out_and_password(page)
    page.fill("#code", code)
    page.click("text=番号で確認する")
    assert is_in(page)


def test_the_picture_for_the_app_is_shown(first: str, page: Page) -> None:
    begun(page, first)
    assert page.evaluate("document.images[0].naturalWidth") > 100


def test_one_s_own_account_has_no_fault(first: str, page: Page) -> None:
    with_passkey(page, first)
    page.goto(first.partition("/desk/")[0] + "/desk/account/")
    found = by_axe(page)
    page.click("text=パスワードを変える")
    assert found + by_axe(page) == []

"""Nobody works with a password alone: six digits, a passkey or a code on paper, each good once."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
import pytest
from desk_under_test import KEYS, stored
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from doors_under_test import PASSWORD, at_work, browser, newcomer, post, unhurried
from soft_passkey import SoftPasskey

from madoguchi.web.accounts import factors
from madoguchi.web.accounts.models import SecondFactor
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry


@pytest.fixture(autouse=True)
def _first_of_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    unhurried(monkeypatch)
    yield


def signed(member: Member, client: Client | None = None) -> Client:
    """The browser of ``member`` after the password."""
    client = client or browser()
    assert post(client, "/desk/sign-in/", login=member.staff.login, password=PASSWORD).status_code == 302
    return client


def with_app() -> tuple[Member, str]:
    """Somebody with an app, and its secret."""
    member, secret = newcomer("counsellor"), factors.new_totp()
    factors.add(member.staff, "totp", data=secret.encode(), name="電話")
    return member, secret


def entered(response: HttpResponse) -> bool:
    return response.status_code == 302 and response.headers["Location"].startswith("/desk/centre/")


def wish_of(page: HttpResponse) -> dict[str, dict[str, object]]:
    found = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page.content.decode())
    return json.loads(found[1])


def acts(member: Member) -> list[str]:
    return [entry.act for entry in stored(member, AuditEntry, centre=member.centre)]


def test_whoever_has_none_adds_one_before_anything_else() -> None:
    client = signed(newcomer("counsellor"))
    assert client.get("/desk/second/").headers["Location"].startswith("/desk/second/add/")
    secret = re.search(r'class="own">([A-Z2-7 ]+)<', client.get("/desk/second/add/").content.decode())[1]
    response = post(client, "/desk/second/add/", code=pyotp.TOTP(secret.replace(" ", "")).now())
    assert len(re.findall(r"<li><b>[0-9A-Z-]{19}</b>", response.content.decode())) == factors.CODES
    assert client.get("/desk/centre/").headers["Location"] == "/desk/"


def test_the_picture_says_the_secret_and_is_gone_afterwards() -> None:
    client = signed(newcomer("counsellor"))
    assert client.get("/desk/second/picture/").status_code == 404
    client.get("/desk/second/add/")
    assert client.get("/desk/second/picture/").content.startswith(b"<svg")


def test_six_digits_let_in_and_not_twice() -> None:
    member, secret = with_app()
    code = pyotp.TOTP(secret).now()
    assert entered(post(signed(member), "/desk/second/", code=code))
    again = post(signed(member), "/desk/second/", code=code)
    assert again.status_code == 422 and "番号が合いません" in again.content.decode()


@pytest.mark.parametrize("typed", ["", "000000", "12345", "あいうえおか", "１２３４５６"])
def test_wrong_digits_do_not_and_stand_in_the_log(typed: str) -> None:
    member, _ = with_app()
    response = post(signed(member), "/desk/second/", code=typed)
    assert response.status_code == 422 and acts(member)[-1] == "second_failed"


def test_digits_are_read_in_any_width() -> None:
    member, secret = with_app()
    wide = pyotp.TOTP(secret).now().translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert entered(post(signed(member), "/desk/second/", code=wide))


def test_a_code_on_paper_lets_in_once_however_it_is_typed() -> None:
    member, _ = with_app()
    code = factors.new_codes(member.staff)[3]
    assert entered(post(signed(member), "/desk/second/", code=code.lower().replace("-", " ")))
    assert post(signed(member), "/desk/second/", code=code).status_code == 422
    assert "recovery_code_used" in acts(member) and member.staff.recovery_codes.count() == factors.CODES - 1


def test_an_account_cannot_add_a_factor_with_the_password_alone() -> None:
    member, _ = with_app()
    assert signed(member).get("/desk/second/add/").headers["Location"] == "/desk/second/"
    assert post_straight(signed(member), "/desk/account/", codes="1").headers["Location"] == "/desk/second/"


def post_straight(client: Client, path: str, **fields: object) -> HttpResponse:
    """Without opening the page first."""
    mark = client.cookies[settings.CSRF_COOKIE_NAME].value
    return client.post(path, {"csrfmiddlewaretoken": mark, **fields})


def with_passkey(key: SoftPasskey) -> Member:
    """Somebody who added ``key``."""
    member = newcomer("counsellor")
    client = signed(member)
    answer = key.made(wish_of(client.get("/desk/second/add/")))
    assert "復旧コード" in post_straight(client, "/desk/second/add/", passkey=answer).content.decode()
    return member


def test_a_passkey_is_made_and_lets_in() -> None:
    key = SoftPasskey()
    client = signed(with_passkey(key))
    answer = key.used(wish_of(client.get("/desk/second/")))
    assert entered(post_straight(client, "/desk/second/", passkey=answer))


def answered_badly(change: str, key: SoftPasskey, wish: dict[str, dict[str, object]]) -> str:
    """What a browser sends that is on another site, holds a copy or another key, or makes it up."""
    bad = SoftPasskey(id=key.id, key=key.key, count=6 if change == "copy" else 7)
    bad.origin = "http://evil.example" if change == "site" else bad.origin
    bad.key = SoftPasskey().key if change == "another" else bad.key
    wish["publicKey"]["challenge"] = "AAAA" if change == "challenge" else wish["publicKey"]["challenge"]
    return '{"id": []}' if change == "nonsense" else bad.used(wish)


@pytest.mark.parametrize("change", ["site", "copy", "another", "challenge", "nonsense"])
def test_what_is_no_passkey_of_this_person_for_this_site_does_not(change: str) -> None:
    key = SoftPasskey(count=7)
    client = signed(with_passkey(key))
    SecondFactor.objects.filter(kind="passkey").update(used=7)
    answer = answered_badly(change, key, wish_of(client.get("/desk/second/")))
    assert post_straight(client, "/desk/second/", passkey=answer).status_code == 422


def test_the_last_factor_stays() -> None:
    member, secret = with_app()
    client, only = at_work(member), member.staff.factors.get()
    assert client.post("/desk/account/", {"remove": only.pk}).status_code == 422
    factors.add(member.staff, "totp", data=secret.encode(), name="もう一つ")
    assert client.post("/desk/account/", {"remove": only.pk}).status_code == 200
    assert [one.name for one in member.staff.factors.all()] == ["もう一つ"]


def test_no_secret_of_a_factor_lies_open_in_the_database() -> None:
    member, secret = with_app()
    codes = factors.new_codes(member.staff)
    rows = [bytes(one.sealed) for one in SecondFactor.objects.all()]
    kept = [row.mark for row in member.staff.recovery_codes.all()]
    assert not any(secret.encode() in row for row in rows) and not set(codes) & set(kept)


@contextmanager
def gone(key: Path) -> Iterator[None]:
    """The key is not where it was, until the block ends."""
    kept = key.read_bytes()
    key.unlink()
    try:
        yield
    finally:
        key.write_bytes(kept)


def test_a_key_that_is_gone_is_said_and_never_made_anew() -> None:
    member, secret = with_app()
    client, key = signed(member), next(KEYS.glob("*/accounts.key"))
    with gone(key):
        response = post(client, "/desk/second/", code=pyotp.TOTP(secret).now())
        assert response.status_code == 503 and "鍵が見つかりません" in response.content.decode()
        assert not key.exists()

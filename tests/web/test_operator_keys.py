"""Operators with a key of their own: made once, kept as a hash, each with its quota; a wrong one is told apart from too many."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from site_under_test import EVENING

from madoguchi.cli import main
from madoguchi.lines import moment_of
from madoguchi.web.api.openapi import described
from madoguchi.web.api.operator_keys import FILE, BadKeys, Keys, holders_in, make, revoke
from madoguchi.web.gate import refusal
from madoguchi.web.public import limits

AT = moment_of(EVENING)
CLIENT = Client(SERVER_NAME="localhost")


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    before, settings.DATA = settings.DATA, tmp_path
    yield tmp_path
    settings.DATA = before


def asked(key: str | None, n: int = 0, scheme: str = "Bearer") -> HttpResponse:
    told: dict[str, Any] = {} if key is None else {"HTTP_AUTHORIZATION": f"{scheme} {key}"}
    body = json.dumps({"text": f"{n}円払った"})
    return CLIENT.post("/api/consultations", body, content_type="application/json", **told)


def test_a_key_has_its_own_quota_beside_that_of_the_address(data: Path) -> None:
    key = make(data, "〇〇通信", at=AT, a_minute=60, a_day=14).key
    with_key = [asked(key, n).status_code for n in range(15)]
    assert with_key == [200] * 14 + [429]
    assert asked(None).status_code == 200


def test_over_the_quota_the_seconds_to_wait_are_told(data: Path) -> None:
    key = make(data, "a", at=AT, a_minute=1, a_day=14).key
    answer = [asked(key, n) for n in range(2)][-1]
    assert answer.status_code == 429 and 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.json()["plan"]["steps"]


def test_one_operator_takes_nothing_from_another(data: Path) -> None:
    one, other = (make(data, name, at=AT, a_minute=3, a_day=1).key for name in "ab")
    assert [asked(key).status_code for key in (one, one, other, other)] == [200, 429, 200, 429]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", ""])
def test_a_key_comes_as_a_bearer(data: Path, scheme: str) -> None:
    status = asked(make(data, "a", at=AT).key, scheme=scheme).status_code
    assert status == (200 if scheme.lower() == "bearer" else 401)


@pytest.mark.parametrize("wrong", ["", "mdg", "mdg_1_2", "x" * 9_000, "mdg__", "é", "{key}x", "{id}"])
def test_a_wrong_key_is_refused_with_how_to_mend_it(data: Path, wrong: str) -> None:
    made = make(data, "a", at=AT)
    answer = asked(wrong.format(key=made.key, id=f"mdg_{made.holder.id}_x"))
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert set(answer.json()) == {"error"} and answer.json()["error"]["where"] == "Authorization"


def test_a_key_that_was_taken_back_is_refused_at_once(data: Path) -> None:
    made = make(data, "a", at=AT)
    assert asked(made.key).status_code == 200
    revoke(data, made.holder.id, at=AT)
    assert asked(made.key).status_code == 401
    assert asked(make(data, "a", at=AT).key).status_code == 200


def test_keys_are_not_to_be_guessed_in_numbers(data: Path) -> None:
    good = make(data, "a", at=AT).key
    found = [asked(f"mdg_0_{n}").status_code for n in range(31)]
    assert found == [401] * 30 + [429] and asked(good).status_code == 429
    limits.WRONG_KEYS.clear()
    assert [asked(good, n).status_code for n in range(35)] == [200] * 35


def test_the_key_is_kept_nowhere(data: Path) -> None:
    made = make(data, "a", at=AT)
    kept = (data / FILE).read_text()
    assert made.key not in kept and made.key.split("_", 2)[2] not in kept
    assert (data / FILE).stat().st_mode & 0o077 == 0
    assert holders_in(data) == (made.holder,)


def test_a_file_that_is_none_is_said_and_lets_nobody_in(data: Path) -> None:
    made = make(data, "a", at=AT)
    (data / FILE).write_text("[{}]")
    with pytest.raises(BadKeys, match="読めません"):
        Keys(data).holder_of(made.key)


def test_weights_and_names_of_signs_stay_hidden_with_a_key(data: Path) -> None:
    body = json.dumps({"text": "パソコンに警告が出て画面の番号に電話し、遠隔操作をされました。"})
    key = make(data, "a", at=AT).key
    answer = CLIENT.post(
        "/api/consultations", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {key}"
    )
    schemes = answer.json()["schemes"]
    assert schemes and all(one["weight"] is None for one in schemes)
    assert all(sign["id"] is None for one in schemes for sign in one["signs"])


def test_many_at_once_get_no_more_than_the_quota(data: Path) -> None:
    holder, keys, waits = make(data, "a", at=AT, a_minute=300, a_day=100).holder, Keys(data), list[float]()
    crew = [
        threading.Thread(target=lambda: waits.extend(keys.take(holder) for _ in range(50))) for _ in range(4)
    ]
    for one in crew:
        one.start()
    for one in crew:
        one.join()
    assert waits.count(0.0) == 100


def test_the_gate_lets_a_key_past_what_an_address_has_used_up() -> None:
    while not limits.CONSULTATIONS.take("192.0.2.1"):
        pass
    where = ("POST", "/api/consultations")
    assert refusal(*where, address="192.0.2.1") is not None
    assert refusal(*where, address="192.0.2.1", has_key=True) is None


def told(data: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["operators", "--data", str(data), *words])


def test_the_command_makes_lists_and_revokes(data: Path) -> None:
    made = told(data, "make", "〇〇通信", "--a-day", "5")
    assert made.exit_code == 0 and asked(made.stdout.strip()).status_code == 200
    (row,) = json.loads(told(data, "list", "--json").stdout)
    assert row["name"] == "〇〇通信" and row["a_day"] == 5 and "sha256" not in row
    assert told(data, "revoke", row["id"]).exit_code == 0
    assert asked(made.stdout.strip()).status_code == 401 and "取り消し" in told(data, "list").stdout


@pytest.mark.parametrize("words", [("make", " "), ("make", "a", "--a-day", "0"), ("revoke", "nobody")])
def test_the_command_says_what_cannot_be(data: Path, words: tuple[str, ...]) -> None:
    found = told(data, *words)
    assert found.exit_code == 2 and found.stderr.startswith("madoguchi: ") and not (data / FILE).exists()


def test_the_description_tells_of_keys() -> None:
    post = described()["paths"]["/api/consultations"]["post"]
    assert post["security"] == [{}, {"operator": []}] and "401" in post["responses"]

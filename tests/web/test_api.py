"""Programs ask in JSON, are told in Japanese what is wrong, and learn no weight and no name of a sign."""

import json
from typing import Any

import msgspec
import pytest
from django.http import HttpResponse
from django.test import Client
from site_under_test import EVENING, TOLD

from madoguchi import consult
from madoguchi.lines import moment_of
from madoguchi.web.api.asking import Asking
from madoguchi.web.api.openapi import described

CLIENT = Client(SERVER_NAME="localhost")
WHERE = "/api/consultations"


def asked(body: Any, kind: str = "application/json", **more: str) -> HttpResponse:
    sent = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return CLIENT.post(WHERE, sent, content_type=kind, **more)


def test_the_answer_is_that_of_the_command_without_weights_and_names_of_signs() -> None:
    found = asked({"text": TOLD, "id": "17"}).json()
    expected = msgspec.json.decode(msgspec.json.encode(consult(TOLD, at=moment_of(EVENING))))
    for scheme in expected["schemes"]:
        scheme["weight"] = None
        scheme["signs"] = [{**sign, "id": None} for sign in scheme["signs"]]
    assert found == {**expected, "id": "17"} and found["schemes"]


def test_every_quote_stands_where_it_says() -> None:
    found = asked({"text": TOLD}).json()
    signs = [sign for scheme in found["schemes"] for sign in scheme["signs"]]
    assert signs and all(TOLD[one["start"] : one["end"]] == one["quote"] for one in signs)


def test_now_can_be_another_time() -> None:
    closed = asked({"text": TOLD, "at": "2026-11-21T03:00:00+09:00"}).json()
    opened = asked({"text": TOLD, "at": "2026-11-24T11:00:00+09:00"}).json()
    assert closed["contacts"] != opened["contacts"]


BAD = {
    "no JSON": (b"{", 400, "本文"),
    "half a sign": (b'{"text": "\\ud800"}', 400, "本文"),
    "nothing": (b" ", 400, "本文"),
    "no object": ([], 422, "本文"),
    "no text": ({}, 422, "text"),
    "a number for a text": ({"text": 1}, 422, "text"),
    "nothing but blanks": ({"text": " \u3000\n"}, 422, "text"),
    "a key that nobody knows": ({"text": "a", "txet": "b"}, 422, "txet"),
    "a medium that is none": ({"text": "a", "medium": "fax"}, 422, "medium"),
    "too long": ({"text": "あ" * 20_001}, 422, "text"),
    "a link too long": ({"text": "a", "urls": ["a" * 2_001]}, 422, "urls"),
    "half an anchor": ({"text": "a", "anchors": [["a"]]}, 422, "anchors"),
    "a day that is none": ({"text": "a", "at": "2026-02-29T10:00:00"}, 422, "at"),
    "too deep": (b"[" * 100_000, 422, "本文"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_told_with_where_and_how_to_mend_it(what: str) -> None:
    body, status, where = BAD[what]
    answer = asked(body)
    error = answer.json()["error"]
    assert (answer.status_code, error["where"]) == (status, where)
    assert (
        set(error) == {"where", "what", "mend"}
        and error["what"].endswith("。")
        and error["mend"].endswith("。")
    )


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_form_of_another_site_is_no_json(kind: str) -> None:
    assert asked('{"text": "a"}', kind).status_code == 415


def test_what_is_too_large_is_not_read() -> None:
    assert asked(json.dumps({"text": "a" * 1_100_000})).status_code == 413


def test_over_the_limit_the_first_instruction_and_the_general_plan_are_there() -> None:
    answer = [asked({"text": f"{n}円払った"}) for n in range(11)][-1]
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1
    assert "切ってだいじょうぶです" in answer.json()["first"] and answer.json()["plan"]["steps"]


@pytest.mark.parametrize(
    ("path", "allow"), [(WHERE, "POST"), ("/api/", "GET, HEAD"), ("/api/openapi.json", "GET, HEAD")]
)
def test_another_method_is_refused_with_those_that_are_not(path: str, allow: str) -> None:
    answer = CLIENT.delete(path) if path != WHERE else CLIENT.get(path)
    assert answer.status_code == 405 and answer.json()["error"]["what"]
    assert answer.headers["Allow"] == allow


def test_what_is_not_there_is_said_in_json() -> None:
    answer = CLIENT.get("/api/nothing")
    assert answer.status_code == 404 and answer.json()["error"]["where"] == "/api/nothing"


def test_the_index_leads_to_everything() -> None:
    index = CLIENT.get("/api/").json()
    assert [CLIENT.get(one).status_code for one in (index["description"], *index["warnings"])] == [200] * 3


def test_the_description_names_exactly_the_keys_that_are_read() -> None:
    schema = described()["components"]["schemas"]["Asking"]
    assert set(schema["properties"]) == {field.name for field in msgspec.structs.fields(Asking)}
    assert schema["additionalProperties"] is False and described()["openapi"] == "3.1.0"


def test_a_message_may_come_with_all_that_travels_beside_it() -> None:
    body = {"text": "確認してください", "medium": "email", "subject": "重要", "sender": "a@b.example",
            "urls": ["https://a.example/"], "anchors": [["こちら", "https://b.example/"]]}  # fmt: skip
    assert asked(body).status_code == 200


@pytest.mark.parametrize("year", ["2001", "2015", "2020", "2026", "2028", "2035", "2097"])
def test_every_year_that_the_description_allows_is_answered(year: str) -> None:
    assert asked({"text": "警告画面が出て電話した", "at": f"{year}-01-01T00:00Z"}).status_code == 200

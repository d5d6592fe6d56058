"""The description of the interface, OpenAPI 3.1, made from the types that read and answer: it cannot say anything else."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from madoguchi.web.api.answers import JSON, Refusal
from madoguchi.web.api.asking import SOMETHING, Asking
from madoguchi.words import Consultation

_PLACE = "#/components/schemas/{name}"
_WHY = {
    400: "JSON として読めない",
    401: "鍵が使えない。鍵を付けなければ、アドレスごとの回数で聞ける",
    413: "大きすぎる",
    415: "JSON ではない",
    422: "中身が決まりに合わない",
    429: "短い時間に多すぎる。はじめにすることと、どの場合にも当てはまる対処が付く",
}


@lru_cache
def described() -> dict[str, Any]:
    """Returns the description as JSON's own types."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "madoguchi",
            "version": _version(),
            "description": "起きたことや届いた文を送ると、何に見えるか、なぜか、いま何をするかが返ります。"
            "送られたものは残しません。番号や合言葉は伏せずに引用します。"
            "「安全」とは言いません。重みと、しるしの名前は、いつも null です。",
            "license": {"name": "MIT AND CC-BY-4.0"},
        },
        "paths": {
            "/api/": {"get": _read("index", "ここにあるもの")},
            "/api/openapi.json": {"get": _read("description", "この説明")},
            "/api/consultations": {"post": _consultations()},
        },
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {"operator": {"type": "http", "scheme": "bearer"}},
        },
    }


def _version() -> str:
    try:
        return version("madoguchi")
    except PackageNotFoundError:  # run from a folder without being installed
        return "0"


def _read(name: str, summary: str) -> dict[str, Any]:
    content = {JSON: {"schema": {"type": "object"}}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": content}},
    }


def _consultations() -> dict[str, Any]:
    asked = {"content": {JSON: {"schema": _of("Asking")}}, "required": True}
    why = {str(status): _response(text, "Refusal") for status, text in _WHY.items()}
    wait = {"description": "待つ秒数", "schema": {"type": "integer", "minimum": 1}, "required": True}
    why["429"]["headers"] = {"Retry-After": wait}
    why["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    return {
        "operationId": "consult",
        "summary": "文を一つ読む",
        "security": [{}, {"operator": []}],
        "requestBody": asked,
        "responses": {"200": _response("答え", "Consultation"), **why},
    }


def _response(text: str, name: str) -> dict[str, Any]:
    return {"description": text, "content": {JSON: {"schema": _of(name)}}}


def _of(name: str) -> dict[str, str]:
    return {"$ref": _PLACE.format(name=name)}


def _schemas() -> dict[str, Any]:
    _, found = msgspec.json.schema_components((Asking, Consultation, Refusal), ref_template=_PLACE)
    asked = found["Asking"]
    asked["anyOf"] = [
        {"properties": {"text": {"pattern": SOMETHING}}},
        {"properties": {"subject": {"type": "string", "pattern": SOMETHING}}, "required": ["subject"]},
    ]
    return found

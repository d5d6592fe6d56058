"""The addresses under ``/api/``."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from madoguchi.lines import moment_of
from madoguchi.plain_text import UnreadableText
from madoguchi.web.api.answers import JSON, answered, public, refused
from madoguchi.web.api.asking import MAX_BODY, Asking, Refused, asked_in
from madoguchi.web.api.openapi import described
from madoguchi.web.api.who_asks import counted
from madoguchi.web.public import limits
from madoguchi.web.public.answers import LIMIT
from madoguchi.web.public.clock import now
from madoguchi.web.public.counting import refuse_the_tried
from madoguchi.web.public.troubles import not_so, too_often
from madoguchi.web.readers import READERS
from madoguchi.words import Consultation

_READ = ("GET", "HEAD")


def index(request: HttpRequest) -> HttpResponse:
    """What there is for programs."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return answered(
        {
            "name": "madoguchi",
            "consultations": "/api/consultations",
            "description": "/api/openapi.json",
            "warnings": ["/feed.atom", "/feed.json"],
            "limits": "1つのアドレスから 1分30回（続けて10回）、1日300回。"
            "鍵（Authorization: Bearer）があれば、鍵ごとに決めた回数。送られたものは残しません。",
        }
    )


def description(request: HttpRequest) -> HttpResponse:
    """The description, OpenAPI 3.1."""
    if request.method not in _READ:
        return not_so(request, _READ)
    return answered(described())


def consultations(request: HttpRequest) -> HttpResponse:
    """A text in, the answer to it out."""
    if request.method != "POST":
        return not_so(request, ("POST",))
    try:
        who = counted(request)
        return answered(_answer(who, asked_in(_body(request))))
    except limits.TooOften as often:
        return too_often(request, "ja", often=often)
    except Refused as why:
        answer = refused(why.status, what=why.what, mend=why.mend, where=why.where)
        if why.status == 401:
            answer.headers["WWW-Authenticate"] = 'Bearer realm="madoguchi"'
        return answer


def _body(request: HttpRequest) -> bytes:
    if request.content_type != JSON:
        raise Refused(
            415,
            where="Content-Type",
            what="JSON ではありません。",
            mend="Content-Type を application/json にしてください。",
        )
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise RequestDataTooBig
        return request.body
    except RequestDataTooBig:
        raise Refused(
            413,
            where="本文",
            what="大きすぎます。",
            mend=f"全体を {MAX_BODY:,} バイトまでにしてください。",
        ) from None
    except UnreadablePostError:
        raise Refused(
            400, where="本文", what="途中で切れています。", mend="もう一度送ってください。"
        ) from None


def _answer(who: str, asked: Asking) -> Consultation:
    refuse_the_tried(who, asked.story, pasted=False)
    try:
        at = moment_of(asked.at) if asked.at else now()
        return public(READERS.read(asked.story, at=at, answers={}, tongue="ja", limit=LIMIT), asked.id)
    except (UnreadableText, ValueError) as error:
        what, _, mend = str(error).partition("。")
        raise Refused(422, where="text", what=f"{what}。", mend=mend or "文章を直してください。") from None

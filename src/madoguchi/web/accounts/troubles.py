"""Pages for what went wrong at the desk's door. They say the same whatever was asked for: nothing of it stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# One script of our own and no other: a passkey cannot be asked for without.
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SAID = {
    "not_there": ("見つかりません", "この番号の記録は、ここにはありません。番号を確かめてください。"),
    "no_page": ("このページはありません", "アドレスを確かめるか、相談員の机から開き直してください。"),
    "not_allowed": (
        "この役割では使えません",
        "いまの役割では、この画面を使えません。必要なときは、管理者に役割を付けてもらってください。",
    ),
    "stale_form": (
        "もう一度開いてください",
        "画面を開いてから時間がたったか、サインインし直したため、送れませんでした。前の画面を開き直してください。",
    ),
    "used_link": (
        "このリンクは使えません",
        "使えるのは一度だけ、作ってから30分までです。管理者に、もう一度作ってもらってください。",
    ),
    "no_key": (
        "鍵が見つかりません",
        "二つ目の確認の鍵を開けません。鍵のフォルダーを控えから戻すまで、サインインできません。管理者に知らせてください。",
    ),
    "too_large": (
        "大きすぎて受け取れません",
        "送られたものが大きすぎます。ファイルは 10 MB まで、文は 200,000 文字までです。前の画面に戻って、小さくしてください。",
    ),
    "from_elsewhere": (
        "この画面からは送れません",
        "ほかのサイトの画面から送られたため、受け取りませんでした。相談員の机を開き直し、そこから送ってください。",
    ),
    "unreadable": (
        "送られたものを読めません",
        "送られた形が、この机の画面のものではありません。前の画面に戻って開き直し、もう一度送ってください。",
    ),
    "not_so": (
        "この開き方では使えません",
        "ここは、画面のボタンから使うところです。相談員の机から開き直してください。記録は変わっていません。",
    ),
    "too_slow": (
        "途中で切れました",
        "送られたものが終わりまで届きませんでした。つながりを確かめて、前の画面からもう一度送ってください。",
    ),
    "too_often": (
        "続けて送られすぎています",
        "短い間に続けて送られました。1分ほど待って、もう一度送ってください。保存されたものは、そのままです。",
    ),
    "fault": (
        "プログラムの故障です",
        "打ったもののせいではありません。「保存しました」と出ていたメモと、それまでに保存した記録は、そのまま残っています。"
        "いま送ったものは、保存できていないことがあります。机から同じ相談を開き直して、確かめてください。"
        "同じことが続くときは、下の故障の番号を、管理者（この机を動かしている人）に伝えてください。番号から、相談の中身は分かりません。",
    ),
    "busy": (
        "混みあっています",
        "いま、サインインが混みあっています。1分ほど待って、もう一度送ってください。",
    ),
}


def not_there() -> HttpResponse:
    """There is no such thing for this person (404). One answer, byte for byte, for "not yours" and "does not exist"."""
    return _answer("not_there", 404)


def no_page(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page (404), where the desk is by itself."""
    return _answer("no_page", 404)


def not_allowed() -> HttpResponse:
    """The roles of this person do not reach so far (403)."""
    return _answer("not_allowed", 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its mark, or with one of another session (403)."""
    return _answer("stale_form", 403)


def used_link() -> HttpResponse:
    """A link that was used, is too old, or never was (404)."""
    return _answer("used_link", 404)


def no_key() -> HttpResponse:
    """The key of the second factors is not where it was (503); the operator is told which."""
    return _answer("no_key", 503)


def too_large() -> HttpResponse:
    """More bytes than the desk takes (413); nothing of them was kept."""
    return _answer("too_large", 413)


def from_elsewhere() -> HttpResponse:
    """A form that another site sent (403)."""
    return _answer("from_elsewhere", 403)


def unreadable() -> HttpResponse:
    """A request that is none of our forms (400)."""
    return _answer("unreadable", 400)


def not_so(methods: Sequence[str]) -> HttpResponse:
    """The address is there, but not for this method (405); ``Allow`` says for which."""
    response = _answer("not_so", 405)
    response.headers["Allow"] = ", ".join(methods)
    return response


def fault(number: str) -> HttpResponse:
    """Our own mistake (500): what is saved, what to do, and the ``number`` by which it is found; nothing of the request."""
    return _answer("fault", 500, number=number)


def early(what: str, status: int) -> HttpResponse:
    """What is answered before a request is read; a reason that has no words here is told as being busy."""
    return _answer(what if what in _SAID else "busy", status)


def in_one_line(response: HttpResponse) -> HttpResponse:
    """Returns what a page of this module says as one line of text; any other ``response`` as it is."""
    told: str = getattr(response, "told", "")
    if told:
        response.content = told.encode()
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
    return response


def busy() -> HttpResponse:
    """Too many sign in at once (503)."""
    response = _answer("busy", 503)
    response.headers["Retry-After"] = "60"
    return response


def _answer(what: str, status: int, *, number: str = "") -> HttpResponse:
    page = _drawn(what, number) if number else _page(what)
    response = HttpResponse(page, status=status)
    title, text = _SAID[what]
    response.told = f"{title}。{text}{f'（故障の番号 {number}）' if number else ''}"  # type: ignore[attr-defined]
    response.headers["Content-Security-Policy"] = CSP
    return response


@lru_cache
def _page(what: str) -> str:
    return _drawn(what)


def _drawn(what: str, number: str = "") -> str:
    title, text = _SAID[what]
    told = {"title": title, "text": text, "number": number, "operator": settings.OPERATOR}
    return render_to_string("accounts/trouble.html", told)

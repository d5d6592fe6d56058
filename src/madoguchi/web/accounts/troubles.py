"""Pages for what went wrong at the desk's door. They say the same whatever was asked for: nothing of it stands in them."""

from __future__ import annotations

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


def busy() -> HttpResponse:
    """Too many sign in at once (503)."""
    response = _answer("busy", 503)
    response.headers["Retry-After"] = "60"
    return response


def _answer(what: str, status: int) -> HttpResponse:
    response = HttpResponse(_page(what), status=status)
    response.headers["Content-Security-Policy"] = CSP
    return response


@lru_cache
def _page(what: str) -> str:
    title, text = _SAID[what]
    told = {"title": title, "text": text, "operator": settings.OPERATOR}
    return render_to_string("accounts/trouble.html", told)

"""What stands around every page: headers, sizes counted before anything is read, and who may post."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
MAX_BODY = 12 * 1024 * 1024
MAX_WORDS = 1024 * 1024  # a body without files
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _CSP,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}
_HSTS = "max-age={}; includeSubDomains"


def headers(answer: Answer) -> Answer:
    """Puts the headers on every answer, errors included; only fixed files may be kept by a browser."""

    def shielded(request: HttpRequest) -> HttpResponse:
        return dressed(answer(request), kept=request.path.startswith(settings.STATIC_URL))

    return shielded


def dressed(response: HttpResponse, *, kept: bool = False) -> HttpResponse:
    """Returns ``response`` with the headers of every answer; ``kept``: a browser may keep it."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if settings.SECURE_HSTS_SECONDS:
        response.headers.setdefault("Strict-Transport-Security", _HSTS.format(settings.SECURE_HSTS_SECONDS))
    if not kept:
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def bytes_first(answer: Answer) -> Answer:
    """Refuses a body that is too large before a byte of it is read."""

    def counted(request: HttpRequest) -> HttpResponse:
        from madoguchi.web.troubles import too_large

        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
            return too_large(request)
        return answer(request)

    return counted


def same_origin(answer: Answer) -> Answer:
    """A form of another site cannot post here: there is no cookie to steal, but a draft could be made or deleted."""

    def checked(request: HttpRequest) -> HttpResponse:
        from madoguchi.web.troubles import from_elsewhere

        if request.method == "POST" and not is_api(request) and _is_foreign(request):
            return from_elsewhere(request)
        return answer(request)

    return checked


def is_api(request: HttpRequest) -> bool:
    """Returns whether a program asks, which gets JSON whatever happens."""
    return is_for_programs(request.path)


def is_for_programs(path: str) -> bool:
    """Returns whether ``path`` is an address that programs ask."""
    return path.startswith("/api/")


def _is_foreign(request: HttpRequest) -> bool:
    """A browser that does not say from which site sends ``Origin: null``, for our own pages send no referrer: that is heard."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.META.get("HTTP_ORIGIN", "null")
    return bool(origin != "null" and origin.partition("://")[2] != request.META.get("HTTP_HOST", ""))

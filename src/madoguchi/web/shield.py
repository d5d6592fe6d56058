"""What stands around every page: headers, sizes counted before anything is read, and who may post."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
MAX_BODY = 12 * 1024 * 1024
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


def headers(answer: Answer) -> Answer:
    """Puts the headers on every answer, errors included; only fixed files may be kept by a browser."""

    def shielded(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return shielded


def bytes_first(answer: Answer) -> Answer:
    """Refuses a body that is too large before a byte of it is read."""

    def counted(request: HttpRequest) -> HttpResponse:
        from madoguchi.web.public.troubles import too_large

        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or int(length) > MAX_BODY:
            return too_large(request)
        return answer(request)

    return counted


def same_origin(answer: Answer) -> Answer:
    """A form of another site cannot post here: there is no cookie to steal, but a draft could be made or deleted."""

    def checked(request: HttpRequest) -> HttpResponse:
        from madoguchi.web.public.troubles import from_elsewhere

        if request.method == "POST" and not is_api(request) and _is_foreign(request):
            return from_elsewhere(request)
        return answer(request)

    return checked


def is_api(request: HttpRequest) -> bool:
    """Returns whether a program asks, which gets JSON whatever happens."""
    return request.path.startswith("/api/")


def _is_foreign(request: HttpRequest) -> bool:
    """A browser that does not say from which site sends ``Origin: null``, for our own pages send no referrer: that is heard."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.META.get("HTTP_ORIGIN", "null")
    return bool(origin != "null" and origin.partition("://")[2] != request.META.get("HTTP_HOST", ""))

"""The warnings as Atom 1.0 and JSON Feed 1.1. No address but our own stands in them, and nothing of anybody who asked."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from madoguchi.consult import TOKYO
from madoguchi.ruby import without
from madoguchi.web.api.answers import answered
from madoguchi.web.notices import Notice, notices
from madoguchi.web.public import limits
from madoguchi.web.public.troubles import not_so, too_often

LICENCE = "CC BY 4.0（出典: madoguchi の知識）"
_SITE = UUID("0b1b0a44-4f5e-5c70-9c8e-3a0f27b4d6a1")
_MOST = 50
_READ = ("GET", "HEAD")


def atom(request: HttpRequest) -> HttpResponse:
    """The warnings as Atom 1.0 (RFC 4287)."""
    return _answer(request) or HttpResponse(
        _atom(_told(), request).encode(), content_type="application/atom+xml; charset=utf-8"
    )


def json_feed(request: HttpRequest) -> HttpResponse:
    """The warnings as JSON Feed 1.1."""
    return _answer(request) or answered(_json(_told(), request), kind="application/feed+json")


def _answer(request: HttpRequest) -> HttpResponse | None:
    if request.method not in _READ:
        return not_so(request, _READ)
    try:
        limits.count(request, limits.FEEDS)
    except limits.TooOften as often:
        return too_often(request, "ja", often=often)
    return None


def _told() -> list[Notice]:
    return notices()[:_MOST]


def _title() -> str:
    return f"{settings.OPERATOR.site}: 手口の知らせ"


def _moment(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(), TOKYO).isoformat()


def _atom(told: list[Notice], request: HttpRequest) -> str:
    home, here = request.build_absolute_uri("/"), request.build_absolute_uri("/feed.atom")
    newest = max((one.changed for one in told), default=dt.date(2026, 11, 21))
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">',
        f"<id>{uuid5(_SITE, settings.SECRET_KEY).urn}</id>",
        f"<title>{_text(_title())}</title>",
        f"<updated>{_moment(newest)}</updated>",
        f"<author><name>{_text(settings.OPERATOR.name)}</name></author>",
        f"<rights>{_text(LICENCE)}</rights>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(here)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(home)}/>',
    ]
    return "\n".join([*head, *(_entry(one, home) for one in told), "</feed>", ""])


def _entry(one: Notice, home: str) -> str:
    return (
        f"<entry><id>{one.id}</id><title>{_text(one.title)}</title>"
        f"<published>{_moment(one.first)}</published><updated>{_moment(one.changed)}</updated>"
        f'<category term={quoteattr(one.subject)}/><link rel="alternate" type="text/html" href={quoteattr(home)}/>'
        f'<content type="text">{_text(one.text)}</content></entry>'
    )


def _text(text: str) -> str:
    """Readings go, and so do signs that no XML may carry."""
    return escape("".join(char for char in without(text) if char >= " " or char in "\t\n"))


def _json(told: list[Notice], request: HttpRequest) -> dict[str, object]:
    home = request.build_absolute_uri("/")
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(),
        "description": LICENCE,
        "language": "ja",
        "home_page_url": home,
        "feed_url": request.build_absolute_uri("/feed.json"),
        "authors": [{"name": settings.OPERATOR.name}],
        "items": [_item(one, home) for one in told],
    }


def _item(one: Notice, home: str) -> dict[str, object]:
    return {
        "id": one.id,
        "url": home,
        "title": without(one.title),
        "content_text": without(one.text),
        "date_published": _moment(one.first),
        "date_modified": _moment(one.changed),
        "tags": [one.subject, one.state],
    }

"""A bare Django page on the same server: what the site's pages are compared with."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="a bare page has no secrets",  # noqa: S106
    LOGGING_CONFIG=None,
)
django.setup()


def page(request: HttpRequest, name: str = "") -> HttpResponse:
    """Answers everything with the same few words."""
    return HttpResponse("<!DOCTYPE html><title>bare</title><p>ok")


urlpatterns = [path("", page), path("<path:name>", page)]
application = WSGIHandler()

"""The addresses of signing in. A new one needs its row in tests/web/test_every_address.py."""

from __future__ import annotations

from django.urls import path

from madoguchi.web.accounts import views

ADDRESSES = [
    path("desk/sign-in/", views.sign_in, name="desk-sign-in"),
    path("desk/sign-out/", views.sign_out, name="desk-sign-out"),
    path("desk/centre/", views.centre, name="desk-centre"),
]

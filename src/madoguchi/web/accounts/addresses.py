"""The addresses of signing in. A new one needs its row in tests/web/test_every_address.py."""

from __future__ import annotations

from django.urls import path

from madoguchi.web.accounts import account_views, second_views, views

ADDRESSES = [
    path("desk/sign-in/", views.sign_in, name="desk-sign-in"),
    path("desk/sign-out/", views.sign_out, name="desk-sign-out"),
    path("desk/centre/", views.centre, name="desk-centre"),
    path("desk/second/", second_views.second, name="desk-second"),
    path("desk/second/add/", second_views.add, name="desk-second-add"),
    path("desk/second/picture/", second_views.picture, name="desk-second-picture"),
    path("desk/account/", account_views.account, name="desk-account"),
    path("desk/password/", account_views.password, name="desk-password"),
    path("desk/link/<str:secret>/", account_views.link, name="desk-link"),
]
# Where the desk is by itself, the address without anything more leads to it.
ALONE = path("", views.alone, name="desk-alone")

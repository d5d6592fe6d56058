"""Every address of the site. A new one needs its row in tests/web/test_every_address.py."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from madoguchi.web import feeds
from madoguchi.web.api import views as api
from madoguchi.web.public import keeping, publications, sheets, sms_bills, views
from madoguchi.web.site import prefix_of
from madoguchi.web.tongue import TONGUES, Tongue

_ABOUT = ("about", "accessibility", "privacy")


def _pages(tongue: Tongue) -> list[URLPattern]:
    at = prefix_of(tongue)[1:]
    known = {"tongue": tongue}
    return [
        path(at, views.start, known, name=f"{tongue}-start"),
        path(f"{at}walk/<slug:name>/", views.walk, known, name=f"{tongue}-walk"),
        path(f"{at}paper/<slug:kind>/", sheets.paper, known, name=f"{tongue}-paper"),
        path(f"{at}keep/", keeping.keep, known, name=f"{tongue}-keep"),
        path(f"{at}again/", keeping.again, known, name=f"{tongue}-again"),
        path(f"{at}forget/", keeping.forget, known, name=f"{tongue}-forget"),
        path(f"{at}sms-bill/", sms_bills.sms_bill, known, name=f"{tongue}-sms-bill"),
        path(f"{at}statistics/", publications.statistics, known, name=f"{tongue}-statistics"),
        *(
            path(f"{at}{page}/", views.about, {**known, "page": page}, name=f"{tongue}-{page}")
            for page in _ABOUT
        ),
    ]


_PING = path("ping/", views.ping, name="ping")
_PROGRAMS = [
    path("feed.atom", feeds.atom, name="feed-atom"),
    path("feed.json", feeds.json_feed, name="feed-json"),
    path("api/", api.index, name="api"),
    path("api/openapi.json", api.description, name="api-description"),
    path("api/consultations", api.consultations, name="api-consultations"),
]
urlpatterns = [_PING]
handler400 = "madoguchi.web.troubles.bad_request"
handler403 = "madoguchi.web.troubles.forbidden"
handler404 = "madoguchi.web.troubles.not_found"
handler500 = "madoguchi.web.troubles.fault"
if "public" in settings.ROOMS:
    urlpatterns += [*_PROGRAMS, *(one for tongue in TONGUES for one in _pages(tongue))]
if "desk" in settings.ROOMS:
    from madoguchi.web.accounts.addresses import ADDRESSES, ALONE
    from madoguchi.web.desk.urls import ADDRESSES as AT_THE_DESK

    urlpatterns += [*ADDRESSES, *AT_THE_DESK]
    if "public" not in settings.ROOMS:
        urlpatterns.append(ALONE)

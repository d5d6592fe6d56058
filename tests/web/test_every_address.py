"""Every address of the site, and every way it can go wrong, has the headers that keep what a person wrote to themselves."""

import pytest
from django.test import Client
from django.urls import get_resolver
from site_under_test import TOLD, Visitor

from madoguchi.web.public import screens
from madoguchi.web.tongue import TONGUES

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=()",
}
# name of a route -> an address of it, and what may be done there. A new route needs its row.
ROWS: dict[str, tuple[str, str]] = {
    "ping": ("/ping/", "GET"),
    "feed-atom": ("/feed.atom", "GET"),
    "feed-json": ("/feed.json", "GET"),
    "api": ("/api/", "GET"),
    "api-description": ("/api/openapi.json", "GET"),
    "api-consultations": ("/api/consultations", "POST"),
}
PAGES = {"start": ("", "GET"), "walk": ("walk/tell/", "GET POST"), "keep": ("keep/", "POST"), "again": ("again/", "GET POST"),
         "forget": ("forget/", "POST"), "paper": ("paper/clerk-card/", "POST"), "about": ("about/", "GET"),
         "accessibility": ("accessibility/", "GET"), "sms-bill": ("sms-bill/", "GET"), "statistics": ("statistics/", "GET"),
         "privacy": ("privacy/", "GET")}  # fmt: skip
for tongue in TONGUES:
    for name, (path, methods) in PAGES.items():
        ROWS[f"{tongue}-{name}"] = (("/" if tongue == "ja" else f"/{tongue}/") + path, methods)
# The desk's pages have a session (tests/desk/test_doors.py looks at its cookies); the public ones set none.
ROWS |= {
    "desk-sign-in": ("/desk/sign-in/", "GET POST"),
    "desk-sign-out": ("/desk/sign-out/", "POST"),
    "desk-centre": ("/desk/centre/", "GET POST"),
    "desk-second": ("/desk/second/", "GET POST"),
    "desk-second-add": ("/desk/second/add/", "GET POST"),
    "desk-second-picture": ("/desk/second/picture/", "GET"),
    "desk-account": ("/desk/account/", "GET POST"),
    "desk-password": ("/desk/password/", "GET POST"),
    "desk-link": ("/desk/link/nothing/", "GET POST"),
    "desk-today": ("/desk/", "GET"),
    "desk-open": ("/desk/cases/", "POST"),
    "desk-number": ("/desk/number/", "POST"),
    "desk-from-others": ("/desk/from-others/", "GET POST"),
    "desk-take-in": ("/desk/take-in/", "GET POST"),
    "desk-file": ("/desk/cases/0/files/0/", "GET"),
    "desk-bring": ("/desk/cases/0/take-in/", "GET POST"),
    "desk-report": ("/desk/report/", "GET"),
    "desk-report-cases": ("/desk/report/cases/", "GET"),
    "desk-report-file": ("/desk/report/file/pdf/", "GET"),
    "desk-registered": ("/desk/report/registered/", "GET"),
    "desk-registered-case": ("/desk/cases/0/register/file/", "GET"),
    "desk-analysis": ("/desk/analysis/", "GET"),
    "desk-behind": ("/desk/analysis/behind/", "GET POST"),
    "desk-definitions": ("/desk/analysis/definitions/", "GET POST"),
    "desk-figures": ("/desk/analysis/figures/", "GET"),
    "desk-figures-file": ("/desk/analysis/figures/csv/", "GET"),
    "desk-drafts": ("/desk/analysis/drafts/", "GET POST"),
    "desk-draft": ("/desk/analysis/drafts/1/", "GET POST"),
    "desk-log": ("/desk/log/", "GET"),
    "desk-backup": ("/desk/backup/", "GET POST"),
    "desk-disposal": ("/desk/disposal/", "GET POST"),
    "desk-certificate": ("/desk/disposal/0/", "GET"),
    "desk-letters": ("/desk/cases/0/letters/", "GET POST"),
    "desk-letter": ("/desk/cases/0/letters/0/", "GET POST"),
    "desk-intake": ("/desk/cases/0/", "GET POST"),
    **{
        f"desk-{name}": (f"/desk/cases/0/{name}/", methods)
        for name, methods in {
            **dict.fromkeys(("memo", "people", "due", "take", "advice", "hand-over"), "POST"),
            **dict.fromkeys(
                ("consents", "record", "approval", "register", "counterparts", "files", "links"), "GET POST"
            ),
            "beside": "GET",
        }.items()
    },
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def assert_shielded(response: object) -> None:
    missing = {
        name for name, value in HEADERS.items() if not response.headers.get(name, "").startswith(value)
    }
    assert missing == set()
    if not getattr(response, "request", {}).get("PATH_INFO", "").startswith("/desk/"):
        assert "Set-Cookie" not in response.headers and not response.cookies
    assert not [name for name in response.headers if name.lower().startswith("access-control-")]


def test_every_route_has_its_row() -> None:
    assert {one.name for one in get_resolver().url_patterns} == set(ROWS)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ROWS)
def test_every_route_is_shielded_for_every_method(name: str, method: str) -> None:
    path, allowed = ROWS[name]
    response = Client(SERVER_NAME="localhost").generic(method, path)
    assert_shielded(response)
    assert response.headers["Cache-Control"] == "no-store"
    heard = method in allowed or (method == "HEAD" and "GET" in allowed)
    assert (response.status_code != 405) == heard


@pytest.mark.parametrize("name", [name for name, (_, methods) in ROWS.items() if methods in ("GET", "POST")])
def test_what_is_not_allowed_names_what_is(name: str) -> None:
    path, allowed = ROWS[name]
    response = Client(SERVER_NAME="localhost").generic("TRACE", path)
    assert response.status_code == 405 and allowed in response.headers["Allow"]


TOO_MUCH = {"CONTENT_LENGTH": str(13 * 1024 * 1024)}
FOREIGN = {"HTTP_SEC_FETCH_SITE": "cross-site"}
WRONG = {
    "no such page": (404, "GET", "/nothing/", {}),
    "no such interface": (404, "GET", "/api/nothing", {}),
    "a page of the walk by itself": (400, "GET", "/walk/do/", {}),
    "a walk that is none": (400, "POST", "/walk/do/", {"walk": "{}}"}),
    "nothing told": (422, "POST", "/walk/tell/", {"walk": ""}),
    "no such number": (422, "POST", "/again/", {"number": "0000-0000-0000-0000"}),
    "no slash": (301, "GET", "/about", {}),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_goes_wrong_is_shielded(what: str) -> None:
    status, method, path, form = WRONG[what]
    client = Client(SERVER_NAME="localhost")
    response = client.post(path, form) if method == "POST" else client.get(path)
    assert response.status_code == status
    assert_shielded(response)


@pytest.mark.parametrize(
    ("status", "more"), [(413, TOO_MUCH), (413, {"CONTENT_LENGTH": "x"}), (403, FOREIGN)]
)
@pytest.mark.parametrize("path", ["/walk/tell/", "/en/keep/", "/api/consultations"])
def test_what_is_refused_before_it_is_read_is_shielded(path: str, status: int, more: dict[str, str]) -> None:
    response = Client(SERVER_NAME="localhost").post(path, **more)
    expected = 415 if status == 403 and path.startswith("/api/") else status
    assert response.status_code == expected
    assert_shielded(response)


def test_a_host_that_is_not_ours_is_refused_and_shielded() -> None:
    response = Client(SERVER_NAME="evil.example").get("/")
    assert response.status_code == 400
    assert_shielded(response)


@pytest.mark.parametrize("path", ["/walk/tell/", "/again/"])
def test_a_fault_of_ours_tells_nothing_and_still_helps(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(TOLD)

    monkeypatch.setattr(screens, "now", broken)
    monkeypatch.setattr("madoguchi.web.public.keeping.render", broken)
    response = Client(SERVER_NAME="localhost", raise_request_exception=False).get(path)
    assert response.status_code == 500 and "切ってだいじょうぶです" in response.content.decode()
    assert TOLD[:20] not in response.content.decode()
    assert_shielded(response)


def test_fixed_files_may_be_kept_and_are_shielded() -> None:
    response = Client(SERVER_NAME="localhost").get("/static/madoguchi/site.css")
    response.close()
    assert response.status_code == 200 and "max-age" in response.headers["Cache-Control"]
    assert_shielded(response)


@pytest.mark.parametrize("origin", ["null", "http://localhost"])
def test_a_browser_that_does_not_name_the_site_is_heard(origin: str) -> None:
    response = Client(SERVER_NAME="localhost").post(
        "/walk/who/", {"person": "self"}, HTTP_ORIGIN=origin, HTTP_HOST="localhost"
    )
    assert response.status_code == 200


def test_a_form_of_another_site_is_refused() -> None:
    response = Client(SERVER_NAME="localhost").post(
        "/walk/who/", {"person": "self"}, HTTP_ORIGIN="https://evil.example", HTTP_HOST="localhost"
    )
    assert response.status_code == 403


def test_no_page_leads_to_another_origin_but_pages_of_desks() -> None:
    html = Visitor().html
    assert "http://" not in html and "https://" not in html

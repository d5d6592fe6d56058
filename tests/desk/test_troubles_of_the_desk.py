"""What goes wrong at an address of the desk is said on the desk's own page: what is saved, what to do, and the number of a fault."""

import re

import pytest
from desk_under_test import case_of, town
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from doors_under_test import at_work, browser

from madoguchi.web import faults, troubles
from madoguchi.web.desk import views

PUBLIC = ("188", "相談メモ", "切ってだいじょうぶ")
SECRET = "暗証番号のはなし 試験 ウメ 050-1111-2222"  # noqa: S105 (nobody has it)
NUMBER = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")


def told(response: HttpResponse) -> str:
    """The text of a page of the desk's own: nothing of the page for people in trouble stands in it."""
    page = response.content.decode()
    words = NUMBER.sub("", page)  # 1884-95D1 is nobody's 188
    assert "相談員の机</title>" in page and not any(word in words for word in PUBLIC)
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    return page


@pytest.fixture
def place() -> tuple[Client, str]:
    """Somebody at work, and the address of a case of theirs; a fault is answered and not raised."""
    member = town().person("counsellor")
    client = at_work(member)
    client.raise_request_exception = False
    return client, f"/desk/cases/{case_of(member)}/"


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(views.readings, "read_case", fails)
    monkeypatch.setattr(views.cases, "write_text", fails)


def test_a_fault_says_what_is_saved_what_to_do_and_its_number(
    place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, RuntimeError(SECRET))
    response = place[0].get(place[1])
    page = told(response)
    assert response.status_code == 500 and "保存しました" in page and "開き直して" in page
    assert NUMBER.search(page) and 'href="/desk/"' in page


def test_a_fault_tells_nothing_of_what_was_sent_nor_of_the_program(
    place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, RuntimeError(SECRET))
    page = told(place[0].post(place[1], {"memo": SECRET, "version": "1"}))
    assert settings.DEBUG is False  # nothing in the environment turns it on: its pages show what was typed
    assert not [word for word in (SECRET, "試験", "RuntimeError", "Traceback", ".py") if word in page]


def test_the_number_of_a_fault_is_what_the_operator_reads(
    place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults.listen()
    failing(monkeypatch, RuntimeError(SECRET))
    number = NUMBER.search(told(place[0].get(place[1])))
    line = capsys.readouterr().err
    assert number and number[0] in line and "RuntimeError" in line and "試験" not in line


def test_two_faults_have_two_numbers(place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, RuntimeError())
    found = {NUMBER.search(told(place[0].get(place[1])))[0] for _ in range(3)}  # type: ignore[index]
    assert len(found) == 3


def test_what_a_script_asked_for_is_one_line_and_no_page(
    place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, RuntimeError(SECRET))
    sent = {"memo": SECRET, "version": "1"}
    response = place[0].post(f"{place[1]}memo/", sent, headers={"HX-Request": "true"})
    line = response.content.decode()
    assert response.status_code == 500 and "<" not in line and NUMBER.search(line) and "試験" not in line


RAISED = [(PermissionDenied(SECRET), 403), (SuspiciousOperation(SECRET), 400)]


@pytest.mark.parametrize(("error", "status"), RAISED, ids=["403", "400"])
def test_what_django_refuses_is_said_on_a_page_of_the_desk(
    place: tuple[Client, str], monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    failing(monkeypatch, error)
    response = place[0].get(place[1])
    assert response.status_code == status and "試験" not in told(response)


@pytest.mark.parametrize("path", ["/desk/nothing/", "/desk/cases/0/nothing/", "/desk/.env"])
def test_an_address_of_the_desk_that_there_is_not(path: str) -> None:
    response = browser().get(path)
    assert response.status_code == 404 and "このページはありません" in told(response)


@pytest.mark.parametrize("path", ["/desk/", "/desk/cases/0/memo/", "/desk/sign-in/", "/desk/link/x/"])
def test_a_method_that_an_address_does_not_take(path: str) -> None:
    response = Client(SERVER_NAME="localhost").delete(path)
    assert response.status_code == 405 and response.headers["Allow"]
    assert "画面のボタンから" in told(response)


def test_more_than_anybody_takes_is_said_before_it_is_read() -> None:
    response = browser().post("/desk/sign-in/", CONTENT_LENGTH=str(13 * 1024 * 1024))
    assert response.status_code == 413 and "10 MB" in told(response)


def test_a_memo_that_is_too_large_and_a_form_with_too_many_fields(place: tuple[Client, str]) -> None:
    large = place[0].post(
        place[1], {"memo": "a" * 2_000_000}, content_type="application/x-www-form-urlencoded"
    )
    many = place[0].post(place[1], {f"f{at}": "x" for at in range(100)})
    assert (large.status_code, many.status_code) == (413, 400)
    assert "大きすぎ" in told(large) and "読めません" in told(many)


def test_a_form_of_another_site_is_refused_on_a_page_of_the_desk() -> None:
    response = browser().post("/desk/sign-in/", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403 and "ほかのサイト" in told(response)


EARLY = {"too_often": 429, "busy": 503, "too_slow": 408, "too_large": 413}


@pytest.mark.parametrize("what", EARLY)
def test_what_is_refused_before_it_is_read_is_said_on_a_page_of_the_desk(what: str) -> None:
    response = troubles.early("/desk/", what, status=EARLY[what], seconds=1.2)
    assert response.status_code == EARLY[what] and response.headers["Retry-After"] == "2"
    assert told(response)


def test_the_last_net_has_a_number_too() -> None:
    response = troubles.early("/desk/", "fault", status=500, number="0A1B-2C3D")
    assert response.status_code == 500 and "0A1B-2C3D" in told(response)


@pytest.mark.parametrize("rooms", [("public",), ("public", "desk")])
def test_the_public_pages_keep_their_own(rooms: tuple[str, ...]) -> None:
    with override_settings(ROOMS=rooms):
        path = "/desk/x/" if rooms == ("public",) else "/x/"
        page = troubles.not_found(RequestFactory().get(path)).content.decode()
    assert "188" in page and "相談員の机</title>" not in page

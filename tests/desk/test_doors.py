"""The door of the desk: nobody reaches a view but through it, and whoever does is who the session says, in the centre it says."""

import datetime as dt
from collections.abc import Iterator

import pytest
from desk_under_test import case_of, town
from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from doors_under_test import PASSWORD, at_work, browser, newcomer, post, session_of

from madoguchi.web import housekeeping
from madoguchi.web.accounts import links, sessions
from madoguchi.web.accounts.models import Link, Membership
from madoguchi.web.desk import readings
from madoguchi.web.desk.doors import at_the_desk
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.urls import ADDRESSES as AT_THE_DESK
from madoguchi.web.public.clock import now
from madoguchi.web.urls import urlpatterns as ours


@at_the_desk("read_case")
def one_case(request: HttpRequest, member: Member, case_id: str) -> HttpResponse:
    return HttpResponse(readings.read_case(member, case_id, at=now()).texts["memo"])


@at_the_desk("manage_staff")
def only_for_administrators(request: HttpRequest, member: Member) -> HttpResponse:
    return HttpResponse(member.centre.pk)


urlpatterns = [
    *ours,
    path("desk/case/<str:case_id>/", one_case),
    path("desk/staff/", only_for_administrators),
]


@pytest.fixture(autouse=True)
def _with_two_views() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def later(**by: int) -> override_settings:
    return override_settings(MADOGUCHI_AT=(now() + dt.timedelta(**by)).isoformat())


def test_who_is_at_work_gets_the_view_as_themselves() -> None:
    member = town().person("administrator")
    assert at_work(member).get("/desk/staff/").content.decode() == member.centre.pk


def test_who_is_not_signed_in_is_led_to_the_door_and_back() -> None:
    response = Client(SERVER_NAME="localhost").get("/desk/staff/")
    assert (
        response.status_code == 302 and response.headers["Location"] == "/desk/sign-in/?to=%2Fdesk%2Fstaff%2F"
    )


def test_a_script_is_told_so_instead_of_a_page() -> None:
    response = Client(SERVER_NAME="localhost").get("/desk/staff/", HTTP_HX_REQUEST="true")
    assert response.status_code == 401 and response.headers["HX-Trigger"] == "signed-out"


def test_a_password_alone_does_not_come_in() -> None:
    member, client = newcomer("administrator"), Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(member.staff, member.centre, second=False)
    assert client.get("/desk/staff/").headers["Location"].startswith("/desk/second/")


def test_without_the_role_a_page_says_so() -> None:
    response = at_work(town().person("counsellor")).get("/desk/staff/")
    assert response.status_code == 403 and "この役割では使えません" in response.content.decode()


def test_not_yours_and_does_not_exist_are_the_same_bytes() -> None:
    strange = case_of(town().person("counsellor"))
    client = at_work(town().person("counsellor"))
    one, other = (client.get(f"/desk/case/{id_}/") for id_ in (strange, "f" * 32))
    assert one.status_code == 404 and one.content == other.content and one.headers == other.headers


def test_a_role_that_ended_opens_nothing_from_the_next_request_on() -> None:
    member = town().person("administrator")
    client = at_work(member)
    Membership.objects.filter(staff=member.staff).update(until=now().date() - dt.timedelta(days=1))
    assert client.get("/desk/staff/").headers["Location"].startswith("/desk/centre/")


def test_a_centre_that_a_browser_names_is_not_heard() -> None:
    member, other = town().person("administrator"), town().person("administrator")
    said = at_work(member).get(f"/desk/staff/?centre={other.centre.pk}", HTTP_X_CENTRE=other.centre.pk)
    assert said.content.decode() == member.centre.pk


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_ends_after_half_an_hour_without_a_request(minutes: int, status: int) -> None:
    client = at_work(town().person("administrator"))
    with later(minutes=minutes):
        assert client.get("/desk/staff/").status_code == status


def test_and_after_ten_hours_however_busy() -> None:
    client, hours = at_work(town().person("administrator")), []
    for minutes in range(25, 11 * 60, 25):
        with later(minutes=minutes):
            hours += [minutes / 60] if client.get("/desk/staff/").status_code == 200 else []
    assert 9.5 < max(hours) <= 10


def test_being_shut_ends_every_session_and_opening_again_brings_none_back() -> None:
    member = town().person("administrator")
    client = at_work(member)
    sessions.end_all(member.staff)
    assert client.get("/desk/staff/").status_code == 302


def test_a_form_without_its_mark_is_refused() -> None:
    response = at_work(town().person("administrator"), csrf=True).post("/desk/staff/")
    assert response.status_code == 403 and "もう一度開いてください" in response.content.decode()


def test_the_right_password_leads_to_the_second_factor() -> None:
    member, client = newcomer("counsellor"), browser()
    response = post(client, "/desk/sign-in/", login=member.staff.login, password=PASSWORD)
    assert response.status_code == 302 and response.headers["Location"].startswith("/desk/second/")
    assert client.cookies[settings.SESSION_COOKIE_NAME]["httponly"]
    assert client.cookies[settings.SESSION_COOKIE_NAME]["samesite"] == "Strict"


def test_signing_in_gives_another_session_and_another_mark() -> None:
    member, client = newcomer("counsellor"), browser()
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted-by-somebody-else-0123456"
    client.get("/desk/sign-in/")
    mark = client.cookies[settings.CSRF_COOKIE_NAME].value
    post(client, "/desk/sign-in/", login=member.staff.login, password=PASSWORD)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "planted-by-somebody-else-0123456"
    assert client.cookies[settings.CSRF_COOKIE_NAME].value != mark


def test_a_stolen_table_of_sessions_is_no_key() -> None:
    client = at_work(town().person("administrator"))
    held = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert not Session.objects.filter(session_key=held).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = Session.objects.latest("expire_date").session_key
    assert client.get("/desk/staff/").status_code == 302


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/walk/", "/desk//evil.example", "/desk/\r\nX: y", ""]
)
def test_nobody_is_led_elsewhere(to: str) -> None:
    client = at_work(town().person("counsellor"))
    assert client.get("/desk/centre/", {"to": to}).headers["Location"] == "/desk/"


def test_every_view_of_the_desk_is_behind_the_door() -> None:
    at_the_desk_alone = [one for one in AT_THE_DESK if not hasattr(one.callback, "act")]
    assert AT_THE_DESK and at_the_desk_alone == []


def test_old_sessions_and_links_are_cleared_away() -> None:
    member = town().person("counsellor")
    links.new_link(member.staff)
    session_of(member.staff, member.centre)
    Session.objects.update(expire_date=now() - dt.timedelta(days=400))
    with later(minutes=31):
        housekeeping.clear()
    assert not Session.objects.exists() and not Link.objects.filter(staff=member.staff).exists()

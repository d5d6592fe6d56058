"""Passwords, links and tries: a stranger learns nothing and shuts nobody out; what is used once is used once."""

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from desk_under_test import stored
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from doors_under_test import PASSWORD, at_work, browser, newcomer, post, unhurried

from madoguchi.web.accounts import devices, guard, links, passwords, staffing, views
from madoguchi.web.accounts.models import Centre, Link, Staff
from madoguchi.web.buckets import Buckets
from madoguchi.web.desk.gates import Member
from madoguchi.web.desk.log_models import AuditEntry
from madoguchi.web.public.clock import now

WRONG = "これは違うパスワードですよね"


class Clock:
    """A clock that stands until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    unhurried(monkeypatch)
    found = Clock()
    for bucket in vars(guard).values():
        if isinstance(bucket, Buckets):
            monkeypatch.setattr(bucket, "_clock", found)
    yield found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted here is tries, not the time of the hash."""
    monkeypatch.setattr(passwords, "is_right", lambda staff, typed: bool(staff) and typed == PASSWORD)


def tried(login: str, typed: str = WRONG, client: Client | None = None, **more: str) -> HttpResponse:
    client = client or Client(SERVER_NAME="localhost")
    return client.post("/desk/sign-in/", {"login": login, "password": typed}, **more)


def acts(member: Member) -> list[tuple[str, str]]:
    return [(one.act, one.actor) for one in stored(member, AuditEntry, centre=member.centre)]


@pytest.mark.usefixtures("quick")
def test_five_a_minute_for_an_account_wherever_they_come_from(clock: Clock) -> None:
    login, heard = newcomer("counsellor").staff.login, 0
    for number in range(120):
        clock.now += 1
        address = f"198.51.{number}.7"
        heard += tried(login, REMOTE_ADDR=address).status_code == 422
    assert heard in (14, 15)  # five at once, then one every twelve seconds for two minutes


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("forged", [False, True])
def test_twenty_an_hour_for_an_address_whatever_it_says_it_forwards(clock: Clock, forged: bool) -> None:
    heard = 0
    for number in range(1_000):
        clock.now += 0.1
        more = {"HTTP_X_FORWARDED_FOR": f"203.0.{number // 250}.{number % 250}"} if forged else {}
        heard += tried(f"nobody{number}", REMOTE_ADDR="198.51.100.7", **more).status_code == 422
    print(f"1,000 tries from one address, {heard} heard")
    assert heard == 20


@pytest.mark.usefixtures("quick")
def test_a_known_browser_is_heard_whatever_strangers_try() -> None:
    member, client = newcomer("counsellor"), browser()
    response = HttpResponse()
    devices.remember(client.get("/desk/sign-in/").wsgi_request, response, staff=member.staff)
    for number in range(200):
        tried(member.staff.login, REMOTE_ADDR=f"198.51.100.{number}")
    assert tried(member.staff.login, PASSWORD, REMOTE_ADDR="203.0.113.1").status_code == 429
    client.cookies[devices.COOKIE] = response.cookies[devices.COOKIE].value
    assert post(client, "/desk/sign-in/", login=member.staff.login, password=PASSWORD).status_code == 302


@pytest.mark.usefixtures("quick")
def test_who_waits_as_told_is_heard_again(clock: Clock) -> None:
    login = newcomer("counsellor").staff.login
    answers = [tried(login) for _ in range(6)]
    assert [one.status_code for one in answers] == [*5 * [422], 429]
    clock.now += int(answers[-1].headers["Retry-After"])
    assert tried(login, PASSWORD).status_code == 302


@pytest.mark.usefixtures("quick")
def test_somebody_elses_known_browser_is_none() -> None:
    member, other = newcomer("counsellor"), newcomer("counsellor")
    client, response = Client(SERVER_NAME="localhost"), HttpResponse()
    devices.remember(client.get("/desk/sign-in/").wsgi_request, response, staff=other.staff)
    client.cookies[devices.COOKIE] = response.cookies[devices.COOKIE].value
    assert [tried(member.staff.login, client=client).status_code for _ in range(6)][-1] == 429


def bare(response: HttpResponse) -> tuple[int, int, str]:
    """Status, length and text, without the form's mark."""
    html = response.content.decode()
    mark = response.wsgi_request.META["CSRF_COOKIE"]
    return response.status_code, len(html), html.partition('name="to"')[2].replace(mark, "")


def test_no_such_login_and_a_wrong_password_are_one_answer() -> None:
    known = bare(tried(newcomer("counsellor").staff.login))
    assert known == bare(tried("nobody-here")) == bare(tried("")) and known[0] == 422


def seconds(login: str, **more: str) -> float:
    began = time.perf_counter()
    tried(login, **more)
    return time.perf_counter() - began


def test_and_they_take_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_LEAST", 1.0)
    login = newcomer("counsellor").staff.login
    pairs = [(seconds(login), seconds(f"nobody{number}")) for number in range(5)]
    known, unknown = (statistics.median(took) for took in zip(*pairs, strict=True))
    print(f"wrong password {known:.3f} s, no such login {unknown:.3f} s")
    assert abs(known - unknown) / unknown < 0.05


def test_a_login_is_read_in_any_width_and_case() -> None:
    login = newcomer("counsellor").staff.login
    wide = "".join(chr(ord(char) + 0xFEE0) for char in login.upper())
    assert tried(wide, PASSWORD).status_code == 302


def test_an_account_that_was_shut_is_no_such_login() -> None:
    member = newcomer("counsellor")
    staffing.shut(member.staff)
    assert bare(tried(member.staff.login, PASSWORD)) == bare(tried("nobody-here"))


def test_a_failed_sign_in_stands_in_the_log_and_nothing_that_was_typed() -> None:
    member = newcomer("counsellor")
    tried(member.staff.login)
    assert acts(member)[-1] == ("sign_in_failed", "unknown")


@pytest.mark.parametrize(
    ("typed", "second", "why"),
    [
        ("みじかい十四文字のパスワード", False, "15 文字"),
        ("七文字です。。", True, "8 文字"),
        ("a" * 201, True, "200"),
        ("passwordpassword", False, "よく使われる"),
        ("123456789012345", False, "よく使われる"),
        ("abcdefghijklmnop", False, "よく使われる"),
        ("ああああああああああああああああ", False, "よく使われる"),
        ("Iloveyou1", True, "よく使われる"),
        ("sato-hanako-madoguchi", False, "名前から分かる"),
    ],
)
def test_weak_passwords_are_not_taken(typed: str, second: bool, why: str) -> None:
    with pytest.raises(passwords.WeakPassword, match=why):
        passwords.assert_strong(typed, second=second, known=("sato-hanako", "佐藤 花子"))


@pytest.mark.parametrize(
    "typed", [PASSWORD, "correct horse battery", "zzqtrvkwxhmfwbp", "！！！５月の雨と長靴と犬と！！"]
)
def test_long_ones_of_any_kind_are(typed: str) -> None:
    passwords.assert_strong(typed, second=False, known=("sato-hanako",))


def test_a_password_is_the_same_in_any_width() -> None:
    staff = newcomer("counsellor").staff
    passwords.set_password(staff, "ＡＢＣ　ｄｅｆ　１２３ガギグ")
    assert passwords.is_right(staff, "ABC def 123ガギグ")


def at_once(*work: Callable[[], object]) -> None:
    """Does everything in threads of its own and waits for all."""
    crew = [Thread(target=one) for one in work]
    for one in crew:
        one.start()
    for one in crew:
        one.join()


def slow(running: list[int], most: list[int]) -> None:
    running.append(1)
    most.append(len(running))
    time.sleep(0.02)
    running.pop()


def test_four_passwords_at_once_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [], []
    monkeypatch.setattr(passwords.ScryptPasswordHasher, "encode", lambda *_: slow(running, most))
    at_once(*20 * [lambda: passwords.Scrypt().encode(PASSWORD, "salt")])
    assert max(most) == 4


def test_when_no_turn_comes_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.01)
    for _ in range(4):
        passwords._turns.acquire()
    try:
        assert tried(newcomer_without_hash().login).status_code == 503
    finally:
        passwords._turns.release(4)


def newcomer_without_hash() -> Staff:
    """Hashing needs a turn, and there is none."""
    return Staff.objects.create(login="waiting", name="待つ人", password="scrypt$16384$s$8$5$x")  # noqa: S106


# --- links ------------------------------------------------------------------------------------------

NEW = {"new": PASSWORD, "again": PASSWORD}


def test_a_link_gives_a_new_password_once() -> None:
    member = newcomer("counsellor")
    staffing.reset(member.staff)
    path = links.new_link(member.staff)
    assert post(browser(), path, **NEW).headers["Location"] == "/desk/second/"
    assert browser().get(path).status_code == 404
    assert tried(member.staff.login, PASSWORD).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 404)])
def test_a_link_lives_for_half_an_hour(minutes: int, status: int) -> None:
    path = links.new_link(newcomer("counsellor").staff)
    with override_settings(MADOGUCHI_AT=(now() + dt.timedelta(minutes=minutes)).isoformat()):
        assert browser().get(path).status_code == status


def test_a_link_is_not_readable_in_the_database_and_long_enough() -> None:
    path = links.new_link(newcomer("counsellor").staff)
    secret = path.split("/")[3]
    assert len(secret) >= 43 and not Link.objects.filter(mark__contains=secret[:20]).exists()


def used_by(client: Client, path: str, *, seen: list[int]) -> None:
    mark = client.cookies[settings.CSRF_COOKIE_NAME].value
    seen.append(client.post(path, {"csrfmiddlewaretoken": mark, **NEW}).status_code)
    connection.close()


def test_two_who_use_one_link_at_once_make_one_password() -> None:
    path, pair, seen = links.new_link(newcomer("counsellor").staff), (browser(), browser()), []
    for one in pair:
        one.get(path)
    at_once(*(lambda one=one: used_by(one, path, seen=seen) for one in pair))
    assert sorted(seen) == [302, 404]


FIRST = {
    "centre": "森町消費生活センター", "code": "first-mori", "kept_years": "5", "prefecture": "静岡県",
    "municipality_code": "224618", "alone": "1", "name": "佐藤 花子", "login": "hanako", **NEW,
}  # fmt: skip


def test_no_link_for_the_first_account_where_there_is_one() -> None:
    path = links.new_link(None)
    newcomer("counsellor")
    assert links.first_link() is None and browser().get(path).status_code == 404


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the first day; the accounts of other tests are in the same database."""
    monkeypatch.setattr(links, "_is_first_day", lambda: True)


@pytest.mark.usefixtures("nobody")
def test_the_first_link_makes_the_centre_and_its_head() -> None:
    response = post(browser(), links.new_link(None), **FIRST)
    staff, centre = Staff.objects.get(login="hanako"), Centre.objects.get(code="first-mori")
    assert (
        response.headers["Location"] == "/desk/second/" and centre.kept_years == 5 and centre.approves_alone
    )
    assert [role for _, role in staffing.roles_of(staff)] == ["administrator", "head"]
    done = [act for act, _ in acts(Member(staff, centre, frozenset()))]
    assert done == ["add_account", "give_role", "give_role"]


@pytest.mark.usefixtures("nobody")
@pytest.mark.parametrize(
    ("field", "value"),
    [("kept_years", ""), ("kept_years", "0"), ("kept_years", "五"), ("code", "森"), ("centre", " "), ("login", "A"),
     ("municipality_code", "12"), ("again", "another"), ("new", "short")],
)  # fmt: skip
def test_what_the_first_page_does_not_take_leaves_the_link_good(field: str, value: str) -> None:
    path = links.new_link(None)
    response = post(browser(), path, **{**FIRST, "code": "other", "login": "other", field: value})
    assert response.status_code == 422 and "確かめてください" in response.content.decode()
    assert browser().get(path).status_code == 200 and not Centre.objects.filter(code="other").exists()


# --- accounts ---------------------------------------------------------------------------------------


def test_a_new_password_ends_every_other_session() -> None:
    member = newcomer("counsellor")
    here, there = at_work(member), at_work(member)
    form = {"password": PASSWORD, "new": "雨の日の長靴と犬の散歩", "again": "雨の日の長靴と犬の散歩"}
    assert here.post("/desk/password/", form).status_code == 302
    assert here.get("/desk/account/").status_code == 200 and there.get("/desk/account/").status_code == 302


def test_shutting_and_opening_is_in_the_log_and_no_session_comes_back() -> None:
    member = newcomer("counsellor")
    client = at_work(member)
    staffing.shut(member.staff)
    staffing.open_again(member.staff)
    assert client.get("/desk/account/").status_code == 302
    assert acts(member)[-2:] == [("shut_account", "console"), ("open_account", "console")]


def test_a_change_of_role_is_in_the_log_and_holds_from_today() -> None:
    member = newcomer("counsellor")
    assert staffing.give_role(member.staff, member.centre, role="approver")
    assert not staffing.give_role(member.staff, member.centre, role="approver")
    assert staffing.end_role(member.staff, member.centre, role="counsellor")
    assert staffing.roles_of(member.staff) == [(member.centre.code, "approver")]
    assert [act for act, _ in acts(member)[-2:]] == ["give_role", "end_role"]


def test_signing_out_ends_the_session_and_the_browser_forgets() -> None:
    client = at_work(newcomer("counsellor"))
    held = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert "cache" in client.post("/desk/sign-out/").headers["Clear-Site-Data"]
    client.cookies[settings.SESSION_COOKIE_NAME] = held
    assert client.get("/desk/account/").status_code == 302


def test_who_works_in_two_centres_chooses_one_of_them_and_no_third() -> None:
    member, other, third = newcomer("counsellor"), newcomer("head"), newcomer("head")
    staffing.give_role(member.staff, other.centre, role="counsellor")
    client = at_work(Member(member.staff, third.centre, member.roles))
    assert client.post("/desk/centre/", {"centre": third.centre.pk}).status_code == 200
    assert client.post("/desk/centre/", {"centre": other.centre.pk}).status_code == 302
    assert client.get("/desk/centre/?to=/desk/account/").headers["Location"] == "/desk/account/"
    assert client.get("/desk/centre/").status_code == 200  # whoever wants to work for the other one
    assert acts(other)[-1][0] == "sign_in"

"""One's own account: password, second factors, codes on paper; and the links that work once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from madoguchi.web.accounts import devices, factors, guard, links, noting, passwords, sessions, staffing
from madoguchi.web.accounts.models import Link, Staff
from madoguchi.web.accounts.pages import page, shown, to_sign_in
from madoguchi.web.accounts.troubles import busy, used_link

_NOT_SAME = "二つのパスワードが同じではありません。もう一度入れてください。"
_YEARS = "記録を残す年数を、数で書いてください。"


@page()
def account(request: HttpRequest) -> HttpResponse:
    """What one has, and what one may take away; one second factor stays always."""
    who = sessions.signed_in(request)
    if who is None or not who.second:
        return to_sign_in(who)
    told: dict[str, Any] = {"staff": who.staff}
    if request.method == "POST":
        if "codes" in request.POST:
            noting.note(who.staff, "new_recovery_codes")
            return shown(
                request, "recovery", more={"codes": factors.new_codes(who.staff), "to": "/desk/account/"}
            )
        told["error"] = _removed(who.staff, request.POST.get("remove", ""))
    told |= {"factors": who.staff.factors.order_by("added"), "codes": who.staff.recovery_codes.count()}
    return shown(request, "account", more=told, status=422 if told.get("error") else 200)


@transaction.atomic
def _removed(staff: Staff, id_: str) -> str:
    """What is wrong, or nothing."""
    Staff.objects.select_for_update(no_key=True).get(pk=staff.pk)
    if staff.factors.count() < 2:
        return "最後の一つは消せません。先に、ほかの一つを足してください。"
    if staff.factors.filter(pk=id_).delete()[0]:
        noting.note(staff, "remove_factor")
    return ""


@page()
def password(request: HttpRequest) -> HttpResponse:
    """Another password. Every other session of the account ends."""
    who = sessions.signed_in(request)
    if who is None or not who.second:
        return to_sign_in(who)
    if request.method != "POST":
        return shown(request, "password", more={"staff": who.staff})
    try:
        trial = guard.Try(request, who.staff.login, device=devices.known(request, who.staff))
        if not passwords.is_right(who.staff, request.POST.get("password", "")):
            raise passwords.WeakPassword("いまのパスワードが違います。")
        trial.was_right()
        _change(request, who.staff)
    except guard.TooSoon:
        return busy()
    except passwords.TooBusy:
        return busy()
    except passwords.WeakPassword as weak:
        return shown(request, "password", more={"staff": who.staff, "error": str(weak)}, status=422)
    return HttpResponseRedirect("/desk/account/")


def _change(request: HttpRequest, staff: Staff) -> None:
    new = _typed_twice(request)
    passwords.assert_strong(new, second=True, known=(staff.login, staff.name))
    with transaction.atomic():
        passwords.set_password(staff, new)
        noting.note(staff, "change_password")
    sessions.goes_on(request, staff)


def _typed_twice(request: HttpRequest) -> str:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise passwords.WeakPassword(_NOT_SAME)
    return new


@page()
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link is for: the first account with its centre, or a new password."""
    found = links.link_of(secret)
    if found is None:
        return used_link()
    told: dict[str, Any] = {"staff": found.staff, "typed": request.POST if request.method == "POST" else {}}
    if request.method != "POST":
        return shown(request, "link", more=told)
    try:
        staff = _renewed(request, found) if found.staff else _first(request, found)
    except passwords.TooBusy:
        return busy()
    except (passwords.WeakPassword, staffing.CannotBe) as wrong:
        return shown(request, "link", more={**told, "error": str(wrong)}, status=422)
    if staff is None:
        return used_link()
    sessions.sign_in(request, staff)
    return HttpResponseRedirect("/desk/second/")


def _renewed(request: HttpRequest, found: Link) -> Staff | None:
    staff = found.staff
    if staff is None:
        return None
    new = _typed_twice(request)
    passwords.assert_strong(new, second=staff.factors.exists(), known=(staff.login, staff.name))
    with transaction.atomic():
        if not links.use(found):
            return None
        passwords.set_password(staff, new)
        noting.note(staff, "change_password")
    return staff


def _first(request: HttpRequest, found: Link) -> Staff | None:
    """The centre, its head, who is its administrator too, and nobody else yet."""
    said = request.POST
    if not (said.get("kept_years", "").isascii() and said.get("kept_years", "").isdigit()):
        raise staffing.CannotBe(_YEARS)
    centre = staffing.NewCentre(
        code=said.get("code", "").strip(),
        name=said.get("centre", ""),
        kept_years=int(said["kept_years"][:4]),
        prefecture=said.get("prefecture", "").strip(),
        municipality_code=said.get("municipality_code", "").strip(),
        alone="alone" in said,
    )
    new = _typed_twice(request)
    login, name = said.get("login", "").strip(), said.get("name", "")
    passwords.assert_strong(new, second=False, known=(login, name, centre.name))
    with transaction.atomic():
        if not links.use(found):
            return None
        made = staffing.add_centre(centre)
        staff = staffing.add_account(login, name, centre=made, roles=("head", "administrator"))
        passwords.set_password(staff, new)
    return staff

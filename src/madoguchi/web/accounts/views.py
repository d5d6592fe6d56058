"""Signing in and out, and which centre somebody works for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from madoguchi.web.accounts import noting, passwords, sessions
from madoguchi.web.accounts.models import Staff
from madoguchi.web.accounts.pages import page, shown
from madoguchi.web.accounts.troubles import busy
from madoguchi.web.desk.log import Said
from madoguchi.web.public.clock import now

HOME = "/desk/"
_WRONG = "ログイン名かパスワードが違います。"


@page()
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page: login and password. "No such login" and "wrong password" are one answer."""
    if request.method != "POST":
        return shown(request, "sign_in", {"to": target_of(request.GET.get("to"))})
    to, login = target_of(request.POST.get("to")), request.POST.get("login", "")[:40].strip()
    staff = Staff.objects.filter(login=login, is_active=True).first()
    try:
        right = passwords.is_right(staff, request.POST.get("password", ""))
    except passwords.TooBusy:
        return busy()
    if staff is None or not right:
        return _refused(request, login, to=to, staff=staff)
    sessions.sign_in(request, staff)
    return HttpResponseRedirect(f"/desk/second/?to={to}")


def _refused(request: HttpRequest, login: str, *, to: str, staff: Staff | None) -> HttpResponse:
    if staff is not None:
        noting.note(staff, "sign_in_failed")
    return shown(request, "sign_in", {"to": to, "login": login, "error": _WRONG}, status=422)


@page(read=False)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session; the browser forgets what it kept of this site."""
    who = sessions.signed_in(request)
    if who is not None:
        noting.note(who.staff, "sign_out")
    sessions.sign_out(request)
    response = HttpResponseRedirect("/desk/sign-in/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page()
def centre(request: HttpRequest) -> HttpResponse:
    """Which centre somebody works for, where there are several."""
    who = sessions.signed_in(request)
    if who is None or not who.second:
        return HttpResponseRedirect("/desk/second/" if who else "/desk/sign-in/")
    to = target_of((request.POST if request.method == "POST" else request.GET).get("to"))
    found = noting.centres_of(who.staff, today=now().date())
    wanted = request.POST.get("centre") if request.method == "POST" else None
    chosen = [one for one in found if one.pk == wanted] if len(found) != 1 else found
    if not chosen:
        return shown(request, "centre", {"centres": found, "to": to, "name": who.staff.name})
    sessions.choose(request, chosen[0].pk)
    noting.note_in(chosen[0], Said("sign_in", who.staff.pk, who.staff.pk), at=now())
    return HttpResponseRedirect(to)


def target_of(said: str | None) -> str:
    """Returns the page of the desk that ``said`` names; anything else is the first page."""
    plain = said or ""
    fits = plain.startswith(HOME) and plain.isascii() and plain.replace("-", "").replace("/", "").isalnum()
    return plain if fits and "//" not in plain else HOME

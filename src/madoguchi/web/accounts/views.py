"""Signing in and out, and which centre somebody works for."""

from __future__ import annotations

import math
import unicodedata
from time import monotonic, sleep

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from madoguchi.web.accounts import devices, guard, noting, passwords, sessions
from madoguchi.web.accounts.models import Staff
from madoguchi.web.accounts.pages import page, shown, target_of, to_sign_in
from madoguchi.web.accounts.sessions import ROOM
from madoguchi.web.accounts.troubles import busy
from madoguchi.web.desk.log import Said
from madoguchi.web.public.clock import now

_WRONG = "ログイン名かパスワードが違います。"
# A wrong password is answered after the same time, whether there is such a login or not: writing it into the log takes some.
AT_LEAST = 0.6


@page()
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page: login and password. "No such login" and "wrong password" are one answer."""
    if request.method != "POST":
        return shown(request, "sign_in", more={"to": target_of(request)})
    began, login = monotonic(), _login_of(request)
    staff = Staff.objects.filter(login=login, is_active=True).first()
    try:
        trial = guard.Try(request, login, device=devices.known(request, staff))
        right = passwords.is_right(staff, request.POST.get("password", ""))
    except guard.TooSoon as soon:
        return _too_soon(request, soon.seconds)
    except passwords.TooBusy:
        return busy()
    if staff is not None and right:
        trial.was_right()
        sessions.sign_in(request, staff)
        return HttpResponseRedirect(f"/desk/second/?to={target_of(request)}")
    if staff is not None:
        noting.note(staff, "sign_in_failed", actor=noting.UNKNOWN)
    sleep(max(0.0, AT_LEAST - (monotonic() - began)))
    return shown(request, "sign_in", more={"to": target_of(request), "error": _WRONG}, status=422)


def _login_of(request: HttpRequest) -> str:
    """As it was typed, in whatever width and case; no login has a capital letter."""
    return unicodedata.normalize("NFKC", request.POST.get("login", "")[:40]).casefold().strip()


def _too_soon(request: HttpRequest, seconds: float) -> HttpResponse:
    wait = math.ceil(seconds)
    told = {"to": target_of(request), "error": too_soon_text(wait)}
    response = shown(request, "sign_in", more=told, status=429)
    response.headers["Retry-After"] = str(wait)
    return response


def too_soon_text(seconds: int) -> str:
    """Returns what is said to somebody who tries too often."""
    shown_wait = f"{seconds}秒" if seconds < 100 else f"{math.ceil(seconds / 60)}分"
    return f"続けて何度も試されたため、少し待っています。{shown_wait}たってから、もう一度送ってください。"


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
        return to_sign_in(who)
    found = noting.centres_of(who.staff, today=now().date())
    if request.method != "POST" and "to" in request.GET and who.centre_id in {one.pk for one in found}:
        return HttpResponseRedirect(target_of(request))
    wanted = request.POST.get("centre") if request.method == "POST" else None
    chosen = [one for one in found if one.pk == wanted] if len(found) != 1 else found
    if not chosen:
        return shown(
            request, "centre", more={"centres": found, "to": target_of(request), "name": who.staff.name}
        )
    if who.centre_id != chosen[0].pk:
        sessions.choose(request, chosen[0].pk)
        noting.note_in(chosen[0], Said("sign_in", who.staff.pk, who.staff.pk), at=now())
    return HttpResponseRedirect(target_of(request))


@page(write=False)
def alone(request: HttpRequest) -> HttpResponse:
    """To the desk, where there is nothing else."""
    return HttpResponseRedirect(ROOM)

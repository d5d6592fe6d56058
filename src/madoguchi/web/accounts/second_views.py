"""The second factor: giving it, adding one, and the codes on paper, which are shown once."""

from __future__ import annotations

import math
from io import BytesIO
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from madoguchi.web.accounts import devices, factors, guard, noting, passkeys, sessions
from madoguchi.web.accounts.models import Staff
from madoguchi.web.accounts.pages import page, shown, target_of, to_sign_in
from madoguchi.web.accounts.views import too_soon_text

_PENDING = "pending"  # the secret of an app that has not shown its first digits; sealed, for sessions lie in the database
_WRONG = "番号が合いません。アプリに今出ている6桁か、まだ使っていない復旧コードを入れてください。"
_WRONG_NEW = (
    "番号が合いません。アプリに今出ている6桁を入れてください。スマートフォンの時計も確かめてください。"
)
_NO_PASSKEY = "パスキーを確かめられませんでした。もう一度押すか、ほかの方法を使ってください。"


@page()
def second(request: HttpRequest) -> HttpResponse:
    """After the password: six digits, a code on paper, or a passkey. Who has none yet adds one."""
    who = sessions.signed_in(request)
    if who is None:
        return to_sign_in(None)
    if who.second or not who.staff.factors.exists():
        return HttpResponseRedirect(
            f"/desk/{'centre' if who.second else 'second/add'}/?to={target_of(request)}"
        )
    if request.method != "POST":
        return _asked(request, who.staff)
    try:
        device = devices.known(request, who.staff)
        trial = guard.Try(request, who.staff.pk, device=device, second=True)
    except guard.TooSoon as soon:
        return _asked(request, who.staff, error=too_soon_text(math.ceil(soon.seconds)), status=429)
    if not _is_second(request, who.staff):
        noting.note(who.staff, "second_failed", actor=noting.UNKNOWN)
        error = _NO_PASSKEY if request.POST.get("passkey") else _WRONG
        return _asked(request, who.staff, error=error, status=422)
    trial.was_right()
    return _in(request, who.staff)


def _is_second(request: HttpRequest, staff: Staff) -> bool:
    answer, typed = request.POST.get("passkey", ""), request.POST.get("code", "")
    if answer:
        return passkeys.is_passkey(request, staff, answer=answer)
    if factors.is_code(staff, typed):
        return True
    if not factors.is_recovery(staff, typed):
        return False
    noting.note(staff, "recovery_code_used")
    return True


def _in(request: HttpRequest, staff: Staff) -> HttpResponse:
    sessions.second_given(request)
    response = HttpResponseRedirect(f"/desk/centre/?to={target_of(request)}")
    devices.remember(request, response, staff=staff)
    return response


def _asked(request: HttpRequest, staff: Staff, *, error: str = "", status: int = 200) -> HttpResponse:
    told: dict[str, Any] = {"to": target_of(request), "error": error}
    told["options"] = passkeys.wish_to_use(request, staff)
    return shown(request, "second", more=told, status=status)


@page()
def add(request: HttpRequest) -> HttpResponse:
    """A second factor more; the first one is added before anything else is opened."""
    who = sessions.signed_in(request)
    if who is None or (not who.second and who.staff.factors.exists()):
        return to_sign_in(who)
    if request.method != "POST":
        return _offered(request, who.staff)
    codes = _added(request, who.staff)
    if codes is None:
        error = _NO_PASSKEY if request.POST.get("passkey") else _WRONG_NEW
        return _offered(request, who.staff, error=error, status=422)
    noting.note(who.staff, "add_factor")
    response: HttpResponse = HttpResponseRedirect("/desk/account/")
    if codes:
        response = shown(request, "recovery", more={"codes": codes, "to": target_of(request)})
    if not who.second:
        sessions.second_given(request)
        devices.remember(request, response, staff=who.staff)
    return response


def _added(request: HttpRequest, staff: Staff) -> list[str] | None:
    """The recovery codes where it is the first factor; None where it is not proved."""
    name, answer = request.POST.get("name", "").strip(), request.POST.get("passkey", "")
    if answer:
        return passkeys.added(request, staff, answer=answer, name=name or "パスキー")
    secret = _pending(request, staff)
    if not secret or not factors.step_of(secret, request.POST.get("code", "")):
        return None
    del request.session[_PENDING]
    return factors.add(staff, "totp", data=secret.encode(), name=name or "認証アプリ")


def _pending(request: HttpRequest, staff: Staff) -> str:
    held = request.session.get(_PENDING)
    return factors.opened_for(staff, bytes.fromhex(held), id_=_PENDING).decode() if held else ""


def _offered(request: HttpRequest, staff: Staff, *, error: str = "", status: int = 200) -> HttpResponse:
    secret = _pending(request, staff)
    if not secret:
        secret = factors.new_totp()
        request.session[_PENDING] = factors.sealed_for(staff, secret.encode(), id_=_PENDING).hex()
    told: dict[str, Any] = {"to": target_of(request), "error": error}
    told["secret"] = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    told["options"] = passkeys.wish_to_add(request, staff) if passkeys.can_have(request) else {}
    return shown(request, "add", more=told, status=status)


@page(write=False)
def picture(request: HttpRequest) -> HttpResponse:
    """The QR code for the app, while its first digits are waited for; nothing afterwards."""
    who = sessions.signed_in(request)
    secret = _pending(request, who.staff) if who else ""
    if who is None or not secret:
        return HttpResponse(status=404)
    drawn = segno.make(factors.address_of_totp(secret, who.staff), micro=False)
    svg = BytesIO()
    drawn.save(svg, kind="svg", scale=5, border=4, xmldecl=False, light="#fff")
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml")

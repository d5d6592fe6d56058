"""Asking for the password once more, before something that cannot be taken back."""

from __future__ import annotations

import math

from django.http import HttpRequest

from madoguchi.web.accounts import devices, guard, noting, passwords
from madoguchi.web.accounts.models import Staff
from madoguchi.web.accounts.views import too_soon_text


class NotConfirmed(ValueError):
    """The password was not given, or not now; says why (Japanese)."""


def assert_confirmed(request: HttpRequest, staff: Staff) -> None:
    """Raises NotConfirmed unless the form brings the password of ``staff``, who is signed in with both factors already.

    A wrong one is counted like a wrong one at the door, and stands in the log.
    """
    try:
        trial = guard.Try(request, staff.login, device=devices.known(request, staff))
        right = passwords.is_right(staff, request.POST.get("password", ""))
    except guard.TooSoon as soon:
        raise NotConfirmed(too_soon_text(math.ceil(soon.seconds))) from None
    except passwords.TooBusy:
        raise NotConfirmed("いま混みあっています。1分ほど待って、もう一度送ってください。") from None
    if not right:
        noting.note(staff, "confirm_failed")
        raise NotConfirmed("パスワードが違います。何も変えていません。")
    trial.was_right()

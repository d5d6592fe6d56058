"""How often somebody may try to come in: delays, never locks, so that no stranger can shut anybody out for good.

A browser in which the person has signed in before is counted by itself: whatever strangers try meanwhile, it is heard.
"""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.web.accounts.marks import mark_of
from madoguchi.web.addresses import address_of
from madoguchi.web.buckets import Buckets, Limit

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
ACCOUNT = Buckets(Limit(often=5, seconds=_MINUTE, burst=5))
ADDRESS = Buckets(Limit(often=20, seconds=_HOUR, burst=20))
DEVICE = Buckets(Limit(often=5, seconds=_MINUTE, burst=5))
# Six digits can be guessed by whoever knows the password and has patience: strangers' tries are few a day.
SECOND_A_DAY = Buckets(Limit(often=50, seconds=_DAY, burst=50))


class TooSoon(Exception):
    """Not now; ``seconds`` until it may be tried again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Try:
    """One try to come in, counted as wrong before it is looked at: of many at once none slips past.

    ``whose``: the login as it was typed, or the person for the second factor; ``device``: the mark of a browser that this
    person is known to use, or empty.
    """

    def __init__(self, request: HttpRequest, whose: str, *, device: str, second: bool = False) -> None:
        name = mark_of("second" if second else "password", whose)
        strange = [(ADDRESS, address_of(request)), (ACCOUNT, name)]
        if second:
            strange.append((SECOND_A_DAY, name))
        self._counted = [(DEVICE, f"{name} {device}")] if device else strange
        self._take()

    def _take(self) -> None:
        """All or none. Raises TooSoon."""
        for at, (bucket, key) in enumerate(self._counted):
            wait = bucket.take(key)
            if wait:
                for before, its in self._counted[:at]:
                    before.give_back(its)
                raise TooSoon(wait)

    def was_right(self) -> None:
        """Takes back what was counted."""
        for bucket, key in self._counted:
            bucket.give_back(key)

"""How often one address may ask, and what counts: every new text is a consultation, every page a page."""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.web.addresses import address_of
from madoguchi.web.buckets import Buckets, Limit

_HOUR, _DAY = 3_600, 86_400
# security.md B9. A walk of ten pages is one consultation and some thirty pages.
CONSULTATIONS = Buckets(Limit(often=30, seconds=60, burst=10))
CONSULTATIONS_A_DAY = Buckets(Limit(often=300, seconds=_DAY, burst=300))
PAGES = Buckets(Limit(often=240, seconds=60, burst=120))
PAPERS = Buckets(Limit(often=30, seconds=60, burst=15))
FILES = Buckets(Limit(often=30, seconds=_HOUR, burst=30))
KEPT = Buckets(Limit(often=10, seconds=_HOUR, burst=10))
KEPT_IN_ALL = Buckets(Limit(often=1_000, seconds=_HOUR, burst=1_000))
# Every number is looked up, the right one always opens: this only keeps the work of looking (some 50 ms each) in bounds.
NUMBERS = Buckets(Limit(often=60, seconds=60, burst=30))
WRONG_NUMBERS = Buckets(Limit(often=5, seconds=_HOUR, burst=5))
WRONG_NUMBERS_IN_ALL = Buckets(Limit(often=1_000, seconds=_HOUR, burst=1_000))
# Seconds of a processor: a long text looked at again and again is counted nowhere else. One core has 60 a minute.
WORK = Buckets(Limit(often=20, seconds=60, burst=20))
WRONG_KEYS = Buckets(Limit(often=30, seconds=_HOUR, burst=30))
FEEDS = Buckets(Limit(often=60, seconds=60, burst=60))
_ALL = "all"


class TooOften(Exception):
    """An address has asked too often; ``seconds`` until it may again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class TooSimilar(TooOften):
    """An address has tried one message in too many shapes."""


class WrongNumbers(TooOften):
    """An address has tried too many numbers that open nothing. The right one still opens."""


def count(request: HttpRequest, *buckets: Buckets) -> None:
    """Takes a token of every one of ``buckets`` for the address of ``request``, or none of any. Raises TooOften."""
    address = address_of(request)
    wait = max(bucket.wait(address) for bucket in buckets)
    if wait:
        raise TooOften(wait)
    for bucket in buckets:
        _take(bucket, address)


def count_in_all(bucket: Buckets) -> None:
    """Takes a token of ``bucket``, which everybody shares. Raises TooOften."""
    _take(bucket, _ALL)


def _take(bucket: Buckets, key: str) -> None:
    wait = bucket.take(key)
    if wait:
        raise TooOften(wait)


def look_up(request: HttpRequest) -> None:
    """Counts a look for a continue number. Raises WrongNumbers when an address looks faster than people type."""
    wait = NUMBERS.take(address_of(request))
    if wait:
        raise WrongNumbers(wait)


def was_wrong(request: HttpRequest) -> None:
    """Counts a continue number that opened nothing. Raises WrongNumbers when there were too many.

    Only what was wrong is counted, after it was looked for: behind the one address of a library or a care home the tries of one
    must not shut out the right number of another. Guessing is hopeless by the 80 bits of a number (019), not by this count.
    """
    address = address_of(request)
    fresh = WRONG_NUMBERS.is_full(address)
    in_all, alone = WRONG_NUMBERS_IN_ALL.take(_ALL), WRONG_NUMBERS.take(address)
    wait = alone or (0.0 if fresh else in_all)
    if wait:
        raise WrongNumbers(wait)

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


def guess(request: HttpRequest) -> None:
    """Counts a continue number as wrong, before it is looked up: of many at once none slips past. Raises TooOften.

    When all together have guessed too often, only who has not guessed wrong lately is heard: nobody can lock the others out.
    """
    address = address_of(request)
    fresh = WRONG_NUMBERS.is_full(address)
    _take(WRONG_NUMBERS, address)
    wait = WRONG_NUMBERS_IN_ALL.take(_ALL)
    if wait and not fresh:
        raise TooOften(wait)


def was_right(request: HttpRequest) -> None:
    """Takes back what ``guess`` counted: the number was right."""
    WRONG_NUMBERS.give_back(address_of(request))
    WRONG_NUMBERS_IN_ALL.give_back(_ALL)

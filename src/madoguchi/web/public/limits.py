"""How often one address may ask, and what counts: every new text is a consultation, every page a page."""

from __future__ import annotations

from django.http import HttpRequest

from madoguchi.web.addresses import address_of
from madoguchi.web.buckets import Buckets, Limit

# security.md B9. A walk of ten pages is one consultation and some thirty pages.
CONSULTATIONS = Buckets(Limit(often=30, seconds=60, burst=10))
CONSULTATIONS_A_DAY = Buckets(Limit(often=300, seconds=86_400, burst=300))
PAGES = Buckets(Limit(often=240, seconds=60, burst=120))
PAPERS = Buckets(Limit(often=30, seconds=60, burst=15))
KEPT = Buckets(Limit(often=10, seconds=3_600, burst=10))
WRONG_NUMBERS = Buckets(Limit(often=5, seconds=3_600, burst=5))
FEEDS = Buckets(Limit(often=60, seconds=60, burst=60))


class TooOften(Exception):
    """An address has asked too often; ``seconds`` until it may again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def count(request: HttpRequest, *buckets: Buckets) -> None:
    """Takes a token of every one of ``buckets`` for the address of ``request``. Raises TooOften."""
    address = address_of(request)
    for bucket in buckets:
        wait = bucket.take(address)
        if wait:
            raise TooOften(wait)


def check(request: HttpRequest, bucket: Buckets) -> None:
    """Raises TooOften when ``bucket`` has no token left for the address of ``request``; takes none."""
    wait = bucket.wait(address_of(request))
    if wait:
        raise TooOften(wait)

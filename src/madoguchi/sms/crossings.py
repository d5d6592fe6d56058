"""A crossing as it is told: one JSON line, with what the bill is, what it can become, and the notice for the subscriber."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

import msgspec

from madoguchi.knowledge.dated import in_force
from madoguchi.knowledge.phrase_files import shipped_phrases
from madoguchi.knowledge.shapes import Carrier
from madoguchi.money.ceilings import Terms, carrier_of, tariff_of
from madoguchi.phrases import said
from madoguchi.sms.bill import shipped_terms
from madoguchi.sms.known_senders import Known
from madoguchi.sms.sends import Prices, Send, moment_text, tenths_of, yen_of
from madoguchi.sms.windows import Crossed, Dearest, Line, Watched, crossings_of, rules_of
from madoguchi.words import Basis


class Crossing(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that a line broke. Moments are ISO in Tokyo's time, money whole yen; None: the terms do not say.

    ``basis``: the legal basis on which texts and recipients were read; absent when they were not.
    """

    sender: str
    rule: str
    crossed_at: str
    window_start: str
    count: int
    yen_so_far: int
    yen_worst_case: int | None
    restriction_until: str | None
    notice: str
    basis: Basis | msgspec.UnsetType = msgspec.UNSET


class LateSend(msgspec.Struct, frozen=True, kw_only=True):
    """A send that came after its time had passed: no window counts it. ``count``: how many were too late so far."""

    sender: str
    rule: str = "late"
    sent_at: str
    seconds_beyond: float
    count: int


@dataclass(frozen=True)
class Watching:
    """One carrier's rules on a day, and its prices. ``known``: signs that do not count, for lines known to send in bulk."""

    carrier: Carrier
    prices: Prices
    watched: Watched
    basis: Basis | None = None
    known: Known = field(default_factory=dict)

    @classmethod
    def of(
        cls, carrier_id: str, *, on: dt.date, basis: Basis | None = None, terms: Terms | None = None
    ) -> Watching:
        """Returns what ``carrier_id`` watches by the terms of ``on``. Raises UnknownCarrier, NotKnownYet."""
        terms = terms or shipped_terms()
        carrier, tariff = carrier_of(terms, carrier_id), tariff_of(terms, carrier_id, on=on)
        prices = Prices(tariff, carrier)
        return cls(carrier, prices, Watched(rules_of(in_force(carrier.caps, on)), _dearest(prices)), basis)

    def told(self, sender: str, crossed: Crossed) -> Crossing:
        """Returns ``crossed`` of ``sender`` as it goes out."""
        return Crossing(
            sender=sender,
            rule=crossed.rule,
            crossed_at=moment_text(crossed.at),
            window_start=moment_text(crossed.window_start),
            count=crossed.n,
            yen_so_far=yen_of(crossed.tenths),
            yen_worst_case=None if crossed.worst_tenths is None else yen_of(crossed.worst_tenths),
            restriction_until=None if crossed.until is None else moment_text(crossed.until),
            notice=self._notice(crossed),
            basis=self.basis or msgspec.UNSET,
        )

    def _notice(self, crossed: Crossed) -> str:
        """To the subscriber: who writes, what was seen, what to do; no link and no number to call back."""
        phrases, rule = shipped_phrases(), next(one for one in self.watched.rules if one.name == crossed.rule)
        return said(
            phrases,
            "notice_of_sends",
            carrier=self.carrier.name,
            window=said(phrases, f"window_{rule.cap.window}"),
            n=f"{crossed.n:,}",
            unit=said(phrases, f"unit_{rule.cap.unit}"),
        )

    def crossings(self, lines: Iterable[tuple[str, Iterable[Send]]]) -> Iterator[Crossing]:
        """Yields what the lines crossed, line by line; the sends of a line (all of them) come in any order."""
        for sender, sends in lines:
            for crossed in crossings_of(Line(), sorted(sends), watched=self.watched):
                yield self.told(sender, crossed)


def in_order(crossings: Iterable[Crossing]) -> list[Crossing]:
    """Returns ``crossings`` by time, then line and rule: the same order whoever found them."""
    return sorted(crossings, key=attrgetter("crossed_at", "sender", "rule"))


def _dearest(prices: Prices) -> Dearest:
    """The dearest unit of each kind. To other countries nothing is known of a send where the terms name no most."""
    price = prices.carrier.overseas
    each = tenths_of(price.yen_per_part) if price else None
    most = tenths_of(price.max_yen) if price and price.max_yen else None
    part = max(-(-tenths // parts) for parts, tenths in prices.home)
    return Dearest(part, max(tenths for _, tenths in prices.home), each, most)
